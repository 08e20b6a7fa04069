import { readDate } from './dates.ts';
import type { FeedProblem, RawFeed } from './document.ts';
import { itemFields } from './fields.ts';
import type { ItemMemo } from './item-memo.ts';
import { rawFeedOf } from './items.ts';
import { parseNodes } from './nodes.ts';
import { FieldBudget, writeDocument, writeElement, type WriteContext } from './normal-form.ts';
import { DocumentBase, absolute } from './base.ts';
import { maxItemsRead, newestItems, tooManyItems } from './newest-items.ts';
import { elementsOf, textOf, type XmlElement } from './xml-element.ts';
import { readXml, type XmlTree } from './xml-tree.ts';

const maxDepth = 64;
/** Characters of one item; the longest articles have a tenth of it. */
const maxItemSize = 400_000;
/** Pieces of markup read of one document. 500 full texts in XHTML, 2 MB, have 90,000; reading this many takes 70 ms. */
const maxMarkup = 400_000;
/** The normal form is shorter than the feed, unless a base is repeated a thousand times: above this the rest of the items is dropped with a problem. */
const maxNormalForm = (text: string): number => Math.min(8_000_000, 100_000 + 1.5 * text.length);

const itemNames = new Set(['item', 'entry', 'atom:entry', 'rdf:item', 'atom:item']);
const dateNames = new Set<string>([...itemFields.published, ...itemFields.updated]);

const isItem = (ancestors: readonly string[]): boolean =>
  ancestors.length <= 4 && !ancestors.some((ancestor) => itemNames.has(ancestor) || ancestor === 'html');

function xmlItemDate(item: XmlElement): string {
  for (const child of elementsOf(item))
    if (dateNames.has(child.name)) return readDate(textOf(child).trim()) ?? '';
  return '';
}

/** Shortens the list to the newest. */
function keepNewest(items: XmlElement[], limit: number): void {
  items.splice(0, items.length, ...newestItems(items, limit, xmlItemDate));
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
    maxMarkup,
    itemNames,
    isItem,
    onItem: (items) => {
      itemsSeen++;
      if (items.length >= 2 * maxItems) keepNewest(items, maxItems);
      return itemsSeen < maxItemsRead;
    },
  });
  keepNewest(tree.items, maxItems);
  return { tree, itemsSeen };
}

function feedFormatOf(root: XmlElement, items: readonly XmlElement[]): 'rss' | 'rdf' | 'atom' | null {
  const name = root.name.replace(/^(atom|rdf):/, '');
  if (name === 'feed' || name === 'entry') return 'atom';
  if (root.name === 'rdf:rdf' || name === 'rdf')
    return items.length > 0 || channelOf(root) !== null ? 'rdf' : null;
  if (name === 'rss' || name === 'channel' || name === 'rss2' || name === 'item') return 'rss';
  return items.length > 0 && name !== 'html' ? 'rss' : null;
}

function channelOf(root: XmlElement): XmlElement | null {
  if (root.name === 'channel') return root;
  for (const child of elementsOf(root)) if (child.name === 'channel') return child;
  return null;
}

/** The channel's own elements, with what RDF puts beside it. */
function channelHeadOf(root: XmlElement): XmlElement {
  const channel = channelOf(root);
  if (channel === null || channel === root) return root;
  const beside = [...elementsOf(root)].filter((child) => child !== channel && child.name !== 'title');
  return { ...channel, children: [...channel.children, ...beside] };
}

/** Where a feed that came without a URL says it is: its self link, else its site. */
function ownUrl(head: XmlElement): string | null {
  const links = [...elementsOf(head)].filter((child) => child.name === 'link' || child.name === 'atom:link');
  const self =
    links.find((link) => link.attributes.get('rel') === 'self') ??
    links.find((link) => (link.attributes.get('rel') ?? 'alternate') === 'alternate');
  return self === undefined ? null : absolute((self.attributes.get('href') ?? textOf(self)).trim(), null);
}

