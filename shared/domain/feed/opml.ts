import { cleanLine } from '../text/clean-text.ts';
import { safeLink } from './links.ts';
import type { OpmlFeed } from './write-opml.ts';
import { elementsOf, type XmlElement } from './xml-element.ts';
import { readXml } from './xml-tree.ts';

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
