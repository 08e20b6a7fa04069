import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { personName } from '../../shared/domain/feed/items.ts';
import {
  type Case,
  type Expected,
  type Fields,
  fields,
  isJson,
  type Json,
  objects,
  text,
  texts,
} from './expected.ts';

const person = (one: Json): string => text(one['name']) ?? text(one['email']) ?? '';
const people = (value: unknown): string[] =>
  objects(value)
    .map(person)
    .filter((name) => name !== '');

/** gofeed/translator and extensions: its universal feed. */
function gofeedUniversal(json: Json): Expected {
  const common = (one: Json): Partial<Fields> =>
    fields({
      title: text(one['title']),
      link: text(one['link']),
      published: text(one['publishedParsed']),
      updated: text(one['updatedParsed']),
      authors: people(one['authors']),
      categories: texts(one['categories']),
    });
  return {
    feed: { ...common(json), ...fields({ summary: text(json['description']) }) },
    items: objects(json['items']).map((one) => ({
      ...common(one),
      ...fields({ id: text(one['guid']), summary: text(one['description']), content: text(one['content']) }),
    })),
  };
}

/** gofeed/parser/rss. */
function gofeedRss(json: Json): Expected {
  const names = (value: unknown): string[] =>
    objects(value)
      .map((one) => text(one['value']) ?? '')
      .filter((name) => name !== '');
  return {
    feed: fields({
      title: text(json['title']),
      link: text(json['link']),
      summary: text(json['description']),
      updated: text(json['lastBuildDateParsed']) ?? text(json['pubDateParsed']),
      categories: names(json['categories']),
    }),
    items: objects(json['items']).map((one) =>
      fields({
        title: text(one['title']),
        link: text(one['link']),
        summary: text(one['description']),
        content: text(one['content']),
        published: text(one['pubDateParsed']),
        id: isJson(one['guid']) ? text(one['guid']['value']) : undefined,
        authors: text(one['author']) === undefined ? [] : [personName(String(one['author']))],
        categories: names(one['categories']),
      }),
    ),
  };
}

const alternate = (links: Json[]): string | undefined =>
  text(links.find((link) => (text(link['rel']) ?? 'alternate') === 'alternate')?.['href']);

/** gofeed/parser/atom. */
function gofeedAtom(json: Json): Expected {
  const common = (one: Json): Partial<Fields> =>
    fields({
      title: text(one['title']),
      link: alternate(objects(one['links'])),
      id: text(one['id']),
      published: text(one['publishedParsed']),
      updated: text(one['updatedParsed']),
      authors: people(one['authors']),
      categories: objects(one['categories']).map(
        (category) => text(category['label']) ?? text(category['term']) ?? '',
      ),
    });
  return {
    feed: { ...common(json), ...fields({ summary: text(json['subtitle']), id: undefined }) },
    items: objects(json['entries']).map((one) => ({
      ...common(one),
      ...fields({
        summary: text(one['summary']),
        content: isJson(one['content']) ? text(one['content']['value']) : undefined,
      }),
    })),
  };
}

function jsonFeed(json: Json): Expected {
  const authors = (one: Json): string[] => [
    ...new Set([...people(one['authors']), ...people([one['author']])]),
  ];
  return {
    feed: fields({
      title: text(json['title']),
      link: text(json['home_page_url']),
      summary: text(json['description']),
      authors: authors(json),
    }),
    items: objects(json['items']).map((one) =>
      fields({
        title: text(one['title']),
        id: text(one['id']),
        link: text(one['url']) ?? text(one['external_url']),
        summary: text(one['summary']),
        content: text(one['content_html']) ?? text(one['content_text']),
        published: text(one['date_published']),
        updated: text(one['date_modified']),
        authors: authors(one),
        categories: texts(one['tags']),
      }),
    ),
  };
}

/** feed-rs keeps an RSS author's text as the address of a person called "author". */
const feedRsPerson = (one: Json): string =>
  ['author', 'managingEditor', 'webMaster'].includes(text(one['name']) ?? '') &&
  text(one['email']) !== undefined
    ? personName(String(one['email']))
    : person(one);

/** feed-rs. It makes an id up where there is none, and copies dates between `published` and `updated`. */
function feedRs(json: Json, source: string): Expected {
  const content = (value: unknown, key: string): string | undefined =>
    isJson(value) ? text(value[key]) : undefined;
  const common = (one: Json): Partial<Fields> =>
    fields({
      title: content(one['title'], 'content'),
      link: alternate(objects(one['links'])),
      id: source.includes(text(one['id']) ?? '\n') ? text(one['id']) : undefined,
      authors: objects(one['authors']).map(feedRsPerson),
      categories: objects(one['categories']).map(
        (category) => text(category['label']) ?? text(category['term']) ?? '',
      ),
    });
  return {
    feed: {
      ...common(json),
      ...fields({
        summary: content(json['description'], 'content'),
        updated: text(json['updated']),
        id: undefined,
      }),
    },
    items: objects(json['entries']).map((one) => ({
      ...common(one),
      ...fields({
        summary: content(one['summary'], 'content'),
        content: content(one['content'], 'body'),
        published: text(one['published']),
        updated: text(one['published']) === undefined ? text(one['updated']) : undefined,
      }),
    })),
  };
}

