import type { Evidence } from '../evidence.ts';
import { type FoundReprint, bestReprint } from '../reprint/find.ts';
import { comparableHead } from '../reprint/reprint.ts';
import { type FactSource, factsOf } from './facts.ts';
import {
  type StoryQuery,
  scoreOf,
  gapDays,
  type JoinRules,
  mergeScoreOf,
  probabilityOf,
  type Features,
  features,
  featuresOf,
} from './score.ts';
import type { OpenStory, StoryWindow, WindowArticle } from './window.ts';
import { dayMs, hourMs } from '../text/time.ts';

/** What grouping reads of an article. */
export interface GroupableArticle extends FactSource, Omit<WindowArticle, 'language'> {
  /** The story a person decided for it. */
  decidedStory?: string;
}

export interface Placement {
  storyId: string;
  /** Whether the article opened it. */
  opened: boolean;
  /** For an opener: the story it follows up, one that is over or too far back. */
  follows?: string;
  /** The original that the article copies, itself no copy; undefined for an original. */
  reprintOf: string | undefined;
  /** Why it is a copy, when ingest did not find it: copies edited beyond the reach of LSH. */
  copy: FoundReprint | null;
  /** Articles that took this one for their original, but it is a copy too: they now copy `reprintOf`. */
  repointed: string[];
  /** Stories that the article showed to be one: their articles now belong to `into`. In the order it happened. */
  merged: { from: string; into: string }[];
  /** Why: the likeness that spoke most for the story; empty for an opener. */
  evidence: Evidence[];
}

export interface GroupingRules {
  join: JoinRules;
  /** Hours back in which an original is looked for. */
  reprintHours: number;
  /** Whether a story may be joined with another: not where a person decided about it. */
  mayMerge?(storyId: string): boolean;
}

/** Stories are found by their rarest shared facts; at most this many index entries are read, however many stories are open … */
const postingsBudget = 1_000;
/** … and facts shared by more stories than this are ignored. */
const commonFact = 200;
const likelyStories = 16;
const likelyEarlier = 8;

interface Likely {
  /** Stories that may take the article, most shared facts first. */
  open: OpenStory[];
  /** Stories it may follow. */
  earlier: OpenStory[];
}

const isOpenAt = (story: OpenStory, at: number, rules: JoinRules): boolean =>
  !story.closed &&
  gapDays(story, at) <= rules.windowDays &&
  Math.abs(at - story.firstAt) <= rules.longestDays * dayMs;

/** More stories need not be put in order: those looked at are among these. */
const orderedStories = 64;

/** The stories that share most, most first. */
function highestWeighted(sums: ReadonlyMap<string, number>): string[] {
  const least =
    sums.size <= orderedStories
      ? 0
      : (Float64Array.from(sums.values()).sort()[sums.size - orderedStories] ?? 0);
  return [...sums]
    .filter(([, sum]) => sum >= least)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([id]) => id);
}

function findLikely(window: StoryWindow, { centroid, at }: StoryQuery, rules: JoinRules): Likely {
  const facts = [...centroid.values()]
    .flatMap((vector) => [...vector.facts.keys()])
    .flatMap((fact) => {
      const stories = window.withFact(fact);
      return stories === undefined || (stories.size > commonFact && window.stories.size > 2 * commonFact)
        ? []
        : [{ fact, stories, weight: window.weightOf(fact) }];
    })
    .sort((a, b) => b.weight - a.weight || (a.fact < b.fact ? -1 : 1));
  const sums = new Map<string, number>();
  let budget = postingsBudget;
  for (const { stories, weight } of facts) {
    if (stories.size > budget) continue;
    budget -= stories.size;
    for (const id of stories) sums.set(id, (sums.get(id) ?? 0) + weight);
  }
  const likely: Likely = { open: [], earlier: [] };
  for (const id of highestWeighted(sums)) {
    const story = window.stories.get(id);
    if (story === undefined) continue;
    if (isOpenAt(story, at, rules)) {
      if (likely.open.length < likelyStories) likely.open.push(story);
    } else if (story.lastAt < at && likely.earlier.length < likelyEarlier) likely.earlier.push(story);
  }
  return likely;
}

