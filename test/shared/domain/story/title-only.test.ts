import { expect, it } from 'vitest';
import { asAllowed } from '../../../../shared/domain/story/title-only.ts';
import { leadsOf } from '../../../../shared/domain/story/lead.ts';
import { articleOf, storyOfArticles } from './story-fixture.ts';

const at = '2026-11-24T06:00:00.000Z';
const inSummary = { field: 'summary', start: 0, end: 5, text: 'Three' } as const;
const inTitle = { field: 'title', start: 0, end: 5, text: 'Talks' } as const;
const withheld = {
  ...articleOf('s', 'ka', { title: 'Talks in Ijevan', at }),
  summary: 'Three delegations met for four hours near the river.',
  revisions: [{ at, title: 'Talks', summary: 'Two delegations met.' }],
  evidence: [{ kind: 'topic' as const, of: 't', rule: 'r', score: 1, places: [inSummary, inTitle] }],
};
const open = {
  ...articleOf('s', 'ru', { title: 'Talks', at }),
  summary: 'Three delegations met in a village hall.',
};
const story = {
  ...storyOfArticles('s', [withheld, open]),
  claims: [
    {
      what: 'killed',
      claims: [
        { articleId: withheld.articleId, side: withheld.side, value: 3, text: withheld.summary },
        { articleId: open.articleId, side: open.side, value: 2, text: open.summary },
      ],
    },
  ],
};

it('of an outlet whose terms allow its titles alone, nothing but titles is shown', () => {
  const shown = asAllowed({ story, articles: [withheld, open] }, new Set([withheld.outletId]));
  expect(JSON.stringify(shown)).not.toContain('Three delegations met for');
  expect(JSON.stringify(shown)).not.toContain('Two delegations');
  expect(shown.articles[0]?.evidence[0]?.places).toEqual([inTitle]);
  expect(shown.story.claims[0]?.claims.map(({ text }) => text)).toEqual(['Talks in Ijevan', open.summary]);
  expect(leadsOf(shown.story, shown.articles).map(({ outletId }) => outletId)).toEqual([open.outletId]);
});

it('other stories stay as they are', () => {
  const read = { story, articles: [open] };
  expect(asAllowed(read, new Set(['another'])).articles).toBe(read.articles);
});
