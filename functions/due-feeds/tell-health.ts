import type { CatalogueSource } from '../../shared/domain/outlet.ts';
import { dayOf } from '../../shared/domain/text/time.ts';
import { applyParseReport, type FeedState, stateOf } from '../../shared/domain/visit/feed-state.ts';
import {
  healthChanges,
  healthDigest,
  nobodyAnswered,
  type ToldDay,
} from '../../shared/domain/visit/health-digest.ts';

export interface TellPorts {
  /** @returns false where another tick has the day */
  claim(told: ToldDay): Promise<boolean>;
  /** @throws Error when it was not taken, or nobody knows */
  tell(digest: { subject: string; text: string }): Promise<void>;
  settle(told: ToldDay): Promise<void>;
}

/** UTC: before the working day in Yerevan, Baku and Tbilisi begins. */
const tellFromHour = 4;

/**
 * Once a day, which sources fell ill, went to their alternate or recovered, for the operator. The day is claimed before it is
 * told, and settled after: repeated or interrupted, there is at most one mail a day, and what a lost one would have told is in
 * the next day's. A day without a change has none.
 * @param stored what is stored of sources and of the last digest
 * @returns what was told; null where nothing was
 * @throws Error when the digest was not taken
 */
export async function tellHealth(
  ports: TellPorts,
  catalogue: readonly CatalogueSource[],
  stored: { feeds: ReadonlyMap<string, FeedState>; told?: ToldDay },
  now: Date,
): Promise<string | null> {
  const day = dayOf(now.toISOString());
  if (stored.told?.day === day || now.getUTCHours() < tellFromHour) return null;
  const states = catalogue.flatMap((source) => {
    const state = stored.feeds.get(source.id);
    return state === undefined ? [] : [applyParseReport(stateOf(source, state))];
  });
  // A new wire has not been everywhere yet.
  if (states.length < catalogue.length / 2 || nobodyAnswered(states, now)) return null;
  const before = stored.told?.told ?? {};
  const changes = healthChanges(states, before, now);
  const digest = healthDigest(changes);
  const isMine = await ports.claim({ day, told: digest === null ? changes.told : before });
  if (!isMine || digest === null) return null;
  await ports.tell(digest);
  await ports.settle({ day, told: changes.told });
  return digest.subject;
}
