import { groupNumber } from './compile-lexicon.ts';
import type { Clause, Rule } from './pack.ts';
import type { Found, Match } from './found.ts';
import type { Tally } from './tally.ts';

/** A rule that scores less only adds to others: it is not a near miss. */
const leastNearMiss = 0.5;

/** @returns the first unmet part of a clause, null where it holds */
function unmet(tally: Tally, clause: CompiledClause): CompiledPart | null {
  if (clause.in === 'sentence') return unmetInSentence(tally, clause);
  for (const part of clause.parts) {
    let count = 0;
    for (const group of part.groups) {
      count += tally.timesIn(clause.in, group);
      if (count >= part.min) break;
    }
    if (count < part.min) return part;
  }
  return null;
}

function unmetInSentence(tally: Tally, clause: CompiledClause): CompiledPart | null {
  let best: CompiledPart | null = clause.parts[0] ?? null;
  let most = 0;
  for (let sentence = 0; sentence < tally.sentences; sentence += 1) {
    if (tally.placeOf(sentence) === 'background') continue;
    let met = 0;
    for (const part of clause.parts) {
      if (!part.groups.some((group) => tally.inSentence(group, sentence))) break;
      met += 1;
    }
    if (met === clause.parts.length) return null;
    if (met > most) [most, best] = [met, clause.parts[met] ?? best];
  }
  return best;
}

interface CompiledPart {
  name: string;
  groups: number[];
  min: number;
}

interface CompiledClause {
  in: Clause['in'];
  parts: CompiledPart[];
}

export interface CompiledRule {
  name: string;
  score: number;
  when: CompiledClause[];
  unless: CompiledClause[];
}

function compileClause(clause: Clause, pack: string, groups: ReadonlyMap<string, number>): CompiledClause {
  const parts = clause.all.map((name, index) => ({
    name,
    min: index === 0 ? (clause.min ?? 1) : 1,
    groups: name.split('|').map((one) => groupNumber(groups, pack, one)),
  }));
  return { in: clause.in, parts };
}

export function compileRules(
  rules: readonly Rule[],
  pack: string,
  groups: ReadonlyMap<string, number>,
): CompiledRule[] {
  const compile = (clause: Clause): CompiledClause => compileClause(clause, pack, groups);
  return rules.map((rule) => ({
    name: rule.name,
    score: rule.score,
    when: rule.when.map(compile),
    unless: (rule.unless ?? []).map(compile),
  }));
}

/** Most clauses want a group that is nowhere in the text: that is seen before sentences are gone through. */
const isMet = (tally: Tally, clause: CompiledClause): boolean =>
  clause.parts.every((part) => part.groups.some((group) => tally.has(group))) &&
  unmet(tally, clause) === null;

/** Whether a rule holds. */
export const holds = (rule: CompiledRule, tally: Tally): boolean =>
  rule.when.every((clause) => isMet(tally, clause)) && !rule.unless.some((clause) => isMet(tally, clause));

const whereIs: Record<Clause['in'], string> = {
  title: 'in the title',
  lead: 'in title or first sentence',
  sentence: 'in one sentence',
  text: 'in the text',
};

/** The rule that came nearest and what it lacked, in words. */
export function nearestRule(
  rules: readonly CompiledRule[],
  tally: Tally,
): { rule: CompiledRule | undefined; lacked: string } {
  const wanting = rules
    .filter((rule) => rule.score >= leastNearMiss)
    .map((rule) => ({ rule, share: shareFound(rule, tally) }));
  const most = Math.max(...wanting.map(({ share }) => share));
  const missing = wanting
    .filter(({ share }) => share === most)
    .map(({ rule }) => ({ rule, lacks: lacks(rule, tally) }))
    .sort((a, b) => a.lacks.length - b.lacks.length)[0];
  return { rule: missing?.rule, lacked: missing?.lacks.join('; ') ?? '' };
}

/** How much of what a rule wants occurs anywhere in the text, 0 to 1. */
function shareFound(rule: CompiledRule, tally: Tally): number {
  let [parts, found] = [0, 0];
  for (const clause of rule.when) {
    for (const part of clause.parts) {
      parts += 1;
      if (part.groups.some((group) => tally.has(group))) found += 1;
    }
  }
  return found / parts;
}

function lacks(rule: CompiledRule, tally: Tally): string[] {
  const missing = rule.when.flatMap((clause) => {
    const part = unmet(tally, clause);
    return part === null
      ? []
      : [`no ${part.name} ${whereIs[clause.in]}${part.min > 1 ? ` (${part.min} times)` : ''}`];
  });
  const barred = rule.unless
    .filter((clause) => unmet(tally, clause) === null)
    .map((clause) => `${clause.parts.map((part) => part.name).join(' + ')} ${whereIs[clause.in]} bars it`);
  return [...missing, ...barred];
}

/** Where the groups of a rule occur, in the scope of its clauses. */
export function matchesOfRule(rule: CompiledRule, tally: Tally, found: Found): Match[] {
  const matches: Match[] = [];
  for (const clause of rule.when) {
    const groups = new Set(clause.parts.flatMap((part) => part.groups));
    for (const { group, match } of tally.hits) {
      if (!groups.has(group)) continue;
      if (clause.in === 'title' && match.first >= found.titleWords) continue;
      matches.push(match);
    }
  }
  return matches;
}
