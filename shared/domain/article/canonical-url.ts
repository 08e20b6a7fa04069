import {
  ampCaches,
  redirectWrappers,
  trackingParameters,
  trackingPrefixes,
  trackingValues,
  variantLabels,
  visitParameters,
} from './link-noise.ts';
import { parsedUrl } from '../text/parsed-url.ts';
import { entryOf } from '../text/entry-of.ts';

const noise = new Set(trackingParameters);

function isNoise(name: string, value: string): boolean {
  const key = name.toLowerCase();
  return (
    noise.has(key) ||
    trackingPrefixes.some((prefix) => key.startsWith(prefix)) ||
    (entryOf(trackingValues, key)?.includes(value.toLowerCase()) ?? false) ||
    (entryOf(visitParameters, key)?.test(value) ?? false)
  );
}

const onHost = (url: URL, host: string): boolean =>
  url.hostname === host || url.hostname.endsWith(`.${host}`);

/** The page behind an AMP cache's copy. */
function behindCache(url: URL): URL | null {
  for (const { host, path } of ampCaches) {
    const found = host.test(url.hostname) ? path.exec(url.pathname) : null;
    if (found !== null)
      return parsedUrl(`http${found[1] === undefined ? '' : 's'}://${found[2]}${url.search}`);
  }
  return null;
}

/** The target of a redirect page; the URL itself when it is not one. Nested wrappers are followed three times. */
function unwrapped(start: URL): URL {
  let url = start;
  for (let hop = 0; hop < 3; hop++) {
    const wrapper = redirectWrappers.find((one) => onHost(url, one.host) && one.path.test(url.pathname));
    const target = wrapper?.parameters
      .map((name) => url.searchParams.get(name))
      .find((value) => value !== null && /^https?:\/\//i.test(value));
    const next = target === undefined || target === null ? behindCache(url) : parsedUrl(target);
    if (next === null) return url;
    url = next;
  }
  return url;
}

/** Removes noise from a query without touching the rest of it, byte for byte. */
function cleanQuery(search: string): string {
  const kept = search
    .slice(1)
    .split('&')
    .filter((part) => {
      const [name = '', value = ''] = part.split('=');
      return part !== '' && !isNoise(name, value);
    });
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

/**
 * The address to show and to link: redirect pages unwrapped, tracking and session parameters, tracking fragments and a closing `/amp` removed.
 * A link without any of these comes back as it was written.
 * @param link an absolute http(s) URL
 */
export function cleanUrl(link: string): string {
  const written = parsedUrl(link);
  if (written === null) return link;
  const url = unwrapped(written);
  const search = cleanQuery(url.search);
  const hash = /^#(xtor=|utm_|rss|ref=rss)/i.test(url.hash) ? '' : url.hash;
  const path = url.pathname.replace(/(?<=[^/])\/amp(\/?)$/i, '$1');
  if (url === written && search === url.search && hash === url.hash && path === url.pathname) return link;
  url.pathname = path;
  url.search = search;
  url.hash = hash;
  return url.href;
}

/** The host without a first label that names only its dress. */
function siteOf(host: string): string {
  const [label = '', ...rest] = host.split('.');
  return rest.length >= 2 && variantLabels.has(label) ? rest.join('.') : host;
}

/** The path of the page itself: not of its AMP form, its session or its front controller. */
const pageOf = (path: string): string =>
  path
    .replace(/;(?:jsessionid|phpsessid)=[^/]*/i, '')
    .replace(/^\/\(s\([a-z\d]{20,}\)\)(?=\/)/i, '')
    .replace(/^\/(?:amp|index\.php|mobile|m|print)(?=\/)/i, '')
    .replace(/^\/index\.(?:php|html?)$/i, '')
    .replace(/(?:\/amp|\.amp|\/amp\.html)$/i, '')
    .replace(/\.amp(?=\.html?$)/i, '');

/**
 * What two links to one page have in common: no scheme, no `www.` or `m.`, no default port, query in order, no fragment,
 * no closing slash, no AMP, mobile or print form. For comparing only.
 */
export function urlIdentity(link: string): string | null {
  const url = parsedUrl(cleanUrl(link));
  if (url === null) return null;
  url.searchParams.sort();
  const port = url.port === '' || (url.protocol === 'http:' && url.port === '443') ? '' : `:${url.port}`;
  const fragment = url.hash.startsWith('#!') || url.hash.startsWith('#/') ? url.hash : '';
  const path = pageOf(
    url.pathname
      .replace(/\/{2,}/g, '/')
      .replace(/\/$/, '')
      .replace(/(?:%[\da-f]{2})+/gi, (escapes) => escapes.toUpperCase()),
  );
  return `${siteOf(url.hostname.replace(/\.$/, ''))}${port}${path}${url.searchParams.size === 0 ? '' : `?${url.searchParams.toString()}`}${fragment}`;
}
