import { createHash } from 'node:crypto';
import type { FeedState } from './feed-state.ts';
import type { SourceKind } from '../outlet.ts';
import { hashedBody } from './hashed-body.ts';
import { type NonFeed, looksLikeFeed } from './looks-like-feed.ts';
import { pageLinks } from './page-links.ts';
import { type Headers, headerValues } from './server-wait.ts';

/** A redirect that was followed. */
export interface Hop {
  url: string;
  status: number;
  /** Absolute. */
  to: string;
  headers: Headers;
}

/** Why no whole answer came: the network's side. */
export const faultKinds = [
  'dns',
  'connect',
  'timeout',
  'tls',
  'reset',
  'too-large',
  'bad-encoding',
  'bad-http',
  'too-many-redirects',
  'redirect-loop',
  'bad-redirect',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Why we did not ask: our side. */
export const refusals = ['bad-url', 'forbidden-port', 'forbidden-address', 'downgrade'] as const;
export type Refusal = (typeof refusals)[number];

/** A whole response without its body. */
export interface HttpResponse {
  /** The URL that finally answered. */
  url: string;
  status: number;
  headers: Headers;
  hops: Hop[];
  /** Whether validators went to that URL. */
  conditional: boolean;
}

/** What the HTTP client brings back from one visit, redirects followed. */
export type Reply =
  | { kind: 'answer'; answer: HttpResponse; body: Uint8Array }
  | { kind: 'unanswered'; fault: FaultKind; detail: string; hops: Hop[] }
  | { kind: 'refused'; reason: Refusal; detail: string; hops: Hop[] };

/** Every way a visit can end. */
export type VisitOutcome =
  | { kind: 'changed'; answer: HttpResponse; bodyHash: string }
  | { kind: 'unchanged'; answer: HttpResponse; how: 'not-modified' | 'same-body' }
  /** `feeds`: those that an HTML page in its place names. */
  | { kind: 'not-feed'; answer: HttpResponse; what: NonFeed; feeds?: string[] }
  | { kind: 'http-error'; answer: HttpResponse }
  | { kind: 'gone'; answer: HttpResponse }
  | { kind: 'unanswered'; fault: FaultKind; detail: string; hops: Hop[] }
  | { kind: 'refused'; reason: Refusal; detail: string; hops: Hop[] }
  /** Changed, but the archive or the queue did not take it. */
  | { kind: 'not-kept'; answer: HttpResponse }
  | { kind: 'robots'; verdict: 'disallowed' | 'unreachable' };

/** The content type of an answer; null where it names none. */
export const contentTypeOf = (answer: HttpResponse): string | null =>
  headerValues(answer.headers, 'content-type')[0] ?? null;

/** Names the way a visit ended. A 304 to a request without validators is not reliable. @param kind of the source: what its body must look like */
export function outcomeOf(state: FeedState, reply: Reply, kind: SourceKind = 'feed'): VisitOutcome {
  if (reply.kind !== 'answer') return reply;
  const { answer, body } = reply;
  if (answer.status === 410) return { kind: 'gone', answer };
  if (answer.status === 304 && answer.conditional && state.bodyHash !== null)
    return { kind: 'unchanged', answer, how: 'not-modified' };
  if (answer.status === 200 || answer.status === 203 || answer.status === 226)
    return bodyOutcome(state, { answer, body }, kind);
  if (answer.status !== 429 && headerValues(answer.headers, 'cf-mitigated').includes('challenge'))
    return { kind: 'not-feed', answer, what: 'challenge' };
  if (
    (answer.status === 403 || answer.status === 503) &&
    looksLikeFeed(body, contentTypeOf(answer)) === 'challenge'
  )
    return { kind: 'not-feed', answer, what: 'challenge' };
  return { kind: 'http-error', answer };
}

const isPage = (kind: SourceKind): boolean => kind === 'page' || kind === 'telegram';

/** The feeds that a page names, so that the operator need not look for them. */
const feedsOf = (body: Uint8Array, url: string): string[] =>
  pageLinks(new TextDecoder().decode(body), url).feeds;

function bodyOutcome(
  state: FeedState,
  { answer, body }: { answer: HttpResponse; body: Uint8Array },
  kind: SourceKind,
): VisitOutcome {
  if (headerValues(answer.headers, 'cf-mitigated').includes('challenge'))
    return { kind: 'not-feed', answer, what: 'challenge' };
  const what = looksLikeFeed(body, contentTypeOf(answer));
  const isExpected = what === 'feed' || (what === 'html' && isPage(kind));
  if (!isExpected)
    return {
      kind: 'not-feed',
      answer,
      what,
      ...(what === 'html' && { feeds: feedsOf(body, answer.url) }),
    };
  const bodyHash = createHash('sha256')
    .update(isPage(kind) ? hashedBody(body) : body)
    .digest('hex');
  return bodyHash === state.bodyHash
    ? { kind: 'unchanged', answer, how: 'same-body' }
    : { kind: 'changed', answer, bodyHash };
}
