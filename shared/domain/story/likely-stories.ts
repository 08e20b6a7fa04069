import { bestReprint, type FoundReprint } from '../reprint/find.ts';
import { dayMs, hourMs } from '../text/time.ts';
import type { JoinRules } from './regroup.ts';
import type { Profile } from './profile.ts';
import type { OpenStory, StoryTimes, StoryWindow, WindowArticle } from './window.ts';

/** Stories are found by their rarest shared facts; at most this many index entries are read, however many stories are open … */
const postingsBudget = 1_000;
/** … and facts shared by more stories than this are ignored. */
const commonFact = 200;
const likelyStories = 8;
const likelyEarlier = 5;

interface Likely {
  /** Stories that may take the article, most shared facts first. */
  open: OpenStory[];
  /** The ids of stories it may follow. */
  earlier: string[];
}

/** Days between an article and the time a story covers; 0 inside it. */
const gapDays = (story: StoryTimes, at: number): number =>
  Math.max(0, story.firstAt - at, at - story.lastAt) / dayMs;

const isOpenAt = (story: StoryTimes, at: number, rules: JoinRules): boolean =>
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

export function findLikely(window: StoryWindow, { centroid, at }: Profile, rules: JoinRules): Likely {
  const most = window.size > 2 * commonFact ? commonFact : Infinity;
  const facts = [...centroid.values()]
    .flatMap((vector) => [...vector.facts.keys()])
    .map((fact) => ({ fact, weight: window.weights.of(fact) }))
    .sort((a, b) => b.weight - a.weight || (a.fact < b.fact ? -1 : 1));
  const sums = new Map<string, number>();
  let budget = postingsBudget;
  for (const { fact, weight } of facts) {
    if (budget === 0) break;
    const stories = window.withFact(fact, Math.min(most, budget));
    if (stories === null) continue;
    budget -= stories.length;
    for (const id of stories) sums.set(id, (sums.get(id) ?? 0) + weight);
  }
  const open: string[] = [];
  const earlier: string[] = [];
  for (const id of highestWeighted(sums)) {
    const story = window.timesOf(id);
    if (story === undefined) continue;
    if (isOpenAt(story, at, rules)) {
      if (open.length < likelyStories) open.push(id);
    } else if (story.lastAt < at && earlier.length < likelyEarlier) earlier.push(id);
  }
  return { open: open.flatMap((id) => window.get(id) ?? []), earlier };
}

/** Copies are in the stories that share most with the article; more than these need not be read. */
const copyStories = 6;
const copyMembers = 100;

/** The article that this one copies, among those of which it does not tell something else in the same words. */
export function findCopy(
  likely: OpenStory[],
  article: WindowArticle,
  { hours, isOther }: { hours: number; isOther: (articleId: string) => boolean },
): FoundReprint | null {
  let earlier = likely
    .slice(0, copyStories)
    .flatMap((story) => story.members.slice(-copyMembers))
    .filter(
      (other) => other.language === article.language && Math.abs(other.at - article.at) <= hours * hourMs,
    );
  for (;;) {
    const best = bestReprint(article, earlier);
    if (best === null || !isOther(best.original)) return best;
    earlier = earlier.filter(({ id }) => id !== best.original);
  }
}
