import type { Match } from './found.ts';
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

/** Weights have two digits; sums shall not tell in which order they were added. */
const hundredths = (sum: number): number => Math.round(sum * 100) / 100;

/** Something found, and what it adds. */
export interface Ground {
  name: string;
  score: number;
  /** What it is, where words of the text make it. */
  rule?: CompiledRule;
  sign?: CompiledSign;
}

export interface Weighing {
  score: number;
  rules: CompiledRule[];
}

/** Made when a topic is weighed first: what is compiled at build is plain data. */
const indices = new WeakMap<Weighed, SignIndex>();

function indexOf(weighed: Weighed): SignIndex {
  const known = indices.get(weighed);
  if (known !== undefined) return known;
  const { signs } = weighed;
  const index = new SignIndex(
    signs.map(({ sign }) => sign),
    signs.map(({ weight }) => Math.round(weight * 100)),
  );
  indices.set(weighed, index);
  return index;
}

export function weigh(weighed: Weighed, tally: Tally): Weighing {
  const rules = weighed.rules.filter((rule) => rule.score !== 0 && holds(rule, tally));
  let score = (weighed.prior ?? 0) + indexOf(weighed).sum(tally) / 100;
  for (const rule of rules) score += rule.score;
  return { score: hundredths(score), rules };
}

/** The signs that are there, as they stand in the text. */
export function signsIn(weighed: Weighed, tally: Tally): Weighed['signs'] {
  const found: Weighed['signs'] = [];
  for (const number of indexOf(weighed).in(tally)) {
    const sign = weighed.signs[number];
    if (sign !== undefined) found.push(sign);
  }
  return found;
}

export const groundsOfRules = ({ rules }: Pick<Weighing, 'rules'>): Ground[] =>
  rules.map((rule) => ({ name: rule.name, score: rule.score, rule }));

/** What was found, the weightiest first; they add up to the score. */
export function groundsOf(weighed: Weighed, { rules }: Weighing, tally: Tally): Ground[] {
  const all = groundsOfRules({ rules });
  if (weighed.prior === null) return all;
  const shown: Ground[] = [];
  let rest = 0;
  for (const ground of all) rest += addWeighty(shown, ground);
  for (const { sign, weight } of signsIn(weighed, tally))
    rest += addWeighty(shown, { name: sign.name, score: weight, sign });
  if (hundredths(rest) !== 0) shown.push({ name: 'other-signs', score: hundredths(rest) });
  shown.push({ name: 'prior', score: weighed.prior });
  return shown;
}

/** Adds it behind those that weigh as much. @returns the score of what is then not shown */
function addWeighty(shown: Ground[], ground: Ground): number {
  const weight = Math.abs(ground.score);
  let at = shown.length;
  while (at > 0 && Math.abs(shown[at - 1]?.score ?? 0) < weight) at -= 1;
  if (at === mostShown) return ground.score;
  shown.splice(at, 0, ground);
  return shown.length > mostShown ? (shown.pop()?.score ?? 0) : 0;
}

/** The words that make it, in the order of the text. */
export function matchesOfGround({ rule, sign }: Ground, tally: Tally, read: MatchedText): Match[] {
  if (rule !== undefined) return matchesOfRule(rule, tally, read.found);
  return sign === undefined ? [] : matchesOfSign(sign, tally, read);
}
