import type { Evidence } from '../evidence.ts';
import type { BookArticle, BookChanges } from './book-state.ts';
import { nextCoverageGapAt } from './coverage-gaps.ts';
import type { HeldStories } from './held-stories.ts';
import { storyLinkOf, storyRowOf } from './links.ts';
import { seenFirst } from './view.ts';

/** What of a book is not stored yet. */
export class PendingChanges {
  readonly #held: HeldStories;
  readonly #dirty = new Set<string>();
  /** Articles whose link, in a row of its own, changed. */
  readonly #relinked = new Set<BookArticle>();
  #unlinked: BookChanges['unlinked'] = [];
  readonly #left = new Set<string>();

  constructor(held: HeldStories) {
    this.#held = held;
  }

  /** A story is to be stored. */
  mark(storyId: string): void {
    this.#dirty.add(storyId);
  }

  isMarked(storyId: string): boolean {
    return this.#dirty.has(storyId);
  }

  marked(): string[] {
    return [...this.#dirty];
  }

  /** An article left a story, which is stored after the one where it arrived. */
  markLeft(storyId: string): void {
    this.mark(storyId);
    this.#left.add(storyId);
  }

  relink(article: BookArticle, evidence: Evidence[]): void {
    article.evidence = evidence;
    if (article.apart === true) this.#relinked.add(article);
    this.mark(article.storyId);
  }

  /** Whoever reads while an article is stored or moved may miss it: it counts as visible from the end of this batch on. */
  showAgain(article: BookArticle): void {
    delete article.visibleAt;
    this.#held.longVisible.delete(article);
    if (article.apart === true) this.#relinked.add(article);
    this.mark(article.storyId);
  }

  /** The article's link has a row of its own no more, or under another story. */
  unlink({ storyId, articleId, apart }: Pick<BookArticle, 'storyId' | 'articleId' | 'apart'>): void {
    if (apart === true) this.#unlinked.push({ storyId, articleId });
  }

  /** What changed since the last call; also stories whose coverage gap is due now. @param now ISO 8601 UTC */
  take(now: string): BookChanges {
    for (const id of this.#held.unloaded.withGapDue(now)) this.#held.unloaded.load(id);
    for (const story of this.#held.loaded.values())
      if (story.silenceAt !== undefined && story.silenceAt <= now) this.#dirty.add(story.id);
    const stories = [...this.#dirty].flatMap((id) => {
      const story = this.#held.loaded.get(id);
      if (story === undefined) return [];
      const gapAt = nextCoverageGapAt(story.articles.toSorted(seenFirst), now);
      if (gapAt === null) delete story.silenceAt;
      else story.silenceAt = gapAt;
      for (const article of story.articles)
        article.visibleAt ??= this.#held.longVisible.has(article) ? article.seenAt : now;
      return [storyRowOf(story, now)];
    });
    // An article that moved twice in a batch is stored where it ended.
    const links = [...this.#relinked].filter((article) => article.apart === true).map(storyLinkOf);
    const kept = new Set(links.map((link) => `${link.storyId} ${link.articleId}`));
    const changes = {
      links,
      unlinked: this.#unlinked.filter((link) => !kept.has(`${link.storyId} ${link.articleId}`)),
      stories,
      left: new Set(this.#left),
    };
    for (const id of this.#dirty) this.#held.touch(id);
    this.#left.clear();
    this.#relinked.clear();
    this.#unlinked = [];
    this.#dirty.clear();
    return changes;
  }
}
