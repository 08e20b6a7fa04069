interface Node {
  /** By pattern. */
  children: Map<number, number>;
  /** Aliases, each once. */
  ends: number[];
}

const newNode = (): Node => ({ children: new Map(), ends: [] });

/** Collects phrases (sequences of patterns) as a tree; a node may end any number of aliases. Node 0 is the root. */
export class PhraseCollection {
  private readonly nodes: Node[] = [newNode()];

  add(patterns: readonly number[], alias: number): void {
    let node = 0;
    for (const pattern of patterns) node = this.grow(node, pattern);
    const ends = this.nodes[node]?.ends;
    if (ends?.includes(alias) === false) ends.push(alias);
  }

  tree(): PhraseTreeData {
    return phraseTree(this.nodes);
  }

  private grow(node: number, pattern: number): number {
    const children = this.nodes[node]?.children;
    const known = children?.get(pattern);
    if (known !== undefined) return known;
    const next = this.nodes.push(newNode()) - 1;
    children?.set(pattern, next);
    return next;
  }
}

/** A finished tree, in a few flat arrays: an article touches a hundred nodes, seldom the same as the last one. */
export interface PhraseTreeData {
  /** The root's children by pattern, -1 for none: every hit of a text asks here first. */
  roots: Int32Array;
  /** Where a node's children begin in `patterns` (rising within a node) and `children`; those of the next node follow. */
  childrenFrom: Int32Array;
  patterns: Int32Array;
  children: Int32Array;
  /** Where a node's aliases begin in `aliases`. */
  endsFrom: Int32Array;
  aliases: Int32Array;
}

function phraseTree(nodes: readonly Node[]): PhraseTreeData {
  const rows = nodes.map(({ children }) => [...children].sort(([a], [b]) => a - b));
  const first = rows[0] ?? [];
  const roots = new Int32Array(Math.max(0, ...first.map(([pattern]) => pattern + 1))).fill(-1);
  for (const [pattern, node] of first) roots[pattern] = node;
  return {
    roots,
    childrenFrom: startsOf(rows.map((row) => row.length)),
    patterns: Int32Array.from(rows.flat(), ([pattern]) => pattern),
    children: Int32Array.from(rows.flat(), ([, node]) => node),
    endsFrom: startsOf(nodes.map(({ ends }) => ends.length)),
    aliases: Int32Array.from(nodes.flatMap(({ ends }) => ends)),
  };
}

/** Steps through a finished tree. */
export class PhraseTree {
  private readonly roots: Int32Array;
  private readonly childrenFrom: Int32Array;
  private readonly patterns: Int32Array;
  private readonly children: Int32Array;
  private readonly endsFrom: Int32Array;
  private readonly aliases: Int32Array;

  constructor(data: PhraseTreeData) {
    this.roots = data.roots;
    this.childrenFrom = data.childrenFrom;
    this.patterns = data.patterns;
    this.children = data.children;
    this.endsFrom = data.endsFrom;
    this.aliases = data.aliases;
  }

  /** @returns the node of a first word, or -1 */
  root(pattern: number): number {
    return this.roots[pattern] ?? -1;
  }

  /** @returns the node after `pattern`, or -1 */
  child(node: number, pattern: number): number {
    let low = this.childrenFrom[node] ?? 0;
    let high = (this.childrenFrom[node + 1] ?? 0) - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.patterns[middle] ?? 0;
      if (found === pattern) return this.children[middle] ?? -1;
      if (found < pattern) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** False where no phrase goes on, so the next word need not be looked at. */
  hasChildren(node: number): boolean {
    return this.childrenFrom[node] !== this.childrenFrom[node + 1];
  }

  /** The aliases that end at a node are `endAt` of these numbers, from the first on and before the second. */
  firstEnd(node: number): number {
    return this.endsFrom[node] ?? 0;
  }

  endAt(index: number): number {
    return this.aliases[index] ?? -1;
  }
}

/** The running sum, with the total at the end. */
function startsOf(counts: readonly number[]): Int32Array {
  const starts = new Int32Array(counts.length + 1);
  for (const [index, count] of counts.entries()) starts[index + 1] = (starts[index] ?? 0) + count;
  return starts;
}
