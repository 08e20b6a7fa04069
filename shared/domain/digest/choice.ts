import type { Memory } from './memory.ts';
import { knownSince } from './memory.ts';
import { isNews, visibleAtOf, wasAddedLater } from './recency.ts';
import { isWireLanguage, type WireLanguage } from '../language.ts';
import type { Translations } from '../story/translation.ts';
import type { Story, StoryArticle } from '../story/story.ts';
import { publicationSpan } from '../story/view.ts';
import type { Preferences } from '../subscriber/subscriber.ts';
import { hourMs, minuteMs } from '../text/time.ts';

/** A run of group-stories ends within 15 minutes: what it stored under its own moment may be readable only that much later. */
const storingMs = 20 * minuteMs;

/** What helps a reader of another language through a story. */
export interface ReadingAids {
  /** Of its first entities, the names shown in each language. */
  names: readonly Record<WireLanguage, string>[];
  translations: Translations;
}

export interface StoryWithArticles {
  story: Story;
  articles: StoryArticle[];
  aids?: ReadingAids;
}

/** Every way a story can be in or out of an edition, with the reason in words for `explain`. */
export type StoryChoice =
  | {
      kind: 'new' | 'update';
      storyId: string;
      score: number;
      parts: Record<string, number>;
      topics: string[];
      /** What the reader follows that it is about, in the reader's language; empty for most. */
      because: readonly string[];
      fresh: StoryArticle[];
      since: string | null;
      /** All that is fresh was stored long before it became visible. */
      late: boolean;
    }
  | {
      kind:
        'merged' | 'not-followed' | 'no-topic' | 'no-language' | 'too-old' | 'nothing-new' | 'not-breaking';
      storyId: string;
      reason: string;
    };
export type ChosenStory = Extract<StoryChoice, { kind: 'new' | 'update' }>;

export function isChosen(choice: StoryChoice): choice is ChosenStory {
  return choice.kind === 'new' || choice.kind === 'update';
}

export interface ReaderHistory {
  /** What became visible after it is the edition's to tell. */
  from: string;
  now: Date;
  memory: Memory;
  /** Story → what the reader follows that it is about. */
  followed?: ReadonlyMap<string, readonly string[]>;
}

type Tagged = Pick<Story, 'topics' | 'subtopics'>;

/** The reader's topics that a story or an article is about; `csto` takes all of CSTO, `csto.transit` only that part. */
function matchingTopics(tagged: Tagged, wanted: readonly string[]): string[] {
  return wanted.filter((entry) => {
    const [topic = '', subtopic] = entry.split('.');
    return tagged.topics.includes(topic) && (subtopic === undefined || tagged.subtopics.includes(subtopic));
  });
}

/** The story's articles on the reader's topics: each by its own tags, or by its story's part of a topic it shares. */
function onTopics({ story, articles }: StoryWithArticles, wanted: readonly string[]): StoryArticle[] {
  const ofStory = matchingTopics(story, wanted).map((entry) => entry.split('.', 1)[0] ?? '');
  return articles.filter(
    (article) =>
      matchingTopics(article, wanted).length > 0 || article.topics.some((topic) => ofStory.includes(topic)),
  );
}

/** The reader's topics of a story, the one that most of it is about first. */
function topicsOf(story: Story, articles: readonly StoryArticle[], wanted: readonly string[]): string[] {
  const about = new Set([
    ...matchingTopics(story, wanted),
    ...articles.flatMap((article) => matchingTopics(article, wanted)),
  ]);
  const weight = (entry: string): number => {
    const [topic = ''] = entry.split('.', 1);
    return articles.filter((article) => article.topics.includes(topic)).length;
  };
  return wanted.filter((entry) => about.has(entry)).sort((a, b) => weight(b) - weight(a));
}

