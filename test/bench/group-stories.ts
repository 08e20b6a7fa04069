import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { storyGrouper } from '../../functions/group-stories/group-stories.ts';
import type { Ports } from '../../functions/group-stories/ports.ts';
import { storyWindowStore } from '../../shared/aws/story-window-store.ts';
import type { Article } from '../../shared/domain/article/article.ts';
import { StoryBook } from '../../shared/domain/story/book.ts';
import { bookArticle } from '../../shared/domain/story/book-article.ts';
import type { BookState, BookStory } from '../../shared/domain/story/book-state.ts';
import { followDays, joinRules } from '../../shared/domain/story/grouping-data.ts';
import { noSuchKey, objectBody } from '../mocked-aws.ts';
import { bar } from './bars.ts';
import { articlesOf } from './made-up-articles.ts';

/** What the window holds by days: stories that take articles, and those that may only be followed. */
const heldDays = joinRules.windowDays + followDays;
const batches = 60;
const aBatch = 2;
const warmUp = 20;

type MadeUp = ReturnType<typeof articlesOf>[number];

const began = Date.UTC(2026, 0, 1);
const stored = ({ at, event: _event, ...made }: MadeUp): Article => {
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

/** The live articles in the stories of their events, as if they had been grouped; placing fifty thousand takes minutes. */
function madeUpState(articles: readonly MadeUp[], end: number): BookState {
  const stories = new Map<string, BookStory>();
  for (const made of articles) {
    const id = stories.get(made.event)?.id ?? made.id;
    const story: BookStory = stories.get(made.event) ?? { id, articles: [] };
    stories.set(made.event, story);
    const { seenAt, ...article } = stored(made);
    const link = {
      storyId: id,
      articleId: made.id,
      outletName: made.outletId,
      country: 'AM',
      kind: 'agency',
    } as const;
    story.articles.push(
      bookArticle({ ...article, seenAt }, { ...link, visibleAt: seenAt, evidence: [] }, id),
    );
  }
  for (const story of stories.values()) {
    const last = Math.max(...story.articles.map(({ at }) => at)) - began;
    if (end - last > joinRules.windowDays * 86_400_000) story.closedAt = new Date(began + end).toISOString();
  }
  return { version: 2, stories: [...stories.values()] };
}

function mockedBucket(): void {
  const objects = new Map<string, Uint8Array>();
  const s3 = mockClient(S3Client);
  s3.on(PutObjectCommand).callsFake(({ Key = '', Body }: { Key?: string; Body: Uint8Array }) => {
    objects.set(Key, Body);
    return { ETag: String(objects.size) };
  });
  s3.on(GetObjectCommand).callsFake(({ Key = '' }: { Key?: string }) => {
    const body = objects.get(Key);
    if (body === undefined) throw noSuchKey();
    return { Body: objectBody(body), ETag: 'e' };
  });
}

async function cpu(work: () => Promise<unknown>): Promise<number> {
  const { user, system } = process.cpuUsage();
  await work();
  const after = process.cpuUsage();
  return (after.user + after.system - user - system) / 1_000;
}

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** One process that stays, and one that comes new to what it saved. */
async function measured(live: number): Promise<{ warm: number; mean: number; fresh: number; mb: number }> {
  const all = articlesOf(live + (warmUp + batches) * aBatch, heldDays);
  const end = all.at(live)?.at ?? 0;
  const articles = new Map(all.slice(live).map((made) => [made.id, stored(made)]));
  const state = madeUpState(all.slice(0, live), end);
  mockedBucket();
  const ports = (): Ports => ({
    table: {
      findArticles: (ids) =>
        Promise.resolve(
          new Map(ids.flatMap((id) => (articles.has(id) ? [[id, articles.get(id)]] : [])) as never),
        ),
      putStory: () => Promise.resolve(),
      putLink: () => Promise.resolve(),
      removeLink: () => Promise.resolve(),
      readDecisions: () => Promise.resolve([]),
    },
    window: storyWindowStore('archive'),
    rebuild: () => Promise.resolve(new StoryBook(state)),
    outletOf: (id) => ({ name: id, country: 'AM', kind: 'agency' }),
    clock: () => new Date(began + end),
    log: () => undefined,
  });
  const group = storyGrouper(ports());
  const requests = [...articles.keys()].map((articleId) => ({ articleId, revision: 1 }));
  await group([]);
  const costs: number[] = [];
  for (let at = 0; at < requests.length; at += aBatch)
    costs.push(await cpu(() => group(requests.slice(at, at + aBatch))));
  const warm = costs.slice(warmUp);
  const fresh = await cpu(() => storyGrouper(ports())([]));
  return {
    warm: middle(warm),
    mean: warm.reduce((sum, each) => sum + each, 0) / warm.length,
    fresh,
    mb: process.memoryUsage().rss / 2 ** 20,
  };
}

/** A batch with all that belongs to it: reading what others saved, placing two articles, saving. The baseline is 5,000 live articles. */
export async function run(): Promise<void> {
  const base = await measured(5_000);
  for (const [live, most, mostFresh] of [
    [5_000, 25, 400],
    [50_000, 60, 3_000],
  ] as const) {
    const { warm, mean, fresh } = live === 5_000 ? base : await measured(live);
    process.stdout.write(
      `${live} live articles: a batch of ${aBatch} ${warm.toFixed(1)} ms CPU, ${mean.toFixed(1)} with the days written now and then ${bar(`a batch at ${live} in ${most} ms`, warm <= most)}, ${(warm / base.warm).toFixed(2)} times the baseline; a new process ${fresh.toFixed(0)} ms ${bar(`a new process at ${live} in ${mostFresh} ms`, fresh <= mostFresh)}\n`,
    );
  }
}
