import type { Enclosure } from '../article/article.ts';
import { noHtml, type RawFeed, type RawHtml, type RawItem } from './document.ts';
import { categoryFields, commaLists, headFields, itemFields } from './fields.ts';
import {
  attributeOf,
  firstText,
  nodesOf,
  textOfNode,
  type FeedNode,
  type FeedNodes,
  type ParsedNodes,
} from './nodes.ts';

function firstHtml(nodes: FeedNodes, names: readonly string[]): RawHtml {
  for (const name of names) {
    for (const node of nodesOf(nodes, name))
      if (textOfNode(node) !== '') return { html: textOfNode(node), base: attributeOf(node, 'base') };
  }
  return noHtml;
}

const isWeb = (url: string | null): url is string => url !== null && /^https?:/i.test(url);

const linkNodes = (nodes: FeedNodes): FeedNode[] => [
  ...nodesOf(nodes, 'link'),
  ...nodesOf(nodes, 'atom:link'),
];

const hrefOf = (node: FeedNode): string => attributeOf(node, 'href') ?? textOfNode(node);

/** Of several RSS links the last counts, as in feedparser and gofeed; of several Atom alternates the first that is a page. */
function linkedPage(nodes: FeedNodes): string | null {
  const plain = nodesOf(nodes, 'link').filter(
    (node) => attributeOf(node, 'rel') === null && hrefOf(node) !== '',
  );
  const last = plain.at(-1);
  if (last !== undefined && plain.some((node) => attributeOf(node, 'href') === null)) return hrefOf(last);
  const alternates = linkNodes(nodes).filter(
    (node) =>
      (attributeOf(node, 'rel') ?? 'alternate').toLowerCase().replace(/^.*[#/]/, '') === 'alternate' &&
      hrefOf(node) !== '',
  );
  const page = alternates.find((node) => /html/.test(attributeOf(node, 'type') ?? 'html')) ?? alternates[0];
  return page === undefined ? null : hrefOf(page);
}

/** The page of a feed or item: a text link (RSS), the alternate link (Atom), a permalink guid, the RDF subject. */
function pageOf(nodes: FeedNodes, guid: string | null): string | null {
  const linked = linkedPage(nodes);
  if (linked !== null) return linked;
  const permalink = nodesOf(nodes, 'guid').find(
    (node) => attributeOf(node, 'ispermalink')?.toLowerCase() !== 'false',
  );
  if (permalink !== undefined && isWeb(textOfNode(permalink))) return textOfNode(permalink);
  const about = firstText(nodes, ['rdf:about']);
  if (isWeb(about)) return about;
  return isWeb(guid) && nodesOf(nodes, 'guid').length === 0 ? guid : null;
}

/** An Atom entry that links to nothing but itself is read there. */
const selfOf = (nodes: FeedNodes): string | null =>
  linkNodes(nodes)
    .filter((node) => attributeOf(node, 'rel')?.toLowerCase() === 'self')
    .map(hrefOf)
    .find(isWeb) ?? null;

const isAddress = (text: string): boolean =>
  /^[^\s@]/.test(text) && text.includes('@') && !text.endsWith('@') && !text.includes(' ');

/** The text before and inside the brackets that end a line; null when none do, or there are others. */
function bracketed(line: string, open: string, close: string): { before: string; inside: string } | null {
  const at = line.endsWith(close) ? line.indexOf(open) : -1;
  if (at <= 0 || line.includes(open, at + 1) || line.indexOf(close) < line.length - 1) return null;
  return { before: line.slice(0, at).trim(), inside: line.slice(at + 1, -1).trim() };
}

/** "mail@host (Name)", "Name <mail@host>" and bare names of RSS; an address only where there is no name. */
export function personName(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const angled = bracketed(line, '<', '>');
  if (angled?.inside.includes('@') === true) return angled.before.replace(/^"|"$/g, '').trim() || line;
  const round = bracketed(line, '(', ')');
  if (round === null || round.inside === '') return line;
  if (isAddress(round.before)) return round.inside;
  return isAddress(round.inside) ? round.before : line;
}

const authorOf = (node: FeedNode): string =>
  attributeOf(node, 'name') ??
  (textOfNode(node) === '' ? (attributeOf(node, 'email') ?? '') : personName(textOfNode(node)));

const unique = (texts: string[]): string[] => [...new Set(texts.filter((text) => text !== ''))];
const maxList = 50;

function authorsOf(nodes: FeedNodes, names: readonly string[]): string[] {
  for (const name of names) {
    const found = unique(nodesOf(nodes, name).map(authorOf));
    if (found.length > 0) return found.slice(0, maxList);
  }
  return [];
}

function categoriesOf(nodes: FeedNodes): string[] {
  const all = categoryFields.flatMap((name) =>
    nodesOf(nodes, name).flatMap((node) => {
      const text =
        attributeOf(node, 'label') ??
        attributeOf(node, 'term') ??
        attributeOf(node, 'text') ??
        textOfNode(node);
      return text.split(commaLists.has(name) ? /[,;\n]/ : '\n', maxList);
    }),
  );
  return unique(all.map((text) => text.replace(/\s+/g, ' ').trim())).slice(0, maxList);
}

function enclosureOf(node: FeedNode): Enclosure | null {
  const url = attributeOf(node, 'url') ?? attributeOf(node, 'href');
  if (!isWeb(url)) return null;
  const type = attributeOf(node, 'type');
  const length = Number.parseInt(attributeOf(node, 'length') ?? attributeOf(node, 'filesize') ?? '', 10);
  return { url, ...(type !== null && { type }), ...(length >= 0 && { length }) };
}

function enclosuresOf(nodes: FeedNodes): Enclosure[] {
  const linked = linkNodes(nodes).filter((node) => attributeOf(node, 'rel')?.toLowerCase() === 'enclosure');
  const all = [...nodesOf(nodes, 'enclosure'), ...linked, ...nodesOf(nodes, 'media:content')].flatMap(
    (node) => enclosureOf(node) ?? [],
  );
  return [...new Map(all.map((enclosure) => [enclosure.url, enclosure])).values()].slice(0, maxList);
}

const isImage = (node: FeedNode): boolean =>
  attributeOf(node, 'medium') === 'image' ||
  (attributeOf(node, 'type')?.startsWith('image/') ?? false) ||
  /\.(jpe?g|png|gif|webp)(\?|$)/i.test(attributeOf(node, 'url') ?? '');

function imageOf(nodes: FeedNodes): string | null {
  const candidates = [
    ...nodesOf(nodes, 'itunes:image').map((node) => attributeOf(node, 'href') ?? attributeOf(node, 'url')),
    ...nodesOf(nodes, 'itunes:link')
      .filter((node) => attributeOf(node, 'rel') === 'image')
      .map((node) => attributeOf(node, 'href')),
    ...['image', 'logo', 'atom:logo'].flatMap((name) =>
      nodesOf(nodes, name).map(
        (node) => textOfNode(node) || attributeOf(node, 'href') || attributeOf(node, 'url'),
      ),
    ),
    ...[...nodesOf(nodes, 'media:content'), ...nodesOf(nodes, 'enclosure')]
      .filter(isImage)
      .map((node) => attributeOf(node, 'url')),
    ...nodesOf(nodes, 'media:thumbnail').map((node) => attributeOf(node, 'url')),
    ...['icon', 'atom:icon'].map((name) => firstText(nodes, [name])),
  ];
  return candidates.find(isWeb) ?? null;
}

function itemOf(nodes: FeedNodes): RawItem {
  const guid = firstText(nodes, itemFields.guid);
  const content = firstHtml(nodes, itemFields.content);
  return {
    guid,
    link: pageOf(nodes, guid) ?? selfOf(nodes),
    originalLink: firstText(nodes, ['feedburner:origlink']),
    title: firstHtml(nodes, itemFields.title),
    summary: firstHtml(nodes, itemFields.summary),
    content,
    caption: firstHtml(nodes, itemFields.caption),
    published: firstText(nodes, itemFields.published),
    updated: firstText(nodes, itemFields.updated),
    authors: authorsOf(nodes, itemFields.authors),
    categories: categoriesOf(nodes),
    enclosures: enclosuresOf(nodes),
    image: imageOf(nodes),
    language: firstText(nodes, itemFields.language) ?? firstText(nodes, ['wire:lang']),
  };
}

const lines = (text: string | null): string[] => (text ?? '').split('\n').filter((line) => line !== '');

/** What rss-parser read of the normal form, as one dialect. */
export function rawFeedOf(parsed: ParsedNodes, format: RawFeed['format']): RawFeed {
  const { head } = parsed;
  const generator =
    nodesOf(head, 'admin:generatoragent').map((node) => attributeOf(node, 'resource'))[0] ?? null;
  return {
    format,
    id: firstText(head, itemFields.guid),
    title: firstHtml(head, headFields.title),
    link: pageOf(head, null),
    description: firstHtml(head, headFields.description),
    language: firstText(head, headFields.language) ?? firstText(head, ['wire:lang']),
    published: firstText(head, headFields.published),
    updated: firstText(head, headFields.updated),
    image: imageOf(head),
    generator: firstText(head, headFields.generator) ?? generator,
    authors: authorsOf(head, headFields.authors),
    categories: categoriesOf(head),
    ttl: firstText(head, ['ttl']),
    skipHours: lines(firstText(head, ['skiphours'])),
    skipDays: lines(firstText(head, ['skipdays'])),
    updatePeriod: firstText(head, ['sy:updateperiod']),
    updateFrequency: firstText(head, ['sy:updatefrequency']),
    updateBase: firstText(head, ['sy:updatebase']),
    items: parsed.items.map(itemOf),
  };
}
