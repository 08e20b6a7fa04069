import { z } from 'zod';
import { parseAddress } from '../../shared/domain/subscriber/address.ts';
import { type Preferences, preferencesSchema } from '../../shared/domain/subscriber/subscriber.ts';
import { UsageError } from '../../shared/errors.ts';

/** A person of a file: who, what, and where their consent is on record. */
export interface ConsentLine {
  line: number;
  address: string;
  preferences: Preferences;
  consent: { at: string; source: string };
}

const required = ['address', 'consented_at', 'source'] as const;
const optional = ['language', 'languages', 'topics', 'frequency', 'weekday', 'hour', 'zone'] as const;
const columns = new Set<string>([...required, ...optional]);

/** Rows of a CSV file (RFC 4180): quoted fields may hold commas, quotes and line ends. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text
    .replace(/^\uFEFF/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    if (row.some((field) => field !== '')) rows.push(row);
    row = [];
  }
  return rows;
}

const list = (text: string): string[] => text.split(/[\s;|]+/).filter((each) => each !== '');
const instant = z.string().refine((text) => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)));

/**
 * Reads addresses whose consent was given elsewhere.
 * @param defaults for the columns that the file has not
 * @throws UsageError naming each line that cannot be taken, and why; then none is
 */
export function readConsentCsv(text: string, path: string, defaults: Preferences): ConsentLine[] {
  const [head = [], ...rows] = rowsOf(text);
  const names = head.map((name) => name.trim().toLowerCase());
  const missing = required.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !columns.has(name));
  if (missing.length > 0 || unknown.length > 0)
    throw new UsageError(
      `${path}: the first line must name the columns ${required.join(', ')} and may name ${optional.join(', ')}; ${missing.length > 0 ? `missing: ${missing.join(', ')}` : `unknown: ${unknown.join(', ')}`}`,
    );
  const faults: string[] = [];
  const lines = rows.flatMap((row, index) => {
    const fields = Object.fromEntries(names.map((name, at) => [name, (row[at] ?? '').trim()]));
    const read = readLine(fields, index + 2, defaults);
    if (typeof read !== 'string') return [read];
    faults.push(`line ${index + 2}: ${read}`);
    return [];
  });
  if (faults.length > 0)
    throw new UsageError(`${path}: nothing was imported; ${faults.slice(0, 20).join('; ')}`);
  return lines;
}

/** @returns the person, or what is wrong with the line */
function readLine(fields: Record<string, string>, line: number, defaults: Preferences): ConsentLine | string {
  const given = (name: (typeof optional)[number]): string | undefined => fields[name] || undefined;
  const address = parseAddress(fields.address ?? '');
  if (address === null) return `'${fields.address}' is not a mail address`;
  if (!instant.safeParse(fields.consented_at).success)
    return `consented_at '${fields.consented_at}' is not a date such as 2025-03-01`;
  if (!fields.source) return 'source is empty: say where the consent is on record';
  const numberOf = (name: 'weekday' | 'hour'): number => Number(given(name) ?? defaults[name]);
  const preferences = preferencesSchema.safeParse({
    ...defaults,
    ...(given('topics') !== undefined && { topics: list(given('topics') ?? '') }),
    ...(given('languages') !== undefined && { languages: list(given('languages') ?? '') }),
    interface: given('language') ?? defaults.interface,
    frequency: given('frequency') ?? defaults.frequency,
    zone: given('zone') ?? defaults.zone,
    weekday: numberOf('weekday'),
    hour: numberOf('hour'),
  });
  const [issue] = preferences.error?.issues ?? [];
  if (!preferences.success) return `${issue?.path.join('.')}: ${issue?.message}`;
  return {
    line,
    address,
    preferences: preferences.data,
    consent: { at: new Date(fields.consented_at ?? '').toISOString(), source: fields.source },
  };
}
