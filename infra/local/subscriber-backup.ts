import { z } from 'zod';
import { openErasures } from '../../shared/aws/edition-objects.ts';
import { listSubscribers } from '../../shared/aws/subscriber-list.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { type EditionRow, editionRowSchema } from '../../shared/domain/digest/edition.ts';
import { afterErase, type Subscriber, subscriberSchema } from '../../shared/domain/subscriber/subscriber.ts';
import { UsageError } from '../../shared/errors.ts';
import type { OpenSettings } from './settings.ts';

/** A backup is lines of JSON: this one first, then a person a line with the editions they had. */
const headSchema = z.object({
  kind: z.literal('caucasus-wire-subscribers'),
  format: z.literal(1),
  at: z.string(),
});
const lineSchema = z.object({ subscriber: subscriberSchema, editions: z.array(editionRowSchema) });
type Line = z.output<typeof lineSchema>;

/** @returns the text of the backup, and how many people are in it. It names them: keep it as you keep the table */
export async function backupOf(settings: OpenSettings, now: Date): Promise<{ text: string; people: number }> {
  const table = subscribersTable(settings.TABLE_SUBSCRIBERS);
  const lines = [JSON.stringify({ kind: 'caucasus-wire-subscribers', format: 1, at: now.toISOString() })];
  const people = await listSubscribers(settings.TABLE_SUBSCRIBERS);
  for (const subscriber of people)
    lines.push(
      JSON.stringify({ subscriber, editions: await table.readEditions(subscriber.id, '') } satisfies Line),
    );
  return { text: `${lines.join('\n')}\n`, people: people.length };
}

/** @throws UsageError naming the line that is no part of a backup */
export function readBackup(text: string, path: string): { at: string; lines: Line[] } {
  const [head = '', ...rest] = text.split('\n').filter((line) => line !== '');
  const parsed = <T>(schema: z.ZodType<T>, line: string, number: number): T => {
    const read = schema.safeParse(fromJson(line));
    if (read.success) return read.data;
    throw new UsageError(
      `${path}, line ${number}: it is no part of a backup of subscribers; nothing was restored`,
    );
  };
  const { at } = parsed(headSchema, head, 1);
  return { at, lines: rest.map((line, index) => parsed(lineSchema, line, index + 2)) };
}

function fromJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export interface Restored {
  /** Put back, or made older than they are in the file. */
  restored: number;
  /** Whose row in the table is as new or newer: left as it is. */
  kept: number;
  /** Who asked to be forgotten after they last signed up. */
  erased: number;
}

/**
 * Puts back who is missing or older in the table. Erasures are written down in the site bucket, which a restored table cannot
 * lose: they are applied again, to the table's own rows too.
 */
export async function restore(
  settings: OpenSettings,
  lines: readonly Line[],
  { now, dryRun }: { now: Date; dryRun: boolean },
): Promise<Restored> {
  const table = subscribersTable(settings.TABLE_SUBSCRIBERS);
  const erasures = openErasures(settings.BUCKET_SITE, () => new Date());
  const counts: Restored = { restored: 0, kept: 0, erased: 0 };
  for (const { subscriber, editions } of lines) {
    const current = await table.readSubscriber(subscriber.id);
    const isNewer = current === null || current.changedAt < subscriber.changedAt;
    const newest = isNewer ? subscriber : current;
    const isErased = ((await erasures.lastAskedAt(subscriber.id)) ?? '') > signedUpAt(newest);
    if (isErased && newest.state !== 'erased') counts.erased++;
    else counts[isNewer ? 'restored' : 'kept']++;
    if (dryRun) continue;
    await table.changeSubscriber(subscriber.id, (found) => {
      const base = found === null || found.changedAt < subscriber.changedAt ? subscriber : found;
      const next = isErased && base.state !== 'erased' ? afterErase(base, now) : base;
      return next === found ? found : { ...next, revision: found?.revision ?? 0 };
    });
    if (isErased) await table.eraseEditions(subscriber.id);
    else if (isNewer) await putEditions(table, editions);
  }
  return counts;
}

const signedUpAt = ({ consent, changedAt }: Subscriber): string => consent?.confirmedAt ?? changedAt;

/** What a reader had, so that nobody gets it twice. Those that are there stay. */
async function putEditions(
  table: { putEdition(row: EditionRow): Promise<boolean> },
  editions: readonly EditionRow[],
): Promise<void> {
  for (const row of editions) await table.putEdition(row);
}
