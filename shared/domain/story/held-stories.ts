import type { BookArticle, BookDelta, BookState, BookStory, DayShard } from './book-state.ts';
import { withFacts } from './book-article.ts';
import { shardOf, storiesIn } from './day-shard.ts';
import { readLanguage } from './facts.ts';
import { factPrior } from './grouping-data.ts';
import { readFacts } from './saved-facts.ts';
import { UnloadedStories } from './unloaded-stories.ts';
import type { Profile } from './profile.ts';
import { StoryWindow, type WindowArticle } from './window.ts';
import { dayOf } from '../text/time.ts';

/** Articles held beyond which stories are let go that can be loaded again: each takes some 15 KB. */
const mostLoaded = 4_000;

/**
 * The stories of a book: those in memory, those that wait in the shards of their days, the window that compares both, and in
 * what they differ from the saved days.
 */
export class HeldStories {
  readonly loaded = new Map<string, BookStory>();
  /** Articles of a state that was saved before `visibleAt` was: they were seen when they were stored. */
  readonly longVisible = new WeakSet<BookArticle>();
  readonly unloaded: UnloadedStories;
  readonly window: StoryWindow;
  /** Stories that changed since the last `takeDelta`, and those that went: with their days. */
  readonly #touched = new Set<string>();
  readonly #gone = new Map<string, string>();
  /** Stories that came from another book since the last `takeArrived`. */
  readonly #arrived = new Set<string>();
  /** Stories that the saved days have otherwise, or do not have. */
  readonly #unsaved = new Set<string>();

