import type { Match } from './match.ts';
import type { Rule } from './pack.ts';
import { compileRules, type CompiledRule, holds, matchesOfRule } from './rules.ts';
import { SignIndex } from './sign-index.ts';
import { compileSign, type CompiledSign, matchesOfSign } from './signs.ts';
import type { MatchedText, Tally } from './tally.ts';
import type { SignWeights } from './weights.ts';

/** Beyond so many the rest of what was weighed is one sum: nobody reads on. */
const mostShown = 10;

/** A topic or subtopic: all that is weighed for it. */
export interface Weighed {
  id: string;
  threshold: number;
  /** What every text begins with; null where nothing was learned. */
  prior: number | null;
  rules: CompiledRule[];
  signs: { sign: CompiledSign; weight: number }[];
}

interface Definition {
  id: string;
  threshold: number;
  rules: readonly Rule[];
}

/** Learned weights take the place of the scores of the rules. A rule newer than the weights counts by its score until the next training. */
export function compileWeighed(
  { id, threshold, rules }: Definition,
  scope: string,
  groups: ReadonlyMap<string, number>,
  learned?: SignWeights,
): Weighed {
  const compiled = compileRules(rules, scope, groups);
  if (learned === undefined) return { id, threshold, prior: null, rules: compiled, signs: [] };
  return {
    id,
    threshold: 1,
    prior: learned.prior,
    rules: compiled.map((rule) => ({ ...rule, score: learned.signs[rule.name] ?? rule.score })),
    signs: Object.entries(learned.signs)
      .filter(([name]) => name.includes('@'))
      .map(([name, weight]) => ({ sign: compileSign(name, scope, groups), weight })),
  };
}

/** Something found, and what it adds. */
export interface Ground {
  name: string;
  score: number;
  matches: Match[];
}

export interface Weighing {
  score: number;
  rules: CompiledRule[];
  signs: Weighed['signs'];
}

/** Made when a topic is weighed first: what is compiled at build is plain data. */
const indices = new WeakMap<Weighed, SignIndex>();

function signsIn(weighed: Weighed, tally: Tally): Weighed['signs'] {
  const index = indices.get(weighed) ?? new SignIndex(weighed.signs.map(({ sign }) => sign));
  indices.set(weighed, index);
  const found: Weighed['signs'] = [];
  for (const number of index.in(tally)) {
    const one = weighed.signs[number];
    if (one !== undefined) found.push(one);
  }
  return found;
}

export function weigh(weighed: Weighed, tally: Tally): Weighing {
  const rules = weighed.rules.filter((rule) => rule.score !== 0 && holds(rule, tally));
  const signs = signsIn(weighed, tally);
  let score = weighed.prior ?? 0;
  for (const rule of rules) score += rule.score;
  for (const { weight } of signs) score += weight;
  return { score, rules, signs };
}

/** What was found, the weightiest first; they add up to the score. */
export function groundsOf(weighed: Weighed, weighing: Weighing, tally: Tally, read: MatchedText): Ground[] {
  const rules = weighing.rules.map((rule) => ({
    name: rule.name,
    score: rule.score,
    matches: () => matchesOfRule(rule, tally, read.found),
  }));
  if (weighed.prior === null) return rules.map((one) => ({ ...one, matches: one.matches() }));
  const signs = weighing.signs.map(({ sign, weight }) => ({
    name: sign.name,
    score: weight,
    matches: () => matchesOfSign(sign, tally, read),
  }));
  const all = [...rules, ...signs].sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  const rest = all.slice(mostShown).reduce((sum, one) => sum + one.score, 0);
  return [
    ...all.slice(0, mostShown).map((one) => ({ ...one, matches: one.matches() })),
    ...(rest === 0 ? [] : [{ name: 'other-signs', score: rest, matches: [] }]),
    { name: 'prior', score: weighed.prior, matches: [] },
  ];
}
