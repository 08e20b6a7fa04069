import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeedState } from '../../shared/domain/visit/feed-state.ts';
import {
  healthChanges,
  healthDigest,
  nobodyAnswered,
  type ToldDay,
  toldDaySchema,
} from '../../shared/domain/visit/health-digest.ts';
import { dayOf } from '../../shared/domain/text/time.ts';
import { writeWholeFile } from './whole-file.ts';

function readTold(path: string): ToldDay | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return toldDaySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // a damaged file is as none: what is ill is told once more
    return undefined;
  }
}

/**
 * Once a day, which sources fell ill, went to their alternate or recovered, for the operator at the terminal.
 * @param folder the data folder; it keeps what was told
 * @param states of the sources that were visited
 * @returns lines to print; none where nothing changed, or nobody answered at all
 */
export function dailyHealth(folder: string, states: readonly FeedState[], now: Date): string[] {
  if (states.length === 0 || nobodyAnswered(states, now)) return [];
  const path = join(folder, 'source-health.json');
  const before = readTold(path);
  const day = dayOf(now.toISOString());
  if (before?.day === day) return [];
  const changes = healthChanges(states, before?.told ?? {}, now);
  writeWholeFile(path, JSON.stringify({ day, told: changes.told }));
  const digest = healthDigest(changes);
  return digest === null ? [] : ['', digest.subject, ...digest.text.trimEnd().split('\n'), ''];
}
