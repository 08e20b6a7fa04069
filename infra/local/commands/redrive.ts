import { parseArgs } from 'node:util';
import { UsageError } from '../../../shared/errors.ts';
import { ask } from '../ask.ts';
import type { Command } from '../command.ts';
import { inPlace } from '../place.ts';
import { queueNames, queueOf } from '../place-queues.ts';
import { queueDepth } from '../queue-depth.ts';
import { failedMessages, redrive } from '../redrive.ts';

const usage = `usage: wire redrive visit|ingest|story|digest [--dry-run] [--yes] --aws STACK

Puts the failed messages of a queue back into it, once the cause is mended and deployed. Safe at any time and twice: every stage
finds done what was done, and a mail is claimed once.
--dry-run  shows up to ten of them and moves nothing (they are hidden from others for half a minute)

The queues of a data folder live in memory: \`npm start\` queues again by itself what was not done.
`;

export const command: Command = {
  summary: 'put failed messages back into their queue',
  usage,
  deployed: true,
  run: async (args, where) => {
    const options = {
      'dry-run': { type: 'boolean' },
      yes: { type: 'boolean' },
      data: { type: 'string' },
    } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const name = queueNames.find((each) => each === positionals[0]);
    if (name === undefined || positionals.length > 1)
      throw new UsageError(
        `redrive takes one queue of ${queueNames.join(', ')}, not '${positionals.join(' ')}'`,
      );
    return inPlace({ ...where, data: values.data }, async (place) => {
      const urls = queueOf(place, name);
      const { waiting } = await queueDepth(urls.dead);
      if (values['dry-run'] === true) {
        const shown = (await failedMessages(urls.dead)).map((body) => `${body.slice(0, 200)}\n`);
        process.stdout.write(`${shown.join('')}${waiting} failed messages of ${name}; nothing was moved\n`);
        return 0;
      }
      if (waiting > 0)
        await ask(
          `${waiting} failed messages of ${name} go back into its queue in ${place.name}`,
          values.yes,
        );
      process.stdout.write(
        `${await redrive(urls, waiting)} of ${waiting} failed messages of ${name} moved\n`,
      );
      return 0;
    });
  },
};
