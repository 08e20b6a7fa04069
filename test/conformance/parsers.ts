import { parseFeed as feedsmithParse } from 'feedsmith';
import RssParser from 'rss-parser';
import { parseFeed } from '../../shared/domain/feed/parse.ts';
import { personName } from '../../shared/domain/feed/items.ts';
import { type Expected, type Fields, fields, isJson, type Json, objects, text, texts } from './expected.ts';

export interface Contestant {
  name: string;
  /** @throws or answers null where it reads no feed */
  parse(body: Uint8Array): Promise<Expected | null>;
}

const ours: Contestant = {
  name: 'caucasus-wire',
  async parse(body) {
    const parsed = await parseFeed(body, { maxItems: 5_000 });
    if (parsed.kind === 'not-feed') return null;
    const { feed } = parsed;
    return {
      feed: fields({
        title: feed.title,
        link: feed.link ?? '',
        id: feed.id ?? '',
        summary: feed.description,
        published: feed.published ?? '',
        updated: feed.updated ?? '',
        authors: feed.authors,
        categories: feed.categories,
      }),
      items: parsed.articles.map((one) =>
        fields({
          title: one.title,
          link: one.url ?? '',
          id: one.guid ?? '',
          published: one.published ?? '',
          updated: one.updated ?? '',
          summary: one.summary,
          content: one.content,
          authors: one.authors,
          categories: one.categories,
        }),
      ),
    };
  },
};

const rssParser: Contestant = {
  name: 'rss-parser',
  async parse(body) {
    const feed = (await new RssParser().parseString(Buffer.from(body).toString('utf8'))) as unknown as Json;
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
          updated: text(one['isoDate']),
          summary: text(one['summary']) ?? text(one['content']),
          content: text(one['content:encoded']) ?? text(one['content']),
          authors:
            text(one['creator'] ?? one['author']) === undefined
              ? []
              : [personName(String(one['creator'] ?? one['author']))],
          categories: texts(one['categories']),
        }),
      ),
    };
  },
};

const first = (one: Json, ns: string, key: string): string | undefined =>
  isJson(one[ns]) ? (texts(one[ns][key])[0] ?? text(one[ns][key])) : undefined;
const linkOf = (one: Json): string | undefined =>
  text(one['link']) ??
  text(one['home_page_url']) ??
  text(one['url']) ??
  text(objects(one['links']).find((link) => (text(link['rel']) ?? 'alternate') === 'alternate')?.['href']);
const authorsOf = (one: Json): string[] =>
  Array.isArray(one['authors'])
    ? one['authors'].map((author: unknown) =>
        isJson(author) ? (text(author['name']) ?? text(author['email']) ?? '') : personName(String(author)),
      )
    : isJson(one['dc'])
      ? texts(one['dc']['creators'])
      : [];
const namesOf = (one: Json): string[] => [
  ...objects(one['categories']).map(
    (category) => text(category['label']) ?? text(category['name']) ?? text(category['term']) ?? '',
  ),
  ...texts(one['tags']),
];

function feedsmithFields(one: Json): Partial<Fields> {
  return fields({
    title: text(one['title']) ?? first(one, 'dc', 'titles'),
    link: linkOf(one),
    id: isJson(one['guid']) ? text(one['guid']['value']) : text(one['id']),
    published:
      text(one['pubDate']) ??
      text(one['published']) ??
      text(one['date_published']) ??
      text(one['updated']) ??
      first(one, 'dc', 'dates'),
    updated:
      text(one['updated']) ??
      text(one['date_modified']) ??
      text(one['lastBuildDate']) ??
      text(one['pubDate']),
    summary:
      text(one['description']) ??
      text(one['summary']) ??
      text(one['subtitle']) ??
      first(one, 'dc', 'descriptions'),
    content: isJson(one['content'])
      ? text(one['content']['encoded'])
      : (text(one['content']) ?? text(one['content_html']) ?? text(one['content_text'])),
    authors: authorsOf(one),
    categories: namesOf(one),
  });
}

const feedsmith: Contestant = {
  name: 'feedsmith',
  async parse(body) {
    const { feed } = feedsmithParse(Buffer.from(body).toString('utf8')) as unknown as { feed: Json };
    return {
      feed: feedsmithFields(feed),
      items: objects(feed['items'] ?? feed['entries']).map(feedsmithFields),
    };
  },
};

export const contestants: readonly Contestant[] = [ours, rssParser, feedsmith];
