import type { z } from 'zod';

/**
 * Which form a row has. Packed bodies say it by their first byte (packed.ts). Rows of plain attributes – feeds, hosts, readers,
 * editions – are of format 1 and do not say so; the release that gives an attribute another meaning writes `format: 2` and reads both.
 * Attributes that are only added need none: older releases pass them by.
 */
const newest = 1;

/**
 * @returns the row as it is
 * @throws Error naming the row, where a later release wrote it in a form that this one would misread
 */
export function knownFormat<R extends Record<string, unknown>>(row: R): R {
  const { pk, sk, format } = row;
  if (format === undefined || (typeof format === 'number' && format <= newest)) return row;
  const key = [pk, sk].filter((part) => part !== undefined).map(String);
  throw new Error(
    `the row ${key.join(' ')} is of format ${JSON.stringify(format)}, written by a later release: deploy that again ("Rolling back" in RUNBOOK.md)`,
  );
}

/**
 * A row by its schema. Attributes that it does not know are of a later release, over whose rows this one was put back: they pass, and
 * stay in the row when it is written again.
 * @throws ZodError where it is anything else than the schema says
 */
export function withLaterAttributes<T>(schema: z.ZodType<T>, row: unknown): T {
  const read = schema.safeParse(row);
  if (read.success) return read.data;
  if (!read.error.issues.every(({ code }) => code === 'unrecognized_keys')) throw read.error;
  // All that the schema names was found right.
  return row as T;
}
