import { z } from 'zod';
import type { FeedState } from './feed-state.ts';
import { type Health, feedHealth } from './health.ts';

/** What the last digest told of: the ill sources, and those read at their alternate, each with its kind of health. */
const toldHealthSchema = z.record(z.string(), z.string());
type ToldHealth = z.infer<typeof toldHealthSchema>;

interface Patient {
  feedId: string;
  health: Health;
}

/** What the table remembers of it: the day of the last digest (yyyy-mm-dd, UTC) and what the last one that was sent told of. */
export const toldDaySchema = z.object({ day: z.string(), told: toldHealthSchema });
export type ToldDay = z.infer<typeof toldDaySchema>;

/** What changed in the health of the sources since the last digest. */
export interface HealthChanges {
  /** Ill now and not before, or ill of something else. */
  fellIll: Patient[];
  /** Read at their alternate now and not before. */
  atAlternate: Patient[];
  /** Ill before, or read at their alternate, and well now. */
  recovered: Patient[];
  /** Ill before and now. */
  stillIll: Patient[];
  /** What the next digest compares with. */
  told: ToldHealth;
}

/** Kinds of health that say as much of our network as of the source. */
const silent: ReadonlySet<string> = new Set(['unreachable', 'robots-unreachable']);

/** True where several sources were visited and nobody answered: most likely there is no network, and their names say nothing. */
export const nobodyAnswered = (states: readonly FeedState[], now: Date): boolean =>
  states.length > 1 && states.every((state) => silent.has(feedHealth(state, now).kind));

const isTold = ({ grade, kind }: Health): boolean => grade === 'ill' || kind === 'alternate';

/** @param states of all sources in use; one that the catalogue no longer has is neither ill nor recovered */
export function healthChanges(states: readonly FeedState[], before: ToldHealth, now: Date): HealthChanges {
  const patients = states
    .map((state): Patient => ({ feedId: state.feedId, health: feedHealth(state, now) }))
    .toSorted((a, b) => a.feedId.localeCompare(b.feedId));
  const sick = patients.filter(({ health }) => isTold(health));
  const fresh = sick.filter(({ feedId, health }) => before[feedId] !== health.kind);
  return {
    fellIll: fresh.filter(({ health }) => health.kind !== 'alternate'),
    atAlternate: fresh.filter(({ health }) => health.kind === 'alternate'),
    recovered: patients.filter(({ feedId, health }) => feedId in before && health.grade === 'ok'),
    stillIll: sick.filter(({ feedId, health }) => before[feedId] === health.kind),
    told: Object.fromEntries([
      // a hiccup of a source that was ill is no recovery: it stays told of until it is well
      ...patients.flatMap(({ feedId, health }) =>
        health.grade === 'watch' && before[feedId] !== undefined ? [[feedId, before[feedId]] as const] : [],
      ),
      ...sick.map(({ feedId, health }) => [feedId, health.kind] as const),
    ]),
  };
}

const counted = (count: number, what: string): string[] => (count === 0 ? [] : [`${count} ${what}`]);

function section(title: string, patients: readonly Patient[]): string[] {
  if (patients.length === 0) return [];
  const lines = patients.map(({ feedId, health: { kind, since, text } }) => {
    const from = since === null ? '' : ` since ${since.slice(0, 10)}`;
    return `  ${feedId}: ${kind}${from}: ${text}`;
  });
  return [title, ...lines, ''];
}

/** Every remedy once, however many sources want it. */
function remediesOf(patients: readonly Patient[]): string[] {
  const remedies = new Map(patients.map(({ health }) => [health.kind, health.remedy]));
  return remedies.size === 0
    ? []
    : ['WHAT TO DO', ...[...remedies].map(([kind, remedy]) => `  ${kind}: ${remedy}`), ''];
}

/** The operator's mail on the health of the sources, at most one a day. @returns null where nothing changed: then there is no mail */
export function healthDigest(changes: HealthChanges): { subject: string; text: string } | null {
  const { fellIll, atAlternate, recovered, stillIll } = changes;
  const news = [
    ...counted(fellIll.length, 'fell ill'),
    ...counted(atAlternate.length, 'read at the alternate'),
    ...counted(recovered.length, 'recovered'),
  ];
  if (news.length === 0) return null;
  const text = [
    ...section('FELL ILL', fellIll),
    ...section('READ AT THE ALTERNATE', atAlternate),
    ...(recovered.length === 0
      ? []
      : ['RECOVERED', `  ${recovered.map(({ feedId }) => feedId).join(', ')}`, '']),
    ...remediesOf([...fellIll, ...atAlternate]),
    ...(stillIll.length === 0
      ? []
      : [`STILL ILL, or at the alternate: ${stillIll.map(({ feedId }) => feedId).join(', ')}`]),
  ];
  return { subject: `Sources: ${news.join(', ')}`, text: `${text.join('\n').trimEnd()}\n` };
}
