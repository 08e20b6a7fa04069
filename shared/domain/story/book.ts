import { isDeepStrictEqual } from 'node:util';
import type { Article } from '../article/article.ts';
import type { Evidence } from '../evidence.ts';
import { type GroupableArticle, placeArticle } from './grouping.ts';
import { bookArticle, timeOf, withFacts } from './book-article.ts';
import { shardOf, storiesIn } from './day-shard.ts';
import { readFacts } from './saved-facts.ts';
import { UnloadedStories } from './unloaded-stories.ts';
import type { StoryLink } from './story.ts';
import type { MovedArticle } from './regroup.ts';
import { reprintRules } from '../reprint/rules.ts';
import { factPrior, followDays, joinRules } from './grouping-data.ts';
import type { Language } from '../language.ts';
import { type OutletFacts, sideOf } from '../outlet.ts';
import type {
  BookArticle,
  BookChanges,
  BookDelta,
  BookState,
  BookStory,
  DayShard,
  ShardEntry,
} from './book-state.ts';
import { comparableHead } from '../reprint/reprint.ts';
import { finalStory, noOverrides, type Overrides } from './decisions.ts';
import { storyLinkOf, storyRowOf, assignLinkRow } from './links.ts';
import { readLanguage, titleEntitiesOf } from './facts.ts';
import { type Profile, StoryWindow, type WindowArticle } from './window.ts';
import { nextCoverageGapAt } from './coverage-gaps.ts';
import { seenFirst } from './view.ts';
import { dayMs, dayOf } from '../text/time.ts';

/** Articles held beyond which stories are let go that can be loaded again: each takes some 15 KB. */
const mostLoaded = 4_000;

