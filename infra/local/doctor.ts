import { resolveTxt } from 'node:dns/promises';
import { alarmSubscribers, concurrency, schedulesOf } from '../aws/deployed/cloud.ts';
import { output, type StackOutputs } from '../aws/deployed/stack-outputs.ts';
import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import { readSiteFile } from '../../shared/aws/site-bucket.ts';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';
import { frontPath } from '../../shared/domain/site/paths.ts';
import { schedules } from '../../shared/schedules.ts';
import { type Check, type DoctorPorts, type Finding, judged } from './doctor-finding.ts';
import { mailChecks } from './doctor-mail.ts';
import type { Place } from './place.ts';

export const doctorPorts: DoctorPorts = {
  txt: async (name) => {
    const found = await resolveTxt(name).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTFOUND' || error.code === 'ENODATA') return [];
      throw error;
    });
    return found.map((parts) => parts.join(''));
  },
  head: async (url) => {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(10_000) }).catch(
      () => null,
    );
    return answer === null ? null : { status: answer.status, date: answer.headers.get('date') };
  },
  clock: () => new Date(),
};

/** Looks at everything, in order; what cannot be asked is unknown and says why. */
export async function examine(checks: readonly Check[]): Promise<(Finding & { what: string })[]> {
  return Promise.all(
    checks.map(async ({ what, look }) => {
      try {
        return { what, ...(await look()) };
      } catch (error) {
        const seen =
          error instanceof Error ? `${error.name}: ${error.message.split('\n', 1)[0]}` : String(error);
        return { what, state: 'unknown' as const, seen, remedy: '`wire policy` prints what reading takes' };
      }
    }),
  );
}

/** What a wire needs before its first mail, in the order in which it is mended. */
export function checksOf(place: Place, ports: DoctorPorts): Check[] {
  const { outputs } = place;
  return outputs === null
    ? newsChecks(place)
    : [
        ...mailChecks(outputs, ports),
        ...runChecks(outputs),
        ...newsChecks(place),
        ...siteChecks(place, ports),
      ];
}

/** 5 + 4 + 2 + 2 readers of queues, three clocks, and people who sign up. New accounts have 10. */
const wantedConcurrency = 20;

const runChecks = (outputs: StackOutputs): Check[] => [
  { what: 'alarms are read', look: () => alarmsAreRead(output(outputs, 'AlarmTopic')) },
  { what: 'schedules', look: () => schedulesAreOn(output(outputs, 'ScheduleGroup')) },
  { what: 'concurrency', look: concurrencySuffices },
];

async function alarmsAreRead(topic: string): ReturnType<Check['look']> {
  const { confirmed, pending } = await alarmSubscribers(topic);
  return judged(
    confirmed > 0,
    `${confirmed} confirmed, ${pending} not yet`,
    `press the link in AWS's mail «Subscription Confirmation»; a new one: aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint YOU`,
  );
}

async function schedulesAreOn(group: string): ReturnType<Check['look']> {
  const found = await schedulesOf(group);
  const off = found.filter(({ enabled }) => !enabled).map(({ name }) => name);
  return judged(
    off.length === 0 && found.length >= Object.keys(schedules).length,
    off.length > 0 ? `off: ${off.join(', ')}` : `${found.length} on`,
    `EventBridge → Scheduler → ${group} → Enable; a missing one comes back with \`npx cdk deploy\``,
  );
}

async function concurrencySuffices(): ReturnType<Check['look']> {
  const limit = await concurrency();
  return judged(
    limit >= wantedConcurrency,
    `${limit} invocations at once`,
    `at least ${wantedConcurrency} are wanted: Service Quotas → AWS Lambda → Concurrent executions`,
  );
}

function newsChecks({ settings, outputs }: Place): Check[] {
  const start =
    outputs === null
      ? '`npm start` visits them'
      : 'due-feeds runs each minute: look at its log, `LogDueFeeds`';
  const publish =
    outputs === null
      ? '`npm start` publishes'
      : 'publish-site runs every five minutes: look at its log, `LogPublishSite`';
  return [
    {
      what: 'sources visited',
      look: async () => {
        const { feeds } = await loadAllStates(settings.TABLE_FEEDS);
        const good = [...feeds.values()].filter(({ lastGoodAt }) => lastGoodAt !== null).length;
        const total = catalogueSources().length;
        return judged(
          good > 0,
          `${feeds.size} of ${total} visited, ${good} with an answer`,
          feeds.size === 0 ? start : '`wire feeds health` says what is wrong with each',
        );
      },
    },
    {
      what: 'page published',
      look: async () => {
        const page = await readSiteFile(settings.BUCKET_SITE, frontPath('en'));
        return judged(page !== null, page === null ? 'no front page yet' : `${page.length} bytes`, publish);
      },
    },
  ];
}

const mostSkewMs = 60_000;

function siteChecks({ settings }: Place, ports: DoctorPorts): Check[] {
  let asked: ReturnType<DoctorPorts['head']> | undefined;
  const head = () => (asked ??= ports.head(settings.SITE_URL));
  return [
    {
      what: 'site answers',
      look: async () => {
        const status = (await head())?.status;
        return judged(
          status === 200,
          `${settings.SITE_URL}: ${status ?? 'no answer'}`,
          'CloudFront → Distributions: is it deployed? A new one takes some minutes',
        );
      },
    },
    {
      what: 'clock',
      look: async () => {
        const date = (await head())?.date ?? null;
        if (date === null)
          return {
            state: 'unknown',
            seen: 'the site told no time',
            remedy: 'it is asked the time when it answers',
          };
        const skew = Math.round((ports.clock().getTime() - Date.parse(date)) / 1000);
        return judged(
          Math.abs(skew) * 1000 <= mostSkewMs,
          `${skew} s from AWS`,
          'set the clock of this machine: AWS refuses requests that are minutes off',
        );
      },
    },
  ];
}
