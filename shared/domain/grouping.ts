import type { Evidence } from './evidence.ts';
import { type FoundReprint, judgeAll } from './find-reprint.ts';
import { headOf } from './reprint.ts';
import { factKinds, type Facts, type FactSource, factsOf } from './story-facts.ts';
import { gapDays, type JoinRules, joinProbability, type Traits, traits, traitsOf } from './story-score.ts';
import type { OpenStory, StoryWindow, WindowArticle } from './story-window.ts';

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
  /** The original, where the article is a copy that ingest did not find: copies edited beyond the reach of bands. */
  copy: FoundReprint | null;
  /** Why: one piece of evidence that names the facts shared with the story's core; empty for an opener. */
  evidence: Evidence[];
}

/** Stories are found by their rarest shared facts; this many index entries are looked at, however many stories are open. */
const postingsBudget = 4_000;
const candidateLimit = 40;

function candidates(window: StoryWindow, facts: Facts): OpenStory[] {
  const asked = factKinds.flatMap((kind) => [...facts[kind].keys()])
    .map((fact) => ({ fact, weight: window.weight(fact) }))
    .sort((a, b) => b.weight - a.weight || (a.fact < b.fact ? -1 : 1));
  const sums = new Map<string, number>();
  let budget = postingsBudget;
  for (const { fact, weight } of asked) {
    const found = window.withFact(fact);
    if (found.size > budget) break;
    budget -= found.size;
    for (const id of found) sums.set(id, (sums.get(id) ?? 0) + weight);
  }
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, candidateLimit)
    .flatMap(([id]) => window.stories.get(id) ?? []);
}

const takes = (story: OpenStory, at: number, rules: JoinRules): boolean => !story.closed &&
  gapDays(story, at) <= rules.windowDays && Math.abs(at - story.firstAt) <= rules.longestDays * 86_400_000;

const ruleWords: Partial<Record<keyof Traits, string>> = { entity: 'same-entities', name: 'same-names', event: 'same-happening', subtopic: 'same-subtopics', figure: 'same-figures', word: 'same-words' };

function evidenceOf(story: OpenStory, found: Traits, { probability, rules }: { probability: number; rules: JoinRules }): Evidence {
  const strongest = traits.filter((trait) => ruleWords[trait] !== undefined)
    .sort((a, b) => rules.weights[b] * found[b] - rules.weights[a] * found[a])[0] ?? 'entity';
  return { kind: 'story', of: story.id, rule: ruleWords[strongest] ?? 'same-entities', score: probability, places: [] };
}

/** Copies stand in the stories that share most with the article; more than these need not be read. */
const copyStories = 8;
const copyMembers = 200;

function findCopy(likely: OpenStory[], article: WindowArticle, hours: number): FoundReprint | null {
  const earlier = likely.slice(0, copyStories).flatMap((story) => story.members.slice(-copyMembers))
    .filter((other) => other.language === article.language && Math.abs(other.at - article.at) <= hours * 3_600_000);
  return judgeAll(article, earlier);
}

interface Choice {
  story: OpenStory;
  evidence: Evidence[];
}

interface Question {
  article: WindowArticle;
  facts: Facts;
  rules: JoinRules;
}

function mostProbable(window: StoryWindow, stories: OpenStory[], { article, facts, rules }: Question, timeless: boolean): Choice | null {
  let best: { story: OpenStory; found: Traits; probability: number } | null = null;
  for (const story of stories) {
    const asked = { facts, language: article.language, at: timeless ? story.lastAt : article.at };
    const found = traitsOf(window, story, asked);
    if (timeless) found.age = 0;
    const probability = joinProbability(found, rules);
    if (probability >= rules.threshold && probability > (best?.probability ?? 0)) best = { story, found, probability };
  }
  return best && { story: best.story, evidence: [evidenceOf(best.story, best.found, { probability: best.probability, rules })] };
}

/** Where the article goes: as a person decided, else beside its original, else to the most probable story that still takes articles. */
function choose(window: StoryWindow, likely: OpenStory[], question: Question & { pinned: string | undefined }): Choice | null {
  const { article, rules, pinned } = question;
  const fixed = pinned === undefined ? (article.reprintOf === undefined ? undefined : window.storyOf(article.reprintOf)) : window.stories.get(pinned);
  if (fixed !== undefined) return { story: fixed, evidence: [] };
  return pinned === undefined ? mostProbable(window, likely.filter((story) => takes(story, article.at, rules)), question, false) : null;
}

export interface GroupingRules {
  join: JoinRules;
  /** Hours back in which an original is looked for. */
  reprintHours: number;
}

/**
 * Finds the story of an article, or opens one under the article's id, and adds the article to the window.
 * A reprint goes where its original is. The story's core decides, never a single member, so stories do not chain.
 */
export function placeArticle(window: StoryWindow, article: GroupableArticle, { join, reprintHours }: GroupingRules): Placement {
  const facts = factsOf({ ...article, ...headOf(article) });
  const likely = candidates(window, facts);
  const known: WindowArticle = { ...headOf(article), at: article.at };
  const copy = article.reprintOf === undefined ? findCopy(likely, known, reprintHours) : null;
  const original = article.reprintOf ?? copy?.original;
  if (original !== undefined) known.reprintOf = original;
  const question = { article: known, facts, rules: join, pinned: article.pinned };
  const placed = choose(window, likely, question);
  const earlier = placed === null ? likely.filter((story) => !takes(story, article.at, join) && story.lastAt < article.at) : [];
  const followed = mostProbable(window, earlier, question, true);
  const story = placed?.story ?? window.open(article.pinned ?? article.id, article.at);
  window.add(story, known, facts);
  return { storyId: story.id, opened: placed === null, copy, evidence: placed?.evidence ?? [], ...(followed !== null && { follows: followed.story.id }) };
}
