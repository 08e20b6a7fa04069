import { elementOf, innerSection, scopeWith, withoutDeclarations, type XmlElement } from './xml-element.ts';
import { canonicalName, declaredIn, ownVocabulary, type Scope } from './xml-names.ts';
import { decodeReferences, scanXml } from './xml-scan.ts';

export interface XmlTree {
  root: XmlElement | null;
  /** Items, taken out of the tree as they close. */
  items: XmlElement[];
  sawDoctype: boolean;
  tooDeep: boolean;
  /** An item, or the rest of the document, was cut at `maxSize`. */
  tooLong: boolean;
  /** More markup than `maxMarkup`: what comes after was not read. */
  tooMuchMarkup: boolean;
  /** The document ended with open elements. */
  truncated: boolean;
  /** Tags that did not match: repaired. */
  mismatched: boolean;
}

export interface TreeRules {
  /** Deeper elements are dropped, their text kept. */
  maxDepth: number;
  /** Characters kept of one item, and of all that is outside items; an element counts `elementSize`. */
  maxSize: number;
  /** Elements, twice, and attributes, texts and end tags of the whole document; slow ones count `costFactor` times. */
  maxMarkup: number;
  itemNames: ReadonlySet<string>;
  /** Whether an element with an item's name is one, there. */
  isItem(ancestors: readonly string[]): boolean;
  /** Called with the closed items so far; may shorten the list. @returns whether to read on */
  onItem(items: XmlElement[]): boolean;
}

const elementSize = 32;
/** How much longer than a plain tag these take: a namespace to declare, a base to resolve, an end tag to search for. */
const costFactor = 10;

interface OpenElement {
  element: XmlElement;
  rawName: string;
  scope: Scope | null;
}

/** HTML written into a feed without escaping is full of these; they never hold anything. */
const voidTags = new Set([
  'br',
  'hr',
  'img',
  'meta',
  'input',
  'wbr',
  'embed',
  'param',
  'col',
  'area',
  'base',
]);

class TreeBuilder {
  readonly tree: XmlTree = {
    root: null,
    items: [],
    sawDoctype: false,
    tooDeep: false,
    tooLong: false,
    tooMuchMarkup: false,
    truncated: false,
    mismatched: false,
  };
  full = false;
  private readonly stack: OpenElement[] = [];
  /** Open elements that are not kept, by their names. */
  private dropped: string[] = [];
  /** Its place in the stack; -1 outside items. */
  private itemAt = -1;
  private sizeOfItem = 0;
  private sizeOfRest = 0;
  private markup = 0;
  private readonly undeclared = new Map<string, string>();
  private readonly rules: TreeRules;

  constructor(rules: TreeRules) {
    this.rules = rules;
  }

  private nameIn(rawName: string, scope: Scope | null): string {
    const names = scope?.names ?? this.undeclared;
    const known = names.get(rawName);
    if (known !== undefined) return known;
    const name = canonicalName(rawName, scope);
    names.set(rawName, name);
    return name;
  }

  /** Takes from the budget of the item or of the rest; false once that is used up. */
  private spend(size: number): boolean {
    const spent = this.itemAt >= 0 ? (this.sizeOfItem += size) : (this.sizeOfRest += size);
    if (spent <= this.rules.maxSize) return true;
    this.tree.tooLong = true;
    return false;
  }

  private count(markup: number): void {
    this.markup += markup;
    if (this.markup <= this.rules.maxMarkup) return;
    this.tree.tooMuchMarkup = true;
    this.full = true;
  }

