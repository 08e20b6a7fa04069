import { expect, test } from 'vitest';
import { testCloud } from '../../embedded.ts';

const cloud = await testCloud();
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
let now = new Date('2026-03-04T12:00:00Z');
const table = storiesTable(cloud.tableStories, () => now);

/** A text of its own for each topic: thirty words drawn by the topic's letters. */
const sentence = (topic: string): string => {
  const words = [
    'bridge',
    'village',
    'envoy',
    'talks',
    'section',
    'survey',
    'capital',
    'minister',
    'draft',
    'signal',
    'column',
    'garrison',
    'customs',
    'harvest',
    'tunnel',
    'ballot',
    'statute',
    'quarry',
    'patrol',
    'summit',
  ];
  let state = Array.from(topic).reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);
  return Array.from({ length: 30 }, () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x3779) | 0;
    return words[(state >>> 8) % words.length];
  }).join(' ');
};
const copy = (id: string, summary: string, outletId = id) => ({
  id,
  outletId,
  language: 'en',
  title: `Report ${id} from the talks`,
  summary,
});

test('the second of two copies names the first', async () => {
  expect(await table.findReprint(copy('first', sentence('border')))).toBeNull();
  const found = await table.findReprint(copy('second', `${sentence('border')}, citing the agency.`));
  expect(found?.original).toBe('first');
  expect(found?.evidence.rule).toBe('same-text');
  expect(found?.evidence.score).toBeGreaterThan(0.8);
});

test('a retry finds its own claims and stays an original', async () => {
  expect(await table.findReprint(copy('first', sentence('border')))).toBeNull();
});

test('a try that died between losing and giving its claims back names no one on its retry', async () => {
  const { lshBucketRows } = await import('../../../shared/aws/lsh-bucket-rows.ts');
  const { findReprint } = await import('../../../shared/domain/reprint/find.ts');
  const buckets = lshBucketRows(cloud.tableStories, {
    now: () => Math.floor(now.getTime() / 1_000),
    seconds: 72 * 3_600,
  });
  const dying = {
    ...buckets,
    readLshBuckets: () => Promise.resolve([]),
    releaseLshBucket: () => Promise.reject(new Error('killed')),
  };
  // A copy that loses only at the last bucket they share: an added first sentence gives it buckets of its own before that.
  const late = copy('late', `Yesterday evening in the lower town hall. ${sentence('canal')}`);
  expect(await table.findReprint(copy('early', sentence('canal')))).toBeNull();
  await expect(findReprint(dying, late)).rejects.toThrow('killed');
  expect((await table.findReprint(late))?.original).toBe('early');
  expect(
    (await table.findReprint(copy('third', `Yesterday evening in the lower town hall. ${sentence('canal')}`)))
      ?.original,
  ).toBe('early');
});

test('a claim of four days ago counts as gone although nothing collected it', async () => {
  expect(await table.findReprint(copy('old', sentence('water')))).toBeNull();
  now = new Date('2026-03-08T12:00:00Z');
  expect(await table.findReprint(copy('new', sentence('water')))).toBeNull();
  expect((await table.findReprint(copy('newer', sentence('water'))))?.original).toBe('new');
});

test('copies that arrive at the same instant in many workers end in one original', async () => {
  for (let round = 0; round < 12; round++) {
    const texts = Array.from({ length: 6 }, (_, n) =>
      copy(
        `race-${round}-${n}`,
        `${sentence(`round ${round} railway`)}${n % 2 ? ', the ministry added later that day' : ''}`,
      ),
    );
    const found = await Promise.all(texts.map((text) => table.findReprint(text)));
    const originals = texts.filter((_, n) => found[n] === null).map((text) => text.id);
    expect(originals).toHaveLength(1);
    const root = (id: string): string => {
      const answer = found[texts.findIndex((text) => text.id === id)];
      return answer ? root(answer.original) : id;
    };
    expect(new Set(texts.map((text) => root(text.id)))).toEqual(new Set(originals));
  }
});

test('other texts claim the same words without becoming copies', async () => {
  expect(await table.findReprint(copy('a', sentence('prisoners')))).toBeNull();
  expect(
    await table.findReprint(
      copy(
        'b',
        'A drone fell on a field outside the town and no one was hurt, the governor said, while the defence ministry of the neighbour denied that anything had been launched that morning',
      ),
    ),
  ).toBeNull();
});
