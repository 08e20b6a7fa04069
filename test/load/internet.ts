import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { escapeHtml } from '../../shared/domain/text/html.ts';
import { newsOf, textsOf } from '../bench/made-up-articles.ts';
import { seeded } from '../fakes/seeded.ts';

const hour = 3_600_000;
/** Items a day; in shares as catalogues have them: few write much, many little. */
const rhythms: readonly number[] = [48, 24, 24, 12, 12, 6, 6, 3, 1, 1];
const forms = ['rss', 'atom', 'json', 'sitemap', 'page', 'rss'] as const;
const shown = 25;
/** Part of the items that carry another source's text, and of the answers that fail. */
const reprints = 0.1;
const failures = 0.03;

interface Item {
  title: string;
  summary: string;
  at: number;
  path: string;
}

interface Source {
  id: string;
  form: (typeof forms)[number];
  language: string;
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
  readonly #texts: ReturnType<typeof textsOf>;
  readonly #random = seeded(11);
  readonly #start: number;

  readonly #rhythms: readonly number[];

  readonly #failures: number;

  /** @param onTopic the share of texts on our topics @param perDay items of each source, by turns @param failing the share of answers that fail */
  constructor(start: number, { onTopic = 0.06, perDay = rhythms, failing = failures } = {}) {
    this.#start = start;
    this.#failures = failing;
    this.#rhythms = perDay;
    // Off topic are words without watched names: with names by chance a third of all items was tagged.
    const told = newsOf(6_000, { seed: 5, bytes: 600, onTopic: 1 });
    this.#texts = textsOf(6_000).map((text, at) =>
      hashed(`topic ${at}`) < onTopic ? (told[at] ?? text) : text,
    );
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
        language: this.#texts[at % 6]?.language ?? 'en',
        gap: (24 * hour) / (this.#rhythms[at % this.#rhythms.length] ?? 1),
        origin: `http://${host}:${(server.address() as AddressInfo).port}`,
      });
    }
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

  /** The newest items of a source, newest first. */
  #items(at: number, now: number): Item[] {
    const source = this.sources[at];
    if (source === undefined) return [];
    const last = Math.floor((now - this.#start) / source.gap);
    return Array.from({ length: Math.min(shown, last + shown) }, (_, back) => last - back).map((n) => {
      const isReprint = this.#texts.length > 0 && hashed(`${at} ${n}`) < reprints;
      const teller = isReprint ? (at + 6) % this.sources.length : at;
      const text = this.#texts[(6 * hashedInt(`${teller} ${n}`, 1_000) + (teller % 6)) % this.#texts.length];
      return {
        title: text?.title ?? '',
        summary: text?.summary ?? '',
        at: this.#start + n * source.gap + hashedInt(`${at}`, source.gap),
        path: `/news/${at}-${n + shown}`,
      };
    });
  }

  #answer(at: number, request: IncomingMessage, response: ServerResponse): void {
    this.requests++;
    const source = this.sources[at];
    if (request.url !== '/list' || source === undefined) return void response.writeHead(404).end();
    if (this.#random() < this.#failures) return void response.writeHead(503).end();
    const now = Date.now();
    const body = written(
      source,
      this.#items(at, now).filter((item) => item.at <= now),
    );
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    this.bytes += body.length;
    const type =
      source.form === 'page' ? 'text/html' : source.form === 'json' ? 'application/json' : 'application/xml';
    response.writeHead(200, { etag, 'content-type': `${type}; charset=utf-8` }).end(body);
  }
}

const hashedInt = (text: string, below: number): number =>
  createHash('md5').update(text).digest().readUInt32BE(0) % Math.max(1, Math.floor(below));
const hashed = (text: string): number => hashedInt(text, 1_000) / 1_000;

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
