import { beginsName } from './fold.ts';
import { endingBits, marks, wordForms } from './inflection.ts';
import { wireLanguages, type WireLanguage } from '../language.ts';
import { Scanner } from './scan.ts';
import { StemCollection } from './table.ts';
import { PhraseCollection, type PhraseTree } from './tree.ts';
import { WordTable } from './words.ts';
import type { EntityEntry, Home, PackSet, TermGroup } from './pack.ts';

/** The meaning of a spelling of an entity or of a group's terms; spellings that mean the same share one. */
export interface Alias {
  /** Index into `entities`, -1 for a term. */
  entity: number;
  /** Every group it counts for. */
  groups: number[];
  /** An acronym: only in capitals (ЕС, not «ес»). */
  capitals: boolean;
  /** A name: only with a capital first letter, where the script has any. */
  capital: boolean;
  /** A common word that is also a given name (barış): only without a capital. */
  small: boolean;
  /** Counts only beside an unambiguous alias of the same entity. */
  ambiguous: boolean;
  /** Hides matches inside it: always, in texts of one language, or in texts about sport. */
  hides: 'no' | 'always' | 'club' | WireLanguage;
}

/** Everything the texts are compared with. Groups are named `name` (shared) or `pack/name`. */
export interface Lexicon {
  entities: readonly EntityEntry[];
  aliases: Alias[];
  groups: ReadonlyMap<string, number>;
  /** Groups that make a later sentence background. */
  background: ReadonlySet<number>;
  /** Groups that are there in every text of an outlet of their country. */
  homes: readonly { group: number; home: Home }[];
  homeCountries: ReadonlySet<string>;
  /** The group that makes a club's name no place. */
  clubsBeside: number;
  tree: PhraseTree;
  scanner: Scanner;
}

interface NamedGroup {
  name: string;
  /** '' for shared groups. */
  pack: string;
  group: TermGroup;
}

function namedGroups(set: PackSet): NamedGroup[] {
  const shared = Object.entries(set.contexts.groups).map(([name, group]) => ({ name, pack: '', group }));
  const own = set.packs.flatMap((pack) =>
    Object.entries(pack.groups).map(([name, group]) => ({
      name: `${pack.id}/${name}`,
      pack: pack.id,
      group,
    })),
  );
  return [...shared, ...own];
}

/** @returns the index of a group as a pack names it: its own first, then the shared one @throws when there is none */
export function groupNumber(groups: ReadonlyMap<string, number>, pack: string, name: string): number {
  const found = groups.get(`${pack}/${name}`) ?? groups.get(name);
  if (found === undefined) throw new Error(`no group '${name}' (pack '${pack}')`);
  return found;
}

/** For each group: itself and every group that contains it, however deep. */
function containers(all: readonly NamedGroup[], groups: ReadonlyMap<string, number>): number[][] {
  const parents = all.map((): number[] => []);
  for (const [index, { pack, group }] of all.entries()) {
    for (const part of group.groups ?? []) parents[groupNumber(groups, pack, part)]?.push(index);
  }
  return all.map((_, index) => {
    const reached = new Set([index]);
    for (const group of reached) for (const parent of parents[group] ?? []) reached.add(parent);
    return [...reached];
  });
}

const isAcronym = (alias: string): boolean =>
  alias.startsWith('=') && alias === alias.toUpperCase() && alias !== alias.toLowerCase();

/** A name is known without the letter ı too (Xankendi, Bakı and Baki); a common word is another one without it. */
const spellings = (name: string): string[] =>
  name.includes('ı') ? [name, name.replaceAll('ı', 'i')] : [name];

class LexiconBuilder {
  readonly aliases: Alias[] = [];
  readonly stems = new StemCollection();
  readonly phrases = new PhraseCollection();
  private readonly numbers = new Map<string, number>();
  private readonly set: PackSet;

  constructor(set: PackSet) {
    this.set = set;
  }

  add(
    names: Partial<Record<WireLanguage, string[]>>,
    as: Omit<Alias, 'capitals' | 'ambiguous' | 'small'>,
  ): void {
    for (const language of wireLanguages) {
      for (const alias of (names[language] ?? []).flatMap((name) =>
        as.entity < 0 ? [name] : spellings(name),
      )) {
        const patterns = wordForms(alias, language, this.set.inflections[language]).map((form) =>
          this.stems.add(form),
        );
        if (patterns.length === 0) throw new Error(`alias without letters: '${alias}'`);
        this.phrases.add(
          patterns,
          this.numberOf({
            ...as,
            capitals: isAcronym(alias),
            ambiguous: alias.startsWith('~'),
            small: alias.startsWith('^'),
            capital: as.capital && beginsName[alias.replace(marks, '').charCodeAt(0)] === 1,
          }),
        );
      }
    }
  }

  private numberOf(alias: Alias): number {
    const key = JSON.stringify(alias);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.aliases.push(alias) - 1;
    this.numbers.set(key, number);
    return number;
  }
}

/** Builds the tables once. @throws when a pack names a group or an entity that does not exist */
export function buildLexicon(set: PackSet, entities: readonly EntityEntry[]): Lexicon {
  const all = namedGroups(set);
  const groups = new Map(all.map(({ name }, index) => [name, index]));
  const reach = containers(all, groups);
  const builder = new LexiconBuilder(set);
  const term = { entity: -1, capital: false };
  for (const [index, { group }] of all.entries()) {
    builder.add(group.terms ?? {}, { ...term, groups: reach[index] ?? [], hides: 'no' });
  }
  const { hide, homographs, clubs } = set.contexts;
  builder.add(hide, { ...term, groups: [], hides: 'always' });
  builder.add(clubs.terms, { ...term, groups: [], hides: 'club' });
  for (const language of wireLanguages)
    builder.add({ [language]: homographs[language] ?? [] }, { ...term, groups: [], hides: language });
  for (const [index, entity] of entities.entries()) {
    const of = all.flatMap(({ group }, number) => (belongs(entity, group) ? (reach[number] ?? []) : []));
    const groupsOf = [...new Set(of)];
    builder.add(entity.names, {
      entity: index,
      groups: groupsOf,
      capital: entity.kind !== 'organisation',
      hides: 'no',
    });
  }
  const tree = builder.phrases.tree();
  const scanner = new Scanner(new WordTable(builder.stems.table(), tree, endingBits(set.inflections)));
  const homes = all.flatMap(({ group: { home } }, group) => (home === undefined ? [] : [{ group, home }]));
  return {
    entities,
    aliases: builder.aliases,
    groups,
    background: new Set(set.contexts.background.map((name) => groupNumber(groups, '', name))),
    homes,
    homeCountries: new Set(homes.map(({ home }) => home.country)),
    clubsBeside: groupNumber(groups, '', clubs.beside),
    tree,
    scanner,
  };
}

function belongs(entity: EntityEntry, group: TermGroup): boolean {
  if (group.entities?.includes(entity.id) === true) return true;
  if (
    group.country === undefined ||
    group.country !== entity.country ||
    group.without?.includes(entity.id) === true
  )
    return false;
  return group.kinds === undefined || group.kinds.includes(entity.kind);
}
