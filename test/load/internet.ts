import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { escapeHtml } from '../../shared/domain/text/html.ts';
import { wireLanguages, type WireLanguage } from '../../shared/domain/language.ts';
import { seeded } from '../fakes/seeded.ts';
import { hashed, type Text, Texts } from './texts.ts';

const hour = 3_600_000;
/** Items a day; in shares as catalogues have them: few write much, many little. */
const rhythms: readonly number[] = [48, 24, 24, 12, 12, 6, 6, 3, 1, 1];
const forms = ['rss', 'atom', 'json', 'sitemap', 'page', 'rss'] as const;
const shown = 25;
/** Part of the items that carry another source's text, and of the answers that fail. */
const reprints = 0.1;
const failures = 0.03;

/** Of a hundred sources so many are not as they should be: gone, a page where a feed was, without validators. */
const habits = ['gone', 'broken', 'no validator', 'no validator', 'no validator'] as const;
const habitShares = 100;

interface Item extends Text {
  at: number;
  path: string;
}

interface Source {
  id: string;
  form: (typeof forms)[number];
  language: WireLanguage;
  habit: (typeof habits)[number] | 'good';
  /** Milliseconds between two items. */
  gap: number;
  origin: string;
}

/** A loopback internet: so many sources, each a host with a rhythm, a language and a form of its own. 127/8 must answer, so Linux. */
export class Internet {
  readonly sources: Source[] = [];
  requests = 0;
  bytes = 0;
  readonly #servers: Server[] = [];
  readonly #random = seeded(11);
  readonly #start: number;
  readonly #rhythms: readonly number[];
  readonly #failures: number;
  readonly #onTopic: number;
  #texts: Texts | undefined;

  /** @param onTopic the share of texts on our topics @param perDay items of each source, by turns @param failing the share of answers that fail */
  constructor(start: number, { onTopic = 0.06, perDay = rhythms, failing = failures } = {}) {
    this.#start = start;
    this.#failures = failing;
    this.#rhythms = perDay;
    this.#onTopic = onTopic;
  }

  async open(count: number): Promise<void> {
    for (let at = 0; at < count; at++) {
      const server = createServer((request, response) => this.#answer(at, request, response));
      const host = `127.${1 + (at >> 16)}.${(at >> 8) & 255}.${1 + ((at & 255) % 254)}`;
      await new Promise<void>((resolve) => server.listen(0, host, resolve));
      this.#servers.push(server);
      this.sources.push({
        id: `source-${at}`,
        form: forms[at % forms.length] ?? 'rss',
        language: wireLanguages[Math.floor(at / forms.length) % wireLanguages.length] ?? 'en',
        gap: (24 * hour) / (this.#rhythms[at % this.#rhythms.length] ?? 1),
        habit: this.#habit(at),
        origin: `http://${host}:${(server.address() as AddressInfo).port}`,
      });
    }
    const itemsADay = this.sources.reduce((sum, { gap }) => sum + (24 * hour) / gap, 0);
    this.#texts = new Texts({ onTopic: this.#onTopic, itemsADay });
  }

  close(): void {
    for (const server of this.#servers) {
      server.close();
      server.closeAllConnections();
    }
  }

  /** The catalogue, and the hosts that may be visited. @param marks what it says of each source besides */
  catalogue(marks: (at: number) => object = () => ({})): { outlets: object[]; hosts: string } {
    const countries = { hy: 'AM', az: 'AZ', ru: 'RU', ka: 'GE', tr: 'TR' } as Record<string, string>;
    const outlets = this.sources.map(({ id, form, language, origin }, at) => ({
      id,
      name: id,
      country: countries[language] ?? 'GB',
      kind: 'independent',
      homepage: `https://${id}.invalid/`,
      sources: [
        {
          id,
          url: `${origin}/list`,
          language,
          ...marks(at),
          ...(form === 'sitemap' && { kind: 'sitemap' }),
          ...(form === 'page' && {
            kind: 'page',
            select: { item: 'li', title: 'a', link: 'a', date: 'time' },
          }),
        },
      ],
    }));
    return { outlets, hosts: this.sources.map(({ origin }) => origin.slice('http://'.length)).join(',') };
  }

  /** Where no answer fails, every source is as it should be. */
  #habit(at: number): Source['habit'] {
    const drawn = habits[Math.floor(hashed(`habit ${at}`) * habitShares)];
    return this.#failures === 0 ? 'good' : (drawn ?? 'good');
  }

  /** When the item came out: once in each of its gaps, somewhere. */
  #time(at: number, n: number): number {
    const { gap = hour } = this.sources[at] ?? {};
    return this.#start + Math.floor((n + hashed(`${at} ${n}`)) * gap);
  }

