import { DomUtils } from 'htmlparser2';
import { escapeHtml } from '../../text/html.ts';
import type { Selectors } from '../../outlet.ts';
import { absolute } from '../base.ts';
import { bareFeed, bareItem, type RawFeed, type RawHtml, type RawItem } from '../document.ts';
import { firstPictureOf } from '../pictures.ts';
import { type DomElement, type DomNode, all, first, parsePage, textOf } from './dom.ts';
import { guessSelectors } from './guess-list.ts';
import { type ListClock, readListDate } from './list-dates.ts';

export interface PageSource {
  /** The URL that answered. */
  url: string | null;
  select?: Selectors | undefined;
  clock: ListClock;
  maxItems: number;
}

const heading = 'h1, h2, h3, h4, h5, h6';
/** A teaser is a sentence, no label. */
const leastTeaser = 40;

export const asHtml = (text: string, base: string | null): RawHtml => ({ html: escapeHtml(text), base });

function linkOf(item: DomElement, selector: string | undefined): DomElement | null {
  if (selector !== undefined) {
    const found = first(selector, item);
    return found === null || found.name === 'a' ? found : first('a[href]', found);
  }
  return item.name === 'a' ? item : first('a[href]', item);
}

/** The title: its own element, a heading, the longest text that links where the item links, or what the link or picture is called. */
function titleOf(
  item: DomElement,
  link: DomElement,
  select: Selectors,
  others: ReadonlySet<DomNode>,
): string {
  const own = select.title === undefined ? first(heading, item) : first(select.title, item);
  if (own !== null && textOf(own) !== '') return textOf(own, others);
  const texts = [item, ...all('a[href]', item)]
    .filter((each) => each.attribs['href'] === link.attribs['href'] && each.name === 'a')
    .map((each) => textOf(each, others))
    .sort((a, b) => b.length - a.length);
  const [longest = ''] = texts;
  if (longest !== '') return longest;
  return link.attribs['title'] ?? (textOf(item, others) || (first('img[alt]', item)?.attribs['alt'] ?? ''));
}

/** When, as the page says it: for machines in a time element or a count of seconds, else in words. */
function dateElement(item: DomElement, select: Selectors): DomElement | null {
  return select.date === undefined ? first('time', item) : first(select.date, item);
}

function writtenDate(element: DomElement | null): string | null {
  if (element === null) return null;
  const { datetime, content } = element.attribs;
  const seconds = element.attribs['data-unixtime'] ?? element.attribs['data-timestamp'];
  return datetime ?? seconds ?? (element.name === 'meta' ? content : undefined) ?? textOf(element);
}

function itemOf(item: DomElement, source: PageSource, select: Selectors): RawItem | null {
  const link = linkOf(item, select.link);
  const href = link?.attribs['href']?.trim() ?? '';
  if (link === null || href === '' || /^(?:#|javascript:|mailto:|tel:)/i.test(href)) return null;
  const time = dateElement(item, select);
  const teaser = select.summary === undefined ? first('p', item) : first(select.summary, item);
  const others = new Set<DomNode>([time, teaser].filter((each) => each !== null));
  const title = titleOf(item, link, select, others);
  if (title === '') return null;
  const written = writtenDate(time) ?? (select.date === undefined ? null : '');
  const summary = teaser === null ? '' : textOf(teaser);
  const picture = first('img', item);
  const told = select.summary !== undefined || summary.length >= leastTeaser;
  return {
    ...bareItem,
    link: href,
    title: asHtml(title, source.url),
    summary: asHtml(told && summary !== title ? summary : '', source.url),
    published: written === null ? null : (readListDate(written, source.clock, select.dateForm) ?? written),
    image: picture === null ? null : firstPictureOf(DomUtils.getOuterHTML(picture)),
  };
}

/** The items of a list page, by the catalogue's selectors or, where it has none, by what repeats on the page. Never throws for a page; a faulty selector finds nothing. */
export function readListPage(html: string, source: PageSource): RawFeed {
  const page = parsePage(html);
  const base = first('base[href]', page)?.attribs['href'];
  const url = base === undefined ? source.url : (absolute(base, source.url) ?? source.url);
  const select = source.select ?? guessSelectors(page, { url, clock: source.clock });
  const seen = new Set<string>();
  const items = (select === null ? [] : all(select.item, page))
    .slice(0, source.maxItems)
    .flatMap((element) => {
      const item = select === null ? null : itemOf(element, { ...source, url }, select);
      const key = item?.link === null || item === null ? '' : (absolute(item.link, url) ?? item.link);
      if (item === null || seen.has(key)) return [];
      seen.add(key);
      return [{ ...item, link: key }];
    });
  const title = first('title', page);
  return {
    ...bareFeed('page', items),
    title: asHtml(title === null ? '' : textOf(title), url),
    link: source.url,
    language: first('html', page)?.attribs['lang'] ?? null,
  };
}