  constructor({ stories, shards = [] }: BookState = { version: 2, stories: [] }) {
    this.unloaded = new UnloadedStories((story) => {
      const own = this.#keep(story);
      if (own.articles.length === 0) return;
      this.window.load(
        { id: own.id, closed: own.closedAt !== undefined },
        own.articles.map((article) => [windowArticle(article), () => this.#profileOf(article)]),
      );
    });
    this.window = new StoryWindow(factPrior, this.unloaded);
    for (const shard of shards) this.unloaded.put(shard);
    for (const story of stories) {
      this.addToWindow(this.#keep(story));
      this.#unsaved.add(story.id);
    }
  }

  /** All stories; each has the day it is saved with. */
  state(): BookState {
    return { version: 2, stories: this.days().flatMap((day) => this.#storiesOf(day)) };
  }

  /** The days of all stories. */
  days(): string[] {
    return [...new Set([...this.unloaded.days(), ...[...this.loaded.values()].map(dayOfStory)])];
  }

  #storiesOf(day: string): BookStory[] {
    const unloaded = this.unloaded.ofDay(day);
    const loaded = [...this.loaded.values()].filter((story) => dayOfStory(story) === day);
    return [...('whole' in unloaded ? storiesIn(unloaded.whole) : unloaded.stories), ...loaded.map(dated)];
  }

  /** A day's stories as they are saved. */
  shardOf(day: string): DayShard {
    const unloaded = this.unloaded.ofDay(day);
    const isWhole =
      'whole' in unloaded && ![...this.loaded.values()].some((story) => dayOfStory(story) === day);
    return isWhole ? unloaded.whole : shardOf(day, this.#storiesOf(day));
  }

  /** Stories of a day that has been saved need not be held. Call it between batches. */
  unload(shard: DayShard): void {
    for (const story of this.loaded.values()) {
      if (dayOfStory(story) !== shard.day) continue;
      this.#letGo(story);
      this.#unsaved.delete(story.id);
    }
    this.unloaded.put(shard);
  }

  /** Lets stories go that are saved as they are, where many are held. Call it between batches. */
  unloadUnchanged(most = mostLoaded): void {
    let held = 0;
    for (const { articles } of this.loaded.values()) held += articles.length;
    if (held <= most) return;
    for (const story of this.loaded.values()) {
      if (!this.#unsaved.has(story.id) && this.unloaded.putBack(story.id)) this.#letGo(story);
    }
  }

  #letGo(story: BookStory): void {
    const open = this.window.stories.get(story.id);
    if (open !== undefined) this.window.drop(open);
    this.loaded.delete(story.id);
  }

  /** What changed since the last call, for who keeps the state of then. Call it after `changes`. */
  takeDelta(): BookDelta {
    const stories = [...this.#touched].flatMap((id) => this.loaded.get(id) ?? []).map(dated);
    const gone = [...this.#gone].map(([id, day]) => ({ id, day }));
    for (const { id } of [...stories, ...gone]) this.#changed(id);
    this.#touched.clear();
    this.#gone.clear();
    return { stories, gone };
  }

  /** What the saved days have of a story is of the past. */
  #changed(id: string): void {
    const open = this.window.stories.get(id);
    if (open !== undefined) this.window.index(open);
    this.unloaded.forget(id);
    if (this.loaded.has(id)) this.#unsaved.add(id);
    else this.#unsaved.delete(id);
  }

  /** Notes that a story is not what the last delta told of it. */
  touch(id: string): void {
    this.#touched.add(id);
  }

  /** Takes in what another book changed since both were the same. */
  apply({ stories, gone }: BookDelta): void {
    // All of what was before first: an article may have gone from one of the stories to another.
    for (const { id } of [...gone, ...stories]) {
      const before = this.loaded.get(id);
      if (before !== undefined) this.dropFromWindow(before);
      this.loaded.delete(id);
      this.#changed(id);
    }
    for (const story of stories) {
      this.addToWindow(this.#keep(story));
      this.#arrived.add(story.id);
      this.#unsaved.add(story.id);
    }
  }

  /** Stories that came from another book since the last call. */
  takeArrived(): string[] {
    const arrived = [...this.#arrived];
    this.#arrived.clear();
    return arrived;
  }

  #keep(story: BookStory): BookStory {
    const own = { ...story, articles: story.articles.map((article) => ({ ...article })) };
    this.loaded.set(story.id, own);
    for (const article of own.articles) if (article.visibleAt === undefined) this.longVisible.add(article);
    return own;
  }

  story(id: string): BookStory | undefined {
    this.unloaded.load(id);
    return this.loaded.get(id);
  }

  /** Without loading the story. */
  articleIdsOf(storyId: string): string[] {
    const loaded = this.loaded.get(storyId)?.articles.map(({ articleId }) => articleId);
    return loaded ?? this.unloaded.entry(storyId)?.articleIds ?? [];
  }

  /** Epoch ms of when the latest of all articles was seen; null where there is none. */
  lastSeenAt(): number | null {
    const all = [
      ...this.unloaded.whichAre(() => true).map((entry) => entry.lastSeenAt),
      ...[...this.loaded.values()].flatMap(({ articles }) =>
        articles.map(({ seenAt }) => Date.parse(seenAt)),
      ),
    ];
    return all.length === 0 ? null : all.reduce((last, at) => Math.max(last, at));
  }

  storyOfArticle(articleId: string): BookStory | undefined {
    const open = this.window.storyOf(articleId);
    return open && this.loaded.get(open.id);
  }

  discard(story: BookStory): void {
    this.dropFromWindow(story);
    this.loaded.delete(story.id);
    // One that was never saved need not be forgotten.
    if (story.day !== undefined) this.#gone.set(story.id, story.day);
  }

  /** Forgets a story that waits in its shard. */
  discardUnloaded(id: string): void {
    this.#gone.set(id, this.unloaded.dayOf(id) ?? '');
    this.unloaded.forget(id);
  }

  addToWindow(story: BookStory): void {
    const [first] = story.articles;
    if (first === undefined) return;
    const open = this.window.open(story.id, first.at);
    open.closed = story.closedAt !== undefined;
    for (const article of story.articles)
      this.window.add(open, windowArticle(article), this.#profileOf(article));
  }

  #profileOf(article: BookArticle): Profile {
    const language = readLanguage(article);
    const { facts = [] } = Object.assign(article, withFacts(article));
    return this.window.weights.weigh(readFacts(facts, language), {
      ...article,
      id: article.articleId,
      language,
    });
  }

  dropFromWindow(story: BookStory): void {
    const open = this.window.stories.get(story.id);
    if (open !== undefined) this.window.drop(open);
    this.unloaded.unindex(story.id);
  }
}

/** Where a merge left a story without articles any day will do. */
const dayOfStory = ({ day, articles }: BookStory): string =>
  day ?? dayOf(articles[0]?.seenAt ?? '1970-01-01');

/** The story with its day, which it keeps. */
function dated(story: BookStory): BookStory {
  story.day ??= dayOfStory(story);
  return story;
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
