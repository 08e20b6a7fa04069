import type { Source } from '../outlet.ts';
import { dayOf } from '../text/time.ts';
import type { FeedState } from './feed-state.ts';
import { feedHealth } from './health.ts';

type Sighting = Source['seen'];

/** Health that says: nothing that we read is at this address. What may pass by itself – network, 5xx, refusals – says nothing. */
const surelyWrong: ReadonlySet<string> = new Set([
  'missing',
  'gone',
  'html-page',
  'not-feed',
  'unreadable',
  'no-list',
  'no-preview',
]);

/**
 * How a source is known to work once it was visited: items that came confirm it, on the day of the last good visit. What only
 * lists told of it is unverified when the address surely has nothing; what somebody saw working stays seen on that day.
 * @param by who visited, for the catalogue and the coverage page
 */
export function sightingOf(seen: Sighting, state: FeedState, by: string): Sighting {
  const { reading, lastGoodAt, lastVisitAt, alternate } = state;
  if (alternate?.isTrial === false || lastVisitAt === null) return seen;
  if (lastGoodAt !== null && reading?.kind === 'ok' && reading.items > 0)
    return { state: 'confirmed', on: dayOf(lastGoodAt), by };
  if (seen?.state === 'confirmed') return seen;
  const { kind, text } = feedHealth(state, new Date(lastVisitAt));
  return surelyWrong.has(kind)
    ? {
        state: 'unverified',
        on: dayOf(lastVisitAt),
        by: `${by}: ${text.replace(/, \d+ in a row$/, '').slice(0, 100)}`,
      }
    : seen;
}

/** Whether robots.txt forbids the source: what the last visit found, else what is known. A visit that robots.txt let pass ends it. */
export function robotsForbidOf(
  known: Source['robotsForbid'],
  { lastVisitAt, lastGoodAt, fault, alternate }: FeedState,
  by: string,
): Source['robotsForbid'] {
  if (alternate?.isTrial === false || lastVisitAt === null) return known;
  if (fault?.kind === 'robots-disallowed') return { on: dayOf(lastVisitAt), by };
  return lastGoodAt === lastVisitAt ? undefined : known;
}
