import { parsedUrl } from '../text/parsed-url.ts';

const maxLink = 2_048;

/** Control characters that browsers skip inside `java\tscript:`. */
const hidden = /[\s\p{Cc}\p{Zl}\p{Zp}\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/gu;

/**
 * A link as it was meant: one slash for two, a scheme before another one, «&amp;amp;», a host without a scheme.
 * @param base for its scheme and its host
 */
export function mendedLink(written: string, base: string | null): string {
  const link = written
    .trim()
    .replace(/&amp;/g, '&')
    .replace(/^(?:https?:?\/\/?)+(?=https?:?\/)/i, '')
    .replace(/^(https?):?\/+(?=[^/])/i, '$1://')
    .replace(/^:\/\//, '//');
  const home = parsedUrl(base ?? '');
  const scheme = home?.protocol === 'http:' ? 'http:' : 'https:';
  if (/^www\.[^/\s]+\.[a-z]{2,}/i.test(link)) return `${scheme}//${link}`;
  const host = link.toLowerCase().split(/[/?#]/, 1)[0] ?? '';
  const own = home?.hostname.replace(/^www\./, '') ?? '';
  const isOwn = own.includes('.') && (host === own || host.endsWith(`.${own}`));
  return isOwn ? `${scheme}//${link}` : link;
}

/**
 * An absolute http(s) link, or null: other schemes, logins in the URL and links above 2,048 characters are dropped.
 * A link that is absolute already keeps its spelling.
 */
export function safeLink(written: string, base: string | null): string | null {
  const text = written.trim();
  if (text === '' || text.length > maxLink * 2) return null;
  const url = parsedUrl(text, base);
  if (
    url === null ||
    (url.protocol !== 'http:' && url.protocol !== 'https:') ||
    url.username !== '' ||
    url.password !== '' ||
    url.href.length > maxLink ||
    url.hostname === ''
  )
    return null;
  return /^https?:\/\/[^\\"<>]*$/i.test(text) && text.replace(hidden, '') === text ? text : url.href;
}
