import { cslOf } from '../../../shared/domain/site/citation.ts';
import type { Card } from '../../../shared/domain/site/card.ts';
import { linkTo, storyPath } from '../../../shared/domain/site/paths.ts';
import { denialsIn } from '../../../shared/domain/story/denials.ts';
import { leadsOf } from '../../../shared/domain/story/lead.ts';
import type { Story, StoryArticle } from '../../../shared/domain/story/story.ts';
import type { StoryToShow } from '../pages/story.ts';
import type { Site } from '../site.ts';
import { csvRows } from './csv.ts';

/** The static JSON API, version 1: fields are added, never renamed or removed. Documented on the method page. */

export const latestStories = 80;

/** `/api/v1/stories/ID.json`: the story with its articles. */
export function storyJson({ story, articles, linked }: StoryToShow, site: Site): string {
  const pieces = articles.map(({ storyId: _storyId, ...article }) => article);
  return JSON.stringify({
    version: 1,
    url: site.url + linkTo(storyPath(story.id)),
    ...story,
    ...(linked !== undefined && linked.later.length > 0 && { followedBy: linked.later.map(({ id }) => id) }),
    leads: leadsOf(story, articles),
    denials: denialsIn(articles),
    articles: pieces,
  });
}

/** `/api/v1/stories/ID.csl.json`: what its outlets published, for reference managers; copies are left out where there is an original. */
export function citationsJson(story: Story, articles: StoryArticle[], site: Site): string {
  const originals = articles.filter(({ reprintOf }) => reprintOf === undefined);
  const page = site.url + linkTo(storyPath(story.id));
  return JSON.stringify(
    (originals.length > 0 ? originals : articles).map((article) => cslOf(article, page, site.name)),
  );
}

const cardJson = ({ volume: _volume, words: _words, edits: _edits, ...card }: Card, site: Site): object => ({
  url: site.url + linkTo(storyPath(card.id)),
  ...card,
});

/** `/api/v1/latest.json`: newest activity first. */
export function latestJson(cards: Card[], site: Site): string {
  return JSON.stringify({
    version: 1,
    stories: cards.slice(0, latestStories).map((card) => cardJson(card, site)),
  });
}

/** `/api/v1/pulse.json`: `[id, changedAt]`, newest activity first. */
export function pulseJson(cards: Card[]): string {
  const newest =
    cards
      .map((card) => card.changedAt)
      .sort()
      .at(-1) ?? null;
  return JSON.stringify({
    version: 1,
    newest,
    stories: cards.slice(0, latestStories).map((card) => [card.id, card.changedAt]),
  });
}

/** One story per line. */
export function dayNdjson(cards: Card[], site: Site): string {
  return sortedByFirst(cards)
    .map((card) => `${JSON.stringify(cardJson(card, site))}\n`)
    .join('');
}

const columns = [
  'id',
  'url',
  'first_seen',
  'last_seen',
  'phase',
  'topics',
  'subtopics',
  'languages',
  'countries',
  'independent',
  'reprints',
  'language',
  'headline',
  'outlet',
] as const;

/** RFC 4180 CSV with a header row: one row per headline, so each language has its own row. */
export function dayCsv(cards: Card[], site: Site): string {
  const rows = sortedByFirst(cards).flatMap((card) =>
    Object.entries(card.headlines).map(([language, headline]) => [
      card.id,
      site.url + linkTo(storyPath(card.id)),
      card.firstSeenAt,
      card.lastSeenAt,
      card.phase,
      card.topics.join(' '),
      card.subtopics.join(' '),
      card.languages.join(' '),
      card.countries.join(' '),
      String(card.independent),
      String(card.reprints),
      language,
      headline.title,
      headline.outletId,
    ]),
  );
  return csvRows([columns, ...rows]);
}

const sortedByFirst = (cards: Card[]): Card[] =>
  [...cards].sort((a, b) =>
    a.firstSeenAt === b.firstSeenAt ? (a.id < b.id ? -1 : 1) : a.firstSeenAt < b.firstSeenAt ? -1 : 1,
  );
