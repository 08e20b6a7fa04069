import { expect, it } from 'vitest';
import type { Card } from '../../../../shared/domain/site/card.ts';
import { editionEvent, storyEvents, wireEventSchema } from '../../../../shared/domain/site/wire-event.ts';

const now = new Date('2026-11-24T12:00:00.000Z');
const at = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();
const card = (more: Partial<Card>): Card => ({
  id: 's1',
  topics: ['csto'],
  subtopics: [],
  entities: [],
  firstSeenAt: at(20),
  lastSeenAt: at(1),
  changedAt: at(1),
  languages: ['hy'],
  phase: 'developing',
  headlines: { hy: { title: 'հ', outletId: 'o' }, en: { title: 'e', outletId: 'o' } },
  sides: [
    { side: 'yerevan', articles: 4, independent: 3 },
    { side: 'moscow', articles: 1, independent: 1 },
  ],
  countries: [],
  kinds: [],
  independent: 4,
  reprints: 0,
  volume: {},
  silences: 0,
  ...more,
});
const told = (more: Partial<Card>) => storyEvents(card(more), { siteUrl: 'https://w.example', now });

it('a new story is told with all that a program needs to choose it', () => {
  expect(told({ firstSeenAt: at(6) })).toStrictEqual([
    {
      id: 'story-started.s1',
      type: 'story-started',
      at: at(6),
      title: 'e',
      language: 'en',
      url: 'https://w.example/stories/s1.html',
      topics: ['csto'],
      story: 's1',
      independent: 4,
      sides: ['yerevan', 'moscow'],
    },
  ]);
});

it.each<[Partial<Card>, string[]]>([
  [{ independent: 4 }, []],
  [{ independent: 5 }, ['story-grew.s1.5']],
  [{ independent: 9 }, ['story-grew.s1.5']],
  [{ independent: 10, silences: 1 }, ['story-grew.s1.10', 'story-silent.s1']],
  [{ independent: 20, firstSeenAt: at(1) }, ['story-started.s1', 'story-grew.s1.20']],
  [{ silences: 1, changedAt: at(6) }, ['story-silent.s1']],
  [{ silences: 1, changedAt: at(6.001) }, []],
  [{ silences: 1, headlines: {} }, []],
])('%j tells %j', (more, ids) => {
  const events = told(more);
  expect(events.map(({ id }) => id)).toStrictEqual(ids);
  for (const event of events) {
    expect(wireEventSchema.parse(event)).toStrictEqual(event);
    expect(event.type).toBe(event.id.split('.')[0]);
    expect(event.at).toBe(more.changedAt ?? at(1));
  }
});

it('without an English headline the first there is speaks', () => {
  const headlines = { hy: { title: 'հ', outletId: 'o' }, ru: { title: 'р', outletId: 'o' } };
  expect(told({ headlines, silences: 1 })).toMatchObject([{ title: 'հ', language: 'hy' }]);
});

it('an edition is told with its day, name and page', () => {
  const edition = { date: '2026-11-24', interface: 'ka', topics: ['csto'] };
  const event = editionEvent(edition, { name: 'csto-ka', siteUrl: 'https://w.example', at: at(0) });
  expect(wireEventSchema.parse(event)).toStrictEqual({
    id: 'edition-published.2026-11-24.csto-ka',
    type: 'edition-published',
    at: at(0),
    title: '2026-11-24 csto-ka',
    language: 'ka',
    url: 'https://w.example/editions/2026-11-24/csto-ka.html',
    topics: ['csto'],
  });
});
