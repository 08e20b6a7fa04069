import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { articleDiff, diffCounts } from '../../../infra/local/article-diff.ts';
import { daysBetween } from '../../../infra/local/days.ts';
import { openLocalWire } from '../../../infra/local/local-wire.ts';
import { embeddedPlace } from '../../../infra/local/place.ts';
import { catalogueSources } from '../../../shared/catalogue/catalogue.ts';
import { untagged } from './commands/ran.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-replay-'));
process.env.WIRE_NOW = '2026-11-24T12:00:00Z';
const wire = await openLocalWire(folder);
const place = embeddedPlace(wire);
const { archiveBody } = await import('../../../shared/aws/archive.ts');
const { putSiteFile, readSiteFile } = await import('../../../shared/aws/site-bucket.ts');
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
const { articlesOf, bodiesOf, groupAgain, publishAgain, readAgain, rehearse } =
  await import('../../../infra/local/replay.ts');
afterAll(async () => {
  await wire.close();
  rmSync(folder, { recursive: true });
});

const now = new Date(process.env.WIRE_NOW);
const day = '2026-11-23';
const table = storiesTable(place.settings.TABLE_STORIES, () => now);
const source = catalogueSources().find(({ kind = 'feed', language }) => kind === 'feed' && language === 'en');
if (source === undefined) throw new Error('the catalogue has no English feed');
const item = (title: string, path: string): string =>
  `<item><title>${title}</title><link>${source.outlet.homepage}${path}</link><pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item>`;
const rss = `<rss version="2.0"><channel><title>t</title><link>${source.outlet.homepage}</link>${item('CSTO summit opens in Minsk without Armenia', 'a1')}${item('Rain expected at the weekend', 'a2')}</channel></rss>`;
await archiveBody(place.settings.BUCKET_ARCHIVE, new TextEncoder().encode(rss), {
  feedId: source.id,
  visitedAt: `${day}T09:00:00.000Z`,
  url: source.url,
  contentType: 'application/rss+xml',
});
const { bodies } = await bodiesOf(place, [day]);
const steps: string[] = [];
const progress = (done: number, total: number): void => void steps.push(`${done}/${total}`);

describe('bodies read again', () => {
  it('a rehearsal says what would be stored, and stores nothing', async () => {
    const { before, after } = await rehearse(place, bodies, { now, progress });
    expect(diffCounts(articleDiff(before, after))).toBe(
      '2 new, 0 with another text, 0 with other tags, 0 the same',
    );
    expect((await articlesOf(place, [day, '2026-11-24'], now)).size).toBe(0);
    expect(steps).toEqual(['1/1']);
  });

  it('what was missed is stored, and has its story', async () => {
    await readAgain(place, bodies, progress);
    const stored = [...(await articlesOf(place, ['2026-11-24'], now)).values()];
    expect(stored.flatMap(({ topics }) => topics)).toEqual(['csto']);
    expect(stored).toHaveLength(2);
    expect(await table.storiesChangedSince(`${day}T00:00:00.000Z`)).toHaveLength(1);
  });

  it('an equal text whose tags were wrong is tagged again; the rehearsal said so', async () => {
    const right = [...(await articlesOf(place, ['2026-11-24'], now)).values()].find(
      ({ topics }) => topics.length > 0,
    );
    if (right === undefined) throw new Error('nothing on topic was stored');
    await table.retagArticle({ ...right, topics: ['armenia-azerbaijan'], subtopics: [], evidence: [] });
    const { before, after } = await rehearse(place, bodies, { now, progress });
    const { lines, retagged, same } = articleDiff(before, after);
    expect([retagged, same]).toEqual([1, 1]);
    expect(lines[0]).toContain(`${right.id}  tags +csto`);
    expect((await table.readArticle(right.id))?.topics).toEqual(['armenia-azerbaijan']);
    await readAgain(place, bodies, progress);
    expect((await table.readArticle(right.id))?.topics).toEqual(['csto']);
  });

  it('a body that does not say how to read it is counted', async () => {
    await putSiteFile(place.settings.BUCKET_ARCHIVE, {
      path: 'bodies/2026-11-22/old/body.gz',
      body: 'x',
      contentType: 'application/gzip',
      cacheControl: 'private',
    });
    expect(await bodiesOf(place, ['2026-11-22'])).toEqual({ bodies: [], silent: 1 });
  });
});

it('an article that has no story is placed by a replay of the grouping', async () => {
  const lost = untagged('e'.repeat(24), 'Azerbaijan frees twelve Armenian prisoners at the Lachin bridge', {
    seenAt: `${day}T10:00:00.000Z`,
    publishedAt: `${day}T10:00:00.000Z`,
    topics: ['armenia-azerbaijan'],
    subtopics: ['prisoners'],
    entities: ['armenia', 'azerbaijan', 'lachin'],
  });
  await table.putArticle(lost);
  await groupAgain(place, [lost], progress);
  expect((await table.readStory(lost.id))?.articles.map(({ articleId }) => articleId)).toEqual([lost.id]);
});

it('pages that were damaged are made anew', async () => {
  await publishAgain(place, [day]);
  const bucket = place.settings.BUCKET_SITE;
  const front = await readSiteFile(bucket, 'index.html');
  expect(front?.length).toBeGreaterThan(1_000);
  await putSiteFile(bucket, {
    path: 'index.html',
    body: '?',
    contentType: 'text/html',
    cacheControl: 'no-store',
  });
  await publishAgain(place, [day]);
  expect((await readSiteFile(bucket, 'index.html'))?.length).toBe(front?.length);
});

describe('days', () => {
  it.each([
    [{ '--since': '2026-11-23' }, ['2026-11-23', '2026-11-24']],
    [{ '--from': '2026-10-31', '--to': '2026-11-01' }, ['2026-10-31', '2026-11-01']],
  ])('%j', (flags, expected) => {
    expect(daysBetween(flags, now)).toEqual(expected);
  });
  it.each([
    [{ '--from': undefined, '--to': '2026-11-01' }, '--from wants a day as yyyy-mm-dd'],
    [{ '--from': '2026-02-31', '--to': undefined }, "--from wants a day as yyyy-mm-dd, not '2026-02-31'"],
    [{ '--from': '2026-11-02', '--to': '2026-11-01' }, '--to 2026-11-01 is before --from 2026-11-02'],
  ])('%j is a mistake', (flags, message) => {
    expect(() => daysBetween(flags, now)).toThrow(message);
  });
});
