import type { Evidence } from '../evidence.ts';
import type { FoundReprint } from '../reprint/find.ts';
import { comparableHead } from '../reprint/reprint.ts';
import { type FactSource, factsOf, readLanguage } from './facts.ts';
import { joinEvidence, relationEvidence } from './join-evidence.ts';
import { findCopy, findLikely } from './likely-stories.ts';
import { besideSameText, repointCopies, resolveOriginal } from './originals.ts';
import { type SavedFacts, savedFacts } from './saved-facts.ts';
import { affinityOf, type JoinRules, type MovedArticle, regroup, thresholdOf } from './regroup.ts';
import type { Profile } from './profile.ts';
import type { OpenStory, StoryWindow, WindowArticle } from './window.ts';

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
  /** For an opener: the open story that has most to do with it, but is of another event. */
  relatesTo?: string;
  /** The original that the article copies, itself no copy; undefined for an original. */
  reprintOf: string | undefined;
  /** Why it is a copy, when ingest did not find it: copies edited beyond the reach of LSH. */
  copy: FoundReprint | null;
  /** Articles that took this one for their original, but it is a copy too: they now copy `reprintOf`. */
  repointed: string[];
  /** Articles that the new one showed to belong elsewhere: two stories were one, or one was two. */
  moved: MovedArticle[];
  /** Why: the likeness that spoke most for the story; for an opener why it is not in the story it relates to. */
  evidence: Evidence[];
}

export interface GroupingRules {
  join: JoinRules;
  /** Hours back in which an original is looked for. */
  reprintHours: number;
  /** Whether a story's articles may move: not where a person decided about it. */
  mayMerge?(storyId: string): boolean;
}

/** An article read and weighed. */
export interface WeighedArticle {
  profile: Profile;
  article: WindowArticle;
  decidedStory: string | undefined;
}

/** The ended story that an opener follows up: compared as if the article had come at its end. */
function followed(
  window: StoryWindow,
  earlier: string[],
  { profile }: WeighedArticle,
  rules: JoinRules,
): string | undefined {
  const ranked = earlier
    .flatMap((id) => window.get(id) ?? [])
    .map((story) => ({
      id: story.id,
      score: affinityOf(window, { ...profile, at: story.lastAt }, { story, rules }),
    }))
    .filter(({ score }) => score > rules.threshold.quiet)
    .sort((a, b) => b.score - a.score);
  return ranked[0]?.id;
}

/** Stories that the article may belong to or relate to, most alike first. More are not looked into. */
const regrouped = 4;
/** So much below the threshold a story still may take the article once its members are shared out anew. */
const within = 1.5;
/** So much below it a story still has to do with the article, though it is of another event. */
const relatedWithin = 2.5;

interface Near {
  story: OpenStory;
  score: number;
}

function nearest(
  window: StoryWindow,
  open: OpenStory[],
  { profile, rules }: { profile: Profile; rules: JoinRules },
): Near[] {
  const least = thresholdOf(window, profile.at, rules) - relatedWithin;
  return open
    .map((story) => ({ story, score: affinityOf(window, profile, { story, rules }) }))
    .filter(({ score }) => score > least)
    .sort((a, b) => b.score - a.score || (a.story.id < b.story.id ? -1 : 1))
    .slice(0, regrouped);
}

/** Where the article goes where its text does not decide: as a person decided, else beside its original. */
function fixedStory(window: StoryWindow, { article, decidedStory }: WeighedArticle): OpenStory | undefined {
  return decidedStory === undefined ? besideSameText(window, article) : window.get(decidedStory);
}

/**
 * Finds the story of an article, or opens one under the article's id, and adds the article to the window.
 * A reprint goes where its original is. The article is placed by sharing out anew the stories it has most to do with:
 * what shows two stories to be one, or one to be two, moves their articles.
 */
