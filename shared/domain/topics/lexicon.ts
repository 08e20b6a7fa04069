import type { WireLanguage } from '../language.ts';
import type { EntityEntry, Home } from './pack.ts';
import { Scanner } from './scan.ts';
import { StemTable, type StemTableData } from './table.ts';
import { PhraseTree, type PhraseTreeData } from './tree.ts';
import { WordTable } from './words.ts';

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
  /** Counts only beside an unambiguous alias of the same entity, or in the company that the entity names. */
  ambiguous: boolean;
  /** Hides matches inside it: always, in texts of one language, or in texts about sport. */
  hides: 'no' | 'always' | 'club' | WireLanguage;
}

/** One of these must be named, groups or entities by number, or be the outlet's country. */
export interface Either {
  groups: number[];
  entities: number[];
  countries: string[];
}

/** What is said of an entity that a text names. */
type NamedEntity = Pick<EntityEntry, 'id' | 'kind' | 'name' | 'country' | 'partOf'>;

/** Everything the texts are compared with, as plain data; see `compileLexicon`. */
export interface LexiconTables {
  entities: NamedEntity[];
  aliases: Alias[];
  /** How many groups there are. */
  groups: number;
  /** Groups that make a later sentence background. */
  background: number[];
  /** Groups that are there in every text of an outlet of their country. */
  homes: { group: number; home: Home }[];
  /** The group that makes a club's name no place. */
  clubsBeside: number;
  /** In whose company an entity goes by its ambiguous names, by its number. */
  beside: [entity: number, all: Either[]][];
  stems: StemTableData;
  phrases: PhraseTreeData;
  /** Pairs: the hash of an ending and its language bits. 32 bits over some thousand endings, so no text is cut out of a word to look it up. */
  endings: Int32Array;
}

/** The tables with what reads by them. */
export interface Lexicon extends Pick<
  LexiconTables,
  'entities' | 'aliases' | 'groups' | 'homes' | 'clubsBeside'
> {
  background: ReadonlySet<number>;
  homeCountries: ReadonlySet<string>;
  beside: ReadonlyMap<number, readonly Either[]>;
  tree: PhraseTree;
  scanner: Scanner;
}

export function lexiconOf(tables: LexiconTables): Lexicon {
  const { entities, aliases, groups, homes, clubsBeside } = tables;
  const tree = new PhraseTree(tables.phrases);
  return {
    entities,
    aliases,
    groups,
    homes,
    clubsBeside,
    background: new Set(tables.background),
    beside: new Map(tables.beside),
    homeCountries: new Set(homes.map(({ home }) => home.country)),
    tree,
    scanner: new Scanner(new WordTable(new StemTable(tables.stems), tree, endingsOf(tables.endings))),
  };
}

function endingsOf(pairs: Int32Array): Map<number, number> {
  const endings = new Map<number, number>();
  for (let at = 0; at + 1 < pairs.length; at += 2) endings.set(pairs[at] ?? 0, pairs[at + 1] ?? 0);
  return endings;
}
