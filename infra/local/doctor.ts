import { resolveTxt } from 'node:dns/promises';
import {
  alarmSubscribers,
  concurrency,
  type MailAccount,
  mailAccount,
  mailIdentity,
  schedulesOf,
} from '../aws/deployed/cloud.ts';
import { output, type StackOutputs } from '../aws/deployed/stack-outputs.ts';
import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import { readSiteFile } from '../../shared/aws/site-bucket.ts';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';
import { frontPath } from '../../shared/domain/site/paths.ts';
import { schedules } from '../../shared/schedules.ts';
import type { Place } from './place.ts';

/** One thing that must be so before the first mail. */
export interface Finding {
  /** `unknown`: it could not be asked, which is not the same as in order. */
  state: 'ok' | 'missing' | 'unknown';
  /** What was seen. */
  seen: string;
  /** The command or the place in the console that mends it; '' where nothing is to be mended. */
  remedy: string;
}

export interface Check {
  what: string;
  look: () => Promise<Finding>;
}

/** What the checks ask beside AWS. */
export interface DoctorPorts {
  /** The texts at a name of the DNS; none where the name is not there. */
  txt(name: string): Promise<string[]>;
  /** The site's answer, and the time it says it is; null where none came. */
  head(url: string): Promise<{ status: number; date: string | null } | null>;
  /** This machine's own clock. */
  clock(): Date;
}

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

const ok = (seen: string): Finding => ({ state: 'ok', seen, remedy: '' });
const judged = (isRight: boolean, seen: string, remedy: string): Finding =>
  isRight ? ok(seen) : { state: 'missing', seen, remedy };

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

const records =
  'put the records of the output ZoneFile into the DNS of the domain; SES looks again within hours';

function mailChecks(outputs: StackOutputs, ports: DoctorPorts): Check[] {
  const domain = output(outputs, 'MailIdentity');
  let asked: ReturnType<typeof mailIdentity> | undefined;
  const identity = () => (asked ??= mailIdentity(domain));
  return [
    {
      what: 'sender verified',
      look: async () =>
        judged((await identity()).verified, domain, `${records} (SES → Identities → ${domain})`),
    },
    {
      what: 'DKIM',
      look: async () => judged((await identity()).dkim === 'SUCCESS', (await identity()).dkim, records),
    },
    {
      what: 'MAIL FROM',
      look: async () => {
        const { mailFrom, bounceDomain } = await identity();
        return judged(mailFrom === 'SUCCESS', `${bounceDomain}: ${mailFrom}`, records);
      },
    },
    {
      what: 'DMARC',
      look: async () => {
        const texts = (await ports.txt(`_dmarc.${domain}`)).filter((text) => /^v=DMARC1\b/.test(text));
        return judged(
          texts.length === 1,
          texts.length === 0 ? `no policy at _dmarc.${domain}` : texts.join(' | '),
          texts.length > 1 ? 'two policies count as none: leave one' : records,
        );
      },
    },
    { what: 'mail account', look: async () => accountFinding(await mailAccount()) },
  ];
}

function accountFinding({ production, sending, perDay, sentLastDay }: MailAccount): Finding {
  const seen = `${sentLastDay} of ${perDay} mails in the last day`;
  if (!production)
    return {
      state: 'missing',
      seen: `in the sandbox: verified addresses only; ${seen}`,
      remedy: 'ask for production access (SES → Account dashboard → Request production access)',
    };
  if (!sending)
    return {
      state: 'missing',
      seen: 'sending is paused',
      remedy: 'SES → Reputation metrics says why; answer AWS there',
    };
  return judged(
    sentLastDay < perDay * 0.9,
    seen,
    'ask for a higher quota (Service Quotas → Amazon SES → Sending quota)',
  );
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
