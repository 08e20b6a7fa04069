import { canonicalName, declaredIn, type Scope } from './xml-names.ts';
import { scanXml } from './xml-scan.ts';

export interface XmlElement {
  /** Canonical: our prefix and the local name in lower case (xml-names.ts). */
  name: string;
  /** By lower-case name as written, without xmlns declarations. */
  attributes: Map<string, string>;
  children: (XmlElement | string)[];
  /** xml:base in force, absolute where the document gives an absolute one; null where it gives none. */
  base: string | null;
  /** xml:lang in force. */
  lang: string | null;
  /** False when the document ended inside it. */
  closed: boolean;
}

export interface XmlTree {
  root: XmlElement | null;
  /** Elements taken out of the tree on close, by `isItem`. */
  items: XmlElement[];
  sawDoctype: boolean;
  tooDeep: boolean;
  /** The document ended with open elements. */
  truncated: boolean;
  /** Tags that did not match: repaired. */
  mismatched: boolean;
}

export interface TreeRules {
  /** Deeper elements are dropped, their text kept. */
  maxDepth: number;
  /** Which elements are items; they leave the tree as they close. */
  isItem(name: string, ancestors: readonly string[]): boolean;
  /** Called with the closed items so far; may shorten the list. */
  onItem(items: XmlElement[]): void;
}

const maxScopeEntries = 64;
const maxBase = 2_048;

export const absolute = (url: string, base: string | null): string | null => {
  try {
    return new URL(url, base ?? undefined).href;
  } catch {
    return null;
  }
};

interface OpenElement {
  element: XmlElement;
  rawName: string;
  scope: Scope | null;
}

/** HTML written into a feed without escaping is full of these; they never hold anything. */
const voidTags = new Set(['br', 'hr', 'img', 'meta', 'input', 'wbr', 'embed', 'param', 'col', 'area', 'base']);

class TreeBuilder {
  readonly tree: XmlTree = { root: null, items: [], sawDoctype: false, tooDeep: false, truncated: false, mismatched: false };
  private readonly stack: OpenElement[] = [];
  /** How many elements below the depth limit are open. */
  private dropped: string[] = [];
  private readonly rules: TreeRules;

  constructor(rules: TreeRules) {
    this.rules = rules;
  }

  private scopeWith(attributes: Map<string, string>, outer: Scope | null): Scope | null {
    let scope: Scope | null = null;
    for (const [name, value] of attributes) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      attributes.delete(name);
      scope ??= { prefixes: new Map(), outer };
      if (scope.prefixes.size < maxScopeEntries) scope.prefixes.set(name.slice(6).toLowerCase(), value);
    }
    return scope ?? outer;
  }

  open(rawName: string, written: Map<string, string>, selfClosing: boolean): void {
    if (this.stack.length >= this.rules.maxDepth) {
      this.tree.tooDeep = true;
      if (!selfClosing) this.dropped.push(rawName);
      return;
    }
    this.closeForgottenItem(rawName);
    const parent = this.stack.at(-1);
    const scope = this.scopeWith(written, parent?.scope ?? null);
    const attributes = new Map([...written].map(([name, value]) => [name.toLowerCase(), value] as const));
    const own = attributes.get('xml:base');
    const outerBase = parent?.element.base ?? null;
    const base = own === undefined ? outerBase : (absolute(own.trim().slice(0, maxBase), outerBase) ?? own.trim().slice(0, maxBase));
    const element: XmlElement = {
      name: canonicalName(rawName, scope), attributes, children: [], base, lang: attributes.get('xml:lang') ?? parent?.element.lang ?? null, closed: selfClosing,
    };
    if (parent === undefined) {
      if (this.tree.root !== null) return;
      this.tree.root = element;
    } else parent.element.children.push(element);
    if (!selfClosing && !(voidTags.has(rawName.toLowerCase()) && declaredIn(scope, '') === undefined && this.insideItem())) this.stack.push({ element, rawName, scope });
    else if (selfClosing) this.finish(element);
  }

  /** An item never holds an item of the same name: the end tag of the one before is missing. */
  private closeForgottenItem(rawName: string): void {
    const at = this.stack.findIndex((open) => open.rawName === rawName);
    if (at < 0) return;
    const ancestors = this.stack.slice(0, at).map((open) => open.element.name);
    if (this.rules.isItem(this.stack[at]?.element.name ?? '', ancestors)) this.close(rawName);
  }

  private insideItem(): boolean {
    return this.stack.length > 3;
  }

  close(rawName: string): void {
    if (this.dropped.length > 0) {
      if (this.dropped.at(-1) === rawName) { this.dropped.pop(); return; }
      // the limit holds however badly the deep part nests: a close tag of a kept element ends all that was dropped
      if (!this.stack.some((open) => open.rawName === rawName)) return;
      this.dropped = [];
    }
    let at = this.stack.length - 1;
    while (at >= 0 && this.stack[at]?.rawName !== rawName) at--;
    if (at < 0) { this.tree.mismatched = true; return; }
    if (at < this.stack.length - 1) this.tree.mismatched = true;
    while (this.stack.length > at) {
      const open = this.stack.pop();
      if (open === undefined) break;
      open.element.closed = true;
      this.finish(open.element);
    }
  }

  private finish(element: XmlElement): void {
    if (!this.rules.isItem(element.name, this.stack.map((open) => open.element.name))) return;
    const siblings = this.stack.at(-1)?.element.children;
    if (siblings !== undefined && siblings.at(-1) === element) siblings.pop();
    this.tree.items.push(element);
    this.rules.onItem(this.tree.items);
  }

  text(text: string): void {
    const children = this.stack.at(-1)?.element.children;
    if (children === undefined) return;
    children.push(text);
  }

  doctype(): void {
    this.tree.sawDoctype = true;
  }

  end(): XmlTree {
    this.tree.truncated = this.stack.length > 0 || this.tree.root === null;
    return this.tree;
  }
}

/** Builds the tree of a document, however broken; items leave it as they close, so memory is bounded by `onItem`. */
export function readXml(text: string, rules: TreeRules): XmlTree {
  const builder = new TreeBuilder(rules);
  scanXml(text, builder);
  return builder.end();
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
