/**
 * Which readers an alert run has looked at in vain, and for which news: a warm process does not read them again for the same.
 * What it forgets costs reads and nothing else.
 */
export class LookedAt {
  /** Reader, story and its last change → until when that is worth remembering, ms. */
  readonly #until = new Map<string, number>();

  has(readerId: string, news: string): boolean {
    return this.#until.has(`${readerId} ${news}`);
  }

  /** @param until after this nobody asks again, ms */
  add(readerId: string, news: readonly string[], until: number): void {
    for (const each of news) this.#until.set(`${readerId} ${each}`, until);
  }

  forget(now: number): void {
    for (const [key, until] of this.#until) if (until <= now) this.#until.delete(key);
  }
}
