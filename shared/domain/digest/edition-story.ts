import { createHash } from 'node:crypto';
import { type ChosenStory, rankedChoices, type ReaderHistory, type StoryWithArticles } from './choice.ts';
import type { Edition, EditionLead, EditionLink, EditionStory, SideLine } from './edition.ts';
import { byWeight, headlineArticle, headlineLanguages, inBestLanguage } from './headline.ts';
import { aboutFor, type Reading, readingOf, translatedFor } from './reading-aids.ts';
import { isUndated } from './recency.ts';
import { publicationOf } from '../article/published.ts';
import { type Side, sides as sideOrder } from '../outlet.ts';
import { denialsIn } from '../story/denials.ts';
import { type Lead, leadsOf, leadTextOf } from '../story/lead.ts';
import { independentReports, type Story, type StoryArticle } from '../story/story.ts';
import type { Preferences } from '../subscriber/subscriber.ts';
import { dayMs } from '../text/time.ts';

export const storiesPerEdition = 20;
/** Further stories are named in one line each; beyond these only their number. */
const oneLinersPerEdition = 40;
const linksPerStory = 6;
/** Conflicting figures share one line. */
const figureConflictsPerStory = 3;

/** What is told beside an article that is not of the edition's day. */
function datingOf(article: StoryArticle, now: Date): Pick<EditionLink, 'published' | 'undated'> {
  if (isUndated(article)) return { undated: true };
  const published = publicationOf(article);
  return now.getTime() - Date.parse(published) > dayMs ? { published } : {};
}

const translated = (
  reading: Reading,
  { language, title }: StoryArticle,
): Pick<EditionLink, 'translation'> => {
  const translation = translatedFor(reading, language, title);
  return translation === undefined ? {} : { translation };
};

const editionLinkOf = (article: StoryArticle, now: Date): EditionLink => ({
  outlet: article.outletName,
  language: article.language,
  title: article.title,
  url: article.url,
  ...datingOf(article, now),
});

/** By the articles chosen: most readers of a moment are shown the same of a story. */
const knownLeads = new WeakMap<Story, Map<string, Lead[]>>();

function leadsOfChosen(story: Story, articles: readonly StoryArticle[]): Lead[] {
  const known = knownLeads.get(story) ?? new Map<string, Lead[]>();
  knownLeads.set(story, known);
  const key = articles.map(({ articleId }) => articleId).join(' ');
  const leads = known.get(key) ?? leadsOf(story, articles);
  known.set(key, leads);
  return leads;
}

/** What happened, for a reader of these languages: from all that the edition has of the story. */
function leadOf(story: Story, articles: readonly StoryArticle[], reader: Preferences): Lead | undefined {
  const leads = leadsOfChosen(story, articles);
  const [wanted] = inBestLanguage(leads, headlineLanguages(reader));
  return wanted;
}

function editionLeadOf(lead: Lead, articles: readonly StoryArticle[], reading: Reading): EditionLead {
  const source = articles.find((article) => article.articleId === lead.articleId);
  const { language, url, at, text } = lead;
  const translation = translatedFor(reading, language, text);
  const outlet = source?.outletName ?? lead.outletId;
  return { outlet, language, url, at, text, ...(translation !== undefined && { translation }) };
}

interface SideContext {
  reader: Preferences;
  now: Date;
  reading: Reading;
  /** The story's lead is not quoted twice. */
  lead: Lead | undefined;
}

function quoteOf(
  article: StoryArticle,
  { lead, reading }: SideContext,
): Pick<SideLine, 'quote' | 'quoteTranslation'> {
  const quote = article.articleId === lead?.articleId ? null : leadTextOf(article);
  if (quote === null) return {};
  const quoteTranslation = translatedFor(reading, article.language, quote.text);
  return { quote: quote.text, ...(quoteTranslation !== undefined && { quoteTranslation }) };
}

