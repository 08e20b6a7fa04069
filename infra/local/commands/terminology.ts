import { entityCatalogue } from '../../../shared/catalogue/packs.ts';
import { terminologyCsv } from '../../../shared/catalogue/terminology.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';

const usage = `usage: wire terminology export

Prints our names as a custom terminology of Amazon Translate (CSV, a column for each language, any of them a source).
With TRANSLATE_ENGINE=aws the site imports it by itself; this is for who wants to read it, or use it elsewhere.`;

export const command: Command = {
  summary: 'print our names as a terminology for translation engines',
  usage,
  run: (args) => {
    if (args.length !== 1 || args[0] !== 'export') throw new UsageError(usage);
    process.stdout.write(terminologyCsv(entityCatalogue()));
    return Promise.resolve(0);
  },
};
