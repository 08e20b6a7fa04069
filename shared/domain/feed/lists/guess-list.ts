import type { Selectors } from '../../outlet.ts';
import { parsedUrl } from '../../text/parsed-url.ts';
import { type DomElement, type DomNode, all, first, isElement, pushChildren, textOf } from './dom.ts';
import { type ListClock, readListDate } from './list-dates.ts';

/** Fewer repetitions are no list. */
const leastItems = 3;
const shortestHeadline = 20;
const longestDate = 60;
/** Links looked at, in the page's order; lists of news stand before archives. */
const maxLinks = 1_500;
/** Parts of a page that hold no news. */
const aside = new Set(['nav', 'header', 'footer', 'aside', 'form']);
const className = /^-?[_a-z][\w-]*$/i;

interface Candidate {
  link: DomElement;
  /** The largest element around the link that links nowhere else. */
  item: DomElement;
}

const parentOf = (element: DomElement): DomElement | null => {
  const { parent } = element;
  return parent !== null && isElement(parent) ? parent : null;
};

function isAside(element: DomElement): boolean {
  for (let at: DomElement | null = element; at !== null; at = parentOf(at))
    if (aside.has(at.name)) return true;
  return false;
}

/** The article that a link leads to: an address of the same site below the front page. */
function articleOf(link: DomElement, url: string | null): string | null {
  const to = parsedUrl(link.attribs['href'] ?? '', url);
  const home = parsedUrl(url ?? '');
  if (to === null || !/^https?:$/.test(to.protocol) || to.pathname.length < 2) return null;
  const bare = (host: string): string => host.replace(/^www\./, '');
  if (home !== null && (bare(to.host) !== bare(home.host) || to.pathname === home.pathname)) return null;
  return `${to.pathname}${to.search}`;
}

const classesOf = (element: DomElement): string[] =>
  (element.attribs['class'] ?? '').split(/\s+/).filter((name) => className.test(name) && !/\d{2}/.test(name));

/** `div.card`: the element's name with its first class; the same for all items of a list. */
const kindOf = (element: DomElement): string => {
  const [name] = classesOf(element);
  return name === undefined ? element.name : `${element.name}.${name}`;
};

/** `div.news-list ul > li`: the item by its parents up to one with a class, so that another list of the page is not meant. */
function selectorOf(item: DomElement): string {
  const path = [kindOf(item)];
  for (let at = parentOf(item); at !== null && path.length < 5; at = parentOf(at)) {
    path.unshift(kindOf(at));
    if (kindOf(at) !== at.name) break;
  }
  return path.join(' > ');
}

/** How many different articles each element links to: 1, or 2 for any more. */
function articlesBelow(
  links: readonly { link: DomElement; article: string }[],
): Map<DomElement, string | null> {
  const below = new Map<DomElement, string | null>();
  for (const { link, article } of links) {
    for (let at: DomElement | null = link; at !== null; at = parentOf(at)) {
      const known = below.get(at);
      if (known === null) break;
      below.set(at, known === undefined || known === article ? article : null);
    }
  }
  return below;
}

function candidatesOf(page: readonly DomNode[], url: string | null): Candidate[] {
  const links = all('a[href]', [...page])
    .slice(0, maxLinks)
    .flatMap((link) => {
      const article = articleOf(link, url);
      return article === null || isAside(link) ? [] : [{ link, article }];
    });
  const below = articlesBelow(links);
  const seen = new Set<DomElement>();
  return links.flatMap(({ link }) => {
    let item = link;
    for (
      let up = parentOf(item);
      up !== null && below.get(up) !== null && up.name !== 'body';
      up = parentOf(up)
    )
      item = up;
    if (seen.has(item) || textOf(item).length < shortestHeadline) return [];
    seen.add(item);
    return [{ link, item }];
  });
}

/** The element of an item whose own text, or `datetime`, is a date. */
function dateOf(item: DomElement, clock: ListClock): DomElement | null {
  const time = first('time', item);
  if (time !== null) return time;
  const open: DomNode[] = [item];
  for (let looked = 0; open.length > 0 && looked < 200; looked++) {
    const node = open.pop();
    if (node === undefined || !isElement(node)) continue;
    const text = textOf(node);
    if (/\d/.test(text) && text.length <= longestDate && readListDate(text, clock) !== null && node !== item)
      return node;
    pushChildren(open, node);
  }
  return null;
}

const mostCommon = (names: readonly string[]): string | undefined =>
  [...new Set(names)]
    .map((name) => ({ name, count: names.filter((each) => each === name).length }))
    .sort((a, b) => b.count - a.count)[0]?.name;

function headlineOf({ link, item }: Candidate): number {
  return Math.min(100, textOf(first('h1, h2, h3, h4, h5, h6', item) ?? link).length);
}

interface Group {
  selector: string;
  members: Candidate[];
}

function groupsOf(candidates: readonly Candidate[]): Group[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const selector = selectorOf(candidate.item);
    const members = groups.get(selector) ?? [];
    members.push(candidate);
    groups.set(selector, members);
  }
  return [...groups]
    .map(([selector, members]) => ({ selector, members }))
    .filter(({ members }) => members.length >= leastItems);
}

/**
 * Where a page lists its news: the elements that repeat, each linking to one article of the site under a headline, best
 * with a date. What it finds is a proposal for the catalogue.
 * @returns null where nothing repeats
 */
export function guessSelectors(
  page: readonly DomNode[],
  { url, clock }: { url: string | null; clock: ListClock },
): Selectors | null {
  const rated = groupsOf(candidatesOf(page, url)).map((group) => {
    const sample = group.members.slice(0, 20);
    const dates = sample.map(({ item }) => dateOf(item, clock));
    const dated = dates.filter((date) => date !== null);
    const headline = sample.reduce((sum, each) => sum + headlineOf(each), 0) / sample.length;
    const isDated = dated.length * 2 > sample.length;
    return {
      group,
      date: isDated ? mostCommon(dated.map(kindOf)) : undefined,
      score: Math.min(group.members.length, 30) * headline * (isDated ? 3 : 1),
      headline,
    };
  });
  const [best] = rated
    .filter(({ headline }) => headline >= shortestHeadline)
    .sort((a, b) => b.score - a.score);
  if (best === undefined) return null;
  return { item: best.group.selector, ...(best.date !== undefined && { date: best.date }) };
}
