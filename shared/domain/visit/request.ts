import { dayMs } from '../text/time.ts';
import { type FeedState, type Validators, isOfLastBody } from './feed-state.ts';
import { meanGap } from './next-visit.ts';

/** A 304 is trusted for at least this long, and for six times the usual gap between news. */
const trustNotModified = 2 * dayMs;
const trustNotModifiedGaps = 6;
/** A feed with a false 304 (news was hidden) is checked after half a day. */
const trustAfterFalseNotModified = dayMs / 2;
/** After a re-check without news the next one waits twice as long, up to a month. */
const rarestRecheck = 30 * dayMs;

/** What to send: the URL, and the validators for the URL that gave them; none on a feed's first visit and on a declared re-check. */
export function requestFor(state: FeedState, now: Date): { url: string; validators: readonly Validators[] } {
  // A redirecting URL gives no body, so a re-check leaves its own pair in place.
  const pairs = wantsRecheck(state, now.getTime())
    ? [state.formerValidators]
    : [state.validators, state.formerValidators];
  return { url: state.url, validators: pairs.filter((pair) => pair !== null) };
}

/** An unconditional visit, at most daily: 'unchanged' for abnormally long, or the last body ended in the middle. */
export function wantsRecheck(state: FeedState, now: number): boolean {
  const lastFull = Date.parse(state.lastFullAt ?? '');
  if (state.validators === null || Number.isNaN(lastFull)) return false;
  const sinceFull = now - Math.max(lastFull, Date.parse(state.recheckedAt ?? state.lastFullAt ?? ''));
  if (isOfLastBody(state) && state.reading.incomplete === true) return sinceFull >= dayMs;
  const changedAt = Date.parse(state.changedAt.at(-1) ?? state.lastFullAt ?? '');
  const patience =
    state.lies > 0
      ? trustAfterFalseNotModified
      : Math.max(trustNotModified, trustNotModifiedGaps * meanGap(state, changedAt));
  const gap = Math.min(rarestRecheck, dayMs * 2 ** state.vainRechecks);
  return now - changedAt >= patience && sinceFull >= (state.lies > 0 ? dayMs : gap);
}
