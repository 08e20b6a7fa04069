import { eventOf, type GoldArticle } from './gold.ts';

export interface StoryScore {
  /** B-cubed over the articles asked about. */
  precision: number;
  recall: number;
  f1: number;
  /** Pairs of two languages of which one article at least is asked about. */
  crossPrecision: number;
  crossRecall: number;
}

/** How the articles belong together, once and for all: scoring is done thousands of times while learning. */
export interface Relations {
  ids: string[];
  events: string[];
  languages: string[];
  /** owed[i × n + j]: a story with i lacks something without j. */
  owed: Uint8Array;
  owedCount: Uint32Array;
}

const fourDays = 4 * 86_400_000;

/** A story may join all articles of an event; it owes those of one event and phase at most four days apart. */
export function relationsOf(gold: GoldArticle[]): Relations {
  const phases = gold.map((article) => `${eventOf(article)}|${article.phase ?? ''}`);
  const times = gold.map((article) => Date.parse(article.published));
  const owed = new Uint8Array(gold.length ** 2);
  const owedCount = new Uint32Array(gold.length);
  for (let i = 0; i < gold.length; i++) {
    for (let j = 0; j < gold.length; j++) {
      if (phases[i] !== phases[j] || Math.abs((times[i] ?? 0) - (times[j] ?? 0)) > fourDays) continue;
      owed[i * gold.length + j] = 1;
      owedCount[i] = (owedCount[i] ?? 0) + 1;
    }
  }
  return {
    ids: gold.map((article) => article.id),
    events: gold.map(eventOf),
    languages: gold.map((article) => article.language),
    owed,
    owedCount,
  };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

interface Tally {
  precision: number;
  recall: number;
  pairs: { said: number; right: number; met: number };
}

/** Adds what one asked article's story got right. */
function tallyArticle(
  tally: Tally,
  { events, languages, owed, owedCount }: Relations,
  { at, mates, asked }: { at: number; mates: number[]; asked: Uint8Array },
): void {
  let sameEvent = 0;
  let met = 0;
  for (const mate of mates) {
    const right = events[mate] === events[at];
    const isOwed = owed[at * events.length + mate] === 1;
    if (right) sameEvent++;
    if (isOwed) met++;
    // A pair of two asked articles is met from both ends: half each time.
    if (languages[mate] === languages[at]) continue;
    const share = asked[mate] === 1 ? 0.5 : 1;
    tally.pairs.said += share;
    if (right) tally.pairs.right += share;
    if (isOwed) tally.pairs.met += share;
  }
  tally.precision += sameEvent / mates.length;
  tally.recall += met / (owedCount[at] ?? 1);
}

function owedPairs({ languages, owed }: Relations, asked: Uint8Array): number {
  let pairs = 0;
  for (let i = 0; i < languages.length; i++) {
    if (asked[i] !== 1) continue;
    for (let j = 0; j < languages.length; j++)
      if (owed[i * languages.length + j] === 1 && languages[i] !== languages[j])
        pairs += asked[j] === 1 ? 0.5 : 1;
  }
  return pairs;
}

/** @param said article → story @param askedIds the articles B-cubed averages over */
export function scoreStories(
  relations: Relations,
  said: ReadonlyMap<string, string>,
  askedIds: ReadonlySet<string>,
): StoryScore {
  const { ids } = relations;
  const asked = Uint8Array.from(ids, (id) => (askedIds.has(id) ? 1 : 0));
  const members = new Map<string, number[]>();
  for (const [at, id] of ids.entries()) {
    const story = said.get(id) ?? id;
    const list = members.get(story);
    if (list === undefined) members.set(story, [at]);
    else list.push(at);
  }
  const tally: Tally = { precision: 0, recall: 0, pairs: { said: 0, right: 0, met: 0 } };
  for (const mates of members.values())
    for (const at of mates) if (asked[at] === 1) tallyArticle(tally, relations, { at, mates, asked });
  const precision = ratio(tally.precision, askedIds.size);
  const recall = ratio(tally.recall, askedIds.size);
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    crossPrecision: ratio(tally.pairs.right, tally.pairs.said),
    crossRecall: ratio(tally.pairs.met, owedPairs(relations, asked)),
  };
}

export interface ReprintScore {
  precision: number;
  recall: number;
  truePairs: number;
  saidPairs: number;
}

/** Pairs of articles that carry one text, over the roots of the links. */
export function scoreReprints(
  ids: string[],
  truth: (id: string) => string | null,
  said: (id: string) => string | null,
): ReprintScore {
  const root = (linkOf: (id: string) => string | null, id: string): string => {
    const seen = new Set<string>();
    let at = id;
    for (let next = linkOf(at); next !== null && !seen.has(next); next = linkOf(at)) {
      seen.add(next);
      at = next;
    }
    return at;
  };
  const counts = { trueSaid: 0, truePairs: 0, saidPairs: 0 };
  for (const [at, a] of ids.entries()) {
    for (const b of ids.slice(0, at)) {
      const isTrue = root(truth, a) === root(truth, b);
      const isSaid = root(said, a) === root(said, b);
      if (isTrue) counts.truePairs++;
      if (isSaid) counts.saidPairs++;
      if (isTrue && isSaid) counts.trueSaid++;
    }
  }
  return {
    precision: ratio(counts.trueSaid, counts.saidPairs),
    recall: ratio(counts.trueSaid, counts.truePairs),
    truePairs: counts.truePairs,
    saidPairs: counts.saidPairs,
  };
}
