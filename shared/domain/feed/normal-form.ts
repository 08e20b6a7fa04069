import type { DocumentBase } from './base.ts';
import { categoryFields, readNames, richNames } from './fields.ts';
import { htmlOf, maxHtml } from './html.ts';
import { escapeHtml } from '../text/html.ts';
import { rssNames } from './xml-names.ts';
import { childrenNamed, elementsOf, textOf, type XmlElement } from './xml-element.ts';
import { entryOf } from '../text/entry-of.ts';

/**
 * rss-parser reads a document of any dialect only if it is well-formed, has a channel, and uses the usual prefixes; it loses
 * the order of mixed content (xml2js), one bad Atom date loses the feed, and its snippets of `description` and
 * `content:encoded` take quadratic time (8–19 s for 96 KB). So it is given every document in one shape, in which none of
 * this can happen: RSS 2.0 with our prefixes, markup as escaped text, links absolute, the two snippet fields renamed.
 */

const wanted = new Set(readNames);
const keptAttributes = new Set([
  'href',
  'rel',
  'type',
  'url',
  'length',
  'filesize',
  'term',
  'label',
  'text',
  'ispermalink',
  'medium',
  'resource',
  'name',
  'email',
]);
const urlAttributes = new Set(['href', 'url', 'resource']);
const persons = new Set(['author', 'atom:author', 'itunes:owner', 'dc:creator', 'creator']);
/** Whose children count as the item's own. */
const groups = new Set(['media:group', 'media:content', 'itunes:category', 'rdf:bag', 'rdf:seq', 'rdf:li']);
const idNames = new Set(['id', 'atom:id', 'guid']);
const urlTexts = new Set([
  'link',
  'image',
  'logo',
  'atom:logo',
  'icon',
  'atom:icon',
  'feedburner:origlink',
  'atom:link',
]);
const maxText = 8_000;
/** How many elements of one name are read: for lists as many as are kept, else the first that is not empty. */
const maxInList = 50;
const maxAlike = 5;
const lists = new Set<string>([
  ...categoryFields,
  ...persons,
  'link',
  'atom:link',
  'enclosure',
  'media:content',
  'media:thumbnail',
  'media:group',
  'media:credit',
  'rdf:li',
]);
/** Elements of one item or channel, and on average of a document's items. */
const maxChildren = 300;
const maxOnAverage = 20;

/** Fields that may still be written of a document; each takes rss-parser 5 µs. */
export class FieldBudget {
  private left: number;

  constructor(items: number) {
    this.left = maxOnAverage * items;
  }

  get isSpent(): boolean {
    return this.left <= 0;
  }

  /** How many elements of one name an element may have. */
  ofName(name: string): number {
    if (this.isSpent) return 1;
    return lists.has(name) ? maxInList : maxAlike;
  }

  spend(fields: number): void {
    this.left -= fields;
  }
}

/** `pubdate` is `pubDate` to rss-parser; the two fields of which it makes snippets it must not see. */
const written: Record<string, string> = {
  pubdate: 'pubDate',
  description: 'wire:description',
  'content:encoded': 'wire:content',
};
export const normalName = (name: string): string => entryOf(written, name) ?? name.replace('?:', 'x:');

