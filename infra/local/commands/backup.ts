import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clockFrom } from '../../../shared/clock.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { inPlace } from '../place.ts';
import { backupOf } from '../subscriber-backup.ts';

const usage = `usage: wire backup subscribers FILE [--data DIR | --aws STACK]

Writes all subscribers with the editions they had to FILE (lines of JSON, readable by you alone). It names people: keep it as you
keep the table, and no longer than your privacy text says. FILE must not be there. News need no backup of their own: the table
has point-in-time recovery for 35 days, and bodies are in the archive.
`;

export const command: Command = {
  summary: 'subscribers to a file',
  usage,
  deployed: true,
  run: async (args, where) => {
    const { values, positionals } = parseArgs({
      args,
      options: { data: { type: 'string' } },
      allowPositionals: true,
      strict: true,
    });
    const [what, path, ...more] = positionals;
    if (what !== 'subscribers' || path === undefined || more.length > 0)
      throw new UsageError('backup takes `subscribers` and one FILE');
    return inPlace({ ...where, data: values.data }, async ({ settings, name }) => {
      const { text, people } = await backupOf(settings, clockFrom(process.env)());
      try {
        writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
      } catch (error) {
        throw new UsageError(`${path} cannot be made: it is there already, or its folder cannot be written`, {
          cause: error,
        });
      }
      process.stdout.write(`${people} people of ${name} in ${path}\n`);
      return 0;
    });
  },
};