  open(rawName: string, written: ReadonlyMap<string, string>, selfClosing: boolean): void {
    this.count(2 + written.size);
    this.closeForgottenItem(rawName);
    const parent = this.stack.at(-1);
    const inItem = this.itemAt >= 0;
    const deep = this.stack.length >= this.rules.maxDepth;
    if (deep) this.tree.tooDeep = true;
    if (deep || (inItem && !this.spend(elementSize))) return this.drop(rawName, selfClosing);
    const outer = parent?.scope ?? null;
    const scope = ownVocabulary(rawName, scopeWith(written, outer));
    if (scope !== null && scope !== outer) this.count(costFactor * scope.prefixes.size);
    const name = this.nameIn(rawName, scope);
    const item =
      !inItem &&
      this.rules.itemNames.has(name) &&
      this.rules.isItem(this.stack.map((open) => open.element.name));
    if (!inItem && !item && !this.spend(elementSize)) return this.drop(rawName, selfClosing);
    if (written.has('xml:base')) this.count(costFactor);
    const element = elementOf(
      name,
      scope === outer ? written : withoutDeclarations(written),
      parent?.element,
    );
    if (parent !== undefined) parent.element.children.push(element);
    else if (this.tree.root === null) this.tree.root = element;
    else return;
    if (item) this.startItem();
    if (selfClosing) this.finish(element, this.stack.length);
    else if (!(this.itemAt >= 0 && voidTags.has(rawName) && declaredIn(scope, '') === undefined))
      this.stack.push({ element, rawName, scope });
  }

  private drop(rawName: string, selfClosing: boolean): void {
    if (!selfClosing) this.dropped.push(rawName);
  }

  private startItem(): void {
    this.itemAt = this.stack.length;
    this.sizeOfItem = 0;
  }

  /** An item holds no item of the same name, except as Atom content: the end tag of the one before is missing. */
  private closeForgottenItem(rawName: string): void {
    if (
      this.itemAt < 0 ||
      this.stack[this.itemAt]?.rawName !== rawName ||
      this.stack[this.itemAt + 1]?.element.name === 'atom:content'
    )
      return;
    if (!this.rules.itemNames.has(this.nameIn(rawName, this.stack.at(-1)?.scope ?? null))) return;
    this.tree.mismatched = true;
    this.dropped = [];
    this.closeTo(this.itemAt);
  }

  close(rawName: string): void {
    if (this.dropped.length > 0) {
      if (this.dropped.at(-1) === rawName) {
        this.dropped.pop();
        return this.count(1);
      }
      // however badly the dropped part nests, the end tag of a kept element ends it
      if (!this.stack.some((open) => open.rawName === rawName)) return this.count(costFactor);
      this.dropped = [];
    }
    const at = this.stack.findLastIndex((open) => open.rawName === rawName);
    if (at < this.stack.length - 1) this.tree.mismatched = true;
    this.count(at < this.stack.length - 1 ? costFactor : 1);
    if (at >= 0) this.closeTo(at);
  }

  private closeTo(at: number): void {
    while (this.stack.length > at) {
      const open = this.stack.pop();
      if (open === undefined) return;
      open.element.closed = true;
      this.finish(open.element, this.stack.length);
    }
  }

  /** @param at its place in the stack */
  private finish(element: XmlElement, at: number): void {
    if (at !== this.itemAt) return;
    this.itemAt = -1;
    const siblings = this.stack.at(-1)?.element.children;
    if (siblings?.at(-1) === element) siblings.pop();
    this.tree.items.push(element);
    if (!this.rules.onItem(this.tree.items)) this.full = true;
  }

  text(raw: string, cdata: boolean): void {
    this.count(1);
    const children = this.stack.at(-1)?.element.children;
    if (children === undefined) return;
    // spaces between elements cost nothing: they are not text
    if (raw.length < 64 && raw.trim() === '') children.push(raw);
    else if (this.spend(raw.length))
      children.push(cdata ? innerSection(raw) : decodeReferences(raw.replaceAll(']]>', '')));
  }

  doctype(): void {
    this.tree.sawDoctype = true;
  }

  end(): XmlTree {
    this.tree.truncated = !this.full && (this.stack.length > 0 || this.tree.root === null);
    return this.tree;
  }
}

/** Builds the tree of a document, however broken; items leave it as they close, so memory is bounded by `onItem`. */
export function readXml(text: string, rules: TreeRules): XmlTree {
  const builder = new TreeBuilder(rules);
  scanXml(text, builder);
  return builder.end();
}
