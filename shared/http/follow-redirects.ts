import { isUtf8 } from 'node:buffer';
import { JourneyCookies } from './journey-cookies.ts';
import { newestPart } from '../domain/feed/lists/sitemap.ts';
import { looksLikeFeed } from '../domain/visit/looks-like-feed.ts';
import { pageLinks, refreshTarget } from '../domain/visit/page-links.ts';
import type { Validators } from '../domain/visit/feed-state.ts';
import { parsedUrl } from '../domain/text/parsed-url.ts';
import { type AllowedHosts, checkUrl } from '../domain/visit/public-address.ts';
import { type Headers, headerValues } from '../domain/visit/server-wait.ts';
import type { Hop, Reply } from '../domain/visit/outcome.ts';

/** One request and its whole response; the body is read only where it is wanted. */
export interface Exchange {
  status: number;
  headers: Headers;
  /** Decoded. */
  body: () => Promise<Uint8Array>;
  /** Reads past a body that nobody wants, so that the connection can be used again. */
  skip: () => Promise<void>;
}

export interface FollowContext {
  /** Asks exactly this URL, following nothing. `path` is the path and query as they go out. */
  ask(url: URL, path: string, headers: Record<string, string>): Promise<Exchange>;
  /** Before a second request to the same host. */
  waitGap(): Promise<void>;
  allowed: AllowedHosts;
  headers: Record<string, string>;
  validators: readonly Validators[];
  hops: Hop[];
  /** How many redirects are followed; five unless somebody counts his requests. */
  maxHops?: number | undefined;
}

const hopLimit = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

/** Requests a URL and follows its redirects, each checked like the first, validators only to the URL that gave them. @throws what `ask` throws */
export async function followRedirects(context: FollowContext, start: string): Promise<Reply> {
  const cookies = new JourneyCookies();
  for (let next = start; ;) {
    const step = await oneStep(context, cookies, next);
    if (typeof step !== 'string') return step;
    next = step;
  }
}

/** @returns where to go on, or how the journey ends */
async function oneStep(
  context: FollowContext,
  cookies: JourneyCookies,
  next: string,
): Promise<Reply | string> {
  const { hops } = context;
  const checked = checkUrl(next, context.allowed);
  if ('refused' in checked)
    return { kind: 'refused', reason: checked.refused, detail: 'the URL is not one that may be asked', hops };
  const { url } = checked;
  if (hops.some((hop) => new URL(hop.url).host === url.host)) await context.waitGap();
  const conditional = conditionsFor(context.validators, next, url.href);
  const { status, headers, body, skip } = await context.ask(url, exactPath(next, url), {
    ...context.headers,
    ...cookies.headersFor(url),
    ...conditional,
  });
  const location = asText(headerValues(headers, 'location')[0]);
  const isNewVisitor = cookies.take(url, headers);
  if (redirects.has(status) && location !== undefined) {
    await skip();
    const stop = hopFault(context, { from: url, location, isNewVisitor });
    if (stop !== undefined) return { ...stop, hops };
    const to = new URL(location, url.href).href;
    hops.push({ url: next, status, to, headers });
    return to;
  }
  const answer = { url: next, status, headers, hops, conditional: Object.keys(conditional).length > 0 };
  const bytes = status === 304 ? await skip().then(() => new Uint8Array()) : await body();
  const onward = status === 200 ? onwardTarget(bytes, url, headerValues(headers, 'refresh')[0]) : null;
  if (onward === null || hopFault(context, { from: url, location: onward, isNewVisitor }) !== undefined)
    return { kind: 'answer', answer, body: bytes };
  // a page that sends on, or an index of sitemaps, is a redirect for this once
  hops.push({ url: next, status: 302, to: onward, headers: {} });
  return onward;
}

/** Node reads headers as Latin-1; letters that a server did not escape are UTF-8. */
function asText(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : header;
}

/** Where an HTML page that is no robot check sends its reader at once, or the newest part of a sitemap index on its own host. */
function onwardTarget(body: Uint8Array, url: URL, refresh: string | undefined): string | null {
  const what = looksLikeFeed(body, null);
  if (what === 'html' || what === 'empty') {
    const said = refresh === undefined ? null : refreshTarget(refresh);
    const page = pageLinks(new TextDecoder().decode(body), url.href).refresh;
    return page ?? (said === null ? null : (parsedUrl(said, url.href)?.href ?? null));
  }
  if (what !== 'feed') return null;
  const part = newestPart(new TextDecoder().decode(body), url.href);
  return part !== null && new URL(part).host === url.host ? part : null;
}

/** The path and query byte for byte as given, when they are valid in a request; else as WHATWG parsing escapes them. */
function exactPath(given: string, url: URL): string {
  const [, verbatim] = /^https?:\/\/[^/?#\\]+(\/[!-"$-[\]-~]*)(?:#.*)?$/i.exec(given) ?? [];
  return verbatim ?? url.href.slice(url.origin.length).replace(/#.*$/s, '');
}

/** The validators, byte for byte, if they are this URL's. */
function conditionsFor(all: readonly Validators[], ...urls: string[]): Record<string, string> {
  const validators = all.find((pair) => urls.includes(pair.url));
  if (validators === undefined) return {};
  return {
    ...(validators.etag !== undefined && { 'if-none-match': validators.etag }),
    ...(validators.lastModified !== undefined && { 'if-modified-since': validators.lastModified }),
  };
}

/** @param isNewVisitor the answer set a cookie that it did not get: asked again it may answer otherwise */
function hopFault(
  { hops, maxHops = hopLimit }: Pick<FollowContext, 'hops' | 'maxHops'>,
  { from, location, isNewVisitor }: { from: URL; location: string; isNewVisitor: boolean },
) {
  const to = parsedUrl(location, from.href);
  if (to === null)
    return { kind: 'unanswered', fault: 'bad-redirect', detail: 'redirected to no URL' } as const;
  if (hops.length >= maxHops)
    return {
      kind: 'unanswered',
      fault: 'too-many-redirects',
      detail: `more than ${maxHops} redirects`,
    } as const;
  const seen = to.href === from.href || hops.some((hop) => new URL(hop.url).href === to.href);
  if (seen && !isNewVisitor)
    return { kind: 'unanswered', fault: 'redirect-loop', detail: 'redirected in a circle' } as const;
  if (from.protocol === 'https:' && to.protocol === 'http:')
    return { kind: 'refused', reason: 'downgrade', detail: 'redirected from https to http' } as const;
  return undefined;
}
