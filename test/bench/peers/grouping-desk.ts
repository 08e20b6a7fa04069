import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import type { Ports } from '../../../functions/group-stories/ports.ts';
import { packShard, unpackShard } from '../../../shared/aws/shard-object.ts';
import { storyWindowStore } from '../../../shared/aws/story-window-store.ts';
import type { Article } from '../../../shared/domain/article/article.ts';
import { StoryBook } from '../../../shared/domain/story/book.ts';
import { bookArticle } from '../../../shared/domain/story/book-article.ts';
import type { BookStory } from '../../../shared/domain/story/book-state.ts';
import { shardOf } from '../../../shared/domain/story/day-shard.ts';
import { factsVersion } from '../../../shared/domain/story/facts-version.at-build.ts';
import { joinRules } from '../../../shared/domain/story/grouping-data.ts';
import { dayMs, dayOf } from '../../../shared/domain/text/time.ts';
import { noSuchKey, objectBody } from '../../mocked-aws.ts';
import type { articlesOf } from '../made-up-articles.ts';

/** What group-stories works with, of made-up articles: for the process that measures and for the one that is measured. */
type MadeUp = ReturnType<typeof articlesOf>[number];

const began = Date.UTC(2026, 0, 1);
export const storedOf = ({ at, event: _event, ...made }: MadeUp): Article => {
  const instant = new Date(began + at).toISOString();
  return {
    ...made,
    feedId: 'f',
    url: `https://n.example/${made.id}`,
    publishedAt: instant,
    seenAt: instant,
    authors: [],
    categories: [],
    image: null,
    archiveKey: 'k',
    revision: 1,
    evidence: [],
    packVersion: '1',
  };
};

/** The articles in the stories of their events, as if they had been grouped: placing fifty thousand takes minutes. @param end ms after the first */
export function madeUpBook(articles: readonly MadeUp[], end: number): StoryBook {
  const stories = new Map<string, BookStory>();
  for (const made of articles) {
    const id = stories.get(made.event)?.id ?? made.id;
    const article = storedOf(made);
    const day = dayOf(article.seenAt);
    const story: BookStory = stories.get(made.event) ?? { id, day, articles: [] };
    stories.set(made.event, story);
    story.articles.push(
      bookArticle(
        article,
        {
          storyId: id,
          articleId: made.id,
          outletName: made.outletId,
          country: 'AM',
          kind: 'agency',
          visibleAt: article.seenAt,
          evidence: [],
        },
        id,
      ),
    );
  }
  const days = new Map<string, BookStory[]>();
  for (const story of stories.values()) {
    const last = Math.max(...story.articles.map(({ at }) => at)) - began;
    if (end - last > joinRules.windowDays * dayMs) story.closedAt = new Date(began + end).toISOString();
    const day = story.day ?? '';
    days.set(day, [...(days.get(day) ?? []), story]);
  }
  return new StoryBook({
    version: 2,
    stories: [],
    // Packed at once: unpacked, the days of 6,000 sources take gigabytes.
    shards: [...days].map(([day, ofDay]) => unpackShard(packShard(shardOf(day, ofDay), factsVersion)).shard),
  });
}

/** A bucket in memory. @param delay before each call answers @returns its objects by key */
export function mockedBucket(
  delay: () => Promise<void> = () => Promise.resolve(),
  objects = new Map<string, Uint8Array>(),
): Map<string, Uint8Array> {
  const s3 = mockClient(S3Client);
  s3.on(PutObjectCommand).callsFake(async ({ Key = '', Body }: { Key?: string; Body: Uint8Array }) => {
    await delay();
    objects.set(Key, Body);
    return { ETag: String(objects.size) };
  });
  s3.on(GetObjectCommand).callsFake(async ({ Key = '' }: { Key?: string }) => {
    await delay();
    const body = objects.get(Key);
    if (body === undefined) throw noSuchKey();
    return { Body: objectBody(body), ETag: 'e' };
  });
  return objects;
}

/** @param delay before each call answers */
export function portsOf(
  articles: ReadonlyMap<string, Article>,
  {
    end,
    book = new StoryBook(),
    delay = () => Promise.resolve(),
  }: { end: number; book?: StoryBook; delay?: () => Promise<void> },
): Ports {
  return {
    table: {
      findArticles: async (ids) => {
        await delay();
        return new Map(
          ids.flatMap((id) => {
            const article = articles.get(id);
            return article === undefined ? [] : [[id, article] as const];
          }),
        );
      },
      putStory: delay,
      putLink: delay,
      removeLink: delay,
      readDecisions: async () => {
        await delay();
        return [];
      },
      // The stories of the days, and then their rows.
      storiesWithLinksSince: async () => {
        await delay();
        await delay();
        return [];
      },
    },
    window: storyWindowStore('archive'),
    rebuild: () => Promise.resolve(book),
    outletOf: (id) => ({ name: id, country: 'AM', kind: 'agency' }),
    clock: () => new Date(began + end),
    log: () => undefined,
  };
}

/** @returns CPU milliseconds */
export async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
}
