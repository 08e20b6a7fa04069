import { listsOf, windowDays } from '../../shared/domain/site/story-index.ts';
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
import { RoundTranslations } from './translate-shown.ts';
import { type IndexState, readIndex, DayStateCache, writeIndex } from './state.ts';
import { addDays, dayOf, minuteMs } from '../../shared/domain/text/time.ts';

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
 * A round that dies leaves whole pages; the next does the rest, because the index is written last.
 */
export async function publishSite(ports: Ports, given: Site, now: Date): Promise<Published> {
  const { round, text } = await startRound(ports, given, now);
  const { state, writer } = round;
  const changed = (await ports.storiesChangedSince(state.since)).filter(
    (story) => state.entries[story.id]?.changedAt !== story.changedAt,
  );
  dropOldEntries(state, now);
  await publishAssets(round);
  const waiting = (state.untranslated ?? []).filter(
    (id) => state.entries[id] !== undefined && changed.every((story) => story.id !== id),
  );
  state.untranslated = [];
  await publishStories(changed, round);
  await publishUntranslated(waiting, round);
  await rerenderOneDay(round);
  const hasNews = changed.length > 0 || state.slowAt === '';
  await publishLists(round);
  await publishDays(round);
  if (hasNews) await publishSearch(round);
  await publishCorrections(round);
  await publishFixed(round);
  // The fronts last: by now there is every page that they link to.
  if (hasNews) await publishFronts(round);
  if (round.halfHourly) state.slowAt = now.toISOString();
  state.since = nextSince(state, changed);
  await round.dayStates.save();
  await writeIndex(ports, state, text);
  return {
    stories: changed.length,
    written: writer.written,
    unchanged: writer.unchanged,
    ...round.translations?.sent,
  };
}

/** @returns also the text of the index as it was read, so that the same is not written again */
async function startRound(ports: Ports, given: Site, now: Date): Promise<{ round: Round; text: string }> {
  const { translations } = ports;
  const site = { ...given, translationSpent: (await translations?.isSpent(now)) === true };
  const { state, text } = await readIndex(ports, now);
  const round: Round = {
    ports,
    site,
    ui: interfaceIn('en', site.names),
    writer: new SiteWriter((file) => ports.writeFile(file)),
    dayStates: new DayStateCache(ports, (day) => remadeCards(day, state, { ports, now })),
    state,
    now,
    lists: new Set(),
    days: new Set(),
    listsBefore: new Set(Object.values(state.entries).flatMap(listsOf)),
    halfHourly:
      state.slowAt === '' || now.getTime() - Date.parse(state.slowAt) >= site.passMinutes * minuteMs,
    translations: translations === undefined ? null : new RoundTranslations(translations, now),
  };
  return { round, text };
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

/** Stories that left the window: their pages, day pages and exports stay. */
function dropOldEntries(state: IndexState, now: Date): void {
  const oldest = addDays(now.toISOString(), -windowDays);
  for (const [id, entry] of Object.entries(state.entries))
    if (dayOf(entry.lastSeenAt) < oldest) delete state.entries[id];
}
