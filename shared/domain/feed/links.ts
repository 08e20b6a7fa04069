import { parsedUrl } from '../text/parsed-url.ts';

const maxLink = 2_048;

/** Control characters that browsers skip inside `java\tscript:`. */
const hidden = /[\s\p{Cc}\p{Zl}\p{Zp}\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/gu;

/** «https://a.example/https://a.example/1» and «https://a.examplehttps://a.example/1»: a program put its address before a whole one. */
function withoutHostTwice(link: string): string {
  const [, host, rest] = /^https?:\/\/([^/?#\s]{1,253}?)\/?(https?:\/\/.{1,2000})$/i.exec(link) ?? [];
  if (host === undefined || rest === undefined) return link;
  const inner = parsedUrl(rest);
  const bare = (name: string): string => name.toLowerCase().replace(/^www\./, '');
  return inner !== null && bare(inner.host) === bare(host) ? rest : link;
}

let home: { base: string; url: URL | null } = { base: '', url: null };

/** All links of a document have one base: it is parsed once. */
function homeOf(base: string | null): URL | null {
  if (base === null) return null;
  if (home.base !== base) home = { base, url: parsedUrl(base) };
  return home.url;
}

/**
 * A link as it was meant: one slash for two, a scheme before another one, «&amp;amp;», a host without a scheme.
 * @param base for its scheme and its host
 */
export function mendedLink(written: string, base: string | null): string {
  const home = homeOf(base);
  const link = withoutHostTwice(
    written
      .trim()
      .replace(/^<!\[CDATA\[\s*(?:([^\s<>]+)\s*)?\]\]>$/i, '$1')
      .replace(/&(?:amp|#38|#x26);/gi, '&')
      .replace(/^(?:https?:?\/\/?)+(?=https?:?\/)/i, '')
      .replace(/^(https?):?\/+:?\/*(?=[^/])/i, '$1://')
      .replace(/^(https?):(?=[\w-]+(?:\.[\w-]+)+(?:\/|$))/i, '$1://')
      .replace(/^:\/\//, '//'),
  );
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
