import { entityCatalogue, packSet } from '../../shared/catalogue/packs.ts';
import { compileLexicon, groupNumber } from '../../shared/domain/topics/compile-lexicon.ts';
import { lexiconOf } from '../../shared/domain/topics/lexicon.ts';
import { findMatches } from '../../shared/domain/topics/match.ts';
import type { Pack, PackSet, Rule } from '../../shared/domain/topics/pack.ts';
import { signPlaces } from '../../shared/domain/topics/signs.ts';
import { Tally } from '../../shared/domain/topics/tally.ts';
import type { TaggableText } from '../../shared/domain/topics/tagging.ts';
import { compileWeighed, weigh } from '../../shared/domain/topics/weigh.ts';

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

/** A background sentence is no evidence: no weight is learned for what stands there. */
const places = signPlaces.filter((place) => place !== 'background');

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

/** Reads a text once and says for each learnable which of its signs are there. */
export class SignReader {
  readonly learnables: Learnable[];
  private readonly set: PackSet = packSet();
  private readonly compiled = compileLexicon(this.set, entityCatalogue());
  private readonly lexicon = lexiconOf(this.compiled.tables);
  private readonly tally = new Tally(this.lexicon);

  constructor() {
    this.learnables = [...this.topics(), ...this.subtopics()];
  }

  read(text: TaggableText): void {
    this.tally.read({ text, found: findMatches(this.lexicon, text) });
  }

  private topics(): Learnable[] {
    const { contexts, packs } = this.set;
    return packs.map((pack) => {
      const groups = [...Object.keys(contexts.groups), ...ownGroups(pack)];
      const signs = candidateSigns(groups, [...contexts.together, ...(pack.together ?? [])]);
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

  private subtopics(): Learnable[] {
    const { contexts, packs } = this.set;
    const groups = [
      ...Object.keys(contexts.groups),
      ...packs.flatMap((pack) => ownGroups(pack).map((name) => `${pack.id}/${name}`)),
    ];
    const together = [...contexts.together, ...packs.flatMap((pack) => qualified(pack, pack.together ?? []))];
    const signs = candidateSigns(groups, together);
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
        const names = [...found.rules.map(({ name }) => name), ...found.signs.map(({ sign }) => sign.name)];
        return {
          signs: names.flatMap((name) => numbers.get(name) ?? []),
          anchored: anchors.length === 0 || anchors.some((group) => this.tally.has(group)),
        };
      },
    };
  }
}
