import { storyGrouper } from '../../../functions/group-stories/group-stories.ts';
import { rebuildBook } from '../../../functions/group-stories/rebuild-book.ts';
import type { Article } from '../../../shared/domain/article/article.ts';
import type { BookState } from '../../../shared/domain/story/book-state.ts';
import type { Preferences } from '../../../shared/domain/subscriber/subscriber.ts';
import type { StoryRequest } from '../../../shared/messages.ts';
import { seeded } from '../../fakes/seeded.ts';
import { readerOf, readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';
import { type Fault, faults, World } from '../send-digest/world.ts';
import { StoriesInMemory } from './stories-in-memory.ts';
import { storedArticle } from '../../fakes/stored-article.ts';

/**
 * Random histories of ingest, grouping, people's decisions, planning and sending, each with failures: late grouping,
 * writers that die half-way, a lost window, messages that come twice, editions that are refused. Then rest. Whatever
 * happened, each article that is young enough is in exactly one mail of each reader who asked for it, and none is in two.
 */
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.parse('2026-11-23T03:40:00.000Z');
const activeDays = 6;
const articlesPerHistory = 8;

const outlets = [
  { id: 'sevan-lur', country: 'AM', language: 'hy' },
  { id: 'khazar-news', country: 'AZ', language: 'az' },
  { id: 'moskva-vesti', country: 'RU', language: 'ru' },
  { id: 'metekhi-post', country: 'GE', language: 'en' },
] as const;

const readers: { id: string; preferences: Preferences }[] = [
  { id: '1', preferences: readerPreferences },
  { id: '2', preferences: { ...readerPreferences, frequency: 'weekly', weekday: 2 } },
  {
    id: '3',
    preferences: { ...readerPreferences, topics: ['csto'], languages: ['ru', 'hy'], interface: 'ru' },
  },
  { id: '4', preferences: { ...readerPreferences, topics: ['armenia-azerbaijan'], frequency: 'weekdays' } },
].map(
  ({ id, preferences }) => ({ id: id.repeat(32), preferences }) as { id: string; preferences: Preferences },
);

/** Wordings of three events; an article takes two sentences of one. */
const events = [
  [
    'border commissions met near Ijevan',
    'a stretch of twelve kilometres was agreed',
    'mine maps were handed over',
    'the next meeting is due in Gazakh',
  ],
  [
    'the alliance council discussed Yerevan',
    'the secretary general spoke of dues',
    'exercises in Tajikistan ended',
    'a frozen seat was criticised',
  ],
  [
    'four prisoners came home',
    'the Red Cross was at the bridge',
    'families waited in Lachin',
    'a court had pardoned them',
  ],
] as const;

interface Happening {
  at: number;
  act: () => Promise<void> | void;
}

export interface HistoryResult {
  lost: string[];
  doubled: string[];
  /** Articles that had to be in a reader's mail, counted per reader. */
  wanted: number;
  mails: number;
}

export class History {
  readonly #random: () => number;
  readonly #table = new StoriesInMemory();
  readonly #world: World;
  #queue: StoryRequest[] = [];
  #window: BookState | null = null;
  #calm = false;
  #groupedAt = 0;
  readonly #grouper: (messages: StoryRequest[]) => Promise<void>;

  constructor(seed: number) {
    this.#random = seeded(seed);
    this.#world = new World(this.#faultPlan());
    for (const { id, preferences } of readers)
      this.#world.store.subscribers.set(id, JSON.stringify(readerOf({ id, preferences })));
    this.#readSlowly();
    this.#grouper = storyGrouper({
      table: this.#table.ports,
      window: {
        read: () => Promise.resolve(this.#window && { state: structuredClone(this.#window), deltas: [] }),
        forget: () => undefined,
        save: (_delta, book) => Promise.resolve(void (this.#window = structuredClone(book.state()))),
      },
      rebuild: () => rebuildBook(this.#table, this.#world.now),
      outletOf: (id) => ({
        name: id,
        kind: 'independent',
        country: outlets.find((outlet) => outlet.id === id)?.country ?? 'XX',
      }),
      clock: () => this.#world.now,
      log: () => undefined,
    });
  }

  /** The planner reads while a batch is being stored: what it sees may be half of it. */
  #readSlowly(): void {
    Object.defineProperty(this.#world, 'told', {
      get: () => {
        this.#table.settle(this.#calm ? undefined : this.#below(3));
        return this.#table.stories();
      },
    });
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.#below(from.length)] ?? from[0];
  }

  #faultPlan(): Map<number, Fault> {
    const usual = faults.filter((fault) => fault !== 'twice');
    return new Map(
      Array.from({ length: this.#below(5) }, () => [
        1 + this.#below(250),
        usual[this.#below(usual.length)] ?? 'kill before',
      ]),
    );
  }

  /** A new article, sometimes long published, undated, off-topic at first, or stored while its feed was out of reach. */
  #articleAt(n: number, at: number): Article {
    const outlet = outlets[n % outlets.length] ?? outlets[0];
    const which = this.#below(events.length);
    const sentences = events[which] ?? events[0];
    const [one, two] = [this.#pick(sentences), this.#pick(sentences)];
    const seenAt = new Date(at).toISOString();
    const ageHours = this.#chance(0.15) ? 24 * (20 + this.#below(200)) : this.#below(40);
    const undated = this.#chance(0.1);
    return storedArticle({
      id: `a${n}`,
      outletId: outlet.id,
      feedId: outlet.id,
      url: `https://${outlet.id}.example/a${n}`,
      title: `${one} ${n}`,
      summary: `${two}, report ${n} says ${this.#below(1e6)} ${this.#below(1e6)} ${this.#below(1e6)}.`,
      language: outlet.language,
      publishedAt: undated ? seenAt : new Date(at - ageHours * hour).toISOString(),
      ...(undated && { dateFlag: 'missing' as const }),
      ...(this.#chance(0.3) && { baseline: true as const }),
      seenAt,
      topics: this.#pick([['csto'], ['armenia-azerbaijan'], ['armenia-azerbaijan', 'csto']]),
      entities: ['armenia'],
    });
  }

  #happenings(): Happening[] {
    const happenings: Happening[] = [];
    const later = (at: number, act: Happening['act']): void => void happenings.push({ at, act });
    for (let n = 0; n < articlesPerHistory; n++) {
      const at = start + this.#below(activeDays * day);
      const article = this.#articleAt(n, at);
      const retagAt = this.#chance(0.2) ? at + this.#below(3 * day) : null;
      later(at, () => this.#ingest(retagAt === null ? article : { ...article, topics: [] }));
      if (retagAt !== null) later(retagAt, () => this.#ingest(article, 2));
      if (this.#chance(0.2)) later(at + this.#below(2 * day), () => this.#enqueue(article.id, 1));
    }
    const outage = { from: start + this.#below(activeDays * day), hours: this.#below(40) };
    for (let at = start; at < start + activeDays * day; at += minute * (5 + this.#below(300)))
      if (at < outage.from || at > outage.from + outage.hours * hour) later(at, () => this.#group());
    for (let n = this.#below(3); n > 0; n--)
      later(start + this.#below(activeDays * day), () => this.#decide(n));
    return happenings;
  }

  #enqueue(articleId: string, revision: number): void {
    this.#queue.push({ articleId, revision });
  }

  #ingest(article: Article, revision = 1): void {
    this.#table.articles.set(article.id, article);
    if (article.topics.length > 0) this.#enqueue(article.id, revision);
  }

  async #group(): Promise<void> {
    this.#table.settle();
    this.#groupedAt = this.#world.now.getTime();
    if (!this.#calm && this.#chance(0.1)) this.#window = null;
    this.#table.dieAfter = !this.#calm && this.#chance(0.25) ? this.#below(4) : null;
    const batch = this.#queue.slice(0, 10);
    try {
      await this.#grouper(batch);
      this.#queue = this.#queue.slice(batch.length);
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'killed') throw error;
    }
  }

  /** A person merges two stories or splits one. */
  #decide(n: number): void {
    const stories = this.#table.stories().filter(({ story }) => story.mergedInto === undefined);
    const [one, other] = [stories[this.#below(stories.length)], stories[this.#below(stories.length)]];
    if (one === undefined || other === undefined) return;
    const common = { id: `d${n}`, at: this.#world.now.toISOString() };
    const [first] = one.articles;
    this.#table.decisions = [
      ...this.#table.decisions,
      one.story.id === other.story.id && first !== undefined
        ? { ...common, kind: 'split', from: one.story.id, into: `split-${n}`, articleIds: [first.articleId] }
        : { ...common, kind: 'merge', from: one.story.id, into: other.story.id },
    ];
  }

  /** Plans and sends; now and then an edition is refused before it is sent. */
  async #morning(): Promise<void> {
    const world = this.#world;
    // No run of a stage takes longer: what it wrote is readable by then.
    if (world.now.getTime() - this.#groupedAt > 15 * minute) this.#table.settle();
    await world.tick();
    if (!this.#calm && this.#chance(0.15)) {
      for (const request of world.queue)
        if ('editionId' in request)
          await world.store.moveEdition(request, ['planned', 'planned'], {
            state: 'refused',
            at: world.now.toISOString(),
          });
    }
    await world.deliver();
    await world.tellEvents();
  }

  async run(): Promise<HistoryResult> {
    const happenings = this.#happenings();
    for (let at = start; at < start + (activeDays + 1) * day; at += day)
      for (const minutes of [1400, 1420, 1440])
        happenings.push({ at: at + minutes * minute, act: () => this.#morning() });
    for (const { at, act } of happenings.sort((a, b) => a.at - b.at)) {
      this.#world.now = new Date(at);
      await act();
    }
    await this.#rest();
    return this.#result();
  }

  /** Faults are over: what waits is grouped, and two weeks of mornings pass. */
  async #rest(): Promise<void> {
    this.#calm = true;
    await this.#group();
    this.#table.settle();
    const from = this.#world.now.getTime();
    for (let days = 1; days <= 15; days++) {
      this.#world.now = new Date(from + days * day);
      await this.#morning();
    }
  }

  #result(): HistoryResult {
    const result: HistoryResult = { lost: [], doubled: [], wanted: 0, mails: this.#world.accepted.length };
    for (const { id, preferences } of readers) {
      const texts = this.#world.accepted
        .filter(({ mail }) => mail.tags.subscriber === id)
        .map(({ mail }) => mail.text);
      for (const article of this.#table.articles.values()) {
        const times = texts.filter(
          (text) => text.includes(`${article.url} `) || text.includes(`${article.url}\n`),
        );
        const must = this.#mustHave(article, preferences);
        if (must) result.wanted++;
        if (times.length > 1) result.doubled.push(`${article.id} ${times.length} times to ${id[0]}`);
        if (must && times.length === 0) result.lost.push(`${article.id} to ${id[0]}`);
      }
    }
    return result;
  }

  #mustHave(article: Article, { topics, languages, frequency }: Preferences): boolean {
    const asked =
      article.topics.some((topic) => topics.includes(topic)) &&
      languages.some((language) => language === article.language);
    const age = Date.parse(article.seenAt) - Date.parse(article.publishedAt);
    const young =
      article.dateFlag === 'missing'
        ? article.baseline !== true
        : age <= (frequency === 'weekly' ? 8 : 2) * day;
    return asked && young && !this.#table.isReprint(article.id);
  }
}
