import type { BookStory, DayShard, ShardEntry } from './book-state.ts';
import { withFacts } from './book-article.ts';
import { readLanguage } from './facts.ts';
import { readFacts } from './saved-facts.ts';

/** Characters of a block, give or take a story: unpacking one takes a tenth of a millisecond. */
const blockSize = 16_384;

/** 53 bits: among a million facts two meet by chance once in ten thousand windows (cyrb53, public domain). */
export function hashOfFact(fact: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < fact.length; at++) {
    const code = fact.charCodeAt(at);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return 0x1_0000_0000 * (0x1f_ffff & low) + (high >>> 0);
}

/** @param stories with the day's; their articles' facts are read where they are not there yet */
export function shardOf(day: string, stories: readonly BookStory[]): DayShard {
  const entries: ShardEntry[] = [];
  const blocks: string[] = [];
  const byFact = new Map<string, number[]>();
  let open = '';
  for (const [at, story] of stories.entries()) {
    const whole = { ...story, articles: story.articles.map(withFacts) };
    const json = JSON.stringify(whole);
    if (open.length >= blockSize) {
      blocks.push(open);
      open = '';
    }
    entries.push(entryOf(story, [blocks.length, open.length, open.length + json.length]));
    open += json;
    for (const fact of factsIn(whole)) {
      const places = byFact.get(fact);
      if (places === undefined) byFact.set(fact, [at]);
      else places.push(at);
    }
  }
  if (open !== '') blocks.push(open);
  return { day, entries, ...indexOf(byFact), blocks: blocks.length, block: (at) => blocks[at] ?? '' };
}

function factsIn({ articles }: BookStory): Set<string> {
  const found = new Set<string>();
  for (const article of articles)
    for (const facts of Object.values(readFacts(article.facts ?? [], readLanguage(article))))
      for (const fact of facts.keys()) found.add(fact);
  return found;
}

function indexOf(byFact: ReadonlyMap<string, number[]>): Pick<DayShard, 'hashes' | 'starts' | 'postings'> {
  const hashed = [...byFact].map(([fact, places]) => ({ hash: hashOfFact(fact), places }));
  hashed.sort((a, b) => a.hash - b.hash);
  const starts = new Uint32Array(hashed.length + 1);
  for (const [at, { places }] of hashed.entries()) starts[at + 1] = (starts[at] ?? 0) + places.length;
  return {
    hashes: Float64Array.from(hashed, ({ hash }) => hash),
    starts,
    postings: Uint32Array.from(hashed.flatMap(({ places }) => places)),
  };
}

function entryOf(story: BookStory, place: ShardEntry['place']): ShardEntry {
  const { id, articles, closedAt, silenceAt, follows, relatesTo, mergedInto, named } = story;
  const times = articles.map(({ at }) => at);
  const isDecided = mergedInto !== undefined || named !== undefined;
  return {
    id,
    articleIds: articles.map(({ articleId }) => articleId),
    firstAt: articles.length === 0 ? 0 : Math.min(...times),
    lastAt: articles.length === 0 ? 0 : Math.max(...times),
    lastSeenAt: Math.max(0, ...articles.map(({ seenAt }) => Date.parse(seenAt))),
    closed: closedAt !== undefined,
    isDecided: isDecided || articles.some(({ chosen }) => chosen !== id),
    ...(silenceAt !== undefined && { silenceAt }),
    leadsTo: [follows, relatesTo].filter((each) => each !== undefined),
    originals: articles.flatMap(({ reprintOf }) => reprintOf ?? []),
    place,
  };
}

export function storyIn(shard: DayShard, { place: [block, from, to] }: ShardEntry): BookStory {
  return JSON.parse(shard.block(block).slice(from, to)) as BookStory;
}

export const storiesIn = (shard: DayShard): BookStory[] =>
  shard.entries.map((entry) => storyIn(shard, entry));

/** Where the fact's postings lie: from and to; both 0 where no story has it. */
export function postingsOf({ hashes, starts }: DayShard, hash: number): [from: number, to: number] {
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hashes[middle] ?? 0) < hash) low = middle + 1;
    else high = middle;
  }
  return hashes[low] === hash ? [starts[low] ?? 0, starts[low + 1] ?? 0] : [0, 0];
}
