import { absolute } from './base.ts';
import type { Scope } from './xml-names.ts';

export interface XmlElement {
  /** Canonical: our prefix and the local name in lower case (xml-names.ts). */
  name: string;
  /** By lower-case name as written, without xmlns declarations. */
  attributes: ReadonlyMap<string, string>;
  children: (XmlElement | string)[];
  /** xml:base in force, absolute where the document gives an absolute one; null where it gives none. */
  base: string | null;
  /** xml:lang in force. */
  lang: string | null;
  /** False when the document ended inside it. */
  closed: boolean;
}

const maxScopeEntries = 64;
/** Longer ones are ignored. */
const maxBase = 1_000;

const isDeclaration = (attribute: string): boolean => attribute === 'xmlns' || attribute.startsWith('xmlns:');

/** The text of a CDATA section without the marks of another one that was put into it. */
export const innerSection = (text: string): string =>
  /^\s*<!\[CDATA\[/.test(text) ? text.replace('<![CDATA[', '').replace(/\]\]\s*$/, '') : text;

/** The outer scope, with the declarations on a tag if it has any. */
export function scopeWith(attributes: ReadonlyMap<string, string>, outer: Scope | null): Scope | null {
  if (attributes.size === 0) return outer;
  let scope: Scope | null = null;
  for (const [name, value] of attributes) {
    if (!isDeclaration(name)) continue;
    scope ??= { prefixes: new Map(), outer, names: new Map() };
    if (scope.prefixes.size < maxScopeEntries) scope.prefixes.set(name.slice(6), value);
  }
  return scope ?? outer;
}

export const withoutDeclarations = (attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...attributes].filter(([name]) => !isDeclaration(name)));

export function elementOf(
  name: string,
  attributes: ReadonlyMap<string, string>,
  parent: XmlElement | undefined,
): XmlElement {
  const outerBase = parent?.base ?? null;
  const lang = parent?.lang ?? null;
  if (attributes.size === 0) return { name, attributes, children: [], base: outerBase, lang, closed: false };
  const own = attributes.get('xml:base')?.trim();
  const base = own === undefined || own.length > maxBase ? outerBase : (absolute(own, outerBase) ?? own);
  return { name, attributes, children: [], base, lang: attributes.get('xml:lang') ?? lang, closed: false };
}

export function* elementsOf(element: XmlElement): Generator<XmlElement> {
  for (const child of element.children) if (typeof child !== 'string') yield child;
}

export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return [...elementsOf(element)].filter((child) => child.name === name);
}

/** All text inside, markup left out. */
export function textOf(element: XmlElement): string {
  let text = '';
  for (const child of element.children) text += typeof child === 'string' ? child : textOf(child);
  return text;
}
