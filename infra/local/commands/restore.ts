import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clockFrom } from '../../../shared/clock.ts';
import { UsageError } from '../../../shared/errors.ts';
import { ask } from '../ask.ts';
import type { Command } from '../command.ts';
import { inPlace } from '../place.ts';
import { readBackup, restore } from '../subscriber-backup.ts';

const usage = `usage: wire restore subscribers FILE [--dry-run] [--yes] [--data DIR | --aws STACK]

Puts back the people of a backup who are missing, or older, in the table; newer rows stay as they are. Who asked to be forgotten
after they last signed up is erased again. The keys of readers' links must be those of the backup's time, or links in old mails
are dead. What the file cannot know: who left or complained after it was made, where the table has lost that too.
--dry-run  counts, and writes nothing
`;

const options = {
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean' },
  data: { type: 'string' },
} as const;

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read`, { cause: error });
  }
}

export const command: Command = {
  summary: 'subscribers back from a file; who asked to be forgotten stays so',
  usage,
  deployed: true,
  run: async (args, where) => {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const [what, path, ...more] = positionals;
    if (what !== 'subscribers' || path === undefined || more.length > 0)
      throw new UsageError('restore takes `subscribers` and one FILE');
    const { at, lines } = readBackup(textOf(path), path);
    return inPlace({ ...where, data: values.data }, async ({ settings, name }) => {
      const dryRun = values['dry-run'];
      if (!dryRun) await ask(`${lines.length} people as they were at ${at} go into ${name}`, values.yes);
      const counts = await restore(settings, lines, { now: clockFrom(process.env)(), dryRun });
      process.stdout.write(
        `${counts.restored} restored, ${counts.kept} left as they are, ${counts.erased} erased again${dryRun ? '; nothing was written' : ''}\n`,
      );
      return 0;
    });
  },
};
