import { type FeedState, isOfLastBody } from './feed-state.ts';
import { isUndated } from './parse-report.ts';
import { hintedFor, longestHinted } from './next-visit.ts';
import { dayMs } from '../text/time.ts';

export const grades = ['ok', 'watch', 'ill', 'new'] as const;
type Grade = (typeof grades)[number];

export interface Health {
  kind: HealthKind;
  /** `ok`: nothing to do; `watch`: may recover by itself; `ill`: somebody should act; `new`: nobody knows, it was not visited yet. */
  grade: Grade;
  /** ISO 8601 UTC; null where it was never otherwise. */
  since: string | null;
  /** What was seen. */
  text: string;
  /** What an operator can do. */
  remedy: string;
}

/** Each way a feed can be unwell, with what an operator can do about it (traps met by Media Cloud, worldmonitor, Feedbin, Miniflux operators). */
const remedies = {
  new: 'None: it has not been visited yet.',
  healthy: 'None.',
  alternate:
    'Its first address fails, so its alternate is read; the first is tried again once a week. If it stays so, make the alternate its `url` in the catalogue.',
  moving:
    'None: the new address is taken after a second good visit a day later. Put it in the catalogue to have it at once.',
  gone: 'The server says 410 Gone, so the feed is visited no more. Look for the new address on the homepage and change the URL in the catalogue, which starts a new life; or remove the feed.',
  'rate-limited':
    'The host asks for fewer visits. Mark its feeds `strict`, raise `minInterval`, or write to the outlet.',
  blocked:
    "The server refuses us by name or address. Write to the outlet and name our User-Agent; some refuse data-centre addresses: deploy in another region, or use a partner's copy of the feed.",
  challenge:
    'A protection service (Cloudflare or the like) wants a browser. Ask the outlet to let the feed path pass for our User-Agent; nothing else is honest.',
  'html-page':
    'The address answers with a web page: the feed moved or was removed. Look for <link rel="alternate"> on the homepage and change the URL in the catalogue.',
  'not-feed':
    'The address answers with something that is no feed. Open it in a browser; change the URL in the catalogue, or wait if the site is being repaired.',
  missing:
    'Not found. Sites lose feeds for hours and bring them back; after a week, look for the new address and change the URL in the catalogue.',
  'server-error': 'The server fails. It usually mends itself; after a week, write to the outlet.',
  'http-error':
    'The server refuses the request. Open the address in a browser; write to the outlet if a browser gets the feed.',
  unreachable:
    'No connection. If the homepage opens from elsewhere, the outlet may block our network; if not, it is down or the name has lapsed.',
  tls: 'The secure connection fails: the certificate lapsed, is of another name or of an unknown authority. Write to the outlet; readers see the same warning in a browser.',
  'bad-answer':
    'The answer is broken or too large. Write to the outlet, or look for a shorter feed of the same site.',
  'bad-redirect':
    'It redirects in a circle, too often or to where we may not go. Open the address in a browser and put the final address in the catalogue.',
  forbidden: 'The address is not on the public web, so it is never asked. Correct the URL in the catalogue.',
  robots:
    'robots.txt forbids the feed to readers like us. Ask the outlet; with its consent set `ignoreRobots` on the feed.',
  'robots-unreachable':
    'robots.txt fails with a server error, which by RFC 9309 means: fetch nothing. It usually mends itself.',
  unreadable:
    'The body came, but no item can be read from it. It is in the archive: try `wire parse` on it, and report it as a fault of the wire or of the outlet.',
  'cut-short':
    'The document ends in the middle; its whole items are kept, and it is asked for anew once a day. Write to the outlet if it stays so.',
  'silent-zero':
    'It answers well but has had no items for days. The section may be closed: look at the homepage for another feed.',
  'no-list':
    'The page comes but no news can be found on it: it was rebuilt, or fills itself by script. `wire feeds discover URL` proposes selectors; put them into the catalogue as `select`.',
  'no-preview':
    'Telegram answers without the messages of the channel: it is gone, renamed, or shows no preview on the web. Look for its new name on the homepage; a name that was given up may belong to somebody else by now.',
  undated:
    'Its items come but their dates cannot be read. Look at the page: put the right `date` and `dateForm` into its `select` in the catalogue, or report the form of the date as a fault of the wire.',
  stale:
    'It answers well but its newest item is months old. The outlet may have a new feed: look at the homepage.',
  'long-hints':
    'It asks for longer waits than its items last. It is visited before they are gone, so nothing is missed; ask the outlet to mend its caching headers or ttl.',
  'lying-304':
    'It said "not modified" while there was news. It is checked without conditions once a day; ask the outlet to mend its cache.',
} as const;

type HealthKind = keyof typeof remedies;

const silentAfter = 2 * dayMs;
const staleAfter = 60 * dayMs;
/** A fault younger than this may be a hiccup. */
const illAfter = dayMs;
/** News come, yet something should be mended. */
const watched: ReadonlySet<HealthKind> = new Set(['cut-short', 'lying-304', 'long-hints', 'alternate']);
/** Ill only when it lasts. */
const mayBeALull: ReadonlySet<HealthKind> = new Set(['silent-zero', 'no-list', 'undated']);
/** These do not recover by themselves. */
const illAtOnce: ReadonlySet<HealthKind> = new Set(['gone', 'forbidden', 'robots', 'challenge', 'html-page']);

