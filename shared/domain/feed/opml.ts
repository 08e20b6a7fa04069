import { escapeHtml } from '../text/html.ts';
import { cleanLine } from '../text/clean-text.ts';
import { safeLink } from './links.ts';
import { elementsOf, readXml, type XmlElement } from './xml-tree.ts';

/** One subscription of an OPML list. */
export interface OpmlFeed {
  /** What the list calls it; '' where it says nothing. */
  title: string;
  feedUrl: string;
  siteUrl: string | null;
  /** BCP 47, as written. */
  language: string | null;
  /** The titles of the outlines around it, outermost first. */
  folders: string[];
}

const maxDepth = 20;
const maxFeeds = 10_000;

function outlinesBelow(element: XmlElement, folders: string[], found: OpmlFeed[]): void {
  for (const child of elementsOf(element)) {
    if (found.length >= maxFeeds) return;
    if (child.name !== 'outline') continue;
    const named = cleanLine(child.attributes.get('title') ?? child.attributes.get('text') ?? '');
    // `text` is required, so lists put the URL there where they have no name
    const title = named === child.attributes.get('xmlurl') ? '' : named;
    const feedUrl = safeLink(child.attributes.get('xmlurl') ?? '', null);
    if (feedUrl !== null) {
      found.push({
        title,
        feedUrl,
        siteUrl: safeLink(child.attributes.get('htmlurl') ?? '', null),
        language: child.attributes.get('language')?.trim() || null,
        folders,
      });
    }
    outlinesBelow(child, feedUrl === null && title !== '' ? [...folders, title] : folders, found);
  }
}

/**
 * Reads OPML 1.0 and 2.0 subscription lists (opml.org/spec2.opml), broken ones as far as they go: outlines with an xmlUrl that
 * is http(s), in document order, each URL once.
 * @returns null when the text is not OPML
 */
export function readOpml(text: string): OpmlFeed[] | null {
  const tree = readXml(text, {
    maxDepth,
    maxSize: 5_000_000,
    maxMarkup: 300_000,
    itemNames: new Set(),
    isItem: () => false,
    onItem: () => true,
  });
  if (tree.root?.name !== 'opml') return null;
  const found: OpmlFeed[] = [];
  for (const child of elementsOf(tree.root)) if (child.name === 'body') outlinesBelow(child, [], found);
  return [...new Map(found.map((feed) => [feed.feedUrl, feed])).values()];
}

const attribute = (name: string, value: string | null): string =>
  value === null || value === '' ? '' : ` ${name}="${escapeHtml(value)}"`;

const outline = (feed: OpmlFeed): string =>
  `<outline type="rss"${attribute('text', feed.title || feed.feedUrl)}${attribute('title', feed.title)}${attribute('xmlUrl', feed.feedUrl)}${attribute('htmlUrl', feed.siteUrl)}${attribute('language', feed.language)}/>`;

/** Writes OPML 2.0; feeds with the same first folder are grouped. */
export function writeOpml(title: string, feeds: readonly OpmlFeed[]): string {
  const folders = new Map<string, OpmlFeed[]>();
  for (const feed of feeds)
    folders.set(feed.folders[0] ?? '', [...(folders.get(feed.folders[0] ?? '') ?? []), feed]);
  const groups = [...folders].map(([name, group]) => {
    const lines = group.map((feed) => `      ${outline(feed)}`).join('\n');
    return name === '' ? lines : `    <outline text="${escapeHtml(name)}">\n${lines}\n    </outline>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>${escapeHtml(title)}</title></head>\n  <body>\n${groups.join('\n')}\n  </body>\n</opml>\n`;
}
