import { groupNumber } from './lexicon.ts';
import type { Clause, Rule } from './pack.ts';
import type { Found, Match } from './match.ts';

/** More sentences than this count as one more. */
const mostSentences = 64;

/** A first sentence this short names place and day, or the agency. */
const longestDateline = 5;

/** A rule that scores less only adds to others: it is not a near miss. */
const leastNearMiss = 0.5;

export interface Hit {
  group: number;
  match: Match;
}

/** How often each group occurs, and where; reused from article to article. */
export class Tally {
  hits: Hit[] = [];
  private readonly groups: number;
  private readonly title: Uint16Array;
  private readonly lead: Uint16Array;
  private readonly text: Uint16Array;
  private readonly bySentence: Uint8Array;
  private readonly lastWord: Int32Array;
  private sentences = 0;

  constructor(groups: number) {
    this.groups = groups;
    this.title = new Uint16Array(groups);
    this.lead = new Uint16Array(groups);
    this.text = new Uint16Array(groups);
    this.lastWord = new Int32Array(groups).fill(-1);
    this.bySentence = new Uint8Array(groups * mostSentences);
  }

  /** Counts each group once per place, however many aliases say the same: Nikol Pashinyan is one, not two. */
  fill(found: Found): void {
    this.clear();
    const leadEnds = lastOfLead(found);
    for (const match of found.matches) {
      const sentence = Math.min(found.scan.sentence[match.first] ?? 0, mostSentences - 1);
      this.sentences = Math.max(this.sentences, sentence + 1);
      for (const group of match.alias.groups) {
        if ((this.lastWord[group] ?? -1) >= match.first) continue;
        this.lastWord[group] = match.last;
        this.hits.push({ group, match });
        const isTitle = match.first < found.titleWords;
        if (isTitle) this.title[group] = (this.title[group] ?? 0) + 1;
        if (sentence <= leadEnds) this.lead[group] = (this.lead[group] ?? 0) + 1;
        this.text[group] = (this.text[group] ?? 0) + 1;
        this.bySentence[sentence * this.groups + group] = 1;
      }
    }
  }

  private clear(): void {
    for (const { group } of this.hits) {
      this.title[group] = 0;
      this.lead[group] = 0;
      this.text[group] = 0;
      this.lastWord[group] = -1;
      for (let sentence = 0; sentence < this.sentences; sentence += 1)
        this.bySentence[sentence * this.groups + group] = 0;
    }
    this.hits = [];
    this.sentences = 0;
  }

  has(group: number): boolean {
    return (this.text[group] ?? 0) > 0;
  }

  /** @returns the first unmet part of a clause, null where it holds */
  unmet(clause: CompiledClause): CompiledPart | null {
    if (clause.in === 'sentence') return this.unmetInSentence(clause);
    const counts = this[clause.in];
    for (const part of clause.parts) {
      let count = 0;
      for (const group of part.groups) count += counts[group] ?? 0;
      if (count < part.min) return part;
    }
    return null;
  }

  private unmetInSentence(clause: CompiledClause): CompiledPart | null {
    let best: CompiledPart | null = clause.parts[0] ?? null;
    let most = 0;
    for (let sentence = 0; sentence < this.sentences; sentence += 1) {
      const at = sentence * this.groups;
      let met = 0;
      for (const part of clause.parts) {
        if (!part.groups.some((group) => this.bySentence[at + group] === 1)) break;
        met += 1;
      }
      if (met === clause.parts.length) return null;
      if (met > most) [most, best] = [met, clause.parts[met] ?? best];
    }
    return best;
  }
}

/** The first sentence, or the second where the first is a dateline («Bakı, 13 mart.»). */
function lastOfLead({ scan, titleWords }: Found): number {
  let word = titleWords;
  while (word < scan.words && scan.sentence[word] === 1 && word - titleWords <= longestDateline) word += 1;
  return word - titleWords <= longestDateline ? 2 : 1;
}

export interface CompiledPart {
  name: string;
  groups: number[];
  min: number;
}

export interface CompiledClause {
  in: Clause['in'];
  parts: CompiledPart[];
  /** 1 for each group that a part names. */
  names: Uint8Array;
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
  const names = new Uint8Array(groups.size);
  for (const part of parts) for (const group of part.groups) names[group] = 1;
  return { in: clause.in, parts, names };
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

/** What a scoring gave. */
export interface RuleScore {
  score: number;
  held: CompiledRule[];
}

/** Adds the scores of the rules that hold. */
export function scoreRules(rules: readonly CompiledRule[], tally: Tally): RuleScore {
  const held = rules.filter(
    (rule) =>
      rule.when.every((clause) => tally.unmet(clause) === null) &&
      !rule.unless.some((clause) => tally.unmet(clause) === null),
  );
  return { score: held.reduce((sum, rule) => sum + rule.score, 0), held };
}

const whereIs: Record<Clause['in'], string> = {
  title: 'in the title',
  lead: 'in title or first sentence',
  sentence: 'in one sentence',
  text: 'in the text',
};

/** The rule that came nearest and what it lacked, in words. */
export function nearest(
  rules: readonly CompiledRule[],
  scored: RuleScore,
  tally: Tally,
): { rule: string; lacked: string } {
  const forIt = scored.held.filter((rule) => rule.score > 0).sort((a, b) => b.score - a.score)[0];
  const against = scored.held.filter((rule) => rule.score < 0).map((rule) => `${rule.name} ${rule.score}`);
  if (forIt !== undefined) {
    return {
      rule: forIt.name,
      lacked: against.length > 0 ? `against it: ${against.join(', ')}` : 'another rule beside it',
    };
  }
  const wanting = rules
    .filter((rule) => rule.score >= leastNearMiss)
    .map((rule) => ({ rule, share: shareFound(rule, tally) }));
  const most = Math.max(...wanting.map(({ share }) => share));
  const missing = wanting
    .filter(({ share }) => share === most)
    .map(({ rule }) => ({ rule, lacks: lacks(rule, tally) }))
    .sort((a, b) => a.lacks.length - b.lacks.length)[0];
  return { rule: missing?.rule.name ?? '', lacked: missing?.lacks.join('; ') ?? '' };
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
  const unmet = rule.when.flatMap((clause) => {
    const part = tally.unmet(clause);
    return part === null
      ? []
      : [`no ${part.name} ${whereIs[clause.in]}${part.min > 1 ? ` (${part.min} times)` : ''}`];
  });
  const barred = rule.unless
    .filter((clause) => tally.unmet(clause) === null)
    .map((clause) => `${clause.parts.map((part) => part.name).join(' + ')} ${whereIs[clause.in]} bars it`);
  return [...unmet, ...barred];
}