const kindOfFault: Record<string, HealthKind> = {
  gone: 'gone',
  html: 'html-page',
  challenge: 'challenge',
  json: 'not-feed',
  image: 'not-feed',
  empty: 'not-feed',
  other: 'not-feed',
  dns: 'unreachable',
  connect: 'unreachable',
  timeout: 'unreachable',
  tls: 'tls',
  reset: 'unreachable',
  'too-large': 'bad-answer',
  'bad-encoding': 'bad-answer',
  'bad-http': 'bad-answer',
  'too-many-redirects': 'bad-redirect',
  'redirect-loop': 'bad-redirect',
  'bad-redirect': 'bad-redirect',
  downgrade: 'bad-redirect',
  'bad-url': 'forbidden',
  'forbidden-port': 'forbidden',
  'forbidden-address': 'forbidden',
  'robots-disallowed': 'robots',
  'robots-unreachable': 'robots-unreachable',
};

function kindOfStatus(status: number): HealthKind {
  if (status === 429) return 'rate-limited';
  if (status === 401 || status === 403 || status === 451) return 'blocked';
  if (status === 404) return 'missing';
  return status >= 500 ? 'server-error' : 'http-error';
}

/** How a feed is, and what to do about it. */
export function feedHealth(state: FeedState, now: Date): Health {
  if (state.lastVisitAt === null)
    return { kind: 'new', grade: 'new', since: null, text: 'not visited yet', remedy: remedies.new };
  if (state.fault !== null) return healthOfFault(state, now);
  const found = healthOfReport(state, now.getTime());
  const { kind, since, text } = found ?? { kind: 'healthy', since: null, text: 'in order' };
  const isFine = kind === 'healthy' || kind === 'moving';
  const isYoung = mayBeALull.has(kind) && since !== null && now.getTime() - Date.parse(since) < silentAfter;
  return {
    kind,
    grade: isFine ? 'ok' : watched.has(kind) || isYoung ? 'watch' : 'ill',
    since,
    text,
    remedy: remedies[kind],
  };
}

function healthOfFault(state: FeedState, now: Date): Health {
  const { fault, failures, failingSince } = state;
  const kind =
    fault?.kind === 'http'
      ? kindOfStatus(fault.status ?? 0)
      : (kindOfFault[fault?.kind ?? ''] ?? 'http-error');
  const lasts = failingSince === null ? 0 : now.getTime() - Date.parse(failingSince);
  const grade = illAtOnce.has(kind) || lasts >= illAfter ? 'ill' : 'watch';
  return {
    kind,
    grade,
    since: failingSince,
    text: `${fault?.detail ?? ''}, ${failures} in a row`,
    remedy: remedies[kind],
  };
}

const inWords = (ms: number): string =>
  ms >= 2 * dayMs ? `${Math.round(ms / dayMs)} days` : `${Math.round(ms / (dayMs / 24))} hours`;

interface Finding {
  kind: HealthKind;
  since: string | null;
  text: string;
}

/** What only the content shows: the server works, the feed does not. */
const healthOfReport = (state: FeedState, now: number): Finding | undefined =>
  healthOfBody(state) ?? healthOfAddress(state) ?? healthOfRhythm(state, now);

/** What the last body was like. */
function healthOfBody(state: FeedState): Finding | undefined {
  if (!isOfLastBody(state)) return undefined;
  const { reading } = state;
  if (reading.kind === 'unreadable' || reading.kind === 'not-feed')
    return {
      kind: reading.form === 'telegram' ? 'no-preview' : 'unreadable',
      since: reading.at,
      text: reading.reason ?? 'the last body could not be read',
    };
  if (reading.kind === 'empty')
    return {
      kind: reading.form === 'page' ? 'no-list' : 'silent-zero',
      since: state.emptySince ?? reading.at,
      text: 'no items',
    };
  if (isUndated(reading))
    return {
      kind: 'undated',
      since: state.undatedSince ?? reading.at,
      text: `no date of its ${reading.items} items can be read`,
    };
  return reading.incomplete === true
    ? { kind: 'cut-short', since: reading.at, text: 'the document ends in the middle' }
    : undefined;
}

/** Where it is read, and whether its server tells what is new. */
function healthOfAddress({ alternate, catalogueUrl, lies, recheckedAt }: FeedState): Finding | undefined {
  if (alternate !== null)
    return {
      kind: 'alternate',
      since: alternate.since,
      text: `read at ${alternate.url}, as ${catalogueUrl ?? 'the first address'} fails: ${alternate.cause}`,
    };
  return lies > 0
    ? { kind: 'lying-304', since: recheckedAt, text: `"not modified" hid news ${lies} times` }
    : undefined;
}

/** How often it has news, and how long it asks to wait. */
function healthOfRhythm(state: FeedState, now: number): Finding | undefined {
  const { reading, move } = state;
  const newest = reading?.newest ?? state.changedAt.at(-1);
  if (newest !== undefined && now - Date.parse(newest) >= staleAfter)
    return {
      kind: 'stale',
      since: newest,
      text: `nothing new for ${Math.floor((now - Date.parse(newest)) / dayMs)} days`,
    };
  const hinted = hintedFor(state);
  if (hinted > longestHinted(state))
    return {
      kind: 'long-hints',
      since: reading?.at ?? state.lastGoodAt,
      text: `asks for ${inWords(hinted)} between visits, its items last ${inWords(longestHinted(state))}`,
    };
  return move === null
    ? undefined
    : { kind: 'moving', since: move.since, text: `redirects for good to ${move.to}` };
}
