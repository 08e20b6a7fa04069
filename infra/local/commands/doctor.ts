import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { checksOf, doctorPorts, examine } from '../doctor.ts';
import { inPlace } from '../place.ts';
import { table } from '../feed-health-text.ts';

const usage = `usage: wire doctor [--aws STACK | --data DIR]

Looks for what is missing before the first mail, and says the command or the console place that mends it. On a stack: the
sender's domain (verified, DKIM, MAIL FROM, DMARC), the mail account (sandbox, quota), who gets the alarms, schedules, the
account's concurrency, whether sources were visited and a page published, whether the site answers, this machine's clock.
In a data folder: sources and page. Reads only. Exit code 1 where something is missing or could not be asked.
`;

export const command: Command = {
  summary: 'what is missing before the first mail, and what mends it',
  usage,
  deployed: true,
  run: async (args, where) => {
    const { values } = parseArgs({ args, options: { data: { type: 'string' } }, strict: true });
    return inPlace({ ...where, data: values.data }, async (place) => {
      const found = await examine(checksOf(place, doctorPorts));
      const faults = found.filter(({ state }) => state !== 'ok');
      process.stdout.write(
        [
          `Examined: ${place.name}\n\n`,
          table(found.map(({ state, what, seen }) => [state, what, seen])),
          ...(faults.length === 0 ? ['\nNothing is missing.\n'] : ['\nWHAT TO DO\n']),
          ...faults.map(({ what, remedy }) => `${what}: ${remedy}\n`),
        ].join(''),
      );
      return faults.length === 0 ? 0 : 1;
    });
  },
};
