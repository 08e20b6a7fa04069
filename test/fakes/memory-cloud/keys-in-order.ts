/** Distinct keys, in order. */
export class KeysInOrder {
  readonly keys: string[] = [];

  /** Where the first key at or behind a text stands. */
  from(text: string): number {
    let [low, high] = [0, this.keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.keys[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(key: string): void {
    this.keys.splice(this.from(key), 0, key);
  }

  delete(key: string): void {
    const at = this.from(key);
    if (this.keys[at] === key) this.keys.splice(at, 1);
  }
}