export function placeArticle(
  window: StoryWindow,
  article: GroupableArticle,
  rules: GroupingRules,
): Placement & { facts: SavedFacts } {
  const known: WindowArticle = {
    ...comparableHead(article),
    at: article.at,
    ...(article.reprintOf !== undefined && { reprintOf: article.reprintOf }),
  };
  // Of what the book keeps: a process that reads it anew has no more.
  const language = readLanguage(known);
  const facts = factsOf({ ...article, ...comparableHead(article), language });
  const profile = window.weights.weigh(facts, { ...article, language });
  const { decidedStory } = article;
  return {
    ...placeWeighed(window, { profile, article: known, decidedStory }, rules),
    facts: savedFacts(facts, language),
  };
}

interface Placed {
  story: OpenStory;
  near: Near[];
  moved: MovedArticle[];
}

/** Puts the article where it fits and shares out the stories near it. */
function placeByText(
  window: StoryWindow,
  weighed: WeighedArticle,
  { open, rules }: { open: OpenStory[]; rules: GroupingRules },
): Placed {
  const { article, profile } = weighed;
  const near = nearest(window, open, { profile, rules: rules.join });
  const [best] = near;
  const mayMove = (story: OpenStory): boolean => rules.mayMerge?.(story.id) ?? true;
  const threshold = thresholdOf(window, profile.at, rules.join);
  if (best !== undefined && !mayMove(best.story) && best.score > threshold) {
    window.add(best.story, article, profile);
    return { story: best.story, near, moved: [] };
  }
  // A person may have merged others into the story of an article that had not come yet.
  const own = window.get(article.id) ?? window.open(article.id, article.at);
  window.add(own, article, profile);
  const others = near
    .filter(({ story, score }) => score > threshold - within && story !== own && mayMove(story))
    .map(({ story }) => story);
  const moved = regroup(window, [...others, own], {
    threshold,
    rules: rules.join,
  });
  return {
    story: window.storyOf(article.id) ?? own,
    near,
    moved: moved.filter(({ articleId }) => articleId !== article.id),
  };
}

/** placeArticle after reading: for those who place the same articles many times. Sets `reprintOf` where it finds the original. */
export function placeWeighed(window: StoryWindow, weighed: WeighedArticle, rules: GroupingRules): Placement {
  const { article, profile, decidedStory } = weighed;
  const likely = findLikely(window, profile, rules.join);
  const hours = rules.reprintHours;
  const copy = resolveOriginal(window, weighed, (isOther) =>
    hours > 0 ? findCopy(likely.open, article, { hours, isOther }) : null,
  );
  const fixed = fixedStory(window, weighed);
  const decided = fixed ?? (decidedStory === undefined ? undefined : window.open(decidedStory, article.at));
  if (decided !== undefined) window.add(decided, article, profile);
  const placed =
    decided === undefined
      ? placeByText(window, weighed, { open: likely.open, rules })
      : { story: decided, near: [], moved: [] };
  const repointed = repointCopies(window, article);
  return {
    storyId: placed.story.id,
    reprintOf: article.reprintOf,
    copy,
    repointed,
    moved: placed.moved,
    ...reasonsOf(window, placed, { weighed, earlier: likely.earlier, rules: rules.join, fixed }),
  };
}

/** Why the article is where it is: what speaks for its story, or, where it opened one, what came before and what it relates to. */
function reasonsOf(
  window: StoryWindow,
  { story, near }: Placed,
  {
    weighed,
    earlier,
    rules,
    fixed,
  }: { weighed: WeighedArticle; earlier: string[]; rules: JoinRules; fixed: OpenStory | undefined },
): Pick<Placement, 'opened' | 'evidence' | 'follows' | 'relatesTo'> {
  const { profile, decidedStory } = weighed;
  if (fixed !== undefined) return { opened: false, evidence: [] };
  if (story.members.length > 1)
    return { opened: false, evidence: joinEvidence(window, profile, { story, rules }) };
  const related =
    decidedStory === undefined
      ? near.find((each) => each.story !== story && window.has(each.story.id))
      : undefined;
  const follows = followed(window, earlier, weighed, rules);
  return {
    opened: true,
    evidence: related === undefined ? [] : relationEvidence(window, profile, { story: related.story, rules }),
    ...(related !== undefined && { relatesTo: related.story.id }),
    ...(follows !== undefined && { follows }),
  };
}