/** CDATA: half the length of escaped markup, and sax need not unescape it. */
const characters = (text: string): string =>
  /[<&>]/.test(text) ? `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : text;

const attribute = (name: string, value: string): string => ` ${name}="${escapeHtml(value)}"`;

function attributesOf(element: XmlElement, base: string | null, links: DocumentBase): string {
  let text = '';
  for (const [written, value] of element.attributes) {
    const name = written.replace(/^[a-z]+:/, '');
    if (!keptAttributes.has(name)) continue;
    const link = urlAttributes.has(name) ? links.link(value.trim(), base) : value;
    text += attribute(name, link.slice(0, maxText));
  }
  return text;
}

/** A person is written as `name` and `email` attributes: rss-parser keeps only the first name of the first author. */
function personOf(element: XmlElement): string {
  const part = (local: string): string => {
    const child = [...elementsOf(element)].find((one) => one.name.replace(/^[^:]*:/, '') === local);
    return child === undefined ? '' : attribute(local, textOf(child).trim().slice(0, maxText));
  };
  return part('name') + part('email');
}

const isAtom = (name: string, document: boolean): boolean =>
  name.startsWith('atom:') || (document && !rssNames.has(name));

function plainText(element: XmlElement, base: string | null, links: DocumentBase): string {
  if (element.name === 'image') {
    const url = childrenNamed(element, 'url')[0];
    const about = element.attributes.get('rdf:resource');
    return links.link((url === undefined ? (about ?? textOf(element)) : textOf(url)).trim(), base);
  }
  const nested = childrenOf(element, 'a');
  if (holdsList(element) || nested)
    return [...elementsOf(element)].map((child) => textOf(child).trim()).join('\n');
  const machine = [...elementsOf(element)]
    .find((child) => /(?:^|:)time$/.test(child.name))
    ?.attributes.get('datetime');
  if (machine !== undefined) return machine.trim();
  const text = textOf(element).trim();
  if (idNames.has(element.name)) return links.id(text, element.base);
  if (!urlTexts.has(element.name) || text === '') return text;
  return text.length > 4 * maxText ? '' : links.link(text, base);
}

/** Whose children are the items of a list. */
const holdsList = (element: XmlElement): boolean =>
  element.name === 'skiphours' ||
  element.name === 'skipdays' ||
  ((element.name === 'categories' || element.name === 'tags') && elementsOf(element).next().done !== true);

const childrenOf = (element: XmlElement, name: string): boolean =>
  element.name === 'dc:subject' && childrenNamed(element, name).length > 0;

export interface WriteContext {
  links: DocumentBase;
  fields: FieldBudget;
  /** The document's own vocabulary is Atom. */
  atom: boolean;
}

function writeChild(element: XmlElement, context: WriteContext): string {
  const { links } = context;
  const base = links.of(element.base);
  const name = normalName(element.name);
  const lang = element.lang === null ? '' : attribute('lang', element.lang);
  if (richNames.has(element.name)) {
    const html = htmlOf(element, isAtom(element.name, context.atom), links).slice(0, maxHtml);
    const needsBase = base !== null && html.includes('<');
    return `<${name}${needsBase ? attribute('base', base) : ''}${lang}>${characters(html)}</${name}>`;
  }
  const person = persons.has(element.name) ? personOf(element) : '';
  const text = person === '' ? plainText(element, base, links) : '';
  return `<${name}${attributesOf(element, base, links)}${person}>${characters(text.slice(0, maxText))}</${name}>`;
}

/** The children that are read, those of groups after the element's own. */
function readable(element: XmlElement, fields: FieldBudget): XmlElement[] {
  const alike = new Map<string, number>();
  const own = [...elementsOf(element)].filter(({ name }) => {
    const before = alike.get(name) ?? 0;
    alike.set(name, before + 1);
    return (wanted.has(name) || groups.has(name)) && before < fields.ofName(name);
  });
  const inner = own.filter((child) => groups.has(child.name)).flatMap((group) => readable(group, fields));
  return [...own.filter((child) => wanted.has(child.name)), ...inner];
}

/** xml2js makes an empty element a string, and rss-parser then reads String.prototype.link as its link: no element is ever empty. */
const mark = '<wire:mark/>';

/** Of an entry without a link, the page where its content is (RFC 4287 §4.1.3.2). */
function contentElsewhere(element: XmlElement, links: DocumentBase): string {
  const isPage = (link: XmlElement): boolean => (link.attributes.get('rel') ?? 'alternate') === 'alternate';
  if ([...childrenNamed(element, 'link'), ...childrenNamed(element, 'atom:link')].some(isPage)) return '';
  const content = childrenNamed(element, 'atom:content').find(
    ({ attributes }) => attributes.has('src') && /html|^$/.test(attributes.get('type') ?? ''),
  );
  const source = content?.attributes.get('src') ?? '';
  return source === ''
    ? ''
    : `<link>${characters(links.link(source.trim(), links.of(content?.base ?? null)).slice(0, maxText))}</link>`;
}

/** The element's own attributes: RDF's subject, the language, and everything in Microsoft's CDF. */
function writeOwn(element: XmlElement, links: DocumentBase): string {
  const { attributes, lang, base } = element;
  const about = attributes.get('rdf:about') ?? attributes.get('about');
  const href = attributes.get('href');
  const modified = attributes.get('lastmod');
  const child = (name: string, value: string | null | undefined): string =>
    value == null || value.trim() === ''
      ? ''
      : `<${name}>${characters(value.trim().slice(0, maxText))}</${name}>`;
  return (
    child('rdf:about', about) +
    child('link', href === undefined ? null : links.link(href.trim(), links.of(base))) +
    contentElsewhere(element, links) +
    child('updated', modified) +
    child('wire:lang', lang)
  );
}

/** A channel or an item, as the inside of an RSS 2.0 element. */
export function writeElement(element: XmlElement, context: WriteContext): string {
  const children = readable(element, context.fields).slice(0, maxChildren);
  context.fields.spend(children.length);
  return (
    mark + writeOwn(element, context.links) + children.map((child) => writeChild(child, context)).join('')
  );
}

/** The whole normal form. Prefixes need no declaration: rss-parser reads names, not namespaces. */
export const writeDocument = (head: string, items: readonly string[]): string =>
  `<rss version="2.0"><channel>${mark}${head}${items.map((item) => `<item>${item}</item>`).join('')}</channel></rss>`;