  /** The number of a source's newest item. */
  #newest(at: number, now: number): number {
    const n = Math.floor((now - this.#start) / (this.sources[at]?.gap ?? hour));
    return this.#time(at, n) <= now ? n : n - 1;
  }

  /** The newest items of a source, newest first. */
  #items(at: number, newest: number): Item[] {
    return Array.from({ length: shown }, (_, back) => newest - back).map((n) => {
      const time = this.#time(at, n);
      return { ...this.#text(at, n, time), at: time, path: `/news/${at}-${n + shown}` };
    });
  }

  /** Its own, or that of the newest item of another source of its language. */
  #text(at: number, n: number, time: number): Text {
    const isReprint = hashed(`reprint ${at} ${n}`) < reprints;
    const teller = isReprint ? (at + forms.length * wireLanguages.length) % this.sources.length : at;
    const told = isReprint ? this.#newest(teller, time) : n;
    const language = this.sources[at]?.language ?? 'en';
    return (
      this.#texts?.of({ source: teller, n: told, at: this.#time(teller, told), language }) ?? {
        title: '',
        summary: '',
      }
    );
  }

  #answer(at: number, request: IncomingMessage, response: ServerResponse): void {
    this.requests++;
    const source = this.sources[at];
    if (request.url !== '/list' || source === undefined) return void response.writeHead(404).end();
    if (this.#random() < this.#failures) return void response.writeHead(503).end();
    if (source.habit === 'gone') return void response.writeHead(404).end();
    if (source.habit === 'broken')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Soon here');
    const newest = this.#newest(at, Date.now());
    const validator: Record<string, string> =
      source.habit === 'no validator' ? {} : { etag: `"${at}-${newest}"` };
    const { etag } = validator;
    if (etag !== undefined && request.headers['if-none-match'] === etag)
      return void response.writeHead(304, { etag }).end();
    const body = written(source, this.#items(at, newest));
    this.bytes += body.length;
    const type =
      source.form === 'page' ? 'text/html' : source.form === 'json' ? 'application/json' : 'application/xml';
    response.writeHead(200, { ...validator, 'content-type': `${type}; charset=utf-8` }).end(body);
  }
}

function written({ form, origin, id }: Source, items: readonly Item[]): string {
  const each = (make: (item: Item & { url: string; iso: string }) => string): string =>
    items
      .map((item) =>
        make({
          ...item,
          title: escapeHtml(item.title),
          summary: escapeHtml(item.summary),
          url: `${origin}${item.path}`,
          iso: new Date(item.at).toISOString(),
        }),
      )
      .join('');
  switch (form) {
    case 'rss':
      return `<?xml version="1.0"?><rss version="2.0"><channel><title>${id}</title>${each(({ title, summary, url, at }) => `<item><title>${title}</title><link>${url}</link><guid>${url}</guid><description>${summary}</description><pubDate>${new Date(at).toUTCString()}</pubDate></item>`)}</channel></rss>`;
    case 'atom':
      return `<feed xmlns="http://www.w3.org/2005/Atom"><title>${id}</title><id>${origin}/</id>${each(({ title, summary, url, iso }) => `<entry><title>${title}</title><link href="${url}"/><id>${url}</id><updated>${iso}</updated><published>${iso}</published><summary>${summary}</summary></entry>`)}</feed>`;
    case 'json':
      return JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: id,
        items: items.map((item) => ({
          id: `${origin}${item.path}`,
          url: `${origin}${item.path}`,
          title: item.title,
          content_text: item.summary,
          date_published: new Date(item.at).toISOString(),
        })),
      });
    case 'sitemap':
      return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${each(({ title, url, iso }) => `<url><loc>${url}</loc><news:news><news:title>${title}</news:title><news:publication_date>${iso}</news:publication_date></news:news></url>`)}</urlset>`;
    default:
      return `<!doctype html><title>${id}</title><ul>${each(({ title, url, iso }) => `<li><a href="${url}">${title}</a> <time datetime="${iso}">${iso}</time></li>`)}</ul>`;
  }
}
