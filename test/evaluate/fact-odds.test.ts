import { expect, test } from 'vitest';
import { FactWeights } from '../../shared/domain/story/fact-weights.ts';
import { factsOf } from '../../shared/domain/story/facts.ts';
import { pairFeatures } from '../../shared/domain/story/pair-features.ts';
import { pairFeaturesOf } from '../../shared/domain/story/pair.ts';
import type { Profile } from '../../shared/domain/story/profile.ts';
import { learnOdds, type PairExample } from './fact-odds.ts';

const weights = new FactWeights({ share: {}, articles: 200, odds: {} });
const profile = (id: string, title: string): Profile =>
  weights.weigh(factsOf({ language: 'en', title, summary: '', topics: [], subtopics: [], entities: [] }), {
    id,
    language: 'en',
    outletId: id,
    at: 0,
  });
/** Of 60 events half are earthquakes; each has two articles: earthquakes are told by both, a speech is told now and then. */
const events = Array.from({ length: 60 }, (_, at) => {
  const what = at % 2 === 0 ? 'Earthquake in the town' : 'Summit in the town';
  const of = (id: string, title: string): [string, Profile] => [`event-${at}`, profile(`${id}${at}`, title)];
  return [of('a', what), of('b', at % 3 === 0 ? `${what}, a speech` : what)] as const;
});
const all = events.flat();
const examples: PairExample[] = all.flatMap(([event, one], at) =>
  all.slice(0, at).flatMap(([otherEvent, other], before) =>
    event === otherEvent || (at * 7 + before) % 5 === 0
      ? [
          {
            pair: [other, one] as const,
            events: [otherEvent, event] as const,
            features: pairFeaturesOf(other, one),
            label: event === otherEvent ? (1 as const) : (0 as const),
            weight: event === otherEvent ? 10 : 1,
          },
        ]
      : [],
  ),
);

test('a fact that both reports of an event have speaks for it, and against where one has it alone', () => {
  const { odds, examples: taught } = learnOdds(examples);
  const [bothTitles = 0, , titleAlone = 0] = odds['event:earthquake'] ?? [];
  expect(bothTitles).toBeGreaterThan(0.05);
  expect(titleAlone).toBeLessThan(-0.2);
  expect(titleAlone).toBeLessThan(odds['event:speech']?.[2] ?? 0);
  expect(learnOdds(examples).odds).toEqual(odds);
  const alone = pairFeatures.indexOf('oddsAlone');
  expect(Math.max(...taught.map(({ features }) => features[alone] ?? 0))).toBeLessThanOrEqual(0.2);
  expect(taught.some(({ features }) => (features[alone] ?? 0) < -0.2)).toBe(true);
});