function sideLines(articles: readonly StoryArticle[], context: SideContext): SideLine[] {
  const { reader, now } = context;
  return distinct(articles.map((article) => article.side))
    .map((side) => {
      const all = articles.filter((article) => article.side === side);
      const [best] = inBestLanguage(all, headlineLanguages(reader)).sort(byWeight);
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
        ...translated(context.reading, best),
        ...quoteOf(best, context),
        ...datingOf(best, now),
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

/** By the articles chosen, as leads are. */
const knownDenials = new WeakMap<Story, Map<string, Side[]>>();

function deniedByOf(story: Story, articles: readonly StoryArticle[]): Pick<EditionStory, 'deniedBy'> {
  const known = knownDenials.get(story) ?? new Map<string, Side[]>();
  knownDenials.set(story, known);
  const key = articles.map(({ articleId }) => articleId).join(' ');
  const deniedBy = known.get(key) ?? denialsIn(articles).map(({ side }) => side);
  known.set(key, deniedBy);
  return deniedBy.length === 0 ? {} : { deniedBy };
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
  { story, aids }: StoryWithArticles,
  choice: ChosenStory,
  reader: Preferences,
  now: Date,
): EditionStory {
  const articles = choice.fresh;
  const reading = readingOf(reader, aids);
  const named = headlineArticle(articles, story, reader);
  const headline = { ...editionLinkOf(named, now), ...translated(reading, named) };
  const lead = leadOf(story, articles, reader);
  const sides = sideLines(articles, { reader, now, reading, lead });
  const links = furtherLinksOf(articles, [headline.url, ...sides.map((line) => line.url)], now);
  const content: Omit<EditionStory, 'block'> = {
    storyId: story.id,
    kind: choice.kind,
    ...(choice.late && { late: true as const }),
    ...(choice.because.length > 0 && { because: [...choice.because] }),
    headline,
    ...aboutFor(reading, story, named.language),
    ...(lead !== undefined && { lead: editionLeadOf(lead, articles, reading) }),
    sides,
    links: links.slice(0, linksPerStory),
    furtherLinks: Math.max(0, links.length - linksPerStory),
    silences: story.silences.map(({ coveredBy, silent, since }) => ({ coveredBy, silent, since })),
    ...editionFigureConflicts(story, articles),
    ...deniedByOf(story, articles),
    outletIds: distinct(articles.map((article) => article.outletId)).sort(),
    independent: independentReports(articles),
    reprints: articles.filter((article) => article.reprintOf !== undefined).length,
    ...editionLanguages(articles),
    since: choice.since,
    fresh: articles.length,
    upTo: newestOf(articles),
    why: { topics: choice.topics, score: choice.score, parts: choice.parts },
  };
  return { ...content, block: contentHash(content) };
}

/** The articles that stand nowhere above, the weightiest first. */
const furtherLinksOf = (
  articles: readonly StoryArticle[],
  shown: readonly (string | null)[],
  now: Date,
): EditionLink[] =>
  [...articles]
    .sort(byWeight)
    .filter((article) => !shown.includes(article.url))
    .map((article) => editionLinkOf(article, now));

/** 128 bits of SHA-256 over the JSON: a name for frozen content. */
export const contentHash = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);

export interface ChosenStories {
  /** Best first: in full, then in one line each, then how many more there were. */
  content: Pick<Edition, 'stories' | 'briefs' | 'more'>;
  /** Every article that is shown or counted: none comes again. */
  articleIds: string[];
}

/** The stories of an edition. */
export function chooseStories(
  candidates: readonly StoryWithArticles[],
  reader: Preferences,
  history: ReaderHistory,
): ChosenStories {
  const { now } = history;
  const chosen = rankedChoices(candidates, reader, history);
  const oneLiners = chosen.slice(storiesPerEdition, storiesPerEdition + oneLinersPerEdition);
  const content = {
    stories: chosen
      .slice(0, storiesPerEdition)
      .map(({ candidate, choice }) => toEditionStory(candidate, choice, reader, now)),
    briefs: oneLiners.map(({ candidate, choice }) => ({
      storyId: candidate.story.id,
      upTo: newestOf(choice.fresh),
      headline: editionLinkOf(headlineArticle(choice.fresh, candidate.story, reader), now),
    })),
    more: Math.max(0, chosen.length - storiesPerEdition - oneLinersPerEdition),
  };
  return {
    content,
    articleIds: chosen.flatMap(({ choice }) => choice.fresh.map(({ articleId }) => articleId)),
  };
}

const newestOf = (articles: readonly StoryArticle[]): string =>
  articles.reduce((latest, article) => (article.seenAt > latest ? article.seenAt : latest), '');
