import { billedThisMonth, redAlarms } from '../aws/deployed/cloud.ts';
import { output } from '../aws/deployed/stack-outputs.ts';
import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import { mailsOfDay, reputationTable } from '../../shared/aws/reputation-table.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';
import { dayOf } from '../../shared/domain/text/time.ts';
import { stateOf } from '../../shared/domain/visit/feed-state.ts';
import { healthCounts } from './feed-health-text.ts';
import type { Place } from './place.ts';
import { queueNames, queueOf } from './place-queues.ts';
import { queueDepth } from './queue-depth.ts';

type Line = [what: string, text: string];

/** What happened since midnight UTC, counted from the tables and queues: not from what stages say of themselves. */
export async function statusLines(place: Place, now: Date): Promise<Line[]> {
  const day = dayOf(now.toISOString());
  const parts = await Promise.all([
    sourcesLines(place, day, now),
    newsLines(place, day, now),
    mailLines(place, day),
    queueLines(place),
    cloudLines(place, now),
  ]);
  return parts.flat();
}

async function sourcesLines({ settings }: Place, day: string, now: Date): Promise<Line[]> {
  const { feeds } = await loadAllStates(settings.TABLE_FEEDS);
  const states = catalogueSources().map((source) => stateOf(source, feeds.get(source.id)));
  const visited = states.filter(({ lastVisitAt }) => (lastVisitAt ?? '') >= day).length;
  const last = states.map(({ lastVisitAt }) => lastVisitAt ?? '').reduce((a, b) => (a > b ? a : b), '');
  return [
    ['sources', healthCounts(states, now)],
    ['visited', `${visited} today, the last ${last === '' ? 'never' : last.slice(0, 16)}`],
  ];
}

async function newsLines({ settings }: Place, day: string, now: Date): Promise<Line[]> {
  const table = storiesTable(settings.TABLE_STORIES, () => now);
  const articles = await table.articlesOfDay(day);
  const onTopic = articles.filter(({ topics }) => topics.length > 0);
  const reprints = onTopic.filter(({ reprintOf }) => reprintOf !== undefined).length;
  const stories = await table.storiesChangedSince(`${day}T00:00:00.000Z`);
  const begun = stories.filter(({ firstSeenAt }) => firstSeenAt >= day).length;
  return [
    ['articles', `${articles.length} new, ${onTopic.length} on topic, ${reprints} of them reprints`],
    ['stories', `${stories.length} changed, ${begun} of them new`],
  ];
}

async function mailLines({ settings }: Place, day: string): Promise<Line[]> {
  const people = subscribersTable(settings.TABLE_SUBSCRIBERS);
  const always = '9999';
  const [{ editions, letters }, breaker, regular, breaking] = await Promise.all([
    mailsOfDay(settings.TABLE_SUBSCRIBERS, day),
    reputationTable(settings.TABLE_SUBSCRIBERS).readBreaker(),
    people.due('regular', always),
    people.due('breaking', always),
  ]);
  return [
    ['readers', `${regular.length + breaking.length} confirmed`],
    [
      'mails',
      `${editions.sends} editions and ${letters.sends} letters sent, ${editions.bounces + letters.bounces} bounced, ${editions.complaints + letters.complaints} complaints`,
    ],
    ...(breaker === null
      ? []
      : [
          [
            'stopped',
            `no editions since ${breaker.at}: ${breaker.reason}; \`wire digest resume\``,
          ] satisfies Line,
        ]),
  ];
}

async function queueLines(place: Place): Promise<Line[]> {
  return Promise.all(
    queueNames.map(async (name): Promise<Line> => {
      const { queue, dead } = queueOf(place, name);
      const [{ waiting, inWork }, { waiting: failed }] = await Promise.all([
        queueDepth(queue),
        queueDepth(dead),
      ]);
      return [`queue ${name}`, `${waiting} waiting, ${inWork} in work, ${failed} failed`];
    }),
  );
}

async function cloudLines({ outputs }: Place, now: Date): Promise<Line[]> {
  if (outputs === null) return [];
  const [red, billed] = await Promise.all([
    told(async () => {
      const names = await redAlarms(output(outputs, 'AlarmTopic'));
      return names.length === 0 ? 'none red' : `red: ${names.join(', ')}`;
    }),
    told(async () => {
      const dollars = await billedThisMonth(now);
      return dollars === null
        ? 'AWS tells no figure: switch on Billing → Preferences → CloudWatch billing alerts'
        : `$${dollars.toFixed(2)} this month, the whole account, by AWS`;
    }),
  ]);
  return [
    ['alarms', red],
    ['spend', billed],
  ];
}

/** What may not be asked is said to be unknown, and the rest is told. */
async function told(ask: () => Promise<string>): Promise<string> {
  try {
    return await ask();
  } catch (error) {
    return `unknown: ${error instanceof Error ? error.name : String(error)}`;
  }
}
