import type { Article } from '../article/article.ts';
import type { Evidence } from '../evidence.ts';
import { placeArticle } from './grouping.ts';
import { reprintRules } from '../reprint/rules.ts';
import { factPrior, followDays, joinRules } from './grouping-data.ts';
import type { Language } from '../language.ts';
import type { Outlet } from '../outlet.ts';
import type { BookArticle, BookChanges, BookState, BookStory } from './book-state.ts';
import { headOf } from '../reprint/reprint.ts';
import { sideOf } from './story.ts';
import { finalStory, noPins, type Pins } from './decisions.ts';
import { linkOf, rowOf, settleLink } from './links.ts';
import { factsOf } from './facts.ts';
import { StoryWindow, type WindowArticle } from './window.ts';
import { nextSilenceAt } from './silences.ts';
import { seenFirst } from './view.ts';
import { dayMs } from '../text/time.ts';

/** The open stories with everything that decides. Pure: the same state, articles and pins give the same book. */
export class StoryBook {
  readonly #stories = new Map<string, BookStory>();
  readonly #window = new StoryWindow(factPrior);
  readonly #dirty = new Set<string>();
  /** Articles whose link, in a row of its own, changed. */
  readonly #relinked = new Set<BookArticle>();
  #unlinked: BookChanges['unlinked'] = [];
  #pins: Pins = noPins();
  readonly #rules = {
    join: joinRules,
    reprintHours: reprintRules.hours,
    mayMerge: (id: string) => !this.#pins.touched.has(id),
  };

  constructor(state: BookState = { version: 2, stories: [] }) {
    for (const story of state.stories) {
      this.#stories.set(story.id, { ...story, articles: story.articles.map((article) => ({ ...article })) });
      this.#remember(story);
    }
  }

  state(): BookState {
    return { version: 2, stories: [...this.#stories.values()] };
  }

  story(id: string): BookStory | undefined {
    return this.#stories.get(id);
  }

  storyOfArticle(articleId: string): BookStory | undefined {
    const open = this.#window.storyOf(articleId);
    return open && this.#stories.get(open.id);
  }

  /** Puts a new article into its story. An article already in the book is not moved: a retry changes nothing. */
  take(article: Article, outlet: Pick<Outlet, 'name' | 'country' | 'kind'>): void {
    const known = this.storyOfArticle(article.id)?.articles.find((each) => each.articleId === article.id);
    if (known !== undefined) {
      this.#dirty.add(known.storyId);
      return;
    }
    const { id, outletId, title, summary, language, topics, subtopics, entities, reprintOf } = article;
    const at = Date.parse(article.dateFlag === undefined ? article.publishedAt : article.seenAt);
    const pinned = this.#pins.storyOf.get(id);
    const placed = placeArticle(
      this.#window,
      {
        id,
        outletId,
        title,
        summary,
        language,
        topics,
        subtopics,
        entities,
        at,
        ...(reprintOf !== undefined && { reprintOf }),
        ...(pinned !== undefined && { pinned }),
      },
      this.#rules,
    );
    const original = placed.reprintOf;
    const story = this.#stories.get(placed.storyId) ?? this.#open(placed.storyId, placed.follows);
    const head = headOf(article);
    const added: BookArticle = {
      storyId: story.id,
      chosen: pinned === undefined ? story.id : id,
      articleId: id,
      at,
      outletId,
      outletName: outlet.name,
      country: outlet.country,
      kind: outlet.kind,
      side: sideOf(outlet.country),
      language,
      title: head.title,
      summary: head.summary,
      url: article.url,
      publishedAt: article.publishedAt,
      seenAt: article.seenAt,
      topics,
      subtopics,
      entities,
      ...(original !== undefined && { reprintOf: original }),
      revisions: [],
      evidence: [],
    };
    story.articles.push(added);
    settleLink(story, added);
    this.#relink(added, [...(placed.copy === null ? [] : [placed.copy.evidence]), ...placed.evidence]);
    for (const copyId of placed.repointed) this.#repoint(copyId, original, story.id);
    for (const { from, into } of placed.merged) this.#absorb(from, into);
  }

  /** A copy whose supposed original turned out a copy itself: it goes where the real one is. */
  #repoint(articleId: string, original: string | undefined, storyId: string): void {
    const story = this.storyOfArticle(articleId);
    const copy = story?.articles.find((each) => each.articleId === articleId);
    if (story === undefined || copy === undefined || original === undefined) return;
    copy.reprintOf = original;
    const stays = story.id === storyId || this.#pins.storyOf.has(articleId);
    if (stays)
      return this.#relink(copy, [
        { kind: 'story', of: story.id, rule: 'same-original', score: 1, places: [] },
      ]);
    copy.chosen = storyId;
    this.#move(story, copy, { to: storyId, rule: 'same-original' });
  }

  #open(id: string, follows: string | undefined): BookStory {
    const story: BookStory = { id, articles: [], ...(follows !== undefined && { follows }) };
    this.#stories.set(id, story);
    return story;
  }

  /** Follows a merge that the window has already made. */
  #absorb(fromId: string, intoId: string): void {
    const from = this.#stories.get(fromId);
    const into = this.#stories.get(intoId);
    if (from === undefined || into === undefined) return;
    for (const article of from.articles) {
      this.#unlink(article);
      article.chosen = intoId;
      article.storyId = intoId;
      into.articles.push(article);
      settleLink(into, article);
      this.#relink(article, [{ kind: 'story', of: intoId, rule: 'stories-joined', score: 1, places: [] }]);
    }
    from.articles = [];
    from.absorbedInto = intoId;
    this.#dirty.add(fromId);
  }

  #relink(article: BookArticle, evidence: Evidence[]): void {
    article.evidence = evidence;
    if (article.apart === true) this.#relinked.add(article);
    this.#dirty.add(article.storyId);
  }

  #unlink({ storyId, articleId, apart }: BookArticle): void {
    if (apart === true) this.#unlinked.push({ storyId, articleId });
  }

  /** A later text of an article that is in the book; others are too old to matter here. */
  revise(article: Article): void {
    const story = this.storyOfArticle(article.id);
    const known = story?.articles.find((each) => each.articleId === article.id);
    if (story === undefined || known === undefined) return;
    this.#forget(story);
    const { title, summary } = headOf(article);
    Object.assign(known, {
      title,
      summary,
      topics: article.topics,
      subtopics: article.subtopics,
      entities: article.entities,
    });
    this.#remember(story);
    this.#dirty.add(story.id);
  }

  /** Brings the book in line with what people decided: articles move, merged stories point on, undone decisions move back. */
  apply(pins: Pins): void {
    this.#pins = pins;
    for (const story of Array.from(this.#stories.values())) {
      for (const article of Array.from(story.articles)) {
        const wanted = finalStory(pins, pins.storyOf.get(article.articleId) ?? article.chosen);
        if (wanted !== article.storyId)
          this.#move(story, article, { to: wanted, rule: 'decided-by-a-person' });
      }
      const into = pins.mergedInto.get(story.id);
      if (into !== story.mergedInto) this.#point(story, into);
      this.#name(story, pins.named.get(story.id));
    }
  }

  #point(story: BookStory, into: string | undefined): void {
    if (into === undefined) delete story.mergedInto;
    else story.mergedInto = into;
    this.#dirty.add(story.id);
  }

  #name(story: BookStory, named: Record<Language, string> | undefined): void {
    if (JSON.stringify(named) === JSON.stringify(story.named)) return;
    if (named === undefined) delete story.named;
    else story.named = named;
    this.#dirty.add(story.id);
  }

  #move(from: BookStory, article: BookArticle, { to, rule }: { to: string; rule: string }): void {
    const target = this.#stories.get(to) ?? this.#open(to, undefined);
    this.#forget(from);
    if (target.articles.length > 0) this.#forget(target);
    from.articles = from.articles.filter((each) => each !== article);
    this.#unlink(article);
    article.storyId = to;
    target.articles.push(article);
    settleLink(target, article);
    delete target.absorbedInto;
    // The page of an emptied story leads on.
    if (from.articles.length === 0) from.absorbedInto = to;
    this.#remember(from);
    this.#remember(target);
    this.#dirty.add(from.id);
    this.#relink(article, [{ kind: 'story', of: to, rule, score: 1, places: [] }]);
  }

  /** Closes the stories whose window is over and forgets those that nothing can follow any more. @param now ISO 8601 UTC */
  close(now: string): void {
    const at = Date.parse(now);
    for (const story of Array.from(this.#stories.values())) {
      if (story.articles.length === 0) {
        if (!this.#dirty.has(story.id)) this.#leave(story);
        continue;
      }
      const last = Math.max(...story.articles.map((article) => Date.parse(article.seenAt)));
      const days = (at - last) / dayMs;
      if (story.closedAt === undefined && days > joinRules.windowDays) {
        story.closedAt = now;
        const open = this.#window.stories.get(story.id);
        if (open !== undefined) open.closed = true;
        // Nobody waits to hear that a story of one article is over: its row is not worth the write.
        if (story.articles.length > 1) this.#dirty.add(story.id);
      }
      // An article stored long ago and grouped only now: its story is stored before it is forgotten.
      if (days > joinRules.windowDays + followDays && !this.#dirty.has(story.id)) this.#leave(story);
    }
  }

  #leave(story: BookStory): void {
    this.#forget(story);
    this.#stories.delete(story.id);
  }

  /** What changed since the last call; also stories in which a side has now been silent for too long. @param now ISO 8601 UTC */
  changes(now: string): BookChanges {
    for (const story of this.#stories.values())
      if (story.silenceAt !== undefined && story.silenceAt <= now) this.#dirty.add(story.id);
    const stories = [...this.#dirty].flatMap((id) => {
      const story = this.#stories.get(id);
      if (story === undefined) return [];
      const silenceAt = nextSilenceAt(story.articles.toSorted(seenFirst), now);
      if (silenceAt === null) delete story.silenceAt;
      else story.silenceAt = silenceAt;
      return [rowOf(story, now)];
    });
    // An article that moved twice in a batch is stored where it ended.
    const links = [...this.#relinked].filter((article) => article.apart === true).map(linkOf);
    const kept = new Set(links.map((link) => `${link.storyId} ${link.articleId}`));
    const changes = {
      links,
      unlinked: this.#unlinked.filter((link) => !kept.has(`${link.storyId} ${link.articleId}`)),
      stories,
    };
    this.#relinked.clear();
    this.#unlinked = [];
    this.#dirty.clear();
    return changes;
  }

  #remember(story: BookStory): void {
    const [first] = story.articles;
    if (first === undefined) return;
    const open = this.#window.open(story.id, first.at);
    open.closed = story.closedAt !== undefined;
    for (const article of story.articles)
      this.#window.add(open, windowArticle(article), this.#window.weigh(factsOf(article), article.language));
  }

  #forget(story: BookStory): void {
    const open = this.#window.stories.get(story.id);
    if (open !== undefined) this.#window.drop(open);
  }
}

function windowArticle({
  articleId,
  outletId,
  language,
  title,
  summary,
  at,
  reprintOf,
}: BookArticle): WindowArticle {
  return {
    id: articleId,
    outletId,
    language,
    title,
    summary,
    at,
    ...(reprintOf !== undefined && { reprintOf }),
  };
}
