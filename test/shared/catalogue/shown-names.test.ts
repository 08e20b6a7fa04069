import { describe, expect, it } from 'vitest';
import { entityCatalogue } from '../../../shared/catalogue/packs.ts';
import { shownNameRows } from '../../../shared/catalogue/shown-name-rows.at-build.ts';
import { type WireLanguage, wireLanguages } from '../../../shared/domain/language.ts';
import { nameShown } from '../../../shared/domain/site/shown-name.ts';
import type { EntityEntry } from '../../../shared/domain/topics/pack.ts';
import { faultOf } from './shown-name-faults.ts';

const entities = entityCatalogue();
const rows = shownNameRows;
const byId = new Map(entities.map((entity) => [entity.id, entity]));

/** Nominative, though it looks like a case of another spelling. */
const nominative = new Set(['khankendi hy', 'shurnukh az']);

describe('the shown names', () => {
  it('are one per entity and language, and of no other entity', () => {
    expect(Object.keys(rows).toSorted()).toEqual(entities.map(({ id }) => id).toSorted());
  });
  it('hold no partisan word, no case ending, no other script, no mark', () => {
    const faults = entities.flatMap((entity) =>
      wireLanguages.flatMap((language) => {
        const name = rows[entity.id]?.[language] ?? entity.name;
        const fault = faultOf(name, language, entity);
        return fault === '' || nominative.has(`${entity.id} ${language}`)
          ? []
          : [`${entity.id} ${language} ${name}: ${fault}`];
      }),
    );
    expect(faults).toEqual([]);
  });
  it('of states are those of the CLDR where the file says so', () => {
    const wrong = entities.flatMap(({ id, country }) => {
      const row = rows[id];
      if (row?.source !== 'cldr' || country === undefined) return [];
      return (['hy', 'az', 'ru', 'ka', 'tr'] as const).filter(
        (language) => row[language] !== new Intl.DisplayNames(language, { type: 'region' }).of(country),
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe('a faulty shown name is refused', () => {
  const made = (name: string, names: EntityEntry['names'], kind: EntityEntry['kind'] = 'person') => ({
    name,
    names,
    kind,
  });
  it.each<[string, WireLanguage, Pick<EntityEntry, 'kind' | 'name' | 'names'>, RegExp]>([
    ['qondarma respublika', 'az', made('Republic', {}, 'place'), /partisan/],
    ['sözde devlet', 'tr', made('State', {}, 'place'), /partisan/],
    ['Самопровозглашённая республика', 'ru', made('Republic', {}, 'place'), /partisan/],
    ['ინგლისში', 'ka', made('England', {}, 'place'), /ending/],
    ['Լոնդոնում', 'hy', made('London', {}, 'place'), /ending/],
    ['Петровой', 'ru', made('Petrova', { ru: ['Петрова'] }), /ending/],
    ['Զաքարյանի', 'hy', made('Zakaryan', { hy: ['Զաքարյան'] }), /ending/],
    ['გიორგი მელაძემ', 'ka', made('Giorgi Meladze', { ka: ['გიორგი მელაძე'] }), /ending/],
    ['VOKRUG', 'ka', made('Around', {}, 'organisation'), /script/],
    ['Moskva', 'ru', made('Moscow', {}, 'place'), /script/],
    ['Петро*', 'ru', made('Petro', {}), /mark/],
  ])('%s (%s)', (name, language, entity, fault) => {
    expect(faultOf(name, language, entity)).toMatch(fault);
  });
});

describe('two names of one place', () => {
  const pairs = entities.flatMap(({ id, sameAs }) => (sameAs === undefined ? [] : [[id, sameAs] as const]));
  it('have one country by recognised borders, or none', () => {
    const split = pairs.filter(([one, other]) => {
      const [a, b] = [byId.get(one)?.country, byId.get(other)?.country];
      return a !== undefined && b !== undefined && a !== b;
    });
    expect(split).toEqual([]);
  });
  it('stand as a pair, each state first in its own language, Armenia first elsewhere', () => {
    const one = { names: { hy: 'Ա', az: 'A', ru: 'А', en: 'A', ka: 'ა', tr: 'A' }, usedBy: 'AM' as const };
    const other = { names: { hy: 'Բ', az: 'B', ru: 'Б', en: 'B', ka: 'ბ', tr: 'B' }, usedBy: 'AZ' as const };
    const shown = wireLanguages.map((language) => nameShown(other, one, language));
    expect(Object.fromEntries(wireLanguages.map((language, at) => [language, shown[at]]))).toEqual({
      hy: 'Ա / Բ',
      az: 'B / A',
      ru: 'А / Б',
      en: 'A / B',
      ka: 'ა / ბ',
      tr: 'A / B',
    });
    expect(wireLanguages.map((language) => nameShown(one, other, language))).toEqual(shown);
  });
});