/** Ranks a story by its independent reports, its sides, how new it is and how many of the reader's topics it matches. */
function rank(story: Story, matched: number, now: Date): { score: number; parts: Record<string, number> } {
  const hours = Math.max(0, (now.getTime() - Date.parse(publicationSpan(story).last)) / hourMs);
  const parts = {
    independent: 3 * Math.log2(1 + story.independent),
    sides: 2 * Math.max(0, story.sides.length - 1),
    recency: 4 * 2 ** (-hours / 12),
    topics: matched,
  };
  const score = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return {
    score: round(score),
    parts: Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, round(value)])),
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Whether a story belongs in a reader's edition, and as what. */
export function chooseStory(
  candidate: StoryWithArticles,
  reader: Preferences,
  { from, now, memory, followed }: ReaderHistory,
): StoryChoice {
  const { story } = candidate;
  const out = (kind: Exclude<StoryChoice['kind'], 'new' | 'update'>, reason: string): StoryChoice => ({
    kind,
    storyId: story.id,
    reason,
  });
  if (story.mergedInto !== undefined) return out('merged', `merged into story ${story.mergedInto}`);
  const because = followed?.get(story.id) ?? [];
  if (reader.onlyFollows === true && because.length === 0)
    return out('not-followed', 'the reader wants nothing but what is followed, and follows nothing of it');
  const about = because.length > 0 ? candidate.articles : onTopics(candidate, reader.topics);
  if (about.length === 0) return out('no-topic', offTopicReason(story, reader));
  const wanted = inLanguages(about, reader.languages);
  if (wanted.length === 0)
    return out('no-language', `told in ${story.languages.join(', ')}; wanted ${reader.languages.join(', ')}`);
  const news = wanted.filter((article) => isNews(article, reader.frequency, from));
  if (news.length === 0)
    return out('too-old', `published ${publicationSpan(story).last} at the latest, long before it was seen`);
  const since = newestKnown(memory, wanted);
  const fresh = freshOf(news, { from, memory, since });
  if (fresh.length === 0)
    return out(
      'nothing-new',
      since === null ? `nothing since ${from}` : `nothing but reprints since the reader had it (${since})`,
    );
  return chosen(story, { topics: topicsOf(story, fresh, reader.topics), because, fresh, since, now });
}

function chosen(
  story: Story,
  { topics, now, ...why }: Pick<ChosenStory, 'topics' | 'because' | 'fresh' | 'since'> & { now: Date },
): ChosenStory {
  return {
    kind: why.since === null ? 'new' : 'update',
    storyId: story.id,
    topics: topics.length > 0 ? topics : story.topics,
    ...why,
    late: why.fresh.every(wasAddedLater),
    ...rank(story, topics.length, now),
  };
}

const offTopicReason = ({ topics, subtopics }: Story, reader: Preferences): string =>
  `about ${[...topics, ...subtopics].join(', ') || 'no topic'}; wanted ${reader.topics.join(', ')}`;

const inLanguages = (
  articles: readonly StoryArticle[],
  languages: Preferences['languages'],
): StoryArticle[] =>
  articles.filter(({ language }) => isWireLanguage(language) && languages.includes(language));

/** Since when the reader knows of any of the articles, or null. */
function newestKnown(memory: Memory, articles: readonly StoryArticle[]): string | null {
  const known = articles.map((article) => knownSince(memory, article)).filter((since) => since !== null);
  return known.sort().at(-1) ?? null;
}

/**
 * What a story has for the reader. New: everything that is news, once some of it became visible since the last edition.
 * Known: what became visible since; a reprint adds nothing to what the reader has or gets.
 */
function freshOf(
  news: readonly StoryArticle[],
  { from, memory, since }: { from: string; memory: Memory; since: string | null },
): StoryArticle[] {
  const cut = new Date(Date.parse(from) - storingMs).toISOString();
  const unsent = news.filter((article) => knownSince(memory, article) === null);
  const recent = unsent.filter((article) => visibleAtOf(article) > cut);
  if (since === null) return recent.length === 0 ? [] : unsent;
  const originals = new Set(news.map((article) => article.articleId));
  return recent.filter(({ reprintOf }) => reprintOf === undefined || !originals.has(reprintOf));
}

/** Each article once: where one was moved while stories were read, it is in the story that changed last. */
export function withoutMoved(candidates: readonly StoryWithArticles[]): StoryWithArticles[] {
  const home = new Map<string, Story>();
  for (const { story, articles } of candidates)
    for (const { articleId } of articles) {
      const other = home.get(articleId);
      if (other === undefined || other.changedAt < story.changedAt) home.set(articleId, story);
    }
  return candidates.map(({ story, articles, ...rest }) => ({
    ...rest,
    story,
    articles: articles.filter(({ articleId }) => home.get(articleId) === story),
  }));
}

const isFollowed = ({ choice }: { choice: ChosenStory }): number => Number(choice.because.length > 0);

/** The chosen stories of an edition: what is followed first, then the best. */
export function rankedChoices(
  candidates: readonly StoryWithArticles[],
  reader: Preferences,
  history: ReaderHistory,
): { candidate: StoryWithArticles; choice: ChosenStory }[] {
  return candidates
    .map((candidate) => ({ candidate, choice: chooseStory(candidate, reader, history) }))
    .flatMap(({ candidate, choice }) => (isChosen(choice) ? [{ candidate, choice }] : []))
    .sort(
      (a, b) =>
        isFollowed(b) - isFollowed(a) ||
        b.choice.score - a.choice.score ||
        a.candidate.story.id.localeCompare(b.candidate.story.id),
    );
}
