import { wireLanguages } from '../../shared/domain/language.ts';
import { type Card, cardAsOf } from '../../shared/domain/site/card.ts';
import { type IndexEntry, membersByList, totalVolume } from '../../shared/domain/site/story-index.ts';
import {
  entityPath,
  feedPath,
  frontPath,
  latestPath,
  linkTo,
  pulsePath,
  topicPath,
} from '../../shared/domain/site/paths.ts';
import { latestJson, latestStories, pulseJson } from './data/api.ts';
import { atomFeed, type FeedContent, jsonFeed } from './data/feeds.ts';
import { interfaceIn } from './interface.ts';
import { languageNames } from './interface.ts';
import { entityPage } from './pages/entity.ts';
import { frontPage } from './pages/front.ts';
import { matrixPage } from './pages/matrix.ts';
import { type ListContent, topicPage } from './pages/topic.ts';

import type { Round } from './round.ts';
import { addDays } from '../../shared/domain/text/time.ts';
import { atMost } from '../../shared/at-most.ts';

/** Stories on a list page. */
const listStories = 60;
const newsEntities = 14;

/** The six fronts, the feed of everything, and the two files that pages and programs poll. */
export async function publishFronts(round: Round): Promise<void> {
  const { site, printer, state, now } = round;
  const { cards, volume, until } = await contentOf(
    membersByList(Object.values(state.entries), new Set(['all'])).get('all') ?? [],
    round,
    latestStories,
  );
  const entities = inTheNews(Object.values(state.entries), now);
  for (const language of wireLanguages) {
    const ui = interfaceIn(language, site.names);
    await printer.print(
      frontPath(language),
      frontPage({ cards, volume, until, entities }, ui, site),
      'moving',
      state.hashes,
    );
  }
  await printer.print(latestPath, latestJson(cards, site), 'moving', state.hashes);
  await printer.print(pulsePath, pulseJson(cards), 'moving', state.hashes);
}

/** Entities named in most stories of the last three days. */
function inTheNews(entries: IndexEntry[], now: Date): string[] {
  const from = addDays(now.toISOString(), -2);
  const counts = new Map<string, number>();
  for (const entry of entries)
    if (entry.lastSeenAt.slice(0, 10) >= from)
      for (const id of entry.entities) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, newsEntities)
    .map(([id]) => id);
}

async function contentOf(members: IndexEntry[], { shelf, now }: Round, limit: number): Promise<ListContent> {
  const shown = members.slice(0, limit);
  const found = await shelf.cards(shown);
  const cards = shown
    .map((entry) => found.get(entry.id))
    .filter((card): card is Card => card !== undefined)
    .map((card) => cardAsOf(card, now.toISOString()));
  return { cards, volume: totalVolume(members), until: now.toISOString().slice(0, 10) };
}

const isSlow = (list: string): boolean => list.startsWith('entity-') || list.startsWith('language-');

/** Pages and feeds of the lists that changed; entities and languages wait for the slow round. */
export async function publishLists(round: Round): Promise<void> {
  const { state, slow, lists, site, ui, printer } = round;
  const owed = new Set([...state.owedLists, ...[...lists].filter(isSlow)]);
  const due = new Set([...lists].filter((list) => !isSlow(list)));
  if (state.slowAt === '') for (const list of everyTopicList(round)) due.add(list);
  if (slow) for (const list of owed) due.add(list);
  state.owedLists = slow ? [] : [...owed].sort();
  const members = membersByList(Object.values(state.entries), due);
  await atMost([...due].sort(), 4, (list) => publishList(list, members.get(list) ?? [], round));
  if (lists.has('csto') || state.slowAt === '') {
    const today = round.now.toISOString().slice(0, 10);
    await printer.print(
      'matrix.html',
      matrixPage(Object.values(state.entries), today, ui, site),
      'moving',
      state.hashes,
    );
  }
}

/** Every page that the others link to exists from the first round, if empty. */
function everyTopicList({ site }: Round): string[] {
  const topics = Object.entries(site.names.subtopicsOf).flatMap(([topic, subtopics]) => [
    topic,
    ...subtopics.map((subtopic) => `${topic}.${subtopic}`),
  ]);
  return ['all', ...topics, ...wireLanguages.map((language) => `language-${language}`)];
}

async function publishList(list: string, members: IndexEntry[], round: Round): Promise<void> {
  const { ui, site, printer, state } = round;
  const place = placeOf(list, round);
  if (place === null) return;
  const content = await contentOf(members, round, listStories);
  const html = place.page(content);
  if (html !== null) await printer.print(place.path, html, 'moving', state.hashes);
  const feed: FeedContent = {
    list,
    title: `Caucasus Wire: ${place.title}`,
    page: linkTo(place.path),
    cards: content.cards,
    language: place.language,
  };
  await printer.print(feedPath(list, 'atom'), atomFeed(feed, ui, site), 'moving', state.hashes);
  await printer.print(feedPath(list, 'json'), jsonFeed(feed, ui, site), 'moving', state.hashes);
}

interface ListPlace {
  title: string;
  /** The page of the list, or the one nearest to it. */
  path: string;
  /** Headlines in this language come first in the feed. */
  language: string;
  /** null where the list has a feed but no page of its own. */
  page(content: ListContent): string | null;
}

/** Where a list is shown; null for a topic, entity or language that the catalogue no longer knows. */
function placeOf(list: string, { ui, site }: Round): ListPlace | null {
  if (list === 'all')
    return { title: ui.text('front'), path: frontPath('en'), language: 'en', page: () => null };
  if (list.startsWith('language-')) {
    const language = wireLanguages.find((code) => code === list.slice('language-'.length));
    return language === undefined
      ? null
      : { title: languageNames[language] ?? language, path: frontPath(language), language, page: () => null };
  }
  if (list.startsWith('entity-')) {
    const entity = site.names.entities.get(list.slice('entity-'.length));
    return entity === undefined
      ? null
      : {
          title: entity.name,
          path: entityPath(entity.id),
          language: 'en',
          page: (content) => entityPage(entity, content, ui, site),
        };
  }
  const [topic, subtopic] = list.split('.', 2);
  const known = topic === undefined ? undefined : site.names.subtopicsOf[topic];
  if (topic === undefined || known === undefined || (subtopic !== undefined && !known.includes(subtopic)))
    return null;
  const title =
    subtopic === undefined ? ui.topicText(topic) : `${ui.topicText(topic)}: ${ui.subtopicText(subtopic)}`;
  return {
    title,
    path: topicPath(topic, subtopic),
    language: 'en',
    page: (content) => topicPage(list, content, ui, site),
  };
}
