import { wireLanguages, type WireLanguage } from '../language.ts';
import { beginsName } from './fold.ts';
import { endingBits, marks, wordForms } from './inflection.ts';
import type { Alias, Either, LexiconTables } from './lexicon.ts';
import type { EntityEntry, PackSet, TermGroup } from './pack.ts';
import { hashOf, StemCollection } from './table.ts';
import { PhraseCollection } from './tree.ts';

interface NamedGroup {
  name: string;
  /** '' for shared groups. */
  pack: string;
  group: TermGroup;
}

function namedGroups(set: PackSet): NamedGroup[] {
  const shared = Object.entries({ ...set.contexts.groups, ...set.concepts }).map(([name, group]) => ({
    name,
    pack: '',
    group,
  }));
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

/** The tables of a lexicon, and the number of each group by its name: `name` (shared) or `pack/name`. */
export interface CompiledLexicon {
  tables: LexiconTables;
  groups: ReadonlyMap<string, number>;
}

/** @throws when a pack names a group or an entity that does not exist */
export function compileLexicon(set: PackSet, entities: readonly EntityEntry[]): CompiledLexicon {
  const all = namedGroups(set);
  const groups = new Map(all.map(({ name }, index) => [name, index]));
  const builder = new LexiconBuilder(set);
  addTerms(builder, { set, all, groups });
  addEntities(builder, { entities, all, groups });
  const tables: LexiconTables = {
    entities: entities.map(({ id, kind, name, country, partOf }) => ({
      id,
      kind,
      name,
      ...(country !== undefined && { country }),
      ...(partOf !== undefined && { partOf }),
    })),
    aliases: builder.aliases,
    groups: groups.size,
    background: set.contexts.background.map((name) => groupNumber(groups, '', name)),
    homes: all.flatMap(({ group: { home } }, group) => (home === undefined ? [] : [{ group, home }])),
    clubsBeside: groupNumber(groups, '', set.contexts.clubs.beside),
    beside: companies(entities, groups),
    stems: builder.stems.table(),
    phrases: builder.phrases.tree(),
    endings: Int32Array.from(
      [...endingBits(set.inflections)].flatMap(([text, bits]) => [hashOf(text), bits]),
    ),
  };
  return { tables, groups };
}

/** What each entity is named beside, by number. A name of a group comes first: it holds what else is called so. */
function companies(
  entities: readonly EntityEntry[],
  groups: ReadonlyMap<string, number>,
): [entity: number, all: Either[]][] {
  const numbers = new Map(entities.map(({ id }, index) => [id, index]));
  const eitherOf = (names: string): Either => {
    const either: Either = { groups: [], entities: [], countries: [] };
    for (const name of names.split('|')) {
      const entity = groups.has(name) ? undefined : numbers.get(name);
      if (/^[A-Z]{2}$/.test(name)) either.countries.push(name);
      else if (entity === undefined) either.groups.push(groupNumber(groups, '', name));
      else either.entities.push(entity);
    }
    return either;
  };
  return entities.flatMap(({ beside }, index) =>
    beside === undefined ? [] : [[index, beside.map(eitherOf)] as [number, Either[]]],
  );
}

interface Groups {
  all: readonly NamedGroup[];
  groups: ReadonlyMap<string, number>;
}

function addTerms(builder: LexiconBuilder, { set, all, groups }: Groups & { set: PackSet }): void {
  const reach = containers(all, groups);
  const term = { entity: -1, capital: false };
  for (const [index, { group }] of all.entries()) {
    builder.add(group.terms ?? {}, { ...term, groups: reach[index] ?? [], hides: 'no' });
  }
  const { hide, homographs, clubs } = set.contexts;
  builder.add(hide, { ...term, groups: [], hides: 'always' });
  builder.add(clubs.terms, { ...term, groups: [], hides: 'club' });
  for (const language of wireLanguages)
    builder.add({ [language]: homographs[language] ?? [] }, { ...term, groups: [], hides: language });
}

function addEntities(
  builder: LexiconBuilder,
  { entities, all, groups }: Groups & { entities: readonly EntityEntry[] },
): void {
  const reach = containers(all, groups);
  for (const [index, entity] of entities.entries()) {
    const of = all.flatMap(({ group }, number) => (belongs(entity, group) ? (reach[number] ?? []) : []));
    builder.add(entity.names, {
      entity: index,
      groups: [...new Set(of)],
      capital: entity.kind !== 'organisation',
      hides: 'no',
    });
  }
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
