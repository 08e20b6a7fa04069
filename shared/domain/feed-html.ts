import { escapeHtml } from './html.ts';
import { elementsOf, textOf, type XmlElement } from './xml-tree.ts';

/** Longer markup of one field is cut: no article needs more, and everything after is linear in it. */
export const maxHtml = 100_000;

const voidTags = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr']);

function write(element: XmlElement, out: string[]): void {
  const name = element.name.replace(/^[^:]*:/, '');
  const attributes = [...element.attributes].filter(([key]) => /^[a-z][a-z-]*$/.test(key)).map(([key, value]) => ` ${key}="${escapeHtml(value)}"`);
  const plain = /^[a-z][a-z\d-]*$/.test(name);
  if (plain) out.push(`<${name}${attributes.join('')}>`);
  writeInner(element, out);
  if (plain && !voidTags.has(name)) out.push(`</${name}>`);
}

function writeInner(element: XmlElement, out: string[]): void {
  for (const child of element.children) {
    if (typeof child === 'string') out.push(escapeHtml(child));
    else write(child, out);
  }
}

/** Inline markup as HTML; the `div` that Atom puts around XHTML is left out (RFC 4287 §3.1.1.3). */
function inlineHtml(element: XmlElement): string {
  const children = [...elementsOf(element)];
  const only = children.length === 1 && element.children.every((child) => typeof child !== 'string' || child.trim() === '') ? children[0] : undefined;
  const out: string[] = [];
  writeInner(only !== undefined && /^(xhtml:)?div$/.test(only.name) ? only : element, out);
  return out.join('');
}

/** Naked markup beside escaped text, as careless RSS has it: the text is HTML already. */
function mixedHtml(element: XmlElement): string {
  const out: string[] = [];
  for (const child of element.children) {
    if (typeof child === 'string') out.push(child);
    else write(child, out);
  }
  return out.join('');
}

const base64 = (text: string): string => Buffer.from(text.replace(/\s+/g, ''), 'base64').toString('utf8');

/** By Atom 0.3's mode, or as RFC 4287 §4.1.3.3 has it for media types that are no text: where the text can be base64 at all. */
function isBase64(element: XmlElement, type: string, mode: string | undefined): boolean {
  if (mode === 'base64') return true;
  if (mode !== undefined || !type.includes('/') || isMarkupType(type) || type.startsWith('text/')) return false;
  const text = textOf(element).replace(/\s+/g, '');
  return text.length >= 8 && text.length % 4 === 0 && /^[A-Za-z\d+/]+={0,2}$/.test(text);
}

const isMarkupType = (type: string): boolean => type === 'html' || type === 'xhtml' || /^text\/(html|x-html)/.test(type) || /[+/]xml$/.test(type);

/**
 * The markup of a text construct: Atom's types (RFC 4287 §3.1) and Atom 0.3's modes; in RSS all text is HTML.
 * @param atom whether the vocabulary is Atom's, where text without a type is plain
 */
export function htmlOf(element: XmlElement, atom: boolean): string {
  return markupOf(element, atom).replace(/<!\[CDATA\[|\]\]>/g, '');
}

/** With the marks of CDATA sections that were put into one another, or closed twice. */
function markupOf(element: XmlElement, atom: boolean): string {
  const type = (element.attributes.get('type') ?? (atom ? 'text' : 'html')).trim().toLowerCase();
  const mode = element.attributes.get('mode')?.trim().toLowerCase();
  if (isBase64(element, type, mode)) {
    const text = base64(textOf(element));
    return isMarkupType(type) || (type === 'text' && /<\/?[a-z]+[\s>]/i.test(text)) ? text : escapeHtml(text);
  }
  const inline = element.children.some((child) => typeof child !== 'string');
  if (inline && atom) return inlineHtml(element);
  if (inline) return mixedHtml(element);
  const text = textOf(element);
  if (!atom || (isMarkupType(type) && type !== 'xhtml') || (mode === 'escaped' && isMarkupType(type))) return text;
  return escapeHtml(text);
}