/** The open stories and all grouping state. Pure: the same state, articles and overrides give the same book. */
export class StoryBook {
  readonly #stories = new Map<string, BookStory>();
  readonly #dirty = new Set<string>();
  /** Articles whose link, in a row of its own, changed. */
  readonly #relinked = new Set<BookArticle>();
  /** Articles of a state that was saved before `visibleAt` was: they were seen when they were stored. */
  readonly #longVisible = new WeakSet<BookArticle>();
  #unlinked: BookChanges['unlinked'] = [];
  readonly #left = new Set<string>();
  /** Stories that changed since the last `takeDelta`, and those that went: with their days. */
  readonly #touched = new Set<string>();
  readonly #gone = new Map<string, string>();
  #overrides: Overrides = noOverrides();
  /** Stories that came in since the decisions were applied. */
  readonly #undecided = new Set<string>();
  #isDecided = false;
  readonly #unloaded: UnloadedStories;
  readonly #window: StoryWindow;
  /** Stories that the saved days have otherwise, or do not have. */
  readonly #unsaved = new Set<string>();
  readonly #rules = {
    join: joinRules,
    reprintHours: reprintRules.hours,
    mayMerge: (id: string) => !this.#overrides.decidedStories.has(id),
  };

  constructor({ stories, shards = [] }: BookState = { version: 2, stories: [] }) {
    this.#unloaded = new UnloadedStories((story) => {
      const own = this.#keep(story);
      if (own.articles.length === 0) return;
      this.#window.load(
        { id: own.id, closed: own.closedAt !== undefined },
        own.articles.map((article) => [windowArticle(article), () => this.#profileOf(article)]),
      );
    });
    this.#window = new StoryWindow(factPrior, this.#unloaded);
    for (const shard of shards) this.#unloaded.put(shard);
    for (const story of stories) {
      this.#addToWindow(this.#keep(story));
      this.#unsaved.add(story.id);
    }
  }

  /** All stories; each has the day it is saved with. */
  state(): BookState {
    return { version: 2, stories: this.days().flatMap((day) => this.#storiesOf(day)) };
  }

  /** The days of all stories. */
  days(): string[] {
    return [...new Set([...this.#unloaded.days(), ...[...this.#stories.values()].map(dayOfStory)])];
  }

  #storiesOf(day: string): BookStory[] {
    const unloaded = this.#unloaded.ofDay(day);
    const loaded = [...this.#stories.values()].filter((story) => dayOfStory(story) === day);
    return [...('whole' in unloaded ? storiesIn(unloaded.whole) : unloaded.stories), ...loaded.map(dated)];
  }

  /** A day's stories as they are saved. */
  shardOf(day: string): DayShard {
    const unloaded = this.#unloaded.ofDay(day);
    const isWhole =
      'whole' in unloaded && ![...this.#stories.values()].some((story) => dayOfStory(story) === day);
    return isWhole ? unloaded.whole : shardOf(day, this.#storiesOf(day));
  }

  /** Stories of a day that has been saved need not be held. Call it between batches. */
  unload(shard: DayShard): void {
    for (const story of this.#stories.values()) {
      if (dayOfStory(story) !== shard.day) continue;
      this.#letGo(story);
      this.#unsaved.delete(story.id);
    }
    this.#unloaded.put(shard);
  }

  /** Lets stories go that are saved as they are, where many are held. Call it between batches. */
  unloadUnchanged(most = mostLoaded): void {
    let held = 0;
    for (const { articles } of this.#stories.values()) held += articles.length;
    if (held <= most) return;
    for (const story of this.#stories.values()) {
      if (!this.#unsaved.has(story.id) && this.#unloaded.putBack(story.id)) this.#letGo(story);
    }
  }

  #letGo(story: BookStory): void {
    const open = this.#window.stories.get(story.id);
    if (open !== undefined) this.#window.drop(open);
    this.#stories.delete(story.id);
  }

  /** What changed since the last call, for who keeps the state of then. Call it after `changes`. */
  takeDelta(): BookDelta {
    const stories = [...this.#touched].flatMap((id) => this.#stories.get(id) ?? []).map(dated);
    const gone = [...this.#gone].map(([id, day]) => ({ id, day }));
    for (const { id } of [...stories, ...gone]) this.#changed(id);
    this.#touched.clear();
    this.#gone.clear();
    return { stories, gone };
  }

  /** What the saved days have of a story is of the past. */
  #changed(id: string): void {
    const open = this.#window.stories.get(id);
    if (open !== undefined) this.#window.index(open);
    this.#unloaded.forget(id);
    if (this.#stories.has(id)) this.#unsaved.add(id);
    else this.#unsaved.delete(id);
  }

  /** Takes in what another book changed since both were the same. */
  apply({ stories, gone }: BookDelta): void {
    // All of what was before first: an article may have gone from one of the stories to another.
    for (const { id } of [...gone, ...stories]) {
      const before = this.#stories.get(id);
      if (before !== undefined) this.#dropFromWindow(before);
      this.#stories.delete(id);
      this.#changed(id);
    }
    for (const story of stories) {
      this.#addToWindow(this.#keep(story));
      this.#undecided.add(story.id);
      this.#unsaved.add(story.id);
    }
  }

  #keep(story: BookStory): BookStory {
    const own = { ...story, articles: story.articles.map((article) => ({ ...article })) };
    this.#stories.set(story.id, own);
    for (const article of own.articles) if (article.visibleAt === undefined) this.#longVisible.add(article);
    return own;
  }

  story(id: string): BookStory | undefined {
    this.#unloaded.load(id);
    return this.#stories.get(id);
  }

  /** Without loading the story. */
  articleIdsOf(storyId: string): string[] {
    const loaded = this.#stories.get(storyId)?.articles.map(({ articleId }) => articleId);
    return loaded ?? this.#unloaded.entry(storyId)?.articleIds ?? [];
  }

  /** Epoch ms of when the latest of all articles was seen; null where there is none. */
  lastSeenAt(): number | null {
    const all = [
      ...this.#unloaded.whichAre(() => true).map((entry) => entry.lastSeenAt),
      ...[...this.#stories.values()].flatMap(({ articles }) =>
        articles.map(({ seenAt }) => Date.parse(seenAt)),
      ),
    ];
    return all.length === 0 ? null : all.reduce((last, at) => Math.max(last, at));
  }

  storyOfArticle(articleId: string): BookStory | undefined {
    const open = this.#window.storyOf(articleId);
    return open && this.#stories.get(open.id);
  }

  /** Puts a new article into its story. An article already in the book is not moved: a retry changes nothing. */
  add(article: Article, outlet: OutletFacts): void {
    const known = this.storyOfArticle(article.id)?.articles.find((each) => each.articleId === article.id);
    if (known !== undefined) {
      // A retry: an earlier try may have stored half of it, when nobody saw it yet.
      this.#showAgain(known);
      return;
    }
    const decidedStory = this.#overrides.storyOf.get(article.id);
    const placed = placeArticle(this.#window, groupable(article, decidedStory), this.#rules);
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
    this.#relink(added, [...(placed.copy === null ? [] : [placed.copy.evidence]), ...placed.evidence]);
    for (const copyId of placed.repointed) this.#repoint(copyId, original, story.id);
  }

  /** A crash may have left an article in two stories: the row of the one it has left is stored anew. */
  dropLink({ storyId, articleId, isApart }: { storyId: string; articleId: string; isApart: boolean }): void {
    if (isApart) this.#unlinked.push({ storyId, articleId });
    this.#unloaded.load(storyId);
    this.#dirty.add(storyId);
  }

  /** A copy whose supposed original turned out a copy itself: it goes where the real one is. */
  #repoint(articleId: string, original: string | undefined, storyId: string): void {
    const story = this.storyOfArticle(articleId);
    const copy = story?.articles.find((each) => each.articleId === articleId);
    if (story === undefined || copy === undefined || original === undefined) return;
    copy.reprintOf = original;
    const stays = story.id === storyId || this.#overrides.storyOf.has(articleId);
    if (stays)
      return this.#relink(copy, [
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
    this.#stories.set(id, story);
    return story;
  }

  /** Follows moves that the window has already made; the page of an emptied story leads on. */
  #follow(moves: readonly MovedArticle[]): void {
    for (const { articleId, from, to } of moves) {
      const source = this.#stories.get(from);
      const article = source?.articles.find((each) => each.articleId === articleId);
      if (source === undefined || article === undefined) continue;
      const target = this.#taking(to, {});
      source.articles = source.articles.filter((each) => each !== article);
      this.#unlink(article);
      article.chosen = to;
      article.storyId = to;
      target.articles.push(article);
      assignLinkRow(target, article);
      const isEmpty = source.articles.length === 0;
      if (isEmpty) this.#redirect(source, to);
      this.#dirty.add(from);
      this.#left.add(from);
      this.#showAgain(article);
      const rule = isEmpty ? 'stories-joined' : 'nearer-story';
      this.#relink(article, [{ kind: 'story', of: to, rule, score: 1, places: [] }]);
    }
  }

  /** The page of an emptied story leads on; the stories that relate to it or follow it say so in rows of their own. */
  #redirect(emptied: BookStory, to: string): void {
    emptied.absorbedInto = to;
    for (const id of this.#unloaded.leadingTo(emptied.id)) this.#unloaded.load(id);
    for (const story of this.#stories.values()) {
      for (const link of ['relatesTo', 'follows'] as const) {
        if (story[link] !== emptied.id) continue;
        if (story.id === to) delete story[link];
        else story[link] = to;
        this.#dirty.add(story.id);
      }
    }
  }

  #relink(article: BookArticle, evidence: Evidence[]): void {
    article.evidence = evidence;
    if (article.apart === true) this.#relinked.add(article);
    this.#dirty.add(article.storyId);
  }

  /** Whoever reads while an article is stored or moved may miss it: it counts as visible from the end of this batch on. */
  #showAgain(article: BookArticle): void {
    delete article.visibleAt;
    this.#longVisible.delete(article);
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
    this.#dropFromWindow(story);
    const { title, summary } = comparableHead(article);
    // It may have gained a topic, and with it readers; memory is by article, so nobody gets it twice.
    this.#showAgain(known);
    delete known.facts;
    Object.assign(known, {
      title,
      summary,
      topics: article.topics,
      subtopics: article.subtopics,
      entities: article.entities,
      titleEntities: titleEntitiesOf(article.evidence),
    });
    this.#addToWindow(story);
    this.#dirty.add(story.id);
  }

  /** Applies what people decided: articles move, merged stories redirect, undone decisions move back. */
  applyDecisions(overrides: Overrides): void {
    const areNew = !this.#isDecided || !isDeepStrictEqual(overrides, this.#overrides);
    this.#isDecided = true;
    this.#overrides = overrides;
    if (areNew) this.#loadDecided();
    const changed = this.#changedStories();
    for (const story of areNew ? [...this.#stories.values()].sort(byId) : changed) {
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
    const ofArticles = [...storyOf.keys()].flatMap((id) => this.#unloaded.storyOf(id) ?? []);
    for (const id of [...this.#unloaded.decided(), ...ofArticles, ...mergedInto.keys(), ...named.keys()])
      this.#unloaded.load(id);
  }

  /** Those that decisions of before may not have been applied to. */
  #changedStories(): BookStory[] {
    const changed = new Set([...this.#dirty, ...this.#undecided]);
    this.#undecided.clear();
    return [...changed].flatMap((id) => this.#stories.get(id) ?? []).sort(byId);
  }

  #setMergedInto(story: BookStory, into: string | undefined): void {
    if (into === undefined) delete story.mergedInto;
    else story.mergedInto = into;
    this.#dirty.add(story.id);
  }

  #setNamed(story: BookStory, named: Record<Language, string> | undefined): void {
    if (JSON.stringify(named) === JSON.stringify(story.named)) return;
    if (named === undefined) delete story.named;
    else story.named = named;
    this.#dirty.add(story.id);
  }

  #move(from: BookStory, article: BookArticle, { to, rule }: { to: string; rule: string }): void {
    const target = this.story(to) ?? this.#open(to, {});
    this.#dropFromWindow(from);
    if (target.articles.length > 0) this.#dropFromWindow(target);
    from.articles = from.articles.filter((each) => each !== article);
    this.#unlink(article);
    article.storyId = to;
    target.articles.push(article);
    assignLinkRow(target, article);
    delete target.absorbedInto;
    // The page of an emptied story redirects. What a person decides may be undone: links to the story stay.
    const isEmpty = from.articles.length === 0;
    if (isEmpty && rule === 'decided-by-a-person') from.absorbedInto = to;
    else if (isEmpty) this.#redirect(from, to);
    this.#addToWindow(from);
    this.#addToWindow(target);
    this.#dirty.add(from.id);
    this.#left.add(from.id);
    this.#showAgain(article);
    this.#relink(article, [{ kind: 'story', of: to, rule, score: 1, places: [] }]);
  }

  /** Closes the stories whose window is over and drops those that nothing can follow any more. @param now ISO 8601 UTC */
  closeStale(now: string): void {
    const at = Date.parse(now);
    this.#loadStale(at);
    for (const story of Array.from(this.#stories.values())) {
      if (story.articles.length === 0) {
        if (!this.#dirty.has(story.id)) this.#discard(story);
        continue;
      }
      const days = (at - Date.parse(lastSeenAt(story))) / dayMs;
      if (story.closedAt === undefined && days > joinRules.windowDays) {
        story.closedAt = now;
        const open = this.#window.stories.get(story.id);
        if (open !== undefined) open.closed = true;
        // Nobody needs to know that a story of one article is over: it is not worth the write.
        if (story.articles.length > 1) this.#dirty.add(story.id);
        else this.#touched.add(story.id);
      }
      // An article stored long ago and grouped only now: its story is stored before it is forgotten.
      if (days > joinRules.windowDays + followDays && !this.#dirty.has(story.id)) this.#discard(story);
    }
  }

  /** Loads what is to be closed, and drops what need not be loaded for it. @param at epoch ms */
  #loadStale(at: number): void {
    const isOver = ({ lastSeenAt }: ShardEntry, days: number): boolean => (at - lastSeenAt) / dayMs > days;
    const heldDays = joinRules.windowDays + followDays;
    const stale = this.#unloaded.whichAre((entry) =>
      isOver(entry, entry.closed ? heldDays : joinRules.windowDays),
    );
    for (const { id, closed } of stale) {
      if (!closed) {
        this.#unloaded.load(id);
        continue;
      }
      this.#gone.set(id, this.#unloaded.dayOf(id) ?? '');
      this.#unloaded.forget(id);
    }
  }

  #discard(story: BookStory): void {
    this.#dropFromWindow(story);
    this.#stories.delete(story.id);
    // One that was never saved need not be forgotten.
    if (story.day !== undefined) this.#gone.set(story.id, story.day);
  }

  /** What changed since the last call; also stories whose coverage gap is due now. @param now ISO 8601 UTC */
  changes(now: string): BookChanges {
    for (const id of this.#unloaded.withGapDue(now)) this.#unloaded.load(id);
    for (const story of this.#stories.values())
      if (story.silenceAt !== undefined && story.silenceAt <= now) this.#dirty.add(story.id);
    const stories = [...this.#dirty].flatMap((id) => {
      const story = this.#stories.get(id);
      if (story === undefined) return [];
      const gapAt = nextCoverageGapAt(story.articles.toSorted(seenFirst), now);
      if (gapAt === null) delete story.silenceAt;
      else story.silenceAt = gapAt;
      for (const article of story.articles)
        article.visibleAt ??= this.#longVisible.has(article) ? article.seenAt : now;
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
    for (const id of this.#dirty) this.#touched.add(id);
    this.#left.clear();
    this.#relinked.clear();
    this.#unlinked = [];
    this.#dirty.clear();
    return changes;
  }

  #addToWindow(story: BookStory): void {
    const [first] = story.articles;
    if (first === undefined) return;
    const open = this.#window.open(story.id, first.at);
    open.closed = story.closedAt !== undefined;
    for (const article of story.articles)
      this.#window.add(open, windowArticle(article), this.#profileOf(article));
  }

  #profileOf(article: BookArticle): Profile {
    const language = readLanguage(article);
    const { facts = [] } = Object.assign(article, withFacts(article));
    return this.#window.weigh(readFacts(facts, language), { ...article, id: article.articleId, language });
  }

  #dropFromWindow(story: BookStory): void {
    const open = this.#window.stories.get(story.id);
    if (open !== undefined) this.#window.drop(open);
    this.#unloaded.unindex(story.id);
  }
}

/** Stories move articles into others: in this order, whatever the one in which they came into the book. */
const byId = (a: BookStory, b: BookStory): number => (a.id < b.id ? -1 : 1);

/** ISO 8601 UTC instants sort as texts. */
const lastSeenAt = ({ articles }: BookStory): string =>
  articles.reduce((last, { seenAt }) => (seenAt > last ? seenAt : last), '');

/** Where a merge left a story without articles any day will do. */
const dayOfStory = ({ day, articles }: BookStory): string =>
  day ?? dayOf(articles[0]?.seenAt ?? '1970-01-01');

/** The story with its day, which it keeps. */
function dated(story: BookStory): BookStory {
  story.day ??= dayOfStory(story);
  return story;
}

/** @param decidedStory the story that a person decided for it */
function groupable(article: Article, decidedStory: string | undefined): GroupableArticle {
  const { id, outletId, title, summary, language, topics, subtopics, entities, reprintOf } = article;
  return {
    id,
    outletId,
    title,
    summary,
    language,
    topics,
    subtopics,
    entities,
    titleEntities: titleEntitiesOf(article.evidence),
    at: timeOf(article),
    ...(reprintOf !== undefined && { reprintOf }),
    ...(decidedStory !== undefined && { decidedStory }),
  };
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
