import { expect, it } from 'vitest';
import { articleColumns, articleRows } from '../../../../shared/domain/site/article-table.ts';
import { cardOf } from '../../../../shared/domain/site/card.ts';
import { cslOf } from '../../../../shared/domain/site/citation.ts';
import { publishedSchemas } from '../../../../shared/domain/site/published.ts';
import { searchRow } from '../../../../shared/domain/site/search-index.ts';
import { toldOf } from '../story/story-fixture.ts';

const { story, articles } = toldOf({ id: 's', at: '2026-11-24T06:00:00.000Z' });
const card = cardOf(story, articles);
const url = 'https://w.example/stories/s.html';
const cited = articles.map((article) => cslOf(article, url));
const files = {
  'article-line': JSON.parse(articleRows(articles).split('\n')[0] ?? '') as object,
  citations: cited,
  'search-shard': [searchRow(card)],
  'search-manifest': { shards: [{ name: 'd5195', stories: 1, v: 'x' }], names: 'y' },
  'search-names': [['syunik', 'Syunik', ['siunik']]],
  pulse: { version: 1, newest: null, stories: [['s', '2026-11-24T06:00:00.000Z']] },
  latest: { version: 1, stories: [{ ...card, url }] },
  'day-line': { ...card, url },
} as const;

it.each(Object.entries(files))('what the domain makes is what the schema of %s says', (name, made) => {
  const { schema } = publishedSchemas[name as keyof typeof files];
  expect(schema.safeParse(made).error).toBeUndefined();
});

it.each([
  ['article-line', { ...files['article-line'], side: 'nowhere' }, 'side'],
  ['article-line', { ...files['article-line'], seen_at: 'today' }, 'seen_at'],
  ['citations', [{ ...cited[0], accessed: { 'date-parts': [] } }], '0.accessed.date-parts'],
  ['search-shard', [{ ...files['search-shard'][0], n: -1 }], '0.n'],
  ['pulse', { ...files.pulse, version: 2 }, 'version'],
  ['day-line', { ...files['day-line'], phase: 'over' }, 'phase'],
  ['day-line', { ...files['day-line'], countries: 'AM' }, 'countries'],
  ['story', { ...card, url }, 'version'],
  ['corrections', { version: 1, decisions: [{ at: url, kind: 'merge', stories: [] }], edits: [] }, 'at'],
  ['json-feed', { version: 'https://jsonfeed.org/version/1' }, 'version'],
] as const)('%s refuses what is none: %#', (name, wrong, place) => {
  const faults = publishedSchemas[name].schema.safeParse(wrong).error?.issues ?? [];
  expect(faults.map(({ path }) => path.join('.')).join(' ')).toContain(place);
});

it('a line for SQL has the columns of the table, in the order of the schema', () => {
  expect(Object.keys(publishedSchemas['article-line'].schema.shape)).toEqual(
    articleColumns.map(({ name }) => name),
  );
});
