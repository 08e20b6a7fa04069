import { brokeAt } from '../../../../shared/domain/story/breaking.ts';
import type { StoryWithArticles } from '../../../../shared/domain/digest/choice.ts';
import { sideOf } from '../../../../shared/domain/outlet.ts';
import type { Story, StoryArticle } from '../../../../shared/domain/story/story.ts';

/** Stories written for tests: an outlet for each language and side, one article each. */

const outlets = [
  { id: 'sevan-lur', name: 'Sevan Lur', country: 'AM', language: 'hy', kind: 'independent' },
  { id: 'khazar-news', name: 'Khazar News', country: 'AZ', language: 'az', kind: 'state' },
  { id: 'moskva-vesti', name: 'Moskva Vesti', country: 'RU', language: 'ru', kind: 'agency' },
  { id: 'metekhi-post', name: 'Metekhi Post', country: 'GE', language: 'ka', kind: 'independent' },
  { id: 'bogaz-haber', name: 'Boğaz Haber', country: 'TR', language: 'tr', kind: 'independent' },
  { id: 'world-desk', name: 'World Desk', country: 'GB', language: 'en', kind: 'international' },
] as const;

export interface StoryFixture {
  id: string;
  title?: string;
  /** ISO 8601 UTC: when the articles were seen, a minute apart. */
  at: string;
  topics?: string[];
  subtopics?: string[];
  /** Which of the six outlets wrote, by language. */
  languages?: string[];
}

export const minutesAfter = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

export function articleOf(
  storyId: string,
  language: string,
  { title, at, n = 0, reprintOf }: { title: string; at: string; n?: number; reprintOf?: string },
): StoryArticle {
  const outlet = outlets.find((candidate) => candidate.language === language);
  if (outlet === undefined) throw new RangeError(`no outlet writes ${language}`);
  return {
    storyId,
    articleId: `${storyId}-${language}-${n}`,
    outletId: outlet.id,
    outletName: outlet.name,
    country: outlet.country,
    kind: outlet.kind,
    side: sideOf(outlet),
    language,
    title,
    summary: `${title}.`,
    url: `https://${outlet.id}.example/${storyId}/${n}`,
    publishedAt: at,
    seenAt: at,
    topics: ['armenia-azerbaijan'],
    subtopics: ['border'],
    entities: [],
    revisions: [],
    evidence: [],
    ...(reprintOf !== undefined && { reprintOf }),
  };
}

/** The story row that these articles make. */
export function storyOfArticles(
  id: string,
  articles: readonly StoryArticle[],
  {
    topics = ['armenia-azerbaijan'],
    subtopics = ['border'],
  }: { topics?: string[]; subtopics?: string[] } = {},
): Story {
  const seen = articles.map((article) => article.seenAt).sort();
  const headline = ({ articleId, outletId, title, url }: StoryArticle) => ({
    articleId,
    outletId,
    title,
    url,
  });
  const broke = brokeAt(articles);
  const sides = [...new Set(articles.map((article) => article.side))];
  return {
    id,
    topics,
    subtopics,
    entities: [],
    phase: 'developing',
    firstSeenAt: seen[0] ?? '',
    lastSeenAt: seen.at(-1) ?? '',
    changedAt: seen.at(-1) ?? '',
    languages: [...new Set(articles.map((article) => article.language))],
    headlines: Object.fromEntries(articles.map((article) => [article.language, headline(article)])),
    sides: sides.flatMap((side) => {
      const own = articles.filter((article) => article.side === side);
      const [first] = own;
      return first === undefined
        ? []
        : [
            {
              side,
              articles: own.length,
              independent: own.length,
              outletIds: [first.outletId],
              firstSeenAt: first.seenAt,
              headline: headline(first),
            },
          ];
    }),
    independent: articles.filter((article) => article.reprintOf === undefined).length,
    reprints: articles.filter((article) => article.reprintOf !== undefined).length,
    silences: [],
    claims: [],
    ...(broke !== null && { brokeAt: broke }),
  };
}

export function toldOf({
  id,
  title = id,
  at,
  topics,
  subtopics,
  languages = ['hy', 'az', 'ru', 'en'],
}: StoryFixture): StoryWithArticles {
  const articles = languages.map((language, n) => ({
    ...articleOf(id, language, { title: `${title} (${language})`, at: minutesAfter(at, n), n }),
    ...(topics && { topics }),
    ...(subtopics && { subtopics }),
  }));
  return {
    story: storyOfArticles(id, articles, { ...(topics && { topics }), ...(subtopics && { subtopics }) }),
    articles,
  };
}
