import { readDate } from './feed-date.ts';
import type { FeedProblem, RawFeed } from './feed-document.ts';
import { itemFields } from './feed-fields.ts';
import { rawFeedOf } from './feed-items.ts';
import { parseNodes } from './feed-nodes.ts';
import { writeDocument, writeElement, type WriteContext } from './feed-normal-form.ts';
import { absolute, elementsOf, readXml, textOf, type XmlElement, type XmlTree } from './xml-tree.ts';

const maxDepth = 64;
/** Characters of one item; the longest articles have a tenth of it. */
const maxItemSize = 400_000;
/** The normal form above this is cut: the rest of the items is dropped with a problem. */
const maxNormalForm = 8_000_000;

const itemNames = new Set(['item', 'entry', 'atom:entry', 'rdf:item', 'atom:item']);
const dateNames = new Set<string>([...itemFields.published, ...itemFields.updated]);

const isItem = (ancestors: readonly string[]): boolean => ancestors.length <= 4 && !ancestors.some((ancestor) => itemNames.has(ancestor) || ancestor === 'html');

function dateOf(item: XmlElement): string {
  for (const child of elementsOf(item)) if (dateNames.has(child.name)) return readDate(textOf(child).trim()) ?? '';
  return '';
}

/** Keeps the newest `limit` in document order; where dates are missing, the first ones, as feeds put the newest first. */
export function keepNewest(items: XmlElement[], limit: number): void {
  const dated = items.map((item, at) => ({ item, at, date: dateOf(item) }));
  if (dated.filter(({ date }) => date !== '').length * 2 > items.length) dated.sort((a, b) => b.date.localeCompare(a.date) || a.at - b.at);
  const kept = dated.slice(0, limit).sort((a, b) => a.at - b.at);
  items.splice(0, items.length, ...kept.map(({ item }) => item));
}

interface XmlFeed {
  tree: XmlTree;
  root: XmlElement;
  itemsSeen: number;
  maxItems: number;
}

function readTree(text: string, maxItems: number): { tree: XmlTree; itemsSeen: number } {
  let itemsSeen = 0;
  const tree = readXml(text, {
    maxDepth,
    maxSize: maxItemSize,
    itemNames,
    isItem,
    onItem: (items) => {
      itemsSeen++;
      if (items.length >= 2 * maxItems) keepNewest(items, maxItems);
    },
  });
  if (tree.items.length > maxItems) keepNewest(tree.items, maxItems);
  return { tree, itemsSeen };
}

function formatOf(root: XmlElement, items: readonly XmlElement[]): 'rss' | 'rdf' | 'atom' | null {
  const name = root.name.replace(/^(atom|rdf):/, '');
  if (name === 'feed' || name === 'entry') return 'atom';
  if (root.name === 'rdf:rdf' || name === 'rdf') return items.length > 0 || channelOf(root) !== null ? 'rdf' : null;
  if (name === 'rss' || name === 'channel' || name === 'rss2' || name === 'item') return 'rss';
  return items.length > 0 && name !== 'html' ? 'rss' : null;
}

function channelOf(root: XmlElement): XmlElement | null {
  if (root.name === 'channel') return root;
  for (const child of elementsOf(root)) if (child.name === 'channel') return child;
  return null;
}

/** The channel's own elements, with what RDF puts beside it. */
function headOf(root: XmlElement): XmlElement {
  const channel = channelOf(root);
  if (channel === null || channel === root) return root;
  const beside = [...elementsOf(root)].filter((child) => child !== channel && child.name !== 'title');
  return { ...channel, children: [...channel.children, ...beside] };
}

/** Where a feed that came without a URL says it is: its self link, else its site. */
function ownUrl(head: XmlElement): string | null {
  const links = [...elementsOf(head)].filter((child) => child.name === 'link' || child.name === 'atom:link');
  const self = links.find((link) => link.attributes.get('rel') === 'self') ?? links.find((link) => (link.attributes.get('rel') ?? 'alternate') === 'alternate');
  return self === undefined ? null : absolute((self.attributes.get('href') ?? textOf(self)).trim(), null);
}

function problemsOf({ tree, root, itemsSeen, maxItems }: XmlFeed): FeedProblem[] {
  const problems: FeedProblem[] = [];
  if (tree.sawDoctype) problems.push({ code: 'doctype-ignored', message: 'a DOCTYPE was ignored, its entities were not expanded' });
  if (tree.truncated) problems.push({ code: 'truncated', message: 'the document ends early; its complete items were kept' });
  else if (tree.mismatched) problems.push({ code: 'not-well-formed', message: 'tags do not match; repaired' });
  if (tree.tooDeep) problems.push({ code: 'too-deep', message: `elements below ${maxDepth} levels were dropped` });
  if (tree.tooLong) problems.push({ code: 'too-long', message: `an item was cut at ${maxItemSize} characters` });
  if (itemsSeen > maxItems) problems.push({ code: 'too-many-items', message: `${itemsSeen} items; the newest ${maxItems} were kept` });
  if (root.name === 'rss' && channelOf(root) === null) problems.push({ code: 'no-channel', message: 'the channel element is missing' });
  return problems;
}

/** Writes items until the size limit. */
function writeItems(items: readonly XmlElement[], context: WriteContext, problems: FeedProblem[]): string[] {
  const written: string[] = [];
  let size = 0;
  for (const item of items) {
    const text = writeElement(item, context);
    size += text.length;
    if (size > maxNormalForm) {
      problems.push({ code: 'too-long', message: `the feed is too long; ${items.length - written.length} items were dropped` });
      break;
    }
    written.push(text);
  }
  return written;
}

/**
 * Reads an XML feed of any dialect, well-formed or not: our tolerant pass repairs it, rss-parser reads the result.
 * @param url relative links stand on it
 * @returns null where the root is no feed's
 */
export async function readXmlFeed(text: string, url: string | null, maxItems: number): Promise<{ feed: RawFeed; problems: FeedProblem[] } | null> {
  const { tree, itemsSeen } = readTree(text, maxItems);
  const { root } = tree;
  if (root === null) return null;
  const format = formatOf(root, tree.items);
  if (format === null) return null;
  const problems = problemsOf({ tree, root, itemsSeen, maxItems });
  const items = tree.items.includes(root) ? [root] : tree.items;
  const top = headOf(root);
  const context = { url: url ?? ownUrl(top), atom: format === 'atom' };
  const head = tree.items.includes(root) ? '' : writeElement(top, context);
  const parsed = await parseNodes(writeDocument(head, writeItems(items, context, problems)));
  return { feed: rawFeedOf(parsed, format), problems };
}
