import { moveClockTo } from '../faults/moving-clock.ts';
import { sizes } from '../../infra/aws/settings.ts';
import { everything } from '../../infra/local/digest-preview.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import type { Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import { afterSignUp } from '../../shared/domain/subscriber/sign-up.ts';
import { afterConfirm } from '../../shared/domain/subscriber/subscriber.ts';
import { schedules } from '../../shared/schedules.ts';
import type { MemoryWire } from './wire-in-memory.ts';

const minute = 60_000;
/** Lambda gives a whole core at 1,769 MB. */
const coreMb = 1_769;
/** Mails a second that SES allows an account first. */
const sesRate = 14;

export interface Morning {
  readers: number;
  mails: number;
  /** Runs of plan-digests until all were planned, each ended by its own clock. */
  runs: number;
  /** Seconds of CPU, the SDK's reckoned from the calls. */
  planCpu: number;
  sendCpu: number;
  calls: Record<string, number>;
  readUnits: number;
  writeUnits: number;
  megabytes: number;
}

/** Six interface languages, three choices of topics, two of languages: 36 kinds of reader, all at 08:00 in Yerevan. */
function preferencesOf(n: number): Preferences {
  const own = wireLanguages[n % wireLanguages.length] ?? 'en';
  const [first = '', ...rest] = everything.topics;
  const topics = [[first, ...rest], [first], rest][Math.floor(n / 6) % 3] ?? [first];
  const languages = Math.floor(n / 18) % 2 === 0 ? [...wireLanguages] : [own, own === 'en' ? 'ru' : 'en'];
  return {
    ...everything,
    topics,
    languages: [...new Set(languages)] as Preferences['languages'],
    interface: own,
    hour: 8,
    zone: 'Asia/Yerevan',
  };
}

async function addReaders(table: string, count: number, due: Date): Promise<void> {
  const subscribers = subscribersTable(table);
  const now = new Date();
  const dueAt = due.toISOString();
  for (let n = 0; n < count; n++) {
    const id = n.toString(16).padStart(32, '0');
    const asked = { id, address: `reader-${n}@example.org`, preferences: preferencesOf(n), letterId: null };
    await subscribers.changeSubscriber(id, () => ({
      ...afterConfirm(afterSignUp(null, asked, now), now),
      dueAt,
      dueDate: dueAt.slice(0, 10),
    }));
  }
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

type Mailing = 'plan-digests' | 'send-digest';

const shareOf = (stage: Mailing): number => Math.min(1, sizes[stage].memoryMb / coreMb);

/** CPU of the SDK a call, as the five calls of an edition take of a server that answers at once; TLS is not in it. */
const sdkSeconds = 0.000_35;

const callsOf = ({ spent }: MemoryWire['cloud']): number =>
  Object.values(spent.calls).reduce((sum, calls) => sum + calls, 0);

/** Lambda's clock: as much time as its share of a core takes for the CPU used so far, that of the calls added. */
function lambdaClock(stage: Mailing, cloud: MemoryWire['cloud']) {
  const [cpu, calls] = [cpuSeconds(), callsOf(cloud)];
  const used = (): number => cpuSeconds() - cpu + sdkSeconds * (callsOf(cloud) - calls);
  return {
    getRemainingTimeInMillis: () => 1_000 * (sizes[stage].timeoutSeconds - used() / shareOf(stage)),
  };
}

/**
 * All readers due at 08:00 in Yerevan of the day that begins: planned by runs of plan-digests that end by Lambda's clock, as far
 * as CPU goes, and sent by send-digest.
 */
export async function morningOf(
  { cloud, settings, stages }: MemoryWire,
  readers: number,
  day: number,
): Promise<Morning> {
  const plan = await import('../../functions/plan-digests/handler.ts');
  const due = day + 4 * 60 * minute;
  await addReaders(settings.TABLE_SUBSCRIBERS, readers, new Date(due));
  Object.assign(cloud.spent, { calls: {}, readUnits: 0, writeUnits: 0 });
  let [runs, planCpu] = [0, 0];
  for (let planned = -1; cloud.spent.messages !== planned; runs++) {
    planned = cloud.spent.messages;
    moveClockTo(due + minute + runs * schedules['plan-digests'].everyMinutes * minute);
    const before = cpuSeconds();
    await plan.handler(undefined, lambdaClock('plan-digests', cloud));
    planCpu += cpuSeconds() - before;
    process.stderr.write(`\r${cloud.spent.messages} planned `);
  }
  const planCalls = callsOf(cloud);
  const before = cpuSeconds();
  await stages.sendDigests();
  const { calls, readUnits, writeUnits } = cloud.spent;
  return {
    readers,
    mails: calls.SendEmail ?? 0,
    runs: runs - 1,
    planCpu: planCpu + sdkSeconds * planCalls,
    sendCpu: cpuSeconds() - before + sdkSeconds * (callsOf(cloud) - planCalls),
    calls: { ...calls },
    readUnits,
    writeUnits,
    megabytes: process.memoryUsage().rss / 1e6,
  };
}

/** Minutes from 08:00 until the last mail has left: at SES's rate, at what planning takes, or at what two senders' CPU takes. */
export function minutesToLast({
  mails,
  runs,
  planCpu,
  sendCpu,
}: Morning): Record<'planned' | 'atRate' | 'sent', number> {
  const every = schedules['plan-digests'].everyMinutes;
  const lastRun = planCpu / shareOf('plan-digests') / 60 / Math.max(1, runs);
  const planned = (runs - 1) * every + Math.min(every, lastRun);
  const atRate = mails / sesRate / 60;
  return { planned, atRate, sent: Math.max(planned, atRate, sendCpu / shareOf('send-digest') / 2 / 60) };
}
