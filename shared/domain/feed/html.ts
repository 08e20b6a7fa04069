import type { DocumentBase } from './base.ts';
import { escapeHtml } from '../text/html.ts';
import { elementsOf, textOf, type XmlElement } from './xml-element.ts';

/** Longer markup of one field is cut: no article needs more, and everything after is linear in it. */
export const maxHtml = 100_000;

const voidTags = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);

/** Markup as it is written; links below an xml:base of their own are resolved, since the field has one base only. */
class MarkupWriter {
  readonly out: string[] = [];
  private readonly base: string | null;
  private readonly links: DocumentBase;

  constructor(field: XmlElement, links: DocumentBase) {
    this.base = field.base;
    this.links = links;
  }

  write(element: XmlElement): void {
    const name = element.name.replace(/^[^:]*:/, '');
    const attributes = [...element.attributes]
      .filter(([key]) => /^[a-z][a-z-]*$/.test(key))
      .map(([key, value]) => ` ${key}="${escapeHtml(this.resolved(key, value, element))}"`);
    const plain = /^[a-z][a-z\d-]*$/.test(name);
    if (plain) this.out.push(`<${name}${attributes.join('')}>`);
    this.writeInner(element);
    if (plain && !voidTags.has(name)) this.out.push(`</${name}>`);
  }

  writeInner(element: XmlElement): void {
    for (const child of element.children) {
      if (typeof child === 'string') this.out.push(escapeHtml(child));
      else this.write(child);
    }
  }

  private resolved(attribute: string, value: string, { base }: XmlElement): string {
    return base === this.base || (attribute !== 'href' && attribute !== 'src')
      ? value
      : this.links.link(value.trim(), this.links.of(base));
  }
}

/** Inline markup as HTML; the `div` that Atom puts around XHTML is left out (RFC 4287 §3.1.1.3). */
function inlineHtml(element: XmlElement, links: DocumentBase): string {
  const children = [...elementsOf(element)];
  const only =
    children.length === 1 &&
    element.children.every((child) => typeof child !== 'string' || child.trim() === '')
      ? children[0]
      : undefined;
  const writer = new MarkupWriter(element, links);
  writer.writeInner(only !== undefined && /^(xhtml:)?div$/.test(only.name) ? only : element);
  return writer.out.join('');
}

/** Naked markup beside escaped text, as careless RSS has it: the text is HTML already. */
function mixedHtml(element: XmlElement, links: DocumentBase): string {
  const writer = new MarkupWriter(element, links);
  for (const child of element.children) {
    if (typeof child === 'string') writer.out.push(child);
    else writer.write(child);
  }
  return writer.out.join('');
}

/** '' for bytes that are not text, such as a picture's. */
function base64(text: string): string {
  const decoded = Buffer.from(text.replace(/\s+/g, ''), 'base64').toString('utf8');
  return /(?![\t\n\f\r])\p{Cc}|\uFFFD/u.test(decoded) ? '' : decoded;
}

/** By Atom 0.3's mode, or by RFC 4287 §4.1.3.3 for media types other than text, if the text can be base64 at all. */
function isBase64(element: XmlElement, type: string, mode: string | undefined): boolean {
  if (mode === 'base64') return true;
  if (mode !== undefined || !type.includes('/') || isMarkupType(type) || type.startsWith('text/'))
    return false;
  const text = textOf(element).replace(/\s+/g, '');
  return text.length >= 8 && text.length % 4 === 0 && /^[A-Za-z\d+/]+={0,2}$/.test(text);
}

const isMarkupType = (type: string): boolean =>
  type === 'html' || type === 'xhtml' || /^text\/(html|x-html)/.test(type) || /[+/]xml$/.test(type);

/**
 * The markup of a text construct: Atom's types (RFC 4287 §3.1) and Atom 0.3's modes; in RSS all text is HTML.
 * @param atom whether the vocabulary is Atom's, where text without a type is plain
 */
export function htmlOf(element: XmlElement, atom: boolean, links: DocumentBase): string {
  const markup = markupOf(element, atom, links);
  // sections that were put into one another; without such a mark «]]>» is text
  return markup.includes('<![CDATA[') ? markup.replace(/<!\[CDATA\[|\]\]>/g, '') : markup;
}

/**
 * Plain text as markup. References of typographic signs that somebody left in it («&#8217;», «&ndash;») are read as such,
 * against the letter of Atom and JSON Feed: nobody writes about them. Those of markup's own signs stay text.
 */
export function htmlOfPlain(text: string): string {
  const escaped = escapeHtml(text);
  const read = escaped.replace(
    /&amp;(#(?:\d{3,6}|3[49]|0?39|x[\da-f]{2,6})|(?!lt;|gt;|amp;|quot;|apos;)[a-z]{3,8});/gi,
    '&$1;',
  );
  // where one sign was escaped twice, so was every «&»
  return read === escaped ? escaped : read.replaceAll('&amp;amp;', '&amp;');
}

/** With the marks of CDATA sections that were put into one another, or closed twice. */
function markupOf(element: XmlElement, atom: boolean, links: DocumentBase): string {
  const type = (element.attributes.get('type') ?? (atom ? 'text' : 'html')).trim().toLowerCase();
  const mode = element.attributes.get('mode')?.trim().toLowerCase();
  if (isBase64(element, type, mode)) {
    const text = base64(textOf(element));
    return isMarkupType(type) || (type === 'text' && /<\/?[a-z]+[\s>]/i.test(text)) ? text : escapeHtml(text);
  }
  const inline = element.children.some((child) => typeof child !== 'string');
  if (inline && atom) return inlineHtml(element, links);
  if (inline) return mixedHtml(element, links);
  const text = textOf(element);
  if (!atom || (isMarkupType(type) && type !== 'xhtml') || (mode === 'escaped' && isMarkupType(type)))
    return text;
  return htmlOfPlain(text);
}
