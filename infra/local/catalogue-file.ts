import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseCatalogue } from '../../shared/catalogue/catalogue.ts';
import type { Outlet } from '../../shared/domain/outlet.ts';
import { runSettingsFrom } from '../../shared/env.ts';
import { UsageError } from '../../shared/errors.ts';
import { writeWholeFile } from './whole-file.ts';

/** JSON on one line, with a blank after `:` and `,`. */
function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).flatMap(([name, field]) =>
    field === undefined ? [] : [`${JSON.stringify(name)}: ${oneLine(field)}`],
  );
  return `{${fields.join(', ')}}`;
}

const fieldsOf = (value: object): string => oneLine(value).slice(1, -1);

function entryText({ sources, owner, source, ...facts }: Outlet): string {
  const known = { ...(owner !== undefined && { owner }), ...(source !== undefined && { source }) };
  const lines = sources.map((each) => `    ${oneLine(each)}`).join(',\n');
  const about = fieldsOf(known) === '' ? '' : `${fieldsOf(known)}, `;
  return `  {${fieldsOf(facts)},\n   ${about}"sources": [\n${lines}\n  ]}`;
}

/** The catalogue as its file has it: a source a line, so that a change of one is one line in a diff. */
export const catalogueText = (outlets: readonly Outlet[]): string =>
  `[\n${outlets.map(entryText).join(',\n')}\n]\n`;

/** The catalogue's file: the one that WIRE_CATALOGUE names, else the project's own. */
const catalogueFile = (): string =>
  runSettingsFrom().WIRE_CATALOGUE ??
  fileURLToPath(new URL('../../shared/catalogue/outlets.json', import.meta.url));

/** Lists of an older form say `feeds` for `sources`. */
function withSources(entry: Outlet): Outlet {
  if (!('feeds' in entry)) return entry;
  const { feeds, ...rest } = entry as Outlet & { feeds: Outlet['sources'] };
  return { ...rest, sources: feeds };
}

/**
 * Changes the catalogue's file as it is on disk now, whole or not at all.
 * @returns the file's path
 * @throws UsageError where the file, or what it would become, is no catalogue: nothing is written
 */
export function changeCatalogue(change: (outlets: readonly Outlet[]) => readonly Outlet[]): string {
  const file = catalogueFile();
  let before: string;
  try {
    before = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read`, { cause: error });
  }
  parseCatalogue(before, file);
  const text = catalogueText(change((JSON.parse(before) as Outlet[]).map(withSources)));
  parseCatalogue(text, `the changed ${file}`);
  if (text !== before) writeWholeFile(file, text);
  return file;
}
