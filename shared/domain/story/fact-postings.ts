import type { Profile } from './profile.ts';

/** An index from facts to the stories that have them. */
export class FactPostings {
  /** In how many of the story's articles. Most facts have one article: then its story's id alone. */
  readonly #stories = new Map<string, string | Map<string, number>>();

  storiesWith(fact: string): string[] {
    const stories = this.#stories.get(fact) ?? new Map<string, number>();
    return typeof stories === 'string' ? [stories] : [...stories.keys()];
  }

  add(storyId: string, { centroid }: Profile): void {
    for (const { facts } of centroid.values()) {
      for (const fact of facts.keys()) {
        const postings = this.#stories.get(fact);
        if (postings === undefined) this.#stories.set(fact, storyId);
        else if (typeof postings !== 'string') postings.set(storyId, (postings.get(storyId) ?? 0) + 1);
        else this.#stories.set(fact, twoOf(postings, storyId));
      }
    }
  }

  remove(storyId: string, { centroid }: Profile): void {
    for (const { facts } of centroid.values()) {
      for (const fact of facts.keys()) {
        const postings = this.#stories.get(fact);
        if (typeof postings !== 'object') {
          if (postings === storyId) this.#stories.delete(fact);
          continue;
        }
        const count = postings.get(storyId) ?? 0;
        if (count > 1) postings.set(storyId, count - 1);
        else postings.delete(storyId);
        if (postings.size === 0) this.#stories.delete(fact);
      }
    }
  }
}

/** A fact's stories once it has a second article. */
const twoOf = (first: string, second: string): Map<string, number> =>
  first === second
    ? new Map([[first, 2]])
    : new Map([
        [first, 1],
        [second, 1],
      ]);