function problemsOf({ tree, root, itemsSeen, maxItems }: XmlFeed): FeedProblem[] {
  const problems: FeedProblem[] = [];
  if (tree.sawDoctype)
    problems.push({
      code: 'doctype-ignored',
      message: 'a DOCTYPE was ignored, its entities were not expanded',
    });
  if (tree.truncated)
    problems.push({ code: 'truncated', message: 'the document ends early; its complete items were kept' });
  else if (tree.mismatched)
    problems.push({ code: 'not-well-formed', message: 'tags do not match; repaired' });
  if (tree.tooDeep)
    problems.push({ code: 'too-deep', message: `elements below ${maxDepth} levels were dropped` });
  if (tree.tooLong)
    problems.push({ code: 'too-long', message: `an item was cut at ${maxItemSize} characters` });
  if (tree.tooMuchMarkup)
    problems.push({
      code: 'too-long',
      message: `more than ${maxMarkup} tags, texts and attributes; what comes after was not read`,
    });
  if (itemsSeen > maxItems)
    problems.push({ code: 'too-many-items', message: tooManyItems(itemsSeen, maxItems) });
  if (root.name === 'rss' && channelOf(root) === null)
    problems.push({ code: 'no-channel', message: 'the channel element is missing' });
  return problems;
}

/** Writes items until the size limit. */
function writeItems(
  items: readonly XmlElement[],
  context: WriteContext,
  { limit, problems }: { limit: number; problems: FeedProblem[] },
): string[] {
  const written: string[] = [];
  let size = 0;
  for (const item of items) {
    const text = writeElement(item, context);
    size += text.length;
    if (size > limit) {
      problems.push({
        code: 'too-long',
        message: `the feed is too long; ${items.length - written.length} items were dropped`,
      });
      break;
    }
    written.push(text);
  }
  return written;
}

/** What rss-parser reads of the document; of items that the memo knows it is given none. */
async function readWith(
  memo: ItemMemo | undefined,
  { head, items, format }: { head: string; items: readonly string[]; format: RawFeed['format'] },
): Promise<RawFeed> {
  const known = items.map((text) => memo?.find(text));
  const fresh = items.filter((_, at) => known[at] === undefined);
  const feed = rawFeedOf(await parseNodes(writeDocument(head, fresh)), format);
  // It leaves no item out; if ever it did, nobody could tell which.
  if (memo === undefined || feed.items.length !== fresh.length)
    return fresh.length === items.length ? feed : readWith(undefined, { head, items, format });
  const read = feed.items.values();
  return {
    ...feed,
    items: items.flatMap((text, at) => {
      const item = known[at] ?? read.next().value;
      if (item === undefined) return [];
      return [known[at] ?? memo.keep(text, item)];
    }),
  };
}

/**
 * Reads an XML feed of any dialect, well-formed or not: our tolerant pass repairs it, rss-parser reads the result.
 * @param url the base of relative links
 * @param memo of items read before
 * @returns null when the root is not a feed's
 */
export async function readXmlFeed(
  text: string,
  url: string | null,
  { maxItems, memo }: { maxItems: number; memo?: ItemMemo | undefined },
): Promise<{ feed: RawFeed; problems: FeedProblem[] } | null> {
  const { tree, itemsSeen } = readTree(text, maxItems);
  const { root } = tree;
  if (root === null) return null;
  const format = feedFormatOf(root, tree.items);
  if (format === null) return null;
  const problems = problemsOf({ tree, root, itemsSeen, maxItems });
  const items = tree.items.includes(root) ? [root] : tree.items;
  const top = channelHeadOf(root);
  const context = {
    links: new DocumentBase(url ?? ownUrl(top)),
    fields: new FieldBudget(maxItems),
    atom: format === 'atom',
  };
  const head = tree.items.includes(root) ? '' : writeElement(top, context);
  const written = writeItems(items, context, { limit: maxNormalForm(text), problems });
  if (context.fields.isSpent)
    problems.push({
      code: 'too-long',
      message: 'too many fields; of the last items only one of each was read',
    });
  if (context.links.isSpent)
    problems.push({ code: 'bad-link', message: 'too many relative links; the last were not resolved' });
  return { feed: await readWith(memo, { head, items: written, format }), problems };
}
