import { matcherOf } from '../../shared/domain/query/matcher.ts';
import { nameIndexOf } from '../../shared/domain/query/named.ts';
import type { Query } from '../../shared/domain/query/query.ts';
import type { SearchName, SearchRow } from '../../shared/domain/query/searchable.ts';
import { searchManifestPath, searchNamesPath, searchShardPath } from '../../shared/domain/site/paths.ts';
import type { SearchManifest } from '../../shared/domain/site/search-index.ts';
import { addDays } from '../../shared/domain/text/time.ts';

/** Stories of so many days are counted. */
const countedDays = 30;
/** Shards of four days that hold them. */
const countedShards = 9;

/** How many stories of the last 30 days answer a query, and how many there are. @param read a file of the site; we wrote it ourselves */
export async function countAnswers(
  read: (path: string) => Promise<Uint8Array | null>,
  query: Query,
  now: Date,
): Promise<{ found: number; all: number }> {
  const json = async <T>(path: string, none: T): Promise<T> => {
    const bytes = await read(path);
    return bytes === null ? none : (JSON.parse(Buffer.from(bytes).toString('utf8')) as T);
  };
  const { shards } = await json<SearchManifest>(searchManifestPath, { shards: [], names: '' });
  const names = await json<SearchName[]>(searchNamesPath, []);
  const fits = matcherOf(query, nameIndexOf(names), now);
  const since = addDays(now.toISOString(), -countedDays);
  let [found, all] = [0, 0];
  for (const { name } of shards.slice(0, countedShards)) {
    const rows = (await json<SearchRow[]>(searchShardPath(name), [])).filter(({ at }) => at >= since);
    all += rows.length;
    found += rows.filter(fits).length;
  }
  return { found, all };
}
