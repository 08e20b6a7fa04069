import { wireLanguages } from '../domain/language.ts';
import { nameShown, type ShownName } from '../domain/site/shown-name.ts';
import type { NamesByLanguage } from '../domain/topics/names.ts';
import type { EntityEntry } from '../domain/topics/pack.ts';
import { shownNameRows } from './shown-name-rows.at-build.ts';

/** Every entity's shown name; an entity without a row goes by its English name, never by an alias. */
export function shownNamesOf(entities: readonly EntityEntry[]): Map<string, ShownName> {
  return new Map(
    entities.map((entity) => {
      const row = shownNameRows[entity.id];
      const names = wireLanguages.map((language) => [language, row?.[language] ?? entity.name] as const);
      const shown = { names: Object.fromEntries(names) as ShownName['names'] };
      return [entity.id, row?.usedBy === undefined ? shown : { ...shown, usedBy: row.usedBy }];
    }),
  );
}

/** What each entity is called in each language, as it is shown; two sides' names of one thing stand as a pair. */
export function entityNamesOf(entities: readonly EntityEntry[]): Map<string, NamesByLanguage> {
  const shown = shownNamesOf(entities);
  const other = new Map(
    entities.flatMap(({ id, sameAs }) =>
      sameAs === undefined ? [] : [[id, sameAs] as const, [sameAs, id] as const],
    ),
  );
  return new Map(
    entities.map(({ id, name }) => {
      const own = shown.get(id);
      const pair = shown.get(other.get(id) ?? '');
      const names = wireLanguages.map((language) => [
        language,
        own === undefined ? name : nameShown(own, pair, language),
      ]);
      return [id, Object.fromEntries(names) as NamesByLanguage];
    }),
  );
}
