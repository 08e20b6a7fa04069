import type { Evidence } from '../evidence.ts';
import { type FoundReprint, judgeAll } from '../reprint/find.ts';
import { headOf } from '../reprint/reprint.ts';
import { type FactSource, factsOf } from './facts.ts';
import {
  type Asked,
  fitOf,
  gapDays,
  type JoinRules,
  mergeFitOf,
  probabilityOf,
  type Traits,
  traits,
  traitsOf,
} from './score.ts';
import type { OpenStory, StoryWindow, WindowArticle } from './window.ts';
import { dayMs, hourMs } from '../text/time.ts';

/** What grouping reads of an article. */
export interface GroupableArticle extends FactSource, Omit<WindowArticle, 'language'> {
  /** The story a person decided for it. */
  pinned?: string;
}

export interface Placement {
  storyId: string;
  /** Whether the article opened it. */
  opened: boolean;
  /** For an opener: the story it follows up, one that is over or too far back. */
  follows?: string;
  /** The original that the article copies, itself no copy; undefined for an original. */
  reprintOf: string | undefined;
  /** Why it is a copy, where ingest did not find it: copies edited beyond the reach of bands. */
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

/** Stories are found by their rarest shared facts; so many index entries are looked at, however many stories are open … */
const postingsBudget = 1_000;
/** … and facts that more stories have find nothing. */
const commonFact = 200;
const likelyStories = 16;
const likelyEarlier = 8;

interface Likely {
  /** Stories that may take the article, most shared facts first. */
  open: OpenStory[];
  /** Stories it may follow. */
  earlier: OpenStory[];
}

const takes = (story: OpenStory, at: number, rules: JoinRules): boolean =>
  !story.closed &&
  gapDays(story, at) <= rules.windowDays &&
  Math.abs(at - story.firstAt) <= rules.longestDays * dayMs;

/** More stories need not be put in order: those looked at are among these. */
const orderedStories = 64;

/** The stories that share most, most first. */
function mostTelling(sums: ReadonlyMap<string, number>): string[] {
  const least =
    sums.size <= orderedStories
      ? 0
      : (Float64Array.from(sums.values()).sort()[sums.size - orderedStories] ?? 0);
  return [...sums]
    .filter(([, sum]) => sum >= least)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([id]) => id);
}

function findLikely(window: StoryWindow, { core, at }: Asked, rules: JoinRules): Likely {
  const facts = [...core.values()]
    .flatMap((bag) => [...bag.facts.keys()])
    .flatMap((fact) => {
      const stories = window.withFact(fact);
      return stories === undefined || (stories.size > commonFact && window.stories.size > 2 * commonFact)
        ? []
        : [{ fact, stories, tells: window.tells(fact) }];
    })
    .sort((a, b) => b.tells - a.tells || (a.fact < b.fact ? -1 : 1));
  const sums = new Map<string, number>();
  let budget = postingsBudget;
  for (const { stories, tells } of facts) {
    if (stories.size > budget) continue;
    budget -= stories.size;
    for (const id of stories) sums.set(id, (sums.get(id) ?? 0) + tells);
  }
  const likely: Likely = { open: [], earlier: [] };
  for (const id of mostTelling(sums)) {
    const story = window.stories.get(id);
    if (story === undefined) continue;
    if (takes(story, at, rules)) {
      if (likely.open.length < likelyStories) likely.open.push(story);
    } else if (story.lastAt < at && likely.earlier.length < likelyEarlier) likely.earlier.push(story);
  }
  return likely;
}

const ruleOf: Partial<Record<keyof Traits, string>> = {
  entity: 'same-entities',
  name: 'same-names',
  event: 'same-happening',
  subtopic: 'same-subtopics',
  figure: 'same-figures',
  word: 'same-words',
};

function evidenceOf(
  story: OpenStory,
  found: Traits,
  { fit, rules }: { fit: number; rules: JoinRules },
): Evidence {
  const strongest =
    traits
      .filter((trait) => ruleOf[trait] !== undefined)
      .sort((a, b) => rules.weights[b] * found[b] - rules.weights[a] * found[a])[0] ?? 'entity';
  return {
    kind: 'story',
    of: story.id,
    rule: ruleOf[strongest] ?? 'same-entities',
    score: probabilityOf(fit),
    places: [],
  };
}

/** Copies stand in the stories that share most with the article; more than these need not be read. */
const copyStories = 6;
const copyMembers = 100;

