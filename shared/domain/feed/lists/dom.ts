import { selectAll, selectOne } from 'css-select';
import { DomHandler, type DomUtils, ElementType, Parser } from 'htmlparser2';

export type DomElement = ReturnType<typeof DomUtils.findAll>[number];
export type DomNode = DomElement['children'][number];

/** Longer pages are cut: lists of news have their news before. */
const maxPage = 3_000_000;
/** Deeper markup is not of this world; what comes after it is not read. */
const maxDepth = 800;

/** An HTML page as a tree. Never throws; whatever is deeper than 800 elements ends it. */
export function parsePage(html: string): DomNode[] {
  const handler = new DomHandler();
  let depth = 0;
  let isOver = false;
  const parser = new Parser({
    onparserinit: (self) => handler.onparserinit(self),
    onopentag: (name, attributes) => {
      isOver ||= ++depth > maxDepth;
      if (!isOver) handler.onopentag(name, attributes);
      else parser.pause();
    },
    onclosetag: () => {
      depth--;
      if (!isOver) handler.onclosetag();
    },
    ontext: (text) => {
      if (!isOver) handler.ontext(text);
    },
  });
  parser.end(html.slice(0, maxPage));
  return handler.root.children;
}

export const isElement = (node: DomNode): node is DomElement => ElementType.isTag(node);

const silent = new Set(['script', 'style', 'noscript', 'template', 'svg', 'button', 'select', 'textarea']);
/** Elements that do not part words. */
const inline = new Set([
  'a',
  'abbr',
  'b',
  'em',
  'font',
  'i',
  'mark',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
  'tg-emoji',
]);

/** So that the first child is popped first; one by one, for a page may have more children than a call takes arguments. */
export function pushChildren(open: { push: (node: DomNode) => unknown }, { children }: DomElement): void {
  for (let at = children.length - 1; at >= 0; at -= 1) {
    const child = children[at];
    if (child !== undefined) open.push(child);
  }
}

/** What a reader sees of an element, lines parted by `\n` where there is a `br`. @param without subtrees left out */
export function textOf(element: DomElement, without: ReadonlySet<DomNode> = new Set()): string {
  const parts: string[] = [];
  const open: (DomNode | string)[] = [element];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') parts.push(node);
    else if (node.type === ElementType.Text) parts.push(node.data.replace(/\s+/g, ' '));
    else if (isElement(node) && !silent.has(node.name) && !without.has(node)) {
      if (node.name === 'br') parts.push('\n');
      const gap = inline.has(node.name) ? '' : ' ';
      open.push(gap);
      pushChildren(open, node);
      open.push(gap);
    }
  }
  return parts
    .join('')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

/** css-select throws for a selector that is none. */
function ofSelector<T>(find: () => T, none: T): T {
  try {
    return find();
  } catch {
    return none;
  }
}

/** Of many nodes css-select first compares each with each; the tree that they are the top of is one. */
const oneTree = (within: DomNode | DomNode[]): DomNode | DomNode[] =>
  Array.isArray(within) ? (within[0]?.parent ?? within) : within;

/** All elements of a selector below a node or in a page; none where it is no CSS. */
export const all = (selector: string, within: DomNode | DomNode[]): DomElement[] =>
  ofSelector(() => selectAll<DomNode, DomElement>(selector, oneTree(within)), []);
export const first = (selector: string, within: DomNode | DomNode[]): DomElement | null =>
  ofSelector(() => selectOne<DomNode, DomElement>(selector, oneTree(within)), null);
