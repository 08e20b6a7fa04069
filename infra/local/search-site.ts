import { sides } from '../../shared/domain/outlet.ts';
import { matcherOf } from '../../shared/domain/query/matcher.ts';
import { nameIndexOf } from '../../shared/domain/query/named.ts';
import { parseQuery } from '../../shared/domain/query/parse.ts';
import type { QueryFault, Vocabulary } from '../../shared/domain/query/query.ts';
import { newestFirst, type SearchRow } from '../../shared/domain/query/searchable.ts';
import { searchManifestPath, searchNamesPath, searchShardPath } from '../../shared/domain/site/paths.ts';
import {
  searchManifestSchema,
  searchNamesSchema,
  searchShardSchema,
} from '../../shared/domain/site/published-search.ts';
import { topicNames } from '../../shared/catalogue/topic-names.at-build.ts';
import strings from '../../shared/catalogue/interface-site.json' with { type: 'json' };
import { UsageError } from '../../shared/errors.ts';
import type { PublishedSite } from './published.ts';

const known: Vocabulary = {
  side: new Set(sides),
  topic: new Set(Object.keys(topicNames.topics)),
  subtopic: new Set(Object.keys(topicNames.subtopics)),
};

/** One line: what is wrong and the piece of the query it is about. */
const faultText = ({ fault, text }: QueryFault): string =>
  `${strings.en[`fault-${fault}`]} ${text.slice(0, 60)}`.trim();

/** A JSON file of the site. @throws UsageError where there is none */
export async function jsonOf(site: PublishedSite, path: string): Promise<unknown> {
  const bytes = await site.read(path);
  if (bytes === null) throw new UsageError(`${site.url} has no ${path}: nothing is published there yet`);
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

/** The stories of the last 90 days, the newest first. */
export async function searchRows(site: PublishedSite): Promise<SearchRow[]> {
  const { shards } = searchManifestSchema.parse(await jsonOf(site, searchManifestPath));
  const rows = await Promise.all(
    shards.map(async ({ name }) => searchShardSchema.parse(await jsonOf(site, searchShardPath(name)))),
  );
  return rows.flat().sort(newestFirst);
}

/** Those of them that answer a query. @throws UsageError for a faulty query: one line */
export async function searchSite(site: PublishedSite, text: string, now: Date): Promise<SearchRow[]> {
  const parsed = parseQuery(text, known);
  if ('fault' in parsed) throw new UsageError(faultText(parsed));
  const rows = await searchRows(site);
  const names = searchNamesSchema.parse(await jsonOf(site, searchNamesPath));
  return rows.filter(matcherOf(parsed.query, nameIndexOf(names), now));
}
