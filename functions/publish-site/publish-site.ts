import { windowDays } from '../../shared/domain/site/story-index.ts';
import type { Story } from '../../shared/domain/story/story.ts';
import { interfaceIn } from './interface.ts';
import type { Ports } from './ports.ts';
import { SiteWriter } from './site-writer.ts';
import { publishCorrections } from './publish-corrections.ts';
import { publishDays } from './publish-days.ts';
import { publishAssets, publishFixed } from './publish-fixed.ts';
import { publishFronts, publishLists } from './publish-lists.ts';
import { publishSearch } from './publish-search.ts';
import { publishStories, publishUntranslated, rerenderOneDay } from './publish-stories.ts';
import { remadeCards } from './remake-day.ts';
import type { Round } from './round.ts';
import type { Site } from './site.ts';
import { Followers } from './story-links.ts';
import { RoundTranslations } from './translate-shown.ts';
import { DayStateCache } from './day-states.ts';
import { type IndexState, readIndex, writeIndex } from './state.ts';
import { readWindow, saveWindow, windowOf } from './window-state.ts';
import { addDays, dayMs, hourMs, minuteMs } from '../../shared/domain/text/time.ts';

export interface Published {
  /** Stories that were new or changed. */
  stories: number;
  /** Files put into the bucket. */
  written: number;
  /** Files rendered but not put, because the bucket holds the same. */
  unchanged: number;
  /** What the translation engine was given; absent where nobody translates. */
  textsTranslated?: number;
  charactersTranslated?: number;
}

/** Changes are read again for this long: the index of the Stories table may lag behind its rows. */
const overlapMs = 10 * minuteMs;

/**
 * Brings the site up to date: only what changed is rendered, only what differs is written.
 * A round that dies leaves whole pages; the next does the rest, because the index is written last. A long round, as the
 * first one, saves on its way what it has done, so that one that is cut goes on where it stopped.
 */
export async function publishSite(ports: Ports, given: Site, now: Date): Promise<Published> {
  const round = await startRound(ports, given, now);
  const { state, writer, window } = round;
  const { changed, isCheck } = await changedStories(round);
  // Pages, day pages and exports of stories that leave the window stay.
  window.keepSince(addDays(now.toISOString(), -windowDays));
  await publishAssets(round);
  const waiting = (state.untranslated ?? []).filter(
    (id) => window.get(id) !== undefined && changed.every((story) => story.id !== id),
  );
  state.untranslated = [];
  const isLong = state.begun !== undefined || changed.length > storiesASave;
  await publishInParts(changed, round, waiting);
  await publishUntranslated(waiting, round);
  await rerenderOneDay(round);
  const hasNews = changed.length > 0 || state.slowAt === '' || state.begun !== undefined;
  await publishLists(round);
  if (isLong) await saveProgress(round);
  await publishDays(round);
  if (hasNews) await publishSearch(round);
  await publishCorrections(round);
  await publishFixed(round);
  // The fronts last: by now there is every page that they link to.
  if (hasNews) await publishFronts(round);
  // Their pages are there; the index is not yet written, so a crash tells them in the next round.
  await ports.tell?.(round.events);
  if (round.halfHourly) state.slowAt = now.toISOString();
  state.since = nextSince(state, changed);
  if (isCheck) state.checkedAt = now.toISOString();
  delete state.begun;
  await save(round, state);
  return {
    stories: changed.length,
    written: writer.written,
    unchanged: writer.unchanged,
    ...round.translations?.sent,
  };
}

/** Each round reads what was noted as changed; now and then it looks at all stories of the last day, noted or not. */
const checkMs = 6 * hourMs;

async function changedStories({
  ports,
  state,
  window,
  now,
}: Round): Promise<{ changed: Story[]; isCheck: boolean }> {
  const dayBefore = new Date(now.getTime() - dayMs).toISOString();
  const isCheck =
    state.since < dayBefore ||
    state.checkedAt === undefined ||
    now.getTime() - Date.parse(state.checkedAt) >= checkMs;
  const since = isCheck && dayBefore < state.since ? dayBefore : state.since;
  const stories = await ports.storiesChangedSince(since, isCheck);
  return {
    changed: stories.filter(({ id, changedAt }) => window.get(id)?.changedAt !== changedAt),
    isCheck,
  };
}

/** Stories between two savings: a thousand files, and a few seconds. */
const storiesASave = 500;

/** @param waiting stories that come after these */
async function publishInParts(changed: Story[], round: Round, waiting: readonly string[]): Promise<void> {
  if (changed.length <= storiesASave) return publishStories(changed, round);
  const begun = ({ firstPublishedAt, firstSeenAt }: Story): string => firstPublishedAt ?? firstSeenAt;
  // By day, so that the state of a day is written once or twice.
  const inOrder = changed.toSorted((a, b) => (begun(a) < begun(b) ? -1 : 1));
  for (let at = 0; at < inOrder.length; at += storiesASave) {
    await publishStories(inOrder.slice(at, at + storiesASave), round);
    await saveProgress(round, waiting);
  }
}

async function saveProgress(round: Round, waiting: readonly string[] = []): Promise<void> {
  const { state, lists, days, listsBefore } = round;
  state.begun = { lists: [...lists], days: [...days], listsBefore: [...listsBefore] };
  const untranslated = [...(state.untranslated ?? []), ...waiting];
  await save(round, { ...state, untranslated });
}

/** The index last: it names what is written before it. */
async function save(round: Round, state: IndexState): Promise<void> {
  const { ports, dayStates, window } = round;
  await dayStates.save();
  await saveWindow(window, state, ports);
  round.stored = await writeIndex(ports, state, round.stored);
}

async function startRound(ports: Ports, given: Site, now: Date): Promise<Round> {
  const { translations } = ports;
  const site = { ...given, translationSpent: (await translations?.isSpent(now)) === true };
  const { state, hash, entries } = await readIndex(ports, now);
  const dayStates = new DayStateCache(ports, state.cardsOfDays, (day) =>
    remadeCards(day, state, { ports, now }),
  );
  const window =
    entries === undefined
      ? await readWindow(state, ports, dayStates)
      : await windowOf(entries, dayStates, now);
  return {
    ports,
    site,
    ui: interfaceIn('en', site.names),
    writer: new SiteWriter((file) => ports.writeFile(file)),
    dayStates,
    state,
    window,
    followers: new Followers(window.following()),
    now,
    events: [],
    lists: new Set(state.begun?.lists),
    days: new Set(state.begun?.days),
    listsBefore: new Set(state.begun?.listsBefore ?? window.lists()),
    stored: hash,
    halfHourly:
      state.slowAt === '' || now.getTime() - Date.parse(state.slowAt) >= site.passMinutes * minuteMs,
    translations: translations === undefined ? null : new RoundTranslations(translations, now),
  };
}

function nextSince(state: IndexState, changed: Story[]): string {
  const newest = changed
    .map((story) => story.changedAt)
    .sort()
    .at(-1);
  if (newest === undefined) return state.since;
  const since = new Date(Date.parse(newest) - overlapMs).toISOString();
  return since > state.since ? since : state.since;
}
