import { isDeepStrictEqual } from 'node:util';
import type { Article } from '../article/article.ts';
import { placeArticle } from './grouping.ts';
import { bookArticle } from './book-article.ts';
import { groupable } from './groupable.ts';
import type { StoryLink } from './story.ts';
import type { MovedArticle } from './regroup.ts';
import { reprintRules } from '../reprint/rules.ts';
import { joinRules } from './grouping-data.ts';
import type { Language } from '../language.ts';
import { type OutletFacts, sideOf } from '../outlet.ts';
import type { BookArticle, BookChanges, BookStory } from './book-state.ts';
import { comparableHead } from '../reprint/reprint.ts';
import { finalStory, noOverrides, type Overrides } from './decisions.ts';
import { assignLinkRow } from './links.ts';
import { titleEntitiesOf } from './facts.ts';
import { closeStale } from './close-stale.ts';
import { HeldStories } from './held-stories.ts';
import { PendingChanges } from './pending-changes.ts';

/** The open stories and all grouping state. Pure: the same state, articles and overrides give the same book. */
export class StoryBook extends HeldStories {
  readonly #pending = new PendingChanges(this);
  #overrides: Overrides = noOverrides();
  #isDecided = false;
  readonly #rules = {
    join: joinRules,
    reprintHours: reprintRules.hours,
    mayMerge: (id: string) => !this.#overrides.decidedStories.has(id),
  };

  /** Puts a new article into its story. An article already in the book is not moved: a retry changes nothing. */
  add(article: Article, outlet: OutletFacts): void {
    const known = this.storyOfArticle(article.id)?.articles.find((each) => each.articleId === article.id);
    if (known !== undefined) {
      // A retry: an earlier try may have stored half of it, when nobody saw it yet.
      this.#pending.showAgain(known);
      return;
    }
    const decidedStory = this.#overrides.storyOf.get(article.id);
    const placed = placeArticle(this.window, groupable(article, decidedStory), this.#rules);
    const original = placed.reprintOf;
    this.#follow(placed.moved);
    const story = this.#taking(placed.storyId, placed);
    const link: StoryLink = {
      storyId: story.id,
      articleId: article.id,
      outletName: outlet.name,
      country: outlet.country,
      kind: outlet.kind,
      side: sideOf(outlet),
      ...(outlet.owner?.id !== undefined && { owner: outlet.owner.id }),
      ...(original !== undefined && { reprintOf: original }),
      evidence: [],
    };
    const added = bookArticle(article, link, decidedStory === undefined ? story.id : article.id);
    added.facts = placed.facts;
    story.articles.push(added);
    assignLinkRow(story, added);
    this.#pending.relink(added, [
      ...(placed.copy === null ? [] : [placed.copy.evidence]),
      ...placed.evidence,
    ]);
    for (const copyId of placed.repointed) this.#repoint(copyId, original, story.id);
  }

  /** A crash may have left an article in two stories: the row of the one it has left is stored anew. */
  dropLink({ storyId, articleId, isApart }: { storyId: string; articleId: string; isApart: boolean }): void {
    this.#pending.unlink({ storyId, articleId, ...(isApart && { apart: true }) });
    this.unloaded.load(storyId);
    this.#pending.mark(storyId);
  }

  /** A copy whose supposed original turned out a copy itself: it goes where the real one is. */
  #repoint(articleId: string, original: string | undefined, storyId: string): void {
    const story = this.storyOfArticle(articleId);
    const copy = story?.articles.find((each) => each.articleId === articleId);
    if (story === undefined || copy === undefined || original === undefined) return;
    copy.reprintOf = original;
    const stays = story.id === storyId || this.#overrides.storyOf.has(articleId);
    if (stays)
      return this.#pending.relink(copy, [
        { kind: 'story', of: story.id, rule: 'same-original', score: 1, places: [] },
      ]);
    copy.chosen = storyId;
    this.#move(story, copy, { to: storyId, rule: 'same-original' });
  }

  /** The story that the window has put an article into. One that had been emptied is open again, as it is there. */
  #taking(id: string, links: { follows?: string; relatesTo?: string }): BookStory {
    const story = this.story(id);
    if (story === undefined) return this.#open(id, links);
    if (story.articles.length === 0) delete story.closedAt;
    delete story.absorbedInto;
    return story;
  }

  #open(id: string, { follows, relatesTo }: { follows?: string; relatesTo?: string }): BookStory {
    const story: BookStory = {
      id,
      articles: [],
      ...(follows !== undefined && { follows }),
      ...(relatesTo !== undefined && { relatesTo }),
    };
    this.loaded.set(id, story);
    return story;
  }

  /** Follows moves that the window has already made; the page of an emptied story leads on. */
  #follow(moves: readonly MovedArticle[]): void {
    for (const { articleId, from, to } of moves) {
      const source = this.loaded.get(from);
      const article = source?.articles.find((each) => each.articleId === articleId);
      if (source === undefined || article === undefined) continue;
      const target = this.#taking(to, {});
      source.articles = source.articles.filter((each) => each !== article);
      this.#pending.unlink(article);
      article.chosen = to;
      article.storyId = to;
      target.articles.push(article);
      assignLinkRow(target, article);
      const isEmpty = source.articles.length === 0;
      if (isEmpty) this.#redirect(source, to);
      this.#pending.markLeft(from);
      this.#pending.showAgain(article);
      const rule = isEmpty ? 'stories-joined' : 'nearer-story';
      this.#pending.relink(article, [{ kind: 'story', of: to, rule, score: 1, places: [] }]);
    }
  }

  /** The page of an emptied story leads on; the stories that relate to it or follow it say so in rows of their own. */
  #redirect(emptied: BookStory, to: string): void {
    emptied.absorbedInto = to;
    for (const id of this.unloaded.leadingTo(emptied.id)) this.unloaded.load(id);
    for (const story of this.loaded.values()) {
      for (const link of ['relatesTo', 'follows'] as const) {
        if (story[link] !== emptied.id) continue;
        if (story.id === to) delete story[link];
        else story[link] = to;
        this.#pending.mark(story.id);
      }
    }
  }

  /** A later text of an article that is in the book; others are too old to matter here. */
  revise(article: Article): void {
    const story = this.storyOfArticle(article.id);
    const known = story?.articles.find((each) => each.articleId === article.id);
    if (story === undefined || known === undefined) return;
    this.dropFromWindow(story);
    const { title, summary } = comparableHead(article);
    // It may have gained a topic, and with it readers; memory is by article, so nobody gets it twice.
    this.#pending.showAgain(known);
    delete known.facts;
    Object.assign(known, {
      title,
      summary,
      topics: article.topics,
      subtopics: article.subtopics,
      entities: article.entities,
      titleEntities: titleEntitiesOf(article.evidence),
    });
    this.addToWindow(story);
    this.#pending.mark(story.id);
  }

  /** Applies what people decided: articles move, merged stories redirect, undone decisions move back. */
  applyDecisions(overrides: Overrides): void {
    const areNew = !this.#isDecided || !isDeepStrictEqual(overrides, this.#overrides);
    this.#isDecided = true;
    this.#overrides = overrides;
    if (areNew) this.#loadDecided();
    const changed = this.#changedStories();
    for (const story of areNew ? [...this.loaded.values()].sort(byId) : changed) {
      for (const article of Array.from(story.articles)) {
        const wanted = finalStory(overrides, overrides.storyOf.get(article.articleId) ?? article.chosen);
        if (wanted !== article.storyId)
          this.#move(story, article, { to: wanted, rule: 'decided-by-a-person' });
      }
      const into = overrides.mergedInto.get(story.id);
      if (into !== story.mergedInto) this.#setMergedInto(story, into);
      this.#setNamed(story, overrides.named.get(story.id));
    }
  }

  /** Those that decisions are about, or were. */
  #loadDecided(): void {
    const { storyOf, mergedInto, named } = this.#overrides;
    const ofArticles = [...storyOf.keys()].flatMap((id) => this.unloaded.storyOf(id) ?? []);
    for (const id of [...this.unloaded.decided(), ...ofArticles, ...mergedInto.keys(), ...named.keys()])
      this.unloaded.load(id);
  }

  /** Those that decisions of before may not have been applied to. */
  #changedStories(): BookStory[] {
    const changed = new Set([...this.#pending.marked(), ...this.takeArrived()]);
    return [...changed].flatMap((id) => this.loaded.get(id) ?? []).sort(byId);
  }

  #setMergedInto(story: BookStory, into: string | undefined): void {
    if (into === undefined) delete story.mergedInto;
    else story.mergedInto = into;
    this.#pending.mark(story.id);
  }

  #setNamed(story: BookStory, named: Record<Language, string> | undefined): void {
    if (JSON.stringify(named) === JSON.stringify(story.named)) return;
    if (named === undefined) delete story.named;
    else story.named = named;
    this.#pending.mark(story.id);
  }

  #move(from: BookStory, article: BookArticle, { to, rule }: { to: string; rule: string }): void {
    const target = this.story(to) ?? this.#open(to, {});
    this.dropFromWindow(from);
    if (target.articles.length > 0) this.dropFromWindow(target);
    from.articles = from.articles.filter((each) => each !== article);
    this.#pending.unlink(article);
    article.storyId = to;
    target.articles.push(article);
    assignLinkRow(target, article);
    delete target.absorbedInto;
    // The page of an emptied story redirects. What a person decides may be undone: links to the story stay.
    const isEmpty = from.articles.length === 0;
    if (isEmpty && rule === 'decided-by-a-person') from.absorbedInto = to;
    else if (isEmpty) this.#redirect(from, to);
    this.addToWindow(from);
    this.addToWindow(target);
    this.#pending.markLeft(from.id);
    this.#pending.showAgain(article);
    this.#pending.relink(article, [{ kind: 'story', of: to, rule, score: 1, places: [] }]);
  }

  /** Closes the stories whose window is over and drops those that nothing can follow any more. @param now ISO 8601 UTC */
  closeStale(now: string): void {
    closeStale(this, this.#pending, now);
  }

  /** What changed since the last call; also stories whose coverage gap is due now. @param now ISO 8601 UTC */
  changes(now: string): BookChanges {
    return this.#pending.take(now);
  }
}

/** Stories move articles into others: in this order, whatever the one in which they came into the book. */
const byId = (a: BookStory, b: BookStory): number => (a.id < b.id ? -1 : 1);
