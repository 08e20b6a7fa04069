import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { type EvidencePorts, evidenceOf } from '../../../infra/local/evidence-bundle.ts';
import type { Article } from '../../../shared/domain/article/article.ts';
import { tell, told } from '../../functions/publish-site/fixture-stories.ts';
import { untagged } from './commands/ran.ts';

const [first] = told;
if (first === undefined) throw new Error('no fixture');
const { story, articles } = tell(first);
const keyOf = (n: number): string =>
  n === 0 ? 'bodies/2026-11-24/gone/x.gz' : 'bodies/2026-11-24/feed/y.gz';
const body = Buffer.from('<rss>as it came</rss>');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const ports: EvidencePorts = {
  readStory: (id) => Promise.resolve(id === story.id ? { story, articles } : null),
  findArticles: () =>
    Promise.resolve(
      new Map(
        articles.map(({ articleId, title }, n): [string, Article] => [
          articleId,
          untagged(articleId, title, { archiveKey: keyOf(n) }),
        ]),
      ),
    ),
  readDecisions: () =>
    Promise.resolve([
      { id: 'd1', at: '2026-11-24T08:00:00.000Z', kind: 'merge', from: 'other', into: story.id },
      { id: 'd2', at: '2026-11-24T08:01:00.000Z', kind: 'merge', from: 'this', into: 'that' },
      {
        id: 'd3',
        at: '2026-11-24T08:02:00.000Z',
        kind: 'move',
        into: 'elsewhere',
        articleIds: [articles[1]?.articleId ?? ''],
      },
    ]),
  readBody: (key) => Promise.resolve(key === keyOf(0) ? null : body),
  fetchedHow: (archiveKey) =>
    Promise.resolve({
      feedId: 'feed',
      archiveKey,
      visitedAt: '2026-11-24T07:00:00.000Z',
      url: 'https://feed.example/rss',
      contentType: 'text/xml',
    }),
  answerOf: () =>
    Promise.resolve({
      status: 200,
      headers: [['date', 'Tue, 24 Nov 2026 07:00:00 GMT']],
      redirects: [{ url: 'http://feed.example/rss', status: 301 }],
    }),
  pageOf: (id) => `https://wire.example/stories/${id}.html`,
};
const json = (files: Record<string, Uint8Array>, name: string): unknown =>
  JSON.parse(Buffer.from(files[name] ?? '').toString('utf8'));

it('holds the bytes as fetched, how, the parse, the decisions about it and citations, each with its hash', async () => {
  const files = (await evidenceOf(story.id, ports)) ?? {};
  const hash = sha256(body);
  expect(Buffer.from(files[`bodies/${hash}`] ?? '')).toEqual(body);
  const fetched = json(files, 'fetched.json') as { articles: string[] }[];
  expect(fetched).toEqual([
    expect.objectContaining({ archiveKey: keyOf(0), sha256: null, octets: null, answer: null }),
    expect.objectContaining({
      sha256: hash,
      octets: body.length,
      url: 'https://feed.example/rss',
      visitedAt: '2026-11-24T07:00:00.000Z',
      contentType: 'text/xml',
      answer: expect.objectContaining({ status: 200, headers: [['date', 'Tue, 24 Nov 2026 07:00:00 GMT']] }),
    }),
  ]);
  expect(fetched.flatMap((each) => each.articles).sort()).toEqual(
    articles.map(({ articleId }) => articleId).sort(),
  );
  expect((json(files, 'decisions.json') as { id: string }[]).map(({ id }) => id)).toEqual(['d1', 'd3']);
  expect(json(files, `articles/${articles[0]?.articleId}.json`)).toMatchObject({
    parsed: { title: articles[0]?.title },
    inStory: { evidence: articles[0]?.evidence },
  });
  expect(json(files, 'citations.json')).toHaveLength(articles.length);
  const sums = Buffer.from(files['SHA256SUMS'] ?? '')
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('  '));
  expect(sums.map(([, name = '']) => name).sort()).toEqual(
    Object.keys(files)
      .filter((name) => name !== 'SHA256SUMS')
      .sort(),
  );
  for (const [sum, name = ''] of sums) expect(sha256(files[name] ?? Buffer.of())).toBe(sum);
});

it('is nothing for a story that is not there', async () =>
  expect(await evidenceOf('ffffffff', ports)).toBeNull());