const ruleOf: Partial<Record<keyof Features, string>> = {
  entity: 'same-entities',
  name: 'same-names',
  event: 'same-happening',
  subtopic: 'same-subtopics',
  figure: 'same-figures',
  word: 'same-words',
};

function joinEvidence(
  story: OpenStory,
  found: Features,
  { score, rules }: { score: number; rules: JoinRules },
): Evidence {
  const strongest =
    features
      .filter((feature) => ruleOf[feature] !== undefined)
      .sort((a, b) => rules.weights[b] * found[b] - rules.weights[a] * found[a])[0] ?? 'entity';
  return {
    kind: 'story',
    of: story.id,
    rule: ruleOf[strongest] ?? 'same-entities',
    score: probabilityOf(score),
    places: [],
  };
}

/** Copies are in the stories that share most with the article; more than these need not be read. */
const copyStories = 6;
const copyMembers = 100;

function findCopy(likely: OpenStory[], article: WindowArticle, hours: number): FoundReprint | null {
  const earlier = likely
    .slice(0, copyStories)
    .flatMap((story) => story.members.slice(-copyMembers))
    .filter(
      (other) => other.language === article.language && Math.abs(other.at - article.at) <= hours * hourMs,
    );
  return bestReprint(article, earlier);
}

interface ScoredStory {
  story: OpenStory;
  evidence: Evidence[];
}

function bestScored(
  stories: OpenStory[],
  queryOf: (story: OpenStory) => StoryQuery,
  rules: JoinRules,
): ScoredStory | null {
  let best: { story: OpenStory; found: Features; score: number } | null = null;
  for (const story of stories) {
    const found = featuresOf(story, queryOf(story), rules.smoothing);
    const score = scoreOf(found, rules);
    if (score >= 0 && score > (best?.score ?? -1)) best = { story, found, score };
  }
  return (
    best && {
      story: best.story,
      evidence: [joinEvidence(best.story, best.found, { score: best.score, rules })],
    }
  );
}

/** An article read and weighed. */
export interface WeighedArticle extends StoryQuery {
  article: WindowArticle;
  decidedStory: string | undefined;
}

/** Two workers may deliver a copy before its original: the later of two same texts goes where the first one is. */
function besideSameText(window: StoryWindow, { id, reprintOf }: WindowArticle): OpenStory | undefined {
  const [waiting] = [...window.copiesOf(id), ...(reprintOf === undefined ? [] : window.copiesOf(reprintOf))];
  return (
    (reprintOf === undefined ? undefined : window.storyOf(reprintOf)) ??
    (waiting && window.storyOf(waiting.id))
  );
}

/** Where the article goes: as a person decided, else beside its original, else to the story it fits best. */
function choose(
  window: StoryWindow,
  open: OpenStory[],
  { weighed, rules }: { weighed: WeighedArticle; rules: JoinRules },
): ScoredStory | null {
  const { article, decidedStory } = weighed;
  const fixed =
    decidedStory === undefined ? besideSameText(window, article) : window.stories.get(decidedStory);
  if (fixed !== undefined) return { story: fixed, evidence: [] };
  return decidedStory === undefined ? bestScored(open, () => weighed, rules) : null;
}

/** The ended story that an opener follows up: scored as if the article had come at its end. */
const followed = (earlier: OpenStory[], weighed: WeighedArticle, rules: JoinRules): ScoredStory | null =>
  bestScored(earlier, (story) => ({ ...weighed, at: story.firstAt }), rules);

const mergeableStories = 8;

