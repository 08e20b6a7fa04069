import type { ParsedArticle } from '../../shared/domain/article/article.ts';
import { decodeBytes } from '../../shared/domain/feed/decode-bytes.ts';
import { parsePage } from '../../shared/domain/feed/lists/dom.ts';
import { guessSelectors } from '../../shared/domain/feed/lists/guess-list.ts';
import { type SiteLinks, siteLinks } from '../../shared/domain/feed/lists/site-links.ts';
import { parseGuarded } from './parse-guarded.ts';
import { previewOf, type Selectors, type Source, type SourceKind } from '../../shared/domain/outlet.ts';
import { looksLikeFeed } from '../../shared/domain/visit/looks-like-feed.ts';
import { contentTypeOf, type HttpResponse, type Reply } from '../../shared/domain/visit/outcome.ts';
import { type JourneySettings, SiteJourney } from './site-journey.ts';

/** A source that was read: as the catalogue would have it, without id and sighting, and what it lists. */
export interface FoundSource {
  source: Omit<Source, 'id' | 'seen'>;
  items: ParsedArticle[];
  /** What the source calls itself. */
  title: string;
  /** Feeds that it names, where it is a page. */
  feeds: string[];
}

/** An address that was asked and is no source, and why. */
interface Miss {
  url: string;
  why: string;
  /** Feeds that the page in its place names. */
  feeds: string[];
}

export interface Discovery {
  requests: number;
  found: FoundSource[];
  misses: Miss[];
  /** Named by the site, and not asked: the requests were used up. */
  notAsked: string[];
}

/** Where content management systems have their feed when no page names it; the commonest first. */
const commonFeeds = ['/feed/', '/rss', '/rss.xml'];
const enoughFeeds = 2;
const leastItems = 3;
const noLinks: SiteLinks = { feeds: [], channels: [], newsPages: [] };

/** In what form an answer lists its articles; null where it is none of ours. */
function formOf(url: string, body: Uint8Array, answer: HttpResponse): SourceKind | null {
  if (previewOf(url).startsWith('https://t.me/s/')) return 'telegram';
  const what = looksLikeFeed(body, contentTypeOf(answer));
  if (what === 'html') return 'page';
  if (what !== 'feed') return null;
  const head = Buffer.from(body.subarray(0, 2_000)).toString('latin1');
  return /<(?:\w+:)?(?:urlset|sitemapindex)[\s>]/i.test(head) ? 'sitemap' : 'feed';
}

/** What is asked from now on: the new address where the site says that it moved for good. */
const lasting = (asked: string, { url, hops }: HttpResponse): string =>
  hops.length > 0 && hops.every(({ status }) => status === 301 || status === 308) ? url : asked;

const mostCommon = (items: readonly ParsedArticle[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const { language } of items) counts.set(language, (counts.get(language) ?? 0) + 1);
  counts.delete('und');
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
};

type Read = FoundSource | Miss;
const isFound = (read: Read): read is FoundSource => 'items' in read;

const whyNot = (reply: Reply): string =>
  reply.kind === 'answer'
    ? `HTTP ${reply.answer.status}`
    : reply.detail || (reply.kind === 'refused' ? reply.reason : reply.fault);

/** One look at a site: what was asked, and what came of it. */
class Look {
  readonly found: FoundSource[] = [];
  readonly misses: Miss[] = [];
  readonly asked = new Set<string>();
  readonly journey: SiteJourney;
  private readonly zone: string | undefined;
  private readonly at: string;

  constructor(settings: JourneySettings, zone: string | undefined) {
    this.journey = new SiteJourney(settings);
    this.zone = zone;
    this.at = settings.clock().toISOString();
  }

  /** Asks an address and reads it. @returns the page where it is one, for its links; null where nothing was asked */
  async look(url: string): Promise<{ html: string; url: string } | null> {
    if (this.asked.has(url)) return null;
    const step = await this.journey.ask(url);
    if ('untold' in step) {
      if (step.untold !== 'robots') return null;
      this.asked.add(url);
      this.misses.push({ url, why: 'robots.txt forbids it', feeds: [] });
      return null;
    }
    this.asked.add(url);
    const { reply } = step;
    if (reply.kind !== 'answer' || reply.answer.status !== 200) {
      this.misses.push({ url, why: whyNot(reply), feeds: [] });
      return null;
    }
    const read = await this.read(url, reply.body, reply.answer);
    if (isFound(read)) this.found.push(read);
    else this.misses.push(read);
    const isPage = formOf(url, reply.body, reply.answer) === 'page';
    return isPage
      ? { html: decodeBytes(reply.body, contentTypeOf(reply.answer)).text, url: reply.answer.url }
      : null;
  }

