import { offeredLanguages } from '../../shared/catalogue/offered.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import { type Card, cardAsOf } from '../../shared/domain/site/card.ts';
import { entityOfList } from '../../shared/domain/site/story-index.ts';
import {
  entityPath,
  feedPath,
  frontPath,
  latestPath,
  linkTo,
  pulsePath,
  topicPath,
} from '../../shared/domain/site/paths.ts';
import { overviewOf } from '../../shared/domain/site/overview.ts';
import { latestJson, latestStories, pulseJson } from './data/api.ts';
import { atomFeed, type FeedContent, jsonFeed } from './data/feeds.ts';
import { interfaceIn } from './interface.ts';
import { languageNames } from './interface.ts';
import { entityPage } from './pages/entity.ts';
import { frontPage } from './pages/front.ts';
import { matrixPage, matrixTopic } from './pages/matrix.ts';
import { type ListContent, type ListedStories, topicPage } from './pages/topic.ts';

import type { Round } from './round.ts';
import { addDays, dayOf } from '../../shared/domain/text/time.ts';
import { atMost } from '../../shared/at-most.ts';

/** Stories on a list page. */
const listStories = 60;
const newsEntities = 14;

/** The fronts, one a language, the feed of everything, and the two files that pages and programs poll. */
export async function publishFronts(round: Round): Promise<void> {
  const { site, writer, state } = round;
  const content = await listContentOf('all', round, latestStories);
  const entities = inTheNews(round);
  for (const language of offeredLanguages) {
    const ui = interfaceIn(language, site.names);
    await writer.putIfChanged(
      frontPath(language),
      frontPage({ ...content, entities }, ui, site),
      'moving',
      state.hashes,
    );
  }
  await writer.putIfChanged(latestPath, latestJson(content.cards, site), 'moving', state.hashes);
  await writer.putIfChanged(pulsePath, pulseJson(content.cards), 'moving', state.hashes);
}

/** Entities named in most stories of the last three days. */
function inTheNews({ window, now }: Round): string[] {
  const counts = new Map<string, number>();
  for (const { entities } of window.reportedSince(addDays(now.toISOString(), -2)))
    for (const id of entities) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, newsEntities)
    .map(([id]) => id);
}

async function listContentOf(
  list: string,
  { dayStates, now, state, window }: Round,
  limit: number,
): Promise<ListedStories> {
  const shown = window.newest(list, limit);
  const found = await dayStates.cards(shown);
  const cards = shown
    .map((entry) => found.get(entry.id))
    .filter((card): card is Card => card !== undefined)
    .map((card) => cardAsOf(card, now.toISOString()));
  return {
    cards,
    volume: window.volume(list),
    until: dayOf(now.toISOString()),
    days: new Set(Object.keys(state.dayCounts)),
  };
}

const isHalfHourly = (list: string): boolean => list.startsWith('entity-') || list.startsWith('language-');

/**
 * Lists that must not wait for the half-hourly pass: those without a page or feed yet, for others link to them in
 * this very round, and those that get their first story, for their feeds were printed empty.
 */
function listsOfFirstNews(round: Round): Set<string> {
  const { state, window, lists, listsBefore } = round;
  const linked = new Set([...everyTopicList(round), ...window.lists()]);
  const isPrinted = (list: string): boolean => state.hashes[feedPath(list, 'atom')] !== undefined;
  return new Set([
    ...[...linked].filter((list) => !isPrinted(list)),
    ...[...lists].filter((list) => !listsBefore.has(list)),
  ]);
}

/** Pages and feeds of the lists that changed; entities and languages that are known wait for the half-hourly pass. */
export async function publishLists(round: Round): Promise<void> {
  const { state, window, halfHourly, lists, site, ui, writer } = round;
  const pending = new Set([...state.owedLists, ...[...lists].filter(isHalfHourly)]);
  const due = new Set([
    ...[...lists].filter((list) => !isHalfHourly(list)),
    ...listsOfFirstNews(round),
    ...(halfHourly ? pending : []),
  ]);
  state.owedLists = [...pending].filter((list) => !due.has(list)).sort();
  await atMost([...due].sort(), 4, (list) => publishList(list, round));
  const topic = matrixTopic(site);
  if (topic !== undefined && (lists.has(topic) || state.hashes['matrix.html'] === undefined)) {
    const input = { topic, window, today: dayOf(round.now.toISOString()) };
    await writer.putIfChanged('matrix.html', matrixPage(input, ui, site), 'moving', state.hashes);
  }
}

/** Every page that others link to exists from the first round on, even if empty. */
function everyTopicList({ site }: Round): string[] {
  const topics = Object.entries(site.names.subtopicsOf).flatMap(([topic, subtopics]) => [
    topic,
    ...subtopics.map((subtopic) => `${topic}.${subtopic}`),
  ]);
  return ['all', ...topics, ...wireLanguages.map((language) => `language-${language}`)];
}

/** Subtopics and entities have one; the other lists are the longest, and it is counted over all their stories. */
const hasOverview = (list: string): boolean => list.includes('.') || entityOfList(list) !== undefined;

async function publishList(list: string, round: Round): Promise<void> {
  const { ui, site, writer, state, window } = round;
  const listPage = listPageOf(list, round);
  if (listPage === null) return;
  const content = {
    ...(await listContentOf(list, round, listStories)),
    overview: hasOverview(list) ? overviewOf(window.membersByDay(list), entityOfList(list)) : null,
  };
  const html = listPage.page(content);
  if (html !== null) await writer.putIfChanged(listPage.path, html, 'moving', state.hashes);
  const feed: FeedContent = {
    list,
    title: `${site.name}: ${listPage.title}`,
    page: linkTo(listPage.path),
    cards: content.cards,
    language: listPage.language,
  };
  await writer.putIfChanged(feedPath(list, 'atom'), atomFeed(feed, ui, site), 'moving', state.hashes);
  await writer.putIfChanged(feedPath(list, 'json'), jsonFeed(feed, ui, site), 'moving', state.hashes);
}

interface ListPage {
  title: string;
  /** The page of the list, or the one nearest to it. */
  path: string;
  /** Headlines in this language come first in the feed. */
  language: string;
  /** null where the list has a feed but no page of its own. */
  page(content: ListContent): string | null;
}

/** Where a list is shown; null for a topic, entity or language that the catalogue no longer knows. */
function listPageOf(list: string, { ui, site }: Round): ListPage | null {
  if (list === 'all')
    return { title: ui.text('front'), path: frontPath('en'), language: 'en', page: () => null };
  if (list.startsWith('language-')) {
    const language = wireLanguages.find((code) => code === list.slice('language-'.length));
    return language === undefined
      ? null
      : {
          title: languageNames[language] ?? language,
          path: frontPath(offeredLanguages.includes(language) ? language : 'en'),
          language,
          page: () => null,
        };
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
