/** Keeps what was used last, up to so much in all: entries, where no sizes are given. The newest stays however large it is. */
export class Lru<T> {
  readonly #most: number;
  readonly #held = new Map<string, { value: T; size: number }>();
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): T | undefined {
    const held = this.#held.get(key);
    if (held === undefined) return undefined;
    this.#held.delete(key);
    this.#held.set(key, held);
    return held.value;
  }

  set(key: string, value: T, size = 1): void {
    this.#size += size - (this.#held.get(key)?.size ?? 0);
    this.#held.delete(key);
    this.#held.set(key, { value, size });
    for (const [oldest, { size: freed }] of this.#held) {
      if (this.#size <= this.#most || oldest === key) break;
      this.#held.delete(oldest);
      this.#size -= freed;
    }
  }
}
