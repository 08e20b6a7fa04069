import { describe, expect, it } from 'vitest';
import { readXml, type TreeRules } from '../../../../shared/domain/feed/xml-tree.ts';
import type { XmlElement } from '../../../../shared/domain/feed/xml-element.ts';

const rules = (parts: Partial<TreeRules> = {}): TreeRules => ({
  maxDepth: 8,
  maxSize: 10_000,
  maxMarkup: 10_000,
  itemNames: new Set(['item']),
  isItem: (ancestors) => !ancestors.includes('item'),
  onItem: () => true,
  ...parts,
});
/** A tree as nested lists: name, then children. */
type Shown = string | [string, ...Shown[]];
const shown = (element: XmlElement): Shown => [
  element.name,
  ...element.children.map((child) => (typeof child === 'string' ? child : shown(child))),
];
function read(text: string, parts: Partial<TreeRules> = {}) {
  const tree = readXml(text, rules(parts));
  return { ...tree, root: tree.root === null ? null : shown(tree.root), items: tree.items.map(shown) };
}
const faults = ({
  tooDeep,
  tooLong,
  tooMuchMarkup,
  truncated,
  mismatched,
  sawDoctype,
}: ReturnType<typeof read>) =>
  Object.entries({ tooDeep, tooLong, tooMuchMarkup, truncated, mismatched, sawDoctype })
    .filter(([, is]) => is)
    .map(([name]) => name);

describe('items', () => {
  it('leave the tree as they close, and what stands between them stays', () => {
    const tree = read('<channel><a>1</a><item>x</item>between<item/><b/></channel>');
    expect(tree.root).toEqual(['channel', ['a', '1'], 'between', ['b']]);
    expect(tree.items).toEqual([['item', 'x'], ['item']]);
    expect(faults(tree)).toEqual([]);
  });

  it('may be the root itself', () => {
    const tree = read('<item><a>1</a></item>');
    expect(tree.root).toEqual(['item', ['a', '1']]);
    expect(tree.items).toEqual([['item', ['a', '1']]]);
  });

  it('end where the next begins, when the end tag was forgotten, with all that is open in them', () => {
    const tree = read('<channel><item><b>1<item>2</item><c/></channel>');
    expect(tree.items).toEqual([
      ['item', ['b', '1']],
      ['item', '2'],
    ]);
    expect(tree.root).toEqual(['channel', ['c']]);
    expect(faults(tree)).toEqual(['mismatched']);
  });

  it('are read until the reader has enough', () => {
    let seen = 0;
    const tree = read('<channel><item>1</item><item>2</item><item>3</item></channel>', {
      onItem: () => ++seen < 2,
    });
    expect(tree.items).toEqual([
      ['item', '1'],
      ['item', '2'],
    ]);
    expect(faults(tree)).toEqual([]);
  });
});

describe('what is too much', () => {
  it('an element below the depth is dropped with its end tag, its text kept', () => {
    const tree = read('<a><b>1<c>2<d/>3</c>4</b>5</a>', { maxDepth: 2 });
    expect(tree.root).toEqual(['a', ['b', '1', '2', '3', '4'], '5']);
    expect(faults(tree)).toEqual(['tooDeep']);
  });

  it('dropped elements that nest badly end with the end tag of one that is kept', () => {
    expect(read('<a><b>1<c>2<d>3</b>4</a>', { maxDepth: 2 }).root).toEqual(['a', ['b', '1', '2', '3'], '4']);
    expect(read('<a><b><c><d></c></x></d>1</b></a>', { maxDepth: 2 }).root).toEqual(['a', ['b', '1']]);
  });

  it('outside items is dropped beyond the size; items are read all the same', () => {
    const tree = read('<channel><a>1</a><b>22</b><c><d>3</d></c><item>x</item><e/></channel>', {
      maxSize: 64 + 32,
    });
    expect(tree.root).toEqual(['channel', ['a', '1']]);
    expect(tree.items).toEqual([['item', 'x']]);
    expect(faults(tree)).toEqual(['tooLong']);
  });

  it('of one item is cut; the next has a budget of its own', () => {
    const long = 'x'.repeat(80);
    const tree = read(`<channel><item><a>${long}</a><b>1</b></item><item><a>2</a></item></channel>`, {
      maxSize: 100,
    });
    expect(tree.items).toEqual([
      ['item', ['a']],
      ['item', ['a', '2']],
    ]);
    expect(faults(tree)).toEqual(['tooLong']);
  });

  it('spaces cost nothing', () => {
    const spaces = ' '.repeat(60);
    const tree = read(`<channel>${`<a/>${spaces}`.repeat(3)}</channel>`, { maxSize: 4 * 32 });
    expect(faults(tree)).toEqual([]);
    expect(tree.root).toHaveLength(7);
  });

  it('markup ends the reading, with what is complete', () => {
    const tree = read(`<channel><item>1</item>${'<a/>'.repeat(100)}<item>2</item></channel>`, {
      maxMarkup: 100,
    });
    expect(tree.items).toEqual([['item', '1']]);
    expect(faults(tree)).toEqual(['tooMuchMarkup']);
  });
});

describe('tags that do not match', () => {
  it.each([
    ['<a><b>1</a>', ['a', ['b', '1']], ['mismatched']],
    ['<a><b>1</b>', ['a', ['b', '1']], ['truncated']],
    ['<a></b>1</a>', ['a', '1'], ['mismatched']],
    ['<a/><b/>', ['a'], []],
    ['<!DOCTYPE a><a/>', ['a'], ['sawDoctype']],
    ['', null, ['truncated']],
    ['<a>1]]>2</a>', ['a', '12'], []],
    ['<a><![CDATA[1 < 2]]></a>', ['a', '1 < 2'], []],
    ['<a>&lt;&amp;&#65;</a>', ['a', '<&A'], []],
  ] as const)('%s', (text, root, said) => {
    const tree = read(text);
    expect(tree.root).toEqual(root);
    expect(faults(tree)).toEqual(said);
  });

  it('void tags of HTML hold nothing inside an item, and what a feed likes outside', () => {
    expect(read('<channel><item>1<br>2<hr>3</item></channel>').items).toEqual([
      ['item', '1', ['br'], '2', ['hr'], '3'],
    ]);
    expect(read('<channel><base>1</base></channel>').root).toEqual(['channel', ['base', '1']]);
  });
});
