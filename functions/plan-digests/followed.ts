import { followLabel } from '../../shared/catalogue/follow-labels.ts';
import { searchNames } from '../../shared/catalogue/search-names.at-build.ts';
import type { StoryWithArticles } from '../../shared/domain/digest/choice.ts';
import type { WireLanguage } from '../../shared/domain/language.ts';
import { matcherOf } from '../../shared/domain/query/matcher.ts';
import { type NameIndex, nameIndexOf } from '../../shared/domain/query/named.ts';
import { parseQuery } from '../../shared/domain/query/parse.ts';
import type { SearchRow } from '../../shared/domain/query/searchable.ts';
import { cardOf, chosenHeadline } from '../../shared/domain/site/card.ts';
import { searchRow } from '../../shared/domain/site/search-index.ts';
import { type Follow, followKey, readFollow } from '../../shared/domain/subscriber/follow.ts';
import type { Preferences } from '../../shared/domain/subscriber/subscriber.ts';

let names: NameIndex | undefined;

/** Which stories of a moment each follow is about; asked once for all readers who share it. */
export class FollowIndex {
  readonly #stories: readonly StoryWithArticles[];
  readonly #now: Date;
  readonly #known = new Map<string, ReadonlySet<string>>();
  #rows: SearchRow[] | undefined;

  constructor(stories: readonly StoryWithArticles[], now: Date) {
    this.#stories = stories;
    this.#now = now;
  }

  /** Ids of the stories that a follow is about. @param key see `followKey` */
  of(key: string): ReadonlySet<string> {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const follow = readFollow(key);
    const found = new Set(follow === null ? [] : this.#find(follow));
    this.#known.set(key, found);
    return found;
  }

  /** Story → what of the follows it is about, in the reader's language. */
  because({ follows = [], interface: language }: Preferences): Map<string, string[]> {
    const because = new Map<string, string[]>();
    for (const follow of follows)
      for (const id of this.of(followKey(follow)))
        because.set(id, [...(because.get(id) ?? []), this.#label(follow, language)]);
    return because;
  }

  #find({ kind, of }: Follow): string[] {
    if (kind === 'query') return this.#answering(of);
    const [topic = '', subtopic = ''] = of.split('.');
    return this.#stories
      .filter(({ story, articles }) => {
        if (kind === 'story') return story.id === of || story.follows === of;
        const about = [story, ...articles];
        return kind === 'entity'
          ? about.some(({ entities }) => entities.includes(of))
          : about.some(({ topics, subtopics }) => topics.includes(topic) && subtopics.includes(subtopic));
      })
      .map(({ story }) => story.id);
  }

  #answering(text: string): string[] {
    const parsed = parseQuery(text);
    if ('fault' in parsed) return [];
    this.#rows ??= this.#stories.map(({ story, articles }) => searchRow(cardOf(story, articles)));
    names ??= nameIndexOf(searchNames);
    return this.#rows.filter(matcherOf(parsed.query, names, this.#now)).map(({ id }) => id);
  }

  #label(follow: Follow, language: WireLanguage): string {
    const story = this.#stories.find((each) => each.story.id === follow.of)?.story;
    if (follow.kind !== 'story') return followLabel(follow, language);
    return story === undefined ? follow.of : `«${chosenHeadline(story.headlines, language).title}»`;
  }
}

const indexes = new WeakMap<readonly StoryWithArticles[], FollowIndex>();

/** The one index of the stories of a moment. */
export function followIndexOf(stories: readonly StoryWithArticles[], now: Date): FollowIndex {
  const known = indexes.get(stories) ?? new FollowIndex(stories, now);
  indexes.set(stories, known);
  return known;
}
