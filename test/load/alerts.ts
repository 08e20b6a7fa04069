import { moveClockTo } from '../faults/moving-clock.ts';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { parseArgs } from 'node:util';
import { everything } from '../../infra/local/digest-preview.ts';
import type { Stages } from '../../infra/local/stages.ts';
import { ses } from '../../shared/aws/clients.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { afterSignUp } from '../../shared/domain/subscriber/sign-up.ts';
import { afterConfirm } from '../../shared/domain/subscriber/subscriber.ts';
import { schedules } from '../../shared/schedules.ts';
import { Internet } from './internet.ts';
import { percentile, withWireOn } from './wire-on-internet.ts';

/**
 * `npm run measure -- alerts --sources 16 --hours 10`: how long after an outlet's own date an alert on it is mailed. The whole flow
 * on a fast clock with the schedules of the stack; each source has 48 or 96 items a day and two readers who follow what it says
 * on a topic. Half of the sources are marked in the catalogue to be visited every ten minutes, as those that break news are;
 * the rest are visited every quarter of an hour. No source fails: after a failure it is left alone for an hour, and what that
 * costs is the outlet's own (`simulate` has such sources). Ends with 1 where a marked source's 95th percentile is above 15 minutes.
 */
const { values } = parseArgs({
  options: { sources: { type: 'string', default: '12' }, hours: { type: 'string', default: '6' } },
});
const minute = 60_000;
const hour = 60 * minute;
const start = Date.parse('2026-11-20T00:00:00Z');
/** 10:00 in Yerevan, after sources are known; nobody is woken at night. */
const morning = start + 6 * hour;
const markedMinutes = 10;
const bar = 15;
const topics = ['csto', 'armenia-azerbaijan'];

interface Sent {
  source: string;
  at: number;
  stories: string[];
}

const isMarked = (at: number): boolean => at % 2 === 0;

/** Every mail as it is handed to SES: whose alert, when, on which stories. */
function watchMails(sourceOf: ReadonlyMap<string, string>): Sent[] {
  const sent: Sent[] = [];
  const client = ses() as { send(command: object): Promise<unknown> };
  const really = client.send.bind(client);
  client.send = (command) => {
    if (command instanceof SendEmailCommand) {
      const { Destination, Content } = command.input;
      const text = Content?.Simple?.Body?.Text?.Data ?? '';
      sent.push({
        source: sourceOf.get(Destination?.ToAddresses?.[0] ?? '') ?? '',
        at: Date.now(),
        stories: [...new Set([...text.matchAll(/\/stories\/([\w-]+)\.html/g)].map(([, id = '']) => id))],
      });
    }
    return really(command);
  };
  return sent;
}

async function addReaders(table: string, sources: readonly { id: string }[]): Promise<Map<string, string>> {
  const subscribers = subscribersTable(table);
  const sourceOf = new Map<string, string>();
  for (const [at, { id }] of sources.entries())
    for (const [n, topic] of topics.entries()) {
      const reader = (at * topics.length + n).toString(16).padStart(32, '0');
      const address = `reader-${id}-${topic}@example.org`;
      const follows = [{ kind: 'query', of: `outlet:${id} topic:${topic}`, alert: true }] as const;
      const preferences = { ...everything, zone: 'Asia/Yerevan', follows: [...follows] };
      const now = new Date();
      await subscribers.changeSubscriber(reader, () =>
        afterConfirm(afterSignUp(null, { id: reader, address, preferences, letterId: null }, now), now),
      );
      sourceOf.set(address, id);
    }
  return sourceOf;
}

/** A minute of the wire. */
async function pass(stages: Stages, minutes: number): Promise<void> {
  await stages.dueFeeds();
  await stages.visitFeeds();
  await stages.ingestFeeds();
  await stages.groupStories();
  if (minutes % schedules['plan-digests'].everyMinutes === 0) await stages.planDigests();
  await stages.sendDigests();
}

/** Minutes from what is new of its source in each story of an alert to the mail; what came out before anybody followed does not count. */
async function delaysOf(
  table: string,
  sent: readonly Sent[],
): Promise<{ source: string; minutes: number }[]> {
  const stories = storiesTable(table);
  const delays: { source: string; minutes: number }[] = [];
  for (const { source, at, stories: told } of sent)
    for (const id of told) {
      const own = ((await stories.readStory(id))?.articles ?? []).filter(
        ({ outletId, publishedAt, seenAt }) =>
          outletId === source &&
          Date.parse(publishedAt) >= morning &&
          Date.parse(seenAt) <= at &&
          Date.parse(seenAt) > at - hour,
      );
      const first = Math.min(...own.map(({ publishedAt }) => Date.parse(publishedAt)));
      if (own.length > 0) delays.push({ source, minutes: (at - first) / minute });
    }
  return delays;
}

function line(name: string, minutes: readonly number[]): string {
  const sorted = minutes.toSorted((a, b) => a - b);
  const [half, most] = [percentile(sorted, 0.5), percentile(sorted, 0.95)];
  return `${name.padEnd(34)} median ${half.toFixed(1)}, 95 % ${most.toFixed(1)} minutes (n = ${sorted.length})\n`;
}

function run(internet: Internet): Promise<number> {
  const catalogue = internet.catalogue((at) => (isMarked(at) ? { minInterval: markedMinutes } : {}));
  return withWireOn(internet, catalogue, async (wire, stages) => {
    for (let at = start; at < morning; at += 15 * minute) {
      moveClockTo(at);
      await pass(stages, 1);
    }
    const sent = watchMails(await addReaders(wire.settings.TABLE_SUBSCRIBERS, internet.sources));
    for (let minutes = 0; minutes < 60 * Number(values.hours); minutes += 1) {
      moveClockTo(morning + minutes * minute);
      await pass(stages, minutes);
      process.stderr.write(`\r${new Date().toISOString().slice(11, 16)} ${sent.length} alerts `);
    }
    const delays = await delaysOf(wire.settings.TABLE_STORIES, sent);
    const marked = new Set(internet.sources.filter((_, at) => isMarked(at)).map(({ id }) => id));
    const of = (hot: boolean): number[] =>
      delays.filter(({ source }) => marked.has(source) === hot).map(({ minutes }) => minutes);
    process.stdout.write(
      `\nfrom the outlet's own date to the alert, ${internet.sources.length} sources, ${values.hours} hours of a day\n` +
        line(`sources visited every ${markedMinutes} minutes`, of(true)) +
        line('other sources, every 15 minutes', of(false)),
    );
    return percentile(
      of(true).toSorted((a, b) => a - b),
      0.95,
    );
  });
}

moveClockTo(start);
const internet = new Internet(start, { onTopic: 0.5, perDay: [96, 96, 48, 48], failing: 0 });
await internet.open(Number(values.sources));
process.env.WIRE_QUIET = '1';
process.exitCode = (await run(internet)) <= bar ? 0 : 1;