function findCopy(likely: OpenStory[], article: WindowArticle, hours: number): FoundReprint | null {
  const earlier = likely
    .slice(0, copyStories)
    .flatMap((story) => story.members.slice(-copyMembers))
    .filter(
      (other) => other.language === article.language && Math.abs(other.at - article.at) <= hours * hourMs,
    );
  return judgeAll(article, earlier);
}

interface Choice {
  story: OpenStory;
  evidence: Evidence[];
}

function bestFit(
  stories: OpenStory[],
  askedOf: (story: OpenStory) => Asked,
  rules: JoinRules,
): Choice | null {
  let best: { story: OpenStory; found: Traits; fit: number } | null = null;
  for (const story of stories) {
    const found = traitsOf(story, askedOf(story), rules.faint);
    const fit = fitOf(found, rules);
    if (fit >= 0 && fit > (best?.fit ?? -1)) best = { story, found, fit };
  }
  return (
    best && { story: best.story, evidence: [evidenceOf(best.story, best.found, { fit: best.fit, rules })] }
  );
}

/** An article read and weighed. */
export interface Question extends Asked {
  article: WindowArticle;
  pinned: string | undefined;
}

/** Two workers may hand on a copy before its original: whoever of one text comes later goes where the first one is. */
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
  { question, rules }: { question: Question; rules: JoinRules },
): Choice | null {
  const { article, pinned } = question;
  const fixed = pinned === undefined ? besideSameText(window, article) : window.stories.get(pinned);
  if (fixed !== undefined) return { story: fixed, evidence: [] };
  return pinned === undefined ? bestFit(open, () => question, rules) : null;
}

/** The ended story that an opener takes up again: as alike as a member would be, had it come at the end. */
const followed = (earlier: OpenStory[], question: Question, rules: JoinRules): Choice | null =>
  bestFit(earlier, (story) => ({ ...question, at: story.firstAt }), rules);

const mergeableStories = 8;

/** Reports of one event may start two stories; once their cores are plain, they are joined: the smaller into the larger, the later into the earlier. */
function mergeAlike(
  window: StoryWindow,
  grown: OpenStory,
  { others, rules }: { others: OpenStory[]; rules: GroupingRules },
): Placement['merged'] {
  const merged: Placement['merged'] = [];
  const may = (story: OpenStory): boolean => rules.mayMerge?.(story.id) ?? true;
  let story = grown;
  while (may(story)) {
    let best: { other: OpenStory; fit: number } | null = null;
    for (const other of others) {
      if (other === story || window.stories.get(other.id) !== other || !may(other)) continue;
      if (!takes(other, story.lastAt, rules.join) && !takes(other, story.firstAt, rules.join)) continue;
      const fit = mergeFitOf(story, other, rules.join);
      if (fit >= 0 && fit > (best?.fit ?? -1)) best = { other, fit };
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
 * A reprint goes where its original is. The story's core decides, never a single member, so stories do not chain.
 */
export function placeArticle(
  window: StoryWindow,
  article: GroupableArticle,
  rules: GroupingRules,
): Placement {
  const known: WindowArticle = {
    ...headOf(article),
    at: article.at,
    ...(article.reprintOf !== undefined && { reprintOf: article.reprintOf }),
  };
  const core = window.weigh(factsOf({ ...article, ...headOf(article) }), article.language);
  return place(
    window,
    { core, language: article.language, at: article.at, article: known, pinned: article.pinned },
    rules,
  );
}

/**
 * Sets `reprintOf` to an original that is itself no copy. What others already copy stays an original: ingest and grouping
 * look at two copies in different orders, and each would name the other.
 * @returns what `find` found, where ingest had found nothing
 */
function settleOriginal(
  window: StoryWindow,
  article: WindowArticle,
  find: () => FoundReprint | null,
): FoundReprint | null {
  const told = article.reprintOf;
  const copy = told === undefined && window.copiesOf(article.id).length === 0 ? find() : null;
  const named = told ?? copy?.original;
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
export function place(window: StoryWindow, question: Question, rules: GroupingRules): Placement {
  const { article, core, at, pinned } = question;
  const likely = findLikely(window, question, rules.join);
  const copy = settleOriginal(window, article, () =>
    rules.reprintHours > 0 ? findCopy(likely.open, article, rules.reprintHours) : null,
  );
  const placed = choose(window, likely.open, { question, rules: rules.join });
  const before = placed === null ? followed(likely.earlier, question, rules.join) : null;
  const story = placed?.story ?? window.open(pinned ?? article.id, at);
  window.add(story, article, core);
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
