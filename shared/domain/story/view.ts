import type { Language } from '../language.ts';
import { gramsOf, jaccard } from '../reprint/similarity.ts';
import { type Side, sides } from '../outlet.ts';
import {
  type Headline,
  independentReports,
  type Phase,
  type SideCoverage,
  type Story,
  type StoryArticle,
} from './story.ts';
import { publicationOf } from '../article/published.ts';
import { brokeAt, isBreaking } from './breaking.ts';
import { figureConflictsIn } from './figure-conflicts.ts';
import { coverageGapsIn } from './coverage-gaps.ts';
import { hourMs } from '../text/time.ts';

/** A story is settled once no outlet published anything new for this long. */
const settledHours = 24;
/** Headlines are compared with at most this many others: enough to find the most typical. */
const compared = 30;

/** The phase a reader sees at an instant; a stored phase is that of the story's last change. */
export function phaseOf(story: Timed & Pick<Story, 'closedAt' | 'brokeAt'>, now: string): Phase {
  const { last } = publicationSpan(story);
  if (story.closedAt !== undefined || Date.parse(now) - Date.parse(last) > settledHours * hourMs)
    return 'settled';
  return isBreaking(story, now) ? 'breaking' : 'developing';
}

type Timed = Pick<Story, 'firstSeenAt' | 'lastSeenAt' | 'firstPublishedAt' | 'lastPublishedAt'>;

/** When the first and the last report of a story were published; when we saw them, in rows that do not say. */
export function publicationSpan(story: Timed): { first: string; last: string } {
  return {
    first: story.firstPublishedAt ?? story.firstSeenAt,
    last: story.lastPublishedAt ?? story.lastSeenAt,
  };
}

const headlineOf = ({ articleId, outletId, title, url }: StoryArticle): Headline => ({
  articleId,
  outletId,
  title,
  url,
});
const originals = (articles: StoryArticle[]): StoryArticle[] => {
  const own = articles.filter((article) => article.reprintOf === undefined);
  return own.length > 0 ? own : articles;
};

/** The headline most like the others, by 4-grams; the earliest of equals. */
function mostTypical(articles: StoryArticle[]): StoryArticle | undefined {
  const latest = articles.slice(-compared);
  if (latest.length < 3) return articles[0];
  const grams = latest.map((article) => gramsOf(article.title));
  const likeness = grams.map((own) => grams.reduce((sum, other) => sum + jaccard(own, other), 0));
  return latest[likeness.indexOf(Math.max(...likeness))];
}

/** Values with the most frequent first; of equals the one that came first. */
function byFrequency(values: string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
}

/** A topic or entity of a story is one that a fifth of its articles have, or its only article. */
const oftenEnough = 0.2;
function commonValues(lists: string[][]): string[] {
  const all = lists.flat();
  return byFrequency(all).filter(
    (value) => all.filter((other) => other === value).length >= oftenEnough * lists.length,
  );
}

/** Articles in the order we saw them. */
export const seenFirst = (a: StoryArticle, b: StoryArticle): number =>
  a.seenAt + a.articleId < b.seenAt + b.articleId ? -1 : 1;

function sideCoverageOf(side: Side, articles: StoryArticle[]): SideCoverage[] {
  const own = articles.filter((article) => article.side === side);
  const headline = mostTypical(originals(own));
  const [first] = own;
  if (headline === undefined || first === undefined) return [];
  return [
    {
      side,
      articles: own.length,
      independent: independentReports(own),
      outletIds: byFrequency(own.map((article) => article.outletId)),
      firstSeenAt: first.seenAt,
      headline: headlineOf(headline),
    },
  ];
}

/** The headline of each language: the one a person chose, else the most typical. */
function headlinesOf(
  articles: StoryArticle[],
  { languages, named }: { languages: Language[]; named: StoryFrame['named'] },
): Record<Language, Headline> {
  const headlines: Record<Language, Headline> = {};
  for (const language of languages) {
    const own = articles.filter((article) => article.language === language);
    const chosen =
      own.find((article) => article.articleId === named?.[language]) ?? mostTypical(originals(own));
    if (chosen !== undefined) headlines[language] = headlineOf(chosen);
  }
  return headlines;
}

export interface StoryFrame {
  id: string;
  /** ISO 8601 UTC, our clock. */
  changedAt: string;
  follows?: string | undefined;
  relatesTo?: string | undefined;
  closedAt?: string | undefined;
  mergedInto?: string | undefined;
  /** The article whose headline a person chose, by language. */
  named?: Record<Language, string>;
}

/** The row of a story from its articles: who covered it, with which headlines, who was first, who has a coverage gap. */
export function viewStory(given: StoryArticle[], frame: StoryFrame): Story {
  const articles = [...given].sort(seenFirst);
  const firstSeenAt = articles[0]?.seenAt ?? frame.changedAt;
  const lastSeenAt = articles.at(-1)?.seenAt ?? frame.changedAt;
  const dates = articles.map(publicationOf).sort();
  const broke = brokeAt(articles);
  const timed = {
    firstSeenAt,
    lastSeenAt,
    firstPublishedAt: dates[0] ?? frame.changedAt,
    lastPublishedAt: dates.at(-1) ?? frame.changedAt,
    ...(broke !== null && { brokeAt: broke }),
  };
  const languages = byFrequency(articles.map((article) => article.language));
  const { id, changedAt, follows, relatesTo, closedAt, mergedInto } = frame;
  return {
    id,
    topics: commonValues(articles.map((article) => article.topics)),
    subtopics: commonValues(articles.map((article) => article.subtopics)),
    entities: commonValues(articles.map((article) => article.entities)),
    phase: phaseOf({ ...timed, ...(closedAt !== undefined && { closedAt }) }, changedAt),
    ...timed,
    changedAt,
    languages,
    headlines: headlinesOf(articles, { languages, named: frame.named }),
    sides: sides.flatMap((side) => sideCoverageOf(side, articles)),
    independent: independentReports(articles),
    reprints: articles.filter((article) => article.reprintOf !== undefined).length,
    silences: coverageGapsIn(articles, changedAt),
    claims: figureConflictsIn(articles),
    ...(follows !== undefined && { follows }),
    ...(relatesTo !== undefined && { relatesTo }),
    ...(closedAt !== undefined && { closedAt }),
    ...(mergedInto !== undefined && { mergedInto }),
  };
}
