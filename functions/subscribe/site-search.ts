import { matcherOf } from '../../shared/domain/query/matcher.ts';
import { type NameIndex, nameIndexOf } from '../../shared/domain/query/named.ts';
import type { Query } from '../../shared/domain/query/query.ts';
import { newestFirst, type SearchName, type SearchRow } from '../../shared/domain/query/searchable.ts';
import { searchManifestPath, searchNamesPath, searchShardPath } from '../../shared/domain/site/paths.ts';
import type { SearchManifest } from '../../shared/domain/site/search-index.ts';
import { addDays } from '../../shared/domain/text/time.ts';

/** Stories of so many days are searched. */
const searchedDays = 30;
/** Shards of four days that hold them: no question reads more files. */
const searchedShards = 9;
/** Milliseconds of work for one question; what is not reached by then are the oldest stories. */
const budgetMs = 4_000;

/** Stories that answer a query. */
export interface Answers {
  /** The newest first. */
  rows: SearchRow[];
  /** How many were asked. */
  all: number;
  /** False where time ended first. */
  whole: boolean;
}

/** @param read a file of the site; we wrote it ourselves */
type Read = (path: string) => Promise<Uint8Array | null>;

/**
 * The search of the site, for who cannot run it in a browser. Files are kept until the manifest names others, so a warm
 * function reads the manifest and the shard that moved.
 */
export class SiteSearch {
  readonly #read: Read;
  readonly #shards = new Map<string, { v: string; rows: SearchRow[] }>();
  #names: { v: string; index: NameIndex } | undefined;

  constructor(read: Read) {
    this.#read = read;
  }

  /** @param elapsed milliseconds since the question came */
  async find(query: Query, now: Date, elapsed: () => number = stopwatch()): Promise<Answers> {
    const { shards, names } = await this.#json<SearchManifest>(searchManifestPath, { shards: [], names: '' });
    const wanted = shards.slice(0, searchedShards);
    const fits = matcherOf(query, await this.#nameIndex(names), now);
    const since = addDays(now.toISOString(), -searchedDays);
    const found: SearchRow[] = [];
    let all = 0;
    let reached = 0;
    for (; reached < wanted.length && elapsed() < budgetMs; reached += 1) {
      const { name, v } = wanted[reached] ?? { name: '', v: '' };
      const rows = (await this.#shard(name, v)).filter(({ at }) => at >= since);
      all += rows.length;
      found.push(...rows.filter(fits));
    }
    const named = new Set(wanted.map(({ name }) => name));
    for (const name of this.#shards.keys()) if (!named.has(name)) this.#shards.delete(name);
    found.sort(newestFirst);
    return { rows: found, all, whole: reached === wanted.length };
  }

  async #shard(name: string, v: string): Promise<SearchRow[]> {
    const held = this.#shards.get(name);
    if (held?.v === v) return held.rows;
    const rows = await this.#json<SearchRow[]>(searchShardPath(name), []);
    this.#shards.set(name, { v, rows });
    return rows;
  }

  async #nameIndex(v: string): Promise<NameIndex> {
    if (this.#names?.v !== v)
      this.#names = { v, index: nameIndexOf(await this.#json<SearchName[]>(searchNamesPath, [])) };
    return this.#names.index;
  }

  async #json<T>(path: string, none: T): Promise<T> {
    const bytes = await this.#read(path);
    return bytes === null ? none : (JSON.parse(Buffer.from(bytes).toString('utf8')) as T);
  }
}

function stopwatch(): () => number {
  const from = performance.now();
  return () => performance.now() - from;
}
