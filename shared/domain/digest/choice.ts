import { createHash } from 'node:crypto';
import type { Edition, EditionLink, EditionStory, Memory, SideLine } from './edition.ts';
import { isWireLanguage } from '../language.ts';
import { sides as sideOrder } from '../outlet.ts';
import { independentReports, type Story, type StoryArticle } from '../story/story.ts';
import type { Preferences } from '../subscriber/subscriber.ts';
import { hourMs } from '../text/time.ts';

export const storiesPerEdition = 20;
/** Further stories are named in one line each; beyond these only their number. */
const oneLinersPerEdition = 40;
const linksPerStory = 12;
/** Conflicting figures share one line. */
const figureConflictsPerStory = 3;

export interface StoryWithArticles {
  story: Story;
  articles: StoryArticle[];
}

/** Every way a story can be in or out of an edition, with the reason in words for `explain`. */
export type StoryChoice =
  | {
      kind: 'new' | 'update';
      storyId: string;
      score: number;
      parts: Record<string, number>;
      topics: string[];
      fresh: StoryArticle[];
      since: string | null;
    }
  | {
      kind: 'merged' | 'no-topic' | 'no-language' | 'nothing-new' | 'not-breaking';
      storyId: string;
      reason: string;
    };
type ChosenStory = Extract<StoryChoice, { kind: 'new' | 'update' }>;

export function isChosen(choice: StoryChoice): choice is ChosenStory {
  return choice.kind === 'new' || choice.kind === 'update';
}

export interface ReaderHistory {
  from: string;
  now: Date;
  memory: Memory;
}

/** The reader's topics that a story is about; `csto` takes all of CSTO, `csto.transit` only that part. */
function matchingTopics(story: Pick<Story, 'topics' | 'subtopics'>, wanted: readonly string[]): string[] {
  return wanted.filter((entry) => {
    const [topic = '', subtopic] = entry.split('.');
    return story.topics.includes(topic) && (subtopic === undefined || story.subtopics.includes(subtopic));
  });
}

/** Ranks a story by its independent reports, its sides, how new it is and how many of the reader's topics it matches. */
function rank(story: Story, matched: number, now: Date): { score: number; parts: Record<string, number> } {
  const hours = Math.max(0, (now.getTime() - Date.parse(story.lastSeenAt)) / hourMs);
  const parts = {
    independent: 3 * Math.log2(1 + story.independent),
    sides: 2 * Math.max(0, story.sides.length - 1),
    recency: 4 * 2 ** (-hours / 12),
    topics: matched,
  };
  const score = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return {
    score: round(score),
    parts: Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, round(value)])),
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Whether a story belongs in a reader's edition, and as what. */
export function chooseStory(
  { story, articles }: StoryWithArticles,
  reader: Preferences,
  { from, now, memory }: ReaderHistory,
): StoryChoice {
  const out = (kind: Exclude<StoryChoice['kind'], 'new' | 'update'>, reason: string): StoryChoice => ({
    kind,
    storyId: story.id,
    reason,
  });
  if (story.mergedInto !== undefined) return out('merged', `merged into story ${story.mergedInto}`);
  const topics = matchingTopics(story, reader.topics);
  if (topics.length === 0)
    return out(
      'no-topic',
      `about ${[...story.topics, ...story.subtopics].join(', ') || 'no topic'}; wanted ${reader.topics.join(', ')}`,
    );
  const wanted = articles.filter((article) =>
    isWireLanguage(article.language) ? reader.languages.includes(article.language) : false,
  );
  if (wanted.length === 0)
    return out('no-language', `told in ${story.languages.join(', ')}; wanted ${reader.languages.join(', ')}`);
  const since = memory.seen.get(story.id) ?? null;
  // A reprint adds no news: it does not make an update.
  const fresh = wanted.filter((article) =>
    since === null ? article.seenAt > from : article.seenAt > since && article.reprintOf === undefined,
  );
  if (fresh.length === 0)
    return out(
      'nothing-new',
      since === null
        ? `nothing since ${from}`
        : `nothing but reprints since the reader saw it (up to ${since})`,
    );
  return {
    kind: since === null ? 'new' : 'update',
    storyId: story.id,
    topics,
    fresh: since === null ? wanted : fresh,
    since,
    ...rank(story, topics.length, now),
  };
}

const editionLinkOf = (article: StoryArticle): EditionLink => ({
  outlet: article.outletName,
  language: article.language,
  title: article.title,
  url: article.url,
});

/** Original before reprint, then the newest: what a side says now. */
const byWeight = (a: StoryArticle, b: StoryArticle): number =>
  Number(a.reprintOf !== undefined) - Number(b.reprintOf !== undefined) ||
  b.seenAt.localeCompare(a.seenAt) ||
  a.articleId.localeCompare(b.articleId);

/** Original before reprint, then the oldest: who reported it first. */
const byAge = (a: StoryArticle, b: StoryArticle): number =>
  Number(a.reprintOf !== undefined) - Number(b.reprintOf !== undefined) ||
  a.seenAt.localeCompare(b.seenAt) ||
  a.articleId.localeCompare(b.articleId);