  private async read(url: string, body: Uint8Array, answer: HttpResponse): Promise<Read> {
    const kind = formOf(url, body, answer);
    if (kind === null)
      return { url, why: `no source: ${looksLikeFeed(body, contentTypeOf(answer))}`, feeds: [] };
    const list = kind === 'page' ? this.listOf(body, answer) : undefined;
    const feeds = list?.feeds ?? [];
    if (list?.select === null) return { url, why: 'a page without a list of articles', feeds };
    const how = {
      ...(kind !== 'feed' && { kind }),
      ...(list !== undefined && { select: list.select }),
      ...(this.zone !== undefined && { zone: this.zone }),
    };
    const { url: base } = answer;
    const contentType = contentTypeOf(answer);
    const parsed = await parseGuarded(body, { ...how, url: base, contentType, at: this.at, content: false });
    if (parsed.kind !== 'feed') return { url, why: parsed.reason, feeds };
    const items = parsed.articles.filter(({ title }) => title !== '');
    if (items.length < (kind === 'page' ? leastItems : 1)) return { url, why: 'no items', feeds };
    const language = mostCommon(items);
    const source = {
      url: kind === 'telegram' ? previewOf(url) : lasting(url, answer),
      ...how,
      ...(language !== undefined && { language }),
    };
    return { source, items, title: parsed.feed.title, feeds };
  }

  private listOf(body: Uint8Array, answer: HttpResponse): { select: Selectors | null; feeds: string[] } {
    const html = decodeBytes(body, contentTypeOf(answer)).text;
    const page = parsePage(html);
    const clock = { zone: this.zone ?? 'UTC', at: this.at };
    return {
      select: guessSelectors(page, { url: answer.url, clock }),
      feeds: siteLinks(html, page, answer.url).feeds,
    };
  }

  result(): Omit<Discovery, 'notAsked'> {
    return { requests: this.journey.requests, found: this.found, misses: this.misses };
  }

  count(kind: SourceKind): number {
    return this.found.filter(isKind(kind)).length;
  }
}

const isNews = (sitemap: string): boolean => /news|latest|recent|google/i.test(sitemap);

/** Asks what the site names, feeds first; what it does not name only where nothing else was found. */
async function lookAround(look: Look, links: SiteLinks, base: string): Promise<void> {
  for (const feed of links.feeds) if (look.count('feed') < enoughFeeds) await look.look(feed);
  if (look.count('feed') === 0) {
    for (const sitemap of look.journey.sitemaps.filter(isNews).slice(0, 1)) await look.look(sitemap);
    for (const path of links.feeds.length > 0 ? [] : commonFeeds)
      if (look.count('feed') + look.count('sitemap') === 0) await look.look(new URL(path, base).href);
  }
  if (look.count('feed') + look.count('sitemap') === 0)
    for (const page of links.newsPages.slice(0, 1)) await look.look(page);
  for (const channel of links.channels.slice(0, 1)) await look.look(channel);
}

/**
 * Looks for the sources of a site: what its page, its robots.txt and common paths lead to. Feeds first, then news sitemaps,
 * a list page, and a channel; with `most` requests, robots.txt and redirects among them.
 * @param zone of dates that say none
 */
export async function discoverSources(
  url: string,
  settings: JourneySettings,
  zone?: string,
): Promise<Discovery> {
  const look = new Look(settings, zone);
  const start = await look.look(previewOf(url));
  const links = start === null ? noLinks : siteLinks(start.html, parsePage(start.html), start.url);
  if (start !== null) await lookAround(look, links, start.url);
  const named = [
    ...links.feeds,
    ...look.journey.sitemaps.filter(isNews),
    ...links.newsPages.slice(0, 3),
    ...links.channels,
  ];
  return { ...look.result(), notAsked: [...new Set(named)].filter((each) => !look.asked.has(each)) };
}

/** Looks at one address only, for who wants to add just that. */
export async function lookAt(url: string, settings: JourneySettings, zone?: string): Promise<Discovery> {
  const look = new Look(settings, zone);
  await look.look(previewOf(url));
  return { ...look.result(), notAsked: [] };
}

const isKind =
  (kind: SourceKind) =>
  ({ source }: FoundSource): boolean =>
    (source.kind ?? 'feed') === kind;

const datedShare = ({ items }: FoundSource): number =>
  items.filter(({ published }) => published !== null).length / items.length;

/**
 * What of it is worth a place in the catalogue: feeds, else the sitemap, else the page whose items are dated best. A channel
 * is the alternate of the first, or a source where there is no other.
 */
export function worthwhile(found: readonly FoundSource[]): FoundSource[] {
  const [feeds, sitemaps, channels] = (['feed', 'sitemap', 'telegram'] as const).map((kind) =>
    found.filter(isKind(kind)),
  );
  const pages = found
    .filter(isKind('page'))
    .toSorted((a, b) => datedShare(b) - datedShare(a) || b.items.length - a.items.length);
  const sources = [feeds ?? [], sitemaps ?? [], pages.slice(0, 1)].find((some) => some.length > 0) ?? [];
  const [channel] = channels ?? [];
  const [first, ...others] = sources;
  if (first === undefined || channel === undefined) return [...sources, ...(channels ?? [])];
  const alternate = { kind: 'telegram' as const, url: channel.source.url };
  return [{ ...first, source: { ...first.source, alternate } }, ...others];
}
