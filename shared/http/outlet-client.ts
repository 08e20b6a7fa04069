import { Agent, errors } from 'undici';
import type { Validators } from '../domain/feed-state.ts';
import { type AllowedHosts, checkUrl } from '../domain/public-address.ts';
import { robotsToken } from '../domain/robots.ts';
import { headerValues } from '../domain/server-wait.ts';
import type { FaultKind, Hop, Reply } from '../domain/visit-outcome.ts';
import { ForbiddenAddress, type Network, UnknownHost, guardedConnector, realNetwork } from './address-guard.ts';
import { UndecodableBody, decodeBody, offeredCodings } from './decode-body.ts';

export interface OutletClient {
  /** One polite GET, redirects followed by hand. Every end is a value; it never throws. */
  visit(target: { url: string; validators: Validators | null; accept?: string }): Promise<Reply>;
  close(): Promise<void>;
}

export interface ClientSettings {
  /** How outlets reach the operator: a URL or an address. */
  contact: string;
  allowed: AllowedHosts;
  network?: Network;
  /** For tests, ms. */
  totalTimeout?: number;
}

const version = '0.1';
const feedAccept = 'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';
const wireLimit = 5 * 1024 * 1024;
const headerLimit = 16_384;
const headersTimeout = 10_000;
const totalTimeout = 20_000;
const hopLimit = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

/** `name/version (+contact)`, as Open RSS asks of readers. */
export function userAgent(contact: string): string {
  const printable = contact.replaceAll(/[^\u0020-\u007e]/g, '').trim();
  return `${robotsToken}/${version} (+${/^[^\s/:]+@[^\s/]+$/.test(printable) ? `mailto:${printable}` : printable})`;
}

/** The one client for all that outlets serve: feeds and robots.txt. */
export function outletClient(settings: ClientSettings): OutletClient {
  const agent = new Agent({
    connect: guardedConnector(settings.network ?? realNetwork, settings.allowed),
    connections: 1,
    pipelining: 1,
    headersTimeout,
    bodyTimeout: headersTimeout,
    maxHeaderSize: headerLimit,
    maxResponseSize: wireLimit,
  });
  const agentName = userAgent(settings.contact);
  return {
    visit: (target) => {
      const signal = AbortSignal.timeout(settings.totalTimeout ?? totalTimeout);
      const hops: Hop[] = [];
      const headers = { 'user-agent': agentName, accept: target.accept ?? feedAccept, 'accept-encoding': offeredCodings };
      return follow({ agent, signal, allowed: settings.allowed, headers, validators: target.validators, hops }, target.url)
        .catch((error: unknown) => unanswered(error, signal, hops));
    },
    close: () => agent.destroy(),
  };
}

interface Journey {
  agent: Agent;
  signal: AbortSignal;
  allowed: AllowedHosts;
  headers: Record<string, string>;
  validators: Validators | null;
  hops: Hop[];
}

async function follow(journey: Journey, start: string): Promise<Reply> {
  const { hops } = journey;
  for (let next = start; ; ) {
    const checked = checkUrl(next, journey.allowed);
    if ('refused' in checked) return { kind: 'refused', reason: checked.refused, detail: 'the URL is not one that may be asked', hops };
    const { href } = checked.url;
    const conditional = conditionsFor(journey.validators, next, href);
    const response = await journey.agent.request({ origin: checked.url.origin, method: 'GET', path: exactPath(next, checked.url), headers: { ...journey.headers, ...conditional }, signal: journey.signal });
    const location = headerValues(response.headers, 'location')[0];
    if (!redirects.has(response.statusCode) || location === undefined) {
      const wire = new Uint8Array(await response.body.arrayBuffer());
      const body = response.statusCode === 304 ? new Uint8Array() : await decodeBody(wire, response.headers);
      return { kind: 'answer', answer: { url: next, status: response.statusCode, headers: response.headers, hops, conditional: Object.keys(conditional).length > 0 }, body };
    }
    await response.body.dump({ limit: headerLimit });
    const stop = hopFault(hops, { from: checked.url, location });
    if (stop !== undefined) return { ...stop, hops };
    const to = new URL(location, href).href;
    hops.push({ url: next, status: response.statusCode, to, headers: response.headers });
    next = to;
  }
}

/** The path and query byte for byte as the URL was given, where they may stand so in a request; else as WHATWG parsing escapes them. */
function exactPath(given: string, url: URL): string {
  const [, verbatim] = /^https?:\/\/[^/?#\\]+(\/[!-"$-[\]-~]*)(?:#.*)?$/i.exec(given) ?? [];
  return verbatim ?? url.href.slice(url.origin.length).replace(/#.*$/s, '');
}

/** The validators, byte for byte, if they are this URL's. */
function conditionsFor(validators: Validators | null, ...urls: string[]): Record<string, string> {
  if (validators === null || !urls.includes(validators.url)) return {};
  return {
    ...(validators.etag !== undefined && { 'if-none-match': validators.etag }),
    ...(validators.lastModified !== undefined && { 'if-modified-since': validators.lastModified }),
  };
}

function hopFault(hops: readonly Hop[], { from, location }: { from: URL; location: string }) {
  if (!URL.canParse(location, from.href)) return { kind: 'unanswered', fault: 'bad-redirect', detail: 'redirected to no URL' } as const;
  const to = new URL(location, from.href);
  if (hops.length >= hopLimit) return { kind: 'unanswered', fault: 'too-many-redirects', detail: `more than ${hopLimit} redirects` } as const;
  if (to.href === from.href || hops.some((hop) => new URL(hop.url).href === to.href)) return { kind: 'unanswered', fault: 'redirect-loop', detail: 'redirected in a circle' } as const;
  if (from.protocol === 'https:' && to.protocol === 'http:') return { kind: 'refused', reason: 'downgrade', detail: 'redirected from https to http' } as const;
  return undefined;
}

/** Node's and undici's codes for each fault (node:errors, undici docs/api/Errors.md). */
const faultOfCode: Record<string, FaultKind> = {
  ECONNREFUSED: 'connect', EHOSTUNREACH: 'connect', ENETUNREACH: 'connect', EADDRNOTAVAIL: 'connect', UND_ERR_CONNECT: 'connect',
  UND_ERR_CONNECT_TIMEOUT: 'timeout', UND_ERR_HEADERS_TIMEOUT: 'timeout', UND_ERR_BODY_TIMEOUT: 'timeout', ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset', EPIPE: 'reset', UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large', UND_ERR_HEADERS_OVERFLOW: 'too-large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'bad-http', EPROTO: 'tls',
};

function unanswered(error: unknown, signal: AbortSignal, hops: Hop[]): Reply {
  const of = (fault: FaultKind): Reply => ({ kind: 'unanswered', fault, detail: error instanceof Error ? error.message.slice(0, 200) : '', hops });
  if (error instanceof ForbiddenAddress) return { kind: 'refused', reason: 'forbidden-address', detail: 'the host is not on the public internet', hops };
  if (error instanceof UnknownHost) return of('dns');
  if (error instanceof UndecodableBody) return of('bad-encoding');
  if (signal.aborted) return of('timeout');
  if (error instanceof errors.HTTPParserError) return of('bad-http');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(code)) return of('tls');
  return of(faultOfCode[code] ?? 'bad-http');
}
