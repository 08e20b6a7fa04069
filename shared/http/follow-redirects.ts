import type { Validators } from '../domain/visit/feed-state.ts';
import { parsedUrl } from '../domain/text/parsed-url.ts';
import { type AllowedHosts, checkUrl } from '../domain/visit/public-address.ts';
import { type Headers, headerValues } from '../domain/visit/server-wait.ts';
import type { Hop, Reply } from '../domain/visit/outcome.ts';

/** One request and its whole response; the body is read only where it is wanted. */
interface Exchange {
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
}

const hopLimit = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

/** Requests a URL and follows its redirects, each checked like the first, validators only to the URL that gave them. @throws what `ask` throws */
export async function followRedirects(context: FollowContext, start: string): Promise<Reply> {
  const { hops } = context;
  for (let next = start; ;) {
    const checked = checkUrl(next, context.allowed);
    if ('refused' in checked)
      return {
        kind: 'refused',
        reason: checked.refused,
        detail: 'the URL is not one that may be asked',
        hops,
      };
    const { url } = checked;
    if (hops.some((hop) => new URL(hop.url).host === url.host)) await context.waitGap();
    const conditional = conditionsFor(context.validators, next, url.href);
    const { status, headers, body, skip } = await context.ask(url, exactPath(next, url), {
      ...context.headers,
      ...conditional,
    });
    const location = headerValues(headers, 'location')[0];
    if (!redirects.has(status) || location === undefined) {
      const answer = { url: next, status, headers, hops, conditional: Object.keys(conditional).length > 0 };
      return {
        kind: 'answer',
        answer,
        body: status === 304 ? await skip().then(() => new Uint8Array()) : await body(),
      };
    }
    await skip();
    const stop = hopFault(hops, { from: url, location });
    if (stop !== undefined) return { ...stop, hops };
    const to = new URL(location, url.href).href;
    hops.push({ url: next, status, to, headers });
    next = to;
  }
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

function hopFault(hops: readonly Hop[], { from, location }: { from: URL; location: string }) {
  const to = parsedUrl(location, from.href);
  if (to === null)
    return { kind: 'unanswered', fault: 'bad-redirect', detail: 'redirected to no URL' } as const;
  if (hops.length >= hopLimit)
    return {
      kind: 'unanswered',
      fault: 'too-many-redirects',
      detail: `more than ${hopLimit} redirects`,
    } as const;
  if (to.href === from.href || hops.some((hop) => new URL(hop.url).href === to.href))
    return { kind: 'unanswered', fault: 'redirect-loop', detail: 'redirected in a circle' } as const;
  if (from.protocol === 'https:' && to.protocol === 'http:')
    return { kind: 'refused', reason: 'downgrade', detail: 'redirected from https to http' } as const;
  return undefined;
}
