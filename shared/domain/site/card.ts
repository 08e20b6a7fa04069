import { type Side, sides, type OutletKind } from '../outlet.ts';
import type { Headline, Phase, Story, StoryArticle } from '../story/story.ts';
import { publicationOf } from '../article/published.ts';
import { phaseOf, publicationSpan } from '../story/view.ts';
import { skeletonWords } from '../query/fold.ts';
import { type Language, nearestLanguage, type WireLanguage, wireLanguages } from '../language.ts';
import { type Translation, translationOf, type Translations } from '../story/translation.ts';
import { type Lead, leadFor, leadsOf } from '../story/lead.ts';
import { onceEach } from '../text/once-each.ts';
import { dayOf } from '../text/time.ts';

/** A story as lists show it: what one row needs and no more. `entities` are at most `cardEntities`. Times are ISO 8601 UTC. */
export interface Card extends Pick<
  Story,
  | 'id'
  | 'topics'
  | 'subtopics'
  | 'entities'
  | 'firstSeenAt'
  | 'lastSeenAt'
  | 'firstPublishedAt'
  | 'lastPublishedAt'
  | 'brokeAt'
  | 'changedAt'
  | 'languages'
  | 'follows'
> {
  /** As of the moment of publishing. */
  phase: Phase;
  headlines: Record<Language, CardHeadline>;
  sides: { side: Side; articles: number; independent: number }[];
  /** Countries and kinds of the outlets, for filters. */
  countries: string[];
  kinds: OutletKind[];
  /** Ids of the outlets; cards of older versions have none. */
  outlets?: string[];
  /** The newest titles that outlets changed; cards of older versions have none. */
  edits?: TitleEdit[];
  independent: number;
  reprints: number;
  /** Articles per day and side: `volume[day][n]` counts those of `sides[n]`. */
  volume: Volume;
  /** Folded words of its articles' titles and of its leads beyond those that a search has whole; cards of older versions have none. */
  words?: string;
  silences: number;
  /** What happened, in the outlets' words, the one that leads the story first; cards of older versions have none. */
  leads?: CardLead[];
  /** By the reader's language; absent where nobody translates. */
  translations?: Partial<Record<WireLanguage, CardTranslation>>;
}

/** A title that an outlet changed after it was published. */
export interface TitleEdit extends Pick<StoryArticle, 'articleId' | 'outletId' | 'language' | 'url'> {
  /** When we saw the new one, ISO 8601 UTC. */
  at: string;
  before: string;
  after: string;
}

/** What a reader of a language is shown in place of a foreign headline and lead; the originals stand beside them. */
interface CardTranslation {
  title?: Translation;
  lead?: Translation;
}

export type CardLead = Omit<Lead, 'articleId'>;

export interface CardHeadline {
  title: string;
  outletId: string;
  /** Of the original; headlines of older cards do not say. */
  url?: string | null;
}

/** Articles by day (`YYYY-MM-DD`), then by side in the order of `sides`. */
export type Volume = Record<string, number[]>;

export const cardEntities = 12;

/** So many leads of a story travel with it in the search: a hit in them is shown. */
export const searchedLeads = 3;

const cardHeadline = ({ title, outletId, url }: Headline): CardHeadline => ({ title, outletId, url });
const cardLead = ({ articleId: _articleId, ...lead }: Lead): CardLead => lead;

function volumeOf(articles: StoryArticle[]): Volume {
  const volume: Volume = {};
  for (const article of articles) {
    const counts = (volume[dayOf(publicationOf(article))] ??= sides.map(() => 0));
    const at = sides.indexOf(article.side);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return volume;
}

const distinct = <T extends string>(values: T[]): T[] =>
  [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));

/** At most this many words of a story beyond its headlines: about 3 KB of a search file for the largest story. */
const cardWords = 400;

/** Words of titles and leads that no text a search has whole holds, those of most articles first. */
function wordsBeyond(headlines: string[], texts: readonly string[]): string {
  const known = new Set(headlines.flatMap(skeletonWords));
  const counts = new Map<string, number>();
  for (const text of new Set(texts))
    for (const word of new Set(skeletonWords(text)))
      if (word.length > 1 && !known.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, cardWords)
    .map(([word]) => word)
    .join(' ');
}