/** rss-parser's own expectations. Of RSS its `content` is the description, unless there is content:encoded. */
function rssParser(json: Json, atom: boolean): Expected {
  const feed = isJson(json['feed']) ? json['feed'] : {};
  return {
    feed: fields({
      title: text(feed['title']),
      link: text(feed['link']),
      summary: text(feed['description']),
      updated: text(feed['lastBuildDate']),
    }),
    items: objects(feed['items']).map((one) =>
      fields({
        title: text(one['title']),
        link: text(one['link']),
        id: text(one['guid']) ?? text(one['id']) ?? text(one['rdf:about']),
        published: text(one['isoDate']),
        summary: atom ? text(one['summary']) : text(one['content']),
        content: atom ? text(one['content']) : text(one['content:encoded']),
        authors:
          text(one['creator'] ?? one['author']) === undefined
            ? []
            : [personName(String(one['creator'] ?? one['author']))],
        categories: Array.isArray(one['categories'])
          ? one['categories'].map((category: unknown) =>
              isJson(category)
                ? (text(category['_']) ??
                  (isJson(category['$']) ? text(category['$']['term']) : undefined) ??
                  '')
                : String(category),
            )
          : [],
      }),
    ),
  };
}

const rssPerson = (one: unknown): string => (isJson(one) ? person(one) : personName(String(one)));

/** feedsmith's references: RSS, RDF and Atom shapes in one reader, its namespaces kept apart. */
function feedsmith(json: Json): Expected {
  const dc = (one: Json, key: string): string[] => (isJson(one['dc']) ? texts(one['dc'][key]) : []);
  const common = (one: Json): Partial<Fields> =>
    fields({
      title: text(one['title']),
      link: text(one['link']) ?? alternate(objects(one['links'])),
      id: isJson(one['guid']) ? text(one['guid']['value']) : text(one['id']),
      published: text(one['pubDate']) ?? text(one['published']),
      updated: text(one['updated']),
      summary: text(one['description']) ?? text(one['summary']),
      content: isJson(one['content']) ? text(one['content']['encoded']) : text(one['content']),
      authors: Array.isArray(one['authors']) ? one['authors'].map(rssPerson) : dc(one, 'creators'),
      categories: objects(one['categories']).map(
        (category) => text(category['name']) ?? text(category['label']) ?? text(category['term']) ?? '',
      ),
    });
  const { published: _published, ...feed } = {
    ...common(json),
    ...fields({
      summary: text(json['description']) ?? text(json['subtitle']),
      updated: text(json['updated']) ?? text(json['lastBuildDate']),
      id: undefined,
    }),
  };
  return {
    feed: isJson(json['itunes']) || isJson(json['dc']) ? {} : feed,
    items: objects(json['items'] ?? json['entries']).map((one) => common(one)),
  };
}

const read = (path: string): Json => {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isJson(value) ? value : {};
  } catch {
    return {};
  }
};

function* below(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* below(path);
    else yield path;
  }
}

function gofeedCase(path: string): Expected | null {
  if (/parser\/json\/|translator\/json\//.test(path))
    return path.endsWith('_expected.json') || path.includes('invalid') ? null : jsonFeed(read(path));
  if (!path.endsWith('.xml') || path.includes('universal')) return null;
  const json = read(path.replace(/\.xml$/, '.json'));
  if (path.includes('parser/rss')) return gofeedRss(json);
  return path.includes('parser/atom') ? gofeedAtom(json) : gofeedUniversal(json);
}

function feedRsCase(path: string): Expected | null {
  if (path.endsWith('.serde.json')) return null;
  const answer = path.replace(/\.(xml|json)$/, '.serde.json');
  return existsSync(answer) ? feedRs(read(answer), readFileSync(path, 'utf8')) : null;
}

function rssParserCase(path: string): Expected | null {
  const answer = path.replace('/input/', '/output/').replace(/\.(rss|atom)$/, '.json');
  return /\/input\//.test(path) && existsSync(answer)
    ? rssParser(read(answer), path.endsWith('.atom'))
    : null;
}

const feedsmithCase = (path: string): Expected | null =>
  path.endsWith('.xml') && path.includes('/feeds/') ? feedsmith(read(path.replace(/\.xml$/, '.json'))) : null;

const readers: Record<string, (path: string) => Expected | null> = {
  gofeed: gofeedCase,
  'feed-rs': feedRsCase,
  'rss-parser': rssParserCase,
  feedsmith: feedsmithCase,
};

/** All cases of the four public sets below `folder`. */
export function casesBelow(folder: string): Case[] {
  return Object.entries(readers).flatMap(([set, expectedOf]) =>
    [...below(join(folder, set))].sort().flatMap((file) => {
      const expected = expectedOf(file);
      return expected === null ? [] : [{ set, file, expected }];
    }),
  );
}