/** The headline in the reader's language where an outlet has it, the story's own one first; else that of the first report. */
function editionHeadlineOf(
  articles: readonly StoryArticle[],
  story: Story,
  reader: Preferences,
): EditionLink {
  const own = articles.filter((article) => article.language === reader.interface).sort(byWeight);
  const usual = own.find((article) => article.articleId === story.headlines[reader.interface]?.articleId);
  const chosen = usual ?? own[0] ?? [...articles].sort(byAge)[0];
  if (chosen === undefined) throw new RangeError(`story ${story.id} has no article to name it`);
  return editionLinkOf(chosen);
}

function sideLines(articles: readonly StoryArticle[], reader: Preferences): SideLine[] {
  return distinct(articles.map((article) => article.side))
    .map((side) => {
      const all = articles.filter((article) => article.side === side);
      const own = all.filter((article) => article.language === reader.interface);
      const [best] = [...(own.length > 0 ? own : all)].sort(byWeight);
      if (best === undefined) throw new RangeError(`no article on side ${side}`);
      return {
        side,
        outlet: best.outletName,
        kind: best.kind,
        language: best.language,
        title: best.title,
        url: best.url,
        articles: all.length,
        independent: independentReports(all),
      };
    })
    .sort((a, b) => sideOrder.indexOf(a.side) - sideOrder.indexOf(b.side));
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Contrasts of numbers that the edition's own articles take part in: an update does not repeat an old one. */
function editionFigureConflicts(
  story: Story,
  articles: readonly StoryArticle[],
): Pick<EditionStory, 'claims'> {
  const own = new Set(articles.map((article) => article.articleId));
  const claims = story.claims
    .filter((conflict) => conflict.claims.some(({ articleId }) => own.has(articleId)))
    .slice(0, figureConflictsPerStory)
    .map(({ what, claims: numbers }) => ({
      what,
      numbers: numbers
        .map(({ side, value }) => ({ side, value }))
        .sort((a, b) => sideOrder.indexOf(a.side) - sideOrder.indexOf(b.side)),
    }));
  return claims.length === 0 ? {} : { claims };
}

function editionLanguages(articles: readonly StoryArticle[]): Pick<EditionStory, 'languages' | 'byLanguage'> {
  const languages = distinct(articles.map((article) => article.language)).sort();
  return {
    languages,
    byLanguage: Object.fromEntries(
      languages.map((language) => [
        language,
        articles.filter((article) => article.language === language).length,
      ]),
    ),
  };
}

/** What an edition prints of a story for this reader. */
function toEditionStory(
  candidate: StoryWithArticles,
  choice: ChosenStory,
  reader: Preferences,
): EditionStory {
  const { story } = candidate;
  const articles = choice.fresh;
  const headline = editionHeadlineOf(articles, story, reader);
  const sides = sideLines(articles, reader);
  const shown = new Set([headline.url, ...sides.map((line) => line.url)]);
  const links = [...articles]
    .sort(byWeight)
    .filter((article) => !shown.has(article.url))
    .map(editionLinkOf);
  const content: Omit<EditionStory, 'block'> = {
    storyId: story.id,
    kind: choice.kind,
    headline,
    sides,
    links: links.slice(0, linksPerStory),
    furtherLinks: Math.max(0, links.length - linksPerStory),
    silences: story.silences.map(({ coveredBy, silent, since }) => ({ coveredBy, silent, since })),
    ...editionFigureConflicts(story, articles),
    outletIds: distinct(articles.map((article) => article.outletId)).sort(),
    independent: independentReports(articles),
    reprints: articles.filter((article) => article.reprintOf !== undefined).length,
    ...editionLanguages(articles),
    since: choice.since,
    fresh: articles.length,
    upTo: newestOf(candidate.articles),
    why: { topics: choice.topics, score: choice.score, parts: choice.parts },
  };
  return { ...content, block: contentHash(content) };
}

/** 128 bits of SHA-256 over the JSON: a name for frozen content. */
export const contentHash = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);

/** The stories of an edition, best first: in full, then in one line each, then how many more there were. */
export function chooseStories(
  candidates: readonly StoryWithArticles[],
  reader: Preferences,
  history: ReaderHistory,
): Pick<Edition, 'stories' | 'briefs' | 'more'> {
  const chosen = candidates
    .map((candidate) => ({ candidate, choice: chooseStory(candidate, reader, history) }))
    .flatMap(({ candidate, choice }) => (isChosen(choice) ? [{ candidate, choice }] : []))
    .sort(
      (a, b) => b.choice.score - a.choice.score || a.candidate.story.id.localeCompare(b.candidate.story.id),
    );
  const oneLiners = chosen.slice(storiesPerEdition, storiesPerEdition + oneLinersPerEdition);
  return {
    stories: chosen
      .slice(0, storiesPerEdition)
      .map(({ candidate, choice }) => toEditionStory(candidate, choice, reader)),
    briefs: oneLiners.map(({ candidate, choice }) => ({
      storyId: candidate.story.id,
      upTo: newestOf(candidate.articles),
      headline: editionHeadlineOf(choice.fresh, candidate.story, reader),
    })),
    more: Math.max(0, chosen.length - storiesPerEdition - oneLinersPerEdition),
  };
}

const newestOf = (articles: readonly StoryArticle[]): string =>
  articles.reduce((latest, article) => (article.seenAt > latest ? article.seenAt : latest), '');
