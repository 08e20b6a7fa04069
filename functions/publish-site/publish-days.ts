import { matrixTopic } from './pages/matrix.ts';
import {
  dayExportPath,
  dayPath,
  daysPath,
  daySitemapPath,
  frontPath,
  topicPath,
} from '../../shared/domain/site/paths.ts';
import { offeredLanguages } from '../../shared/catalogue/offered.ts';
import { cardAsOf } from '../../shared/domain/site/card.ts';
import { dayCsv, dayNdjson } from './data/api.ts';
import { daySitemap, pagesSitemap, sitemapIndex } from './data/sitemap.ts';
import { dayPage, daysPage, editionsPage } from './pages/day.ts';
import { lostPage } from './pages/lost.ts';

import { publishArticles } from './publish-articles.ts';
import type { Round } from './round.ts';
import { atMost } from '../../shared/at-most.ts';
import { gzip } from '../../shared/zip.ts';

/** Day pages, exports and sitemaps of the days that changed: a new day at once, for lists link to it, others in the half-hourly pass. */
export async function publishDays(round: Round): Promise<void> {
  const { state, halfHourly, days } = round;
  const pending = [...new Set([...state.owedDays, ...days])].sort();
  const due: string[] = [];
  for (const day of pending) if (halfHourly || !(await isPrinted(day, round))) due.push(day);
  state.owedDays = pending.filter((day) => !due.includes(day));
  await atMost(due, 2, (day) => publishDay(day, round));
  if (halfHourly || due.length > 0) await publishDayLists(round);
}

const isPrinted = async (day: string, { dayStates }: Round): Promise<boolean> =>
  (await dayStates.edit(day)).hashes[dayPath(day)] !== undefined;

/** Lists of days, and of what else is kept for good. */
async function publishDayLists(round: Round): Promise<void> {
  const { state, ui, site, writer } = round;
  const listed = Object.fromEntries(Object.entries(state.dayCounts).filter(([, count]) => count > 0));
  await writer.putIfChanged(daysPath, daysPage(listed, ui, site), 'moving', state.hashes);
  await writer.putIfChanged(
    'sitemap.xml',
    sitemapIndex(Object.keys(listed).sort(), site),
    'moving',
    state.hashes,
  );
  await writer.putIfChanged(
    'sitemaps/pages.xml',
    pagesSitemap(pagePaths(round), site),
    'moving',
    state.hashes,
  );
  await publishEditionList(round);
}

/** Earlier releases kept each reader's own edition here, for everybody to read: nothing of it stays. */
const readersOwn = /^editions\/\d{4}-\d\d-\d\d\/[0-9a-f]{16,}\.html$/;

async function publishEditionList({ ports, state, ui, site, writer }: Round): Promise<void> {
  const paths = await ports.listFiles('editions/');
  const list = editionsPage(paths, ui, site);
  await writer.putIfChanged('editions/index.html', list, 'moving', state.hashes);
  for (const path of paths.filter((known) => readersOwn.test(known)))
    await writer.putIfChanged(path, lostPage(path, ui, site), 'moving', state.hashes);
}

async function publishDay(day: string, round: Round): Promise<void> {
  const { dayStates, ui, site, writer, now } = round;
  const { hashes, cards: byId } = await dayStates.edit(day);
  const cards = Object.values(byId).map((card) => cardAsOf(card, now.toISOString()));
  await writer.putIfChanged(dayPath(day), dayPage(day, cards, ui, site), 'settled', hashes);
  await writer.putIfChanged(daySitemapPath(day), daySitemap(cards, site), 'settled', hashes);
  await writer.putIfChanged(dayExportPath(day, 'csv'), dayCsv(cards, site), 'settled', hashes);
  // zlib writes no time into the header, so the same lines are the same bytes.
  await writer.putIfChanged(
    dayExportPath(day, 'ndjson.gz'),
    await gzip(dayNdjson(cards, site)),
    'settled',
    hashes,
  );
  await publishArticles(day, { cards, hashes }, round);
}

function pagePaths({ site }: Round): string[] {
  return [
    ...offeredLanguages.map(frontPath),
    ...Object.entries(site.names.subtopicsOf).flatMap(([topic, subtopics]) => [
      topicPath(topic),
      ...subtopics.map((subtopic) => topicPath(topic, subtopic)),
    ]),
    ...(matrixTopic(site) === undefined ? [] : ['matrix.html']),
    daysPath,
    'editions/index.html',
    'search.html',
    'coverage.html',
    'method.html',
    'neutrality.html',
    'corrections.html',
  ];
}
