import type { RawItem } from './document.ts';

/** UTF-16 units of all texts held: some thousand items, at most a few dozen megabytes with what was read of them. */
const mostUnits = 6_000_000;

/**
 * What rss-parser read of items, by their normal form. The form holds all that is read of an item, so the same text is the
 * same item, whichever feed or visit it is of: of a changed feed only the new items are read again.
 */
export class ItemMemo {
  private readonly items = new Map<string, RawItem>();
  private units = 0;

  find(text: string): RawItem | undefined {
    const item = this.items.get(text);
    if (item === undefined) return undefined;
    // The latest used goes last: the first is forgotten first.
    this.items.delete(text);
    this.items.set(text, item);
    return item;
  }

  /** @returns the item as it is kept: a copy, for its strings would hold on to the whole document */
  keep(text: string, item: RawItem): RawItem {
    const copy = structuredClone(item);
    if (this.items.has(text)) return copy;
    this.items.set(text, copy);
    this.units += text.length;
    for (const oldest of this.items.keys()) {
      if (this.units <= mostUnits) break;
      this.items.delete(oldest);
      this.units -= oldest.length;
    }
    return copy;
  }
}