/** Reports of one event may start two stories; once their centroids agree, they are merged: the smaller into the larger, the later into the earlier. */
function mergeAlike(
  window: StoryWindow,
  grown: OpenStory,
  { others, rules }: { others: OpenStory[]; rules: GroupingRules },
): Placement['merged'] {
  const merged: Placement['merged'] = [];
  const may = (story: OpenStory): boolean => rules.mayMerge?.(story.id) ?? true;
  let story = grown;
  while (may(story)) {
    let best: { other: OpenStory; score: number } | null = null;
    for (const other of others) {
      if (other === story || window.stories.get(other.id) !== other || !may(other)) continue;
      if (!isOpenAt(other, story.lastAt, rules.join) && !isOpenAt(other, story.firstAt, rules.join)) continue;
      const score = mergeScoreOf(story, other, rules.join);
      if (score >= 0 && score > (best?.score ?? -1)) best = { other, score };
    }
    if (best === null) break;
    const [into, from] = isElder(story, best.other) ? [story, best.other] : [best.other, story];
    window.merge(from, into);
    merged.push({ from: from.id, into: into.id });
    story = into;
  }
  return merged;
}

const isElder = (a: OpenStory, b: OpenStory): boolean =>
  a.independent !== b.independent
    ? a.independent > b.independent
    : a.firstAt !== b.firstAt
      ? a.firstAt < b.firstAt
      : a.id < b.id;

/**
 * Finds the story of an article, or opens one under the article's id, and adds the article to the window.
 * A reprint goes where its original is. The story's centroid decides, never a single member, so stories do not chain.
 */
export function placeArticle(
  window: StoryWindow,
  article: GroupableArticle,
  rules: GroupingRules,
): Placement {
  const known: WindowArticle = {
    ...comparableHead(article),
    at: article.at,
    ...(article.reprintOf !== undefined && { reprintOf: article.reprintOf }),
  };
  const centroid = window.weigh(factsOf({ ...article, ...comparableHead(article) }), article.language);
  return placeWeighed(
    window,
    {
      centroid,
      language: article.language,
      at: article.at,
      article: known,
      decidedStory: article.decidedStory,
    },
    rules,
  );
}

/**
 * Sets `reprintOf` to an original that is not itself a copy. What others already copy stays an original: ingest and grouping
 * look at two copies in different orders, and each would name the other.
 * @returns what `find` found, where ingest had found nothing
 */
function resolveOriginal(
  window: StoryWindow,
  article: WindowArticle,
  find: () => FoundReprint | null,
): FoundReprint | null {
  const given = article.reprintOf;
  const copy = given === undefined && window.copiesOf(article.id).length === 0 ? find() : null;
  const named = given ?? copy?.original;
  const original = named === undefined ? undefined : window.originalOf(named);
  delete article.reprintOf;
  if (original !== undefined && original !== article.id) article.reprintOf = original;
  return copy !== null && original !== undefined ? { ...copy, original } : null;
}

/** The article turned out a copy after others had named it as their original: they copy what it copies. */
function repointCopies(window: StoryWindow, { id, reprintOf }: WindowArticle): string[] {
  if (reprintOf === undefined) return [];
  const copies = window.copiesOf(id);
  for (const copy of copies) window.repoint(copy, reprintOf);
  return copies.map((copy) => copy.id);
}

/** placeArticle after reading: for those who place the same articles many times. Sets `reprintOf` where it finds the original. */
export function placeWeighed(window: StoryWindow, weighed: WeighedArticle, rules: GroupingRules): Placement {
  const { article, centroid, at, decidedStory } = weighed;
  const likely = findLikely(window, weighed, rules.join);
  const copy = resolveOriginal(window, article, () =>
    rules.reprintHours > 0 ? findCopy(likely.open, article, rules.reprintHours) : null,
  );
  const placed = choose(window, likely.open, { weighed, rules: rules.join });
  const before = placed === null ? followed(likely.earlier, weighed, rules.join) : null;
  const story = placed?.story ?? window.open(decidedStory ?? article.id, at);
  window.add(story, article, centroid);
  const repointed = repointCopies(window, article);
  const merged =
    placed === null || article.reprintOf !== undefined
      ? []
      : mergeAlike(window, story, { others: likely.open.slice(0, mergeableStories), rules });
  return {
    storyId: story.id,
    opened: placed === null,
    reprintOf: article.reprintOf,
    copy,
    repointed,
    merged,
    evidence: placed?.evidence ?? [],
    ...(before !== null && { follows: before.story.id }),
  };
}
