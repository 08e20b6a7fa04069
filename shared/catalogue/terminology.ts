import { wireLanguages } from '../domain/language.ts';
import { shownNameRows } from './shown-name-rows.at-build.ts';
import type { EntityEntry } from '../domain/topics/pack.ts';

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The names as a custom terminology of Amazon Translate: CSV, a column for each language, any of them a source. A name
 * stays what the outlet called it: Stepanakert and Khankendi are two rows. Only names with a reviewed form in each language.
 */
export function terminologyCsv(entities: readonly EntityEntry[]): string {
  const shown = shownNameRows;
  const rows = entities.flatMap(({ id, name }) => {
    const row = shown[id];
    return row === undefined ? [] : [wireLanguages.map((language) => row[language] ?? name)];
  });
  // A source term may stand in the file once: of names spelled alike the first has it.
  const seen = new Set<string>();
  const distinct = rows.filter((row) => {
    const taken = row.some((name, at) => seen.has(`${at} ${name}`));
    if (!taken) for (const [at, name] of row.entries()) seen.add(`${at} ${name}`);
    return !taken;
  });
  return [wireLanguages as readonly string[], ...distinct]
    .map((row) => `${row.map(quoted).join(',')}\n`)
    .join('');
}
