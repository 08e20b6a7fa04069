import { parseArgs } from 'node:util';
import { clockFrom } from '../../../shared/clock.ts';
import type { Command } from '../command.ts';
import { inPlace } from '../place.ts';
import { statusLines } from '../status.ts';
import { table } from '../feed-health-text.ts';

const usage = `usage: wire status [--aws STACK | --data DIR]

What happened today (since midnight UTC): sources, articles, stories, mails, queues and their failed messages; on a stack also
red alarms and AWS's own estimate of the month's bill. Reads only.
`;

export const command: Command = {
  summary: 'what happened today: sources, articles, stories, mails, queues, spend',
  usage,
  deployed: true,
  run: async (args, where) => {
    const { values } = parseArgs({ args, options: { data: { type: 'string' } }, strict: true });
    return inPlace({ ...where, data: values.data }, async (place) => {
      const now = clockFrom(process.env)();
      const lines = await statusLines(place, now);
      process.stdout.write(`${place.name}, ${now.toISOString().slice(0, 16)}Z\n\n${table(lines)}`);
      return 0;
    });
  },
};
