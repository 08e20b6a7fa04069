import { parseArgs } from 'node:util';
import { clockFrom } from '../../../shared/clock.ts';
import type { SearchRow } from '../../../shared/domain/query/searchable.ts';
import { linkTo, storyPath } from '../../../shared/domain/site/paths.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { withSite } from '../local-site.ts';
import { searchSite } from '../search-site.ts';

const usage = `usage: wire search QUERY [--limit N] [--json] [--site URL | --data DIR | --aws STACK]

Finds stories of the last 90 days, the newest first, as the site's own search does.
QUERY       words (all of them), "phrases", AND OR NOT or -, parentheses; a name is found in every script and case.
            Filters: side: language: outlet: topic: subtopic: since: until:
            '(Syunik OR Zangezur) AND corridor -football'   '"peace treaty" side:baku,ankara since:7d'
--limit N   at most so many (20)
--json      one JSON object per story instead of text
--site URL  of a site anywhere, the running wire's (http://localhost:4400) too; absent: the data folder --data DIR (.wire/live)
`;

const line = (row: SearchRow, url: string): string => {
  const [language = 'und', title = row.id] =
    Object.entries(row.h).toSorted(([a], [b]) => rank(a) - rank(b))[0] ?? [];
  return `${row.at.replace('T', ' ')}  ${row.d.join(' ')}  ${language}  ${title}\n  ${url}${linkTo(storyPath(row.id))}\n`;
};
/** English first, then Russian. */
const rank = (language: string): number => (language === 'en' ? 0 : language === 'ru' ? 1 : 2);

function limitOf(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit wants a number from 1 on, not '${text}'`);
  return limit;
}

export const command: Command = {
  summary: 'find stories by words, names and filters, as on the site',
  usage,
  deployed: true,
  async run(args, where) {
    const { values, positionals } = parseArgs({
      args,
      options: {
        limit: { type: 'string', default: '20' },
        json: { type: 'boolean', default: false },
        site: { type: 'string' },
        data: { type: 'string' },
      },
      allowPositionals: true,
      strict: true,
    });
    if (positionals.length === 0)
      throw new UsageError('search wants a QUERY; `wire search --help` says how to ask');
    const limit = limitOf(values.limit);
    await withSite({ ...values, ...where }, async (site) => {
      const found = await searchSite(site, positionals.join(' '), clockFrom(process.env)());
      for (const row of found.slice(0, limit))
        process.stdout.write(values.json ? `${JSON.stringify(row)}\n` : line(row, site.url));
      if (!values.json)
        process.stdout.write(`found ${found.length}${found.length > limit ? `, shown ${limit}` : ''}\n`);
    });
    return 0;
  },
};
