import { expect, test } from 'vitest';
import type { Evidence } from '../../../../shared/domain/evidence.ts';
import { createPipeline, type PipelineArticle } from '../../../../shared/domain/story/in-memory-pipeline.ts';
import type { TaggableText, Tagging } from '../../../../shared/domain/topics/tagging.ts';

const start = Date.parse('2026-03-04T06:00:00.000Z');
const evidenceOf = (kind: Evidence['kind'], of: string): Evidence => ({
  kind,
  of,
  rule: 'r',
  score: 1,
  places: [{ field: 'title', start: 0, end: 1, text: 'x' }],
});
/** Tags every text as one on the exchange of prisoners, and remembers what it was asked. */
function pipeline() {
  const asked: TaggableText[] = [];
  const tag = (text: TaggableText): Tagging => {
    asked.push(text);
    return {
      topics: ['armenia-azerbaijan'],
      subtopics: ['prisoners'],
      entities: ['armenia', 'azerbaijan', 'lachin'].map((id) => ({
        id,
        kind: 'place',
        name: id,
        places: [],
      })),
      evidence: [evidenceOf('topic', 'armenia-azerbaijan'), evidenceOf('entity', 'lachin')],
      nearMisses: [],
      packVersion: '1',
    };
  };
  return { asked, made: createPipeline({ tag }) };
}
const release = (id: string, hours: number, more: Partial<PipelineArticle> = {}): PipelineArticle => ({
  id,
  outlet: `outlet-${id}`,
  language: 'en',
  published: new Date(start + hours * 3_600_000).toISOString(),
  title: 'Azerbaijan frees 12 Armenian prisoners at the Lachin bridge',
  summary:
    'Twelve detainees were handed over on Wednesday morning with the help of the Red Cross, the office in Yerevan said after the exchange had ended without incidents on either side of the river.',
  ...more,
});
const reworded = {
  title: 'Twelve Armenian detainees released by Azerbaijan cross the Lachin bridge',
  summary:
    'The Red Cross took part when 12 prisoners crossed, Baku confirmed, calling it a humanitarian step.',
};

test('the first report opens a story of its own, and its evidence is that of the tags', async () => {
  const { made, asked } = pipeline();
  const first = await made.process(release('a', 0, { country: 'AM' }));
  expect(first).toMatchObject({ reprintOf: null, story: 'a', tagging: { packVersion: '1' } });
  expect(first.evidence).toEqual([evidenceOf('topic', 'armenia-azerbaijan'), evidenceOf('entity', 'lachin')]);
  const { title, summary } = release('a', 0);
  expect(asked).toEqual([{ title, summary, language: 'en', country: 'AM' }]);
  expect(made.storyOf('a')).toBe('a');
  expect(made.storyOf('unknown')).toBeNull();
});

test('an article without country and language is tagged as one of an unknown language', async () => {
  const { made, asked } = pipeline();
  const { language: _language, ...rest } = release('a', 0);
  await made.process(rest);
  expect(Object.keys(asked[0] ?? {}).sort()).toEqual(['language', 'summary', 'title']);
  expect(asked[0]?.language).toBe('und');
});

test.each([
  ['at once', 0, 'a'],
  ['on the last of three days', 72, 'a'],
  ['later', 72.01, null],
])('the same text %s: a reprint of %s hours later copies %s', async (_name, hours, original) => {
  const { made } = pipeline();
  await made.process(release('a', 0));
  const copy = await made.process(release('b', hours));
  expect(copy.reprintOf).toBe(original);
  const [first, second, third] = copy.evidence.map(({ kind }) => kind);
  expect([first, second]).toEqual(['topic', 'entity']);
  expect(third === 'reprint').toBe(original !== null);
});

test('a report in other words joins the story, and says by what', async () => {
  const { made } = pipeline();
  await made.process(release('a', 0));
  const second = await made.process(release('b', 1, reworded));
  expect(second).toMatchObject({ reprintOf: null, story: 'a' });
  expect(made.storyOf('b')).toBe('a');
  const why = second.evidence.filter(({ kind }) => kind === 'story');
  expect([...new Set(why.map(({ of }) => of))]).toEqual(['a']);
  expect(second.evidence.slice(0, 2).map(({ kind }) => kind)).toEqual(['topic', 'entity']);
});

test('a copy of a copy names the original, and what comes again is no copy of itself', async () => {
  const { made } = pipeline();
  for (const id of ['a', 'b']) await made.process(release(id, 0));
  expect((await made.process(release('c', 1))).reprintOf).toBe('a');
  expect((await pipeline().made.process(release('a', 0))).reprintOf).toBeNull();
});
