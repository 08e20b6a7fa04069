import { conceptGroups, entityCatalogue, packSet } from '../../shared/catalogue/packs.ts';
import { compileLexicon, groupNumber } from '../../shared/domain/topics/compile-lexicon.ts';
import { lexiconOf } from '../../shared/domain/topics/lexicon.ts';
import { findMatches } from '../../shared/domain/topics/match.ts';
import type { Pack, PackSet, Rule } from '../../shared/domain/topics/pack.ts';
import { signPlaces } from '../../shared/domain/topics/signs.ts';
import { Tally } from '../../shared/domain/topics/tally.ts';
import type { TaggableText } from '../../shared/domain/topics/tagging.ts';
import { compileWeighed, signsIn, weigh } from '../../shared/domain/topics/weigh.ts';

/** A topic or subtopic and everything that may be weighed for it. */
export interface Learnable {
  kind: 'topics' | 'subtopics';
  id: string;
  /** The names of its signs; its rules come first. */
  signs: string[];
  /** The scores that were written by hand; 0 for signs that are no rule. */
  scores: number[];
  read(): { signs: number[]; anchored: boolean };
}

const ownGroups = (pack: Pack): string[] => Object.keys(pack.groups);
const fullNames = (pack: Pack): string[] => ownGroups(pack).map((name) => `${pack.id}/${name}`);

/** A background sentence is no evidence: no weight is learned for what stands there. */
const places = signPlaces.filter((place) => place !== 'background');
/** Title and lead, as bits of `sentencePlaces`. */
const headBits = 0b11;

/** Groups by places, then groups that meet, by places. */
function candidateSigns(groups: readonly string[], together: readonly string[][]): string[] {
  const single = groups.flatMap((group) => places.map((place) => `${group}@${place}`));
  const met = together.flatMap((parts) => places.map((place) => `${parts.join('+')}@${place}`));
  return [...new Set([...single, ...met])];
}

function qualified(pack: Pack, parts: readonly string[][]): string[][] {
  const own = new Set(ownGroups(pack));
  const full = (name: string): string => (own.has(name) ? `${pack.id}/${name}` : name);
  return parts.map((of) => of.map((part) => part.split('|').map(full).join('|')));
}

/** Fewer events say nothing of others. */
const leastEvents = 5;

/** Reads a text once and says for each learnable which of its signs are there. */
export class SignReader {
  readonly learnables: Learnable[];
  private readonly set: PackSet = { ...packSet(), concepts: conceptGroups() };
  private readonly compiled = compileLexicon(this.set, entityCatalogue());
  private readonly lexicon = lexiconOf(this.compiled.tables);
  private readonly tally = new Tally(this.lexicon);

  /** @param pairs groups that are also tried two by two in title and lead; see `pairsIn` */
  constructor(pairs: readonly string[] = []) {
    const more = [...candidateSigns(Object.keys(conceptGroups()), []), ...pairs];
    this.learnables = [...this.topics(more), ...this.subtopics(more)];
  }

  /** Every two groups that stand in title or lead of articles of some events. */
  pairsIn(texts: readonly { text: TaggableText; event: string }[]): string[] {
    const names = [...this.compiled.groups]
      .filter(([name]) => !name.startsWith('concept-'))
      .map(([name, number]) => ({ name, number }));
    const events = new Map<string, Set<string>>();
    for (const { text, event } of texts) {
      this.read(text);
      const there = names.filter(({ number }) => (this.tally.placesOf(number) & headBits) !== 0);
      for (const [at, { name }] of there.entries())
        for (const other of there.slice(at + 1)) {
          const pair = `${name}+${other.name}@head`;
          const of = events.get(pair) ?? new Set();
          events.set(pair, of.add(event));
        }
    }
    return [...events].filter(([, of]) => of.size >= leastEvents).map(([pair]) => pair);
  }

  read(text: TaggableText): void {
    this.tally.read({ text, found: findMatches(this.lexicon, text) });
  }

  private topics(more: readonly string[]): Learnable[] {
    const { contexts, packs } = this.set;
    return packs.map((pack) => {
      const others = packs.filter((one) => one !== pack).flatMap(fullNames);
      const groups = [...Object.keys(contexts.groups), ...ownGroups(pack), ...others];
      const signs = [...candidateSigns(groups, [...contexts.together, ...(pack.together ?? [])]), ...more];
      const anchors = pack.anchors.map((name) => groupNumber(this.compiled.groups, pack.id, name));
      return this.learnable({
        kind: 'topics',
        id: pack.id,
        scope: pack.id,
        rules: pack.rules,
        signs,
        anchors,
      });
    });
  }

  private subtopics(more: readonly string[]): Learnable[] {
    const { contexts, packs } = this.set;
    const groups = [...Object.keys(contexts.groups), ...packs.flatMap(fullNames)];
    const together = [...contexts.together, ...packs.flatMap((pack) => qualified(pack, pack.together ?? []))];
    const signs = [...candidateSigns(groups, together), ...more];
    const shared = contexts.subtopics.map((subtopic) => ({ ...subtopic, scope: '' }));
    const own = packs.flatMap((pack) =>
      pack.subtopics.flatMap((one) => (typeof one === 'string' ? [] : [{ ...one, scope: pack.id }])),
    );
    return [...shared, ...own].map(({ id, scope, rules }) =>
      this.learnable({ kind: 'subtopics', id, scope, rules, signs, anchors: [] }),
    );
  }

  private learnable(of: {
    kind: Learnable['kind'];
    id: string;
    scope: string;
    rules: readonly Rule[];
    signs: string[];
    anchors: number[];
  }): Learnable {
    const { kind, id, scope, rules, anchors } = of;
    const ones = Object.fromEntries([...rules.map(({ name }) => name), ...of.signs].map((name) => [name, 1]));
    const weighed = compileWeighed({ id, threshold: 1, rules }, scope, this.compiled.groups, {
      prior: 0,
      signs: ones,
    });
    const signs = Object.keys(ones);
    const numbers = new Map(signs.map((name, number) => [name, number]));
    const scores = signs.map((name) => rules.find((rule) => rule.name === name)?.score ?? 0);
    return {
      kind,
      id,
      signs,
      scores,
      read: () => {
        const found = weigh(weighed, this.tally);
        const names = [
          ...found.rules.map(({ name }) => name),
          ...signsIn(weighed, this.tally).map(({ sign }) => sign.name),
        ];
        return {
          signs: names.flatMap((name) => numbers.get(name) ?? []),
          anchored: anchors.length === 0 || anchors.some((group) => this.tally.has(group)),
        };
      },
    };
  }
}
