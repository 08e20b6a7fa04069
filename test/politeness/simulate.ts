import { parseArgs } from 'node:util';
import { Simulation } from './simulation.ts';
import { faultsOf, report } from './simulation-report.ts';

const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '500' },
    days: { type: 'string', default: '30' },
    restarts: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    sockets: { type: 'boolean', default: false },
  },
  strict: true,
});

const simulation = new Simulation({
  feeds: Number(values.feeds),
  days: Number(values.days),
  restarts: Number(values.restarts),
  seed: Number(values.seed),
  sockets: values.sockets,
  progress: (day) => process.stderr.write(`\rday ${day} of ${values.days} `),
});
const began = performance.now();
await simulation.run();
process.stderr.write('\r');
process.stdout.write(report(simulation, (performance.now() - began) / 1000));
const faults = faultsOf(simulation);
if (faults.length > 0) process.stdout.write(`\nBROKEN PROMISES: ${faults.join(', ')}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
