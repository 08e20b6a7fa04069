import { describe, expect, it } from 'vitest';
import { putFactOdds, standingsOf, type ToldFacts } from '../../../../shared/domain/story/fact-odds.ts';
import { factsOf } from '../../../../shared/domain/story/facts.ts';
import { FactWeights } from '../../../../shared/domain/story/fact-weights.ts';

const weights = new FactWeights({
  share: {},
  articles: 200,
  odds: { 'event:summit': [0.9, 0.4, -0.7, -0.2], 'event:earthquake': [3, 2, -3, -2] },
});
const told = (title: string, summary: string): ToldFacts => {
  const source = { language: 'en' as const, topics: [], subtopics: [], entities: [] };
  const facts = factsOf({ ...source, title, summary });
  return weights.weigh(facts, { id: title, language: 'en', outletId: 'a', at: 0 }).told;
};
const oddsOf = (a: ToldFacts, b: ToldFacts): { both: number; alone: number } => {
  const out = new Float64Array(59);
  putFactOdds(out, a, b);
  return { both: out[57] ?? 0, alone: out[58] ?? 0 };
};

describe('what facts add to the log odds of one event', () => {
  const inTitle = told('A summit opens', '');
  const inSummary = told('Leaders arrive', 'The summit opens at noon.');
  const quake = told('Earthquake felt in the north', '');

  it('is one thing where both titles have the fact, another where both articles have it', () => {
    expect(oddsOf(inTitle, told('The summit is over', '')).both).toBe(0.9);
    expect(oddsOf(inTitle, inSummary).both).toBe(0.4);
    expect(oddsOf(inSummary, inTitle).both).toBe(0.4);
    expect(oddsOf(inTitle, inSummary).alone).toBe(0);
  });
  it('is against where one article alone has it, more so in its title', () => {
    expect(oddsOf(inTitle, quake)).toEqual({ both: 0, alone: -3.7 });
    expect(oddsOf(inSummary, quake)).toEqual({ both: 0, alone: -3.2 });
    expect(oddsOf(quake, inSummary)).toEqual(oddsOf(inSummary, quake));
  });
  it('is nothing for facts that nothing was learned about', () => {
    expect(told('A bridge collapses', '').facts.size).toBe(0);
    expect(oddsOf(told('A bridge collapses', ''), told('A bridge opens', ''))).toEqual({ both: 0, alone: 0 });
  });
  it('stands in a title or in a summary', () => {
    expect(standingsOf([1, 2, 3, 4])).toEqual({
      title: { inTitle: true, bothTitles: 1, both: 2, alone: 3 },
      summary: { inTitle: false, bothTitles: 1, both: 2, alone: 4 },
    });
  });
});