/** Changed titles that a card remembers. */
const cardEdits = 5;

function titleEdits(articles: readonly StoryArticle[]): Pick<Card, 'edits'> {
  const edits = articles.flatMap(({ articleId, outletId, language, url, title, revisions }) =>
    revisions.flatMap(({ at, title: before }, n): TitleEdit[] => {
      const after = revisions[n + 1]?.title ?? title;
      return before === after ? [] : [{ articleId, outletId, language, url, at, before, after }];
    }),
  );
  if (edits.length === 0) return {};
  return { edits: edits.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, cardEdits) };
}

function translatedPart(
  { headlines }: Pick<Story, 'headlines'>,
  leads: readonly CardLead[],
  translations: Translations,
): Pick<Card, 'translations'> {
  const made = wireLanguages.flatMap((to) => {
    const title = translationOf(translations, to, chosenHeadline(headlines, to).title);
    const lead = translationOf(translations, to, leadFor(leads, to)?.text ?? '');
    const both: CardTranslation = {
      ...(title !== undefined && { title }),
      ...(lead !== undefined && { lead }),
    };
    return title === undefined && lead === undefined ? [] : [[to, both] as const];
  });
  return made.length === 0 ? {} : { translations: Object.fromEntries(made) };
}

/** Words of titles and leads beyond those that a search has whole. */
const searchWords = (story: Story, articles: readonly StoryArticle[], leads: readonly CardLead[]): string =>
  wordsBeyond(
    [
      ...Object.values(story.headlines).map(({ title }) => title),
      ...leads.slice(0, searchedLeads).map(({ text }) => text),
    ],
    [...articles.map(({ title }) => title), ...leads.map(({ text }) => text)],
  );

export function cardOf(story: Story, articles: StoryArticle[], translations: Translations = new Map()): Card {
  const leads = leadsOf(story, articles).map(cardLead);
  return {
    id: story.id,
    topics: story.topics,
    subtopics: story.subtopics,
    entities: story.entities.slice(0, cardEntities),
    phase: story.phase,
    firstSeenAt: story.firstSeenAt,
    lastSeenAt: story.lastSeenAt,
    firstPublishedAt: publicationSpan(story).first,
    lastPublishedAt: publicationSpan(story).last,
    ...(story.brokeAt !== undefined && { brokeAt: story.brokeAt }),
    changedAt: story.changedAt,
    ...(story.follows !== undefined && { follows: story.follows }),
    languages: story.languages,
    headlines: Object.fromEntries(
      Object.entries(story.headlines).map(([language, headline]) => [language, cardHeadline(headline)]),
    ),
    sides: story.sides.map(({ side, articles: count, independent }) => ({
      side,
      articles: count,
      independent,
    })),
    countries: distinct(articles.map((article) => article.country)),
    kinds: distinct(articles.map((article) => article.kind)),
    outlets: distinct(articles.map((article) => article.outletId)),
    ...titleEdits(articles),
    independent: story.independent,
    reprints: story.reprints,
    volume: volumeOf(articles),
    words: searchWords(story, articles, leads),
    silences: story.silences.length,
    leads,
    ...translatedPart(story, leads, translations),
  };
}

/** The card with the phase a reader sees now: a stored one is that of the story's last change. @param now ISO 8601 UTC */
export const cardAsOf = (card: Card, now: string): Card => inPhases(card)(phaseOf(card, now));

/** The same object each time, so that what is made of it can be kept with it. */
const inPhases = onceEach((card: Card) => {
  const made: Partial<Record<Phase, Card>> = {};
  return (phase: Phase): Card => (made[phase] ??= { ...card, phase });
});

/** The headline to show a reader of `language`: theirs, else English, else Russian, else the first there is. */
export function chosenHeadline(
  headlines: Record<Language, CardHeadline>,
  language: Language,
): CardHeadline & { language: Language } {
  const shown = nearestLanguage(language, Object.keys(headlines)) ?? 'und';
  return { title: '', outletId: '', ...headlines[shown], language: shown };
}
