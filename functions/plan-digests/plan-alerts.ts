import { atMost } from '../../shared/at-most.ts';
import { chooseStories } from '../../shared/domain/digest/edition-story.ts';
import {
  alertIdOf,
  alertsPerDay,
  type Edition,
  type EditionRow,
  isAlert,
} from '../../shared/domain/digest/edition.ts';
import { memoryOf } from '../../shared/domain/digest/memory.ts';
import { isQuiet } from '../../shared/domain/digest/schedule.ts';
import { localTime } from '../../shared/domain/text/local-time.ts';
import { hourMs } from '../../shared/domain/text/time.ts';
import { alertsIn, type Alerting } from '../../shared/domain/subscriber/follow.ts';
import type { Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import { commonOf, type ComposedEdition, type Material } from './compose-edition.ts';
import { followIndexOf } from './followed.ts';
import { isKnown } from './plan-breaking.ts';
import { catchAndCount, type DueReader, persistEdition, type PlanRun, readReader } from './plan-run.ts';

/** What became visible longer ago is the next edition's to tell. */
const alertMs = hourMs;
const readersAtOnce = 8;

/** Mails what readers follow by alert. Only readers whose follows something new is about are read at all, and not again once they have it. */
export async function planAlerts(run: PlanRun, alerting: readonly Alerting[]): Promise<void> {
  const material = await run.materialSince(new Date(run.now.getTime() - alertMs).toISOString());
  const { looked } = run.ports;
  looked.forget(run.now.getTime());
  const touched = touchedBy(material, alerting).filter(
    ({ id, news }) => !news.every((each) => looked.has(id, each)),
  );
  const subscriberOf = await run.ports.readSubscribers(touched.map(({ id }) => id));
  await atMost(touched, readersAtOnce, ({ id, news }) =>
    catchAndCount(run, async () => {
      const reader = await readReader(run, subscriberOf(id));
      const hasIt = reader !== null && (await planFor(run, material, reader)) === 'nothing';
      if (hasIt) looked.add(id, news, run.now.getTime() + alertMs);
    }),
  );
}

/** Readers whose alerts something is about: what, and as of which change. */
function touchedBy(
  { stories, now }: Material,
  alerting: readonly Alerting[],
): { id: string; news: string[] }[] {
  const index = followIndexOf(stories, now);
  const changed = new Map(stories.map(({ story }) => [story.id, `${story.id} ${story.changedAt}`]));
  return alerting.flatMap(({ id, alerts }) => {
    const found = new Set(alerts.flatMap((key) => [...index.of(key)]));
    return found.size === 0 ? [] : [{ id, news: [...found].map((each) => changed.get(each) ?? each) }];
  });
}

/** At night nothing is mailed: it stands on top of the next edition. @returns `nothing` where the reader has had all of it */
async function planFor(run: PlanRun, material: Material, reader: DueReader): Promise<'nothing' | undefined> {
  const { ports, now, counts } = run;
  const { id } = reader.subscriber;
  const { zone } = reader.preferences;
  if (isQuiet(zone, now)) return undefined;
  const { date } = localTime(now, zone);
  const today = reader.rows.filter((row) => isAlert(row) && row.editionId.startsWith(date));
  const waiting = today.find(({ state }) => state === 'planned' || state === 'claimed');
  if (waiting === undefined && today.length >= alertsPerDay) return undefined;
  const editionId = waiting?.editionId ?? alertIdOf(date, today.length);
  const row =
    waiting ??
    (await persistEdition(ports, { reader, editionId, edition: composeAlert(material, reader, date), now }));
  if (row === null) return 'nothing';
  if (row.state === 'planned') await ports.queue([{ subscriberId: id, editionId }]);
  if (waiting === undefined) counts.planned++;
  return undefined;
}

/** Whether a mail with it may have gone: an alert that is perhaps sent is not sent again. */
const perhapsSent = (row: EditionRow): EditionRow =>
  isAlert(row) && row.state === 'lost' ? { ...row, state: 'sent' } : row;

/** What is followed by alert and the reader has not had; of a story that is followed itself, also what is new in it. */
function composeAlert(
  material: Material,
  { preferences, rows, window }: Pick<DueReader, 'preferences' | 'rows' | 'window'>,
  date: string,
): ComposedEdition | null {
  const memory = memoryOf(rows.map(perhapsSent));
  const index = followIndexOf(material.stories, material.now);
  const follows = alertsIn(preferences.follows);
  const own = new Set(follows.flatMap(({ kind, of }) => (kind === 'story' ? [of] : [])));
  const stories = material.stories.filter(
    (candidate) => own.has(candidate.story.id) || !isKnown(candidate, memory),
  );
  const wanted: Preferences = { ...preferences, follows, onlyFollows: true };
  const from = new Date(material.now.getTime() - alertMs).toISOString();
  const history = { from, now: material.now, memory, followed: index.because(wanted) };
  const { content, articleIds } = chooseStories(stories, { ...wanted, frequency: 'breaking' }, history);
  if (content.stories.length === 0) return null;
  const { leftOut: _whole, ...moment } = window;
  const edition: Edition = { kind: 'alert', date, ...moment, ...commonOf(material, preferences), ...content };
  return { edition, articleIds };
}
