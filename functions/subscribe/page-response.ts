import type { WordKey, Words } from '../../shared/domain/digest/words.ts';
import { type Html, html } from '../../shared/domain/text/html.ts';
import { siteHeaders } from '../../shared/domain/site/headers.ts';
import { page } from './pages.ts';

export interface PageResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Stricter than the site's: these pages have no script and load nothing but their style. */
export const pageHeaders: Record<string, string> = {
  ...siteHeaders,
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'content-type': 'text/html; charset=utf-8',
};

export const withHeaders = (answer: PageResponse, headers: Record<string, string>): PageResponse => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

export function htmlPage(status: number, words: Words, title: string, body: Html): PageResponse {
  return { status, headers: {}, body: page(words, title, body) };
}

export function plainPage(words: Words, status: number, title: WordKey, text?: WordKey): PageResponse {
  return htmlPage(
    status,
    words,
    words.say(title),
    html`${text !== undefined && html`<p>${words.say(text)}</p>`}<p><a href="/">${words.say('home')}</a></p>`,
  );
}
