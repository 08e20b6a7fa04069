import { atAlternate, type CatalogueSource } from '../outlet.ts';
import { dayMs } from '../text/time.ts';
import { type FeedState, isOfLastBody } from './feed-state.ts';
import { normalWait } from './next-visit.ts';

/** A source that gives nothing for so long is read at its alternate. */
const failsFor = 3 * dayMs;
/** Between two tries of the first address while the alternate is read. */
const triedEvery = 7 * dayMs;

/** The source as its next visit asks for it: at its alternate, in its form, or as the catalogue has it. */
export const addressed = <T extends CatalogueSource>(source: T, { alternate }: FeedState): T =>
  alternate === null || alternate.isTrial ? source : atAlternate(source);

/** Nothing that one address said holds for another; its validators wait for its next turn. */
const at = (state: FeedState, url: string): FeedState => ({
  ...state,
  url,
  validators: state.otherValidators,
  otherValidators: state.validators,
  formerValidators: null,
  freshSeconds: null,
  move: null,
  stoppedAt: null,
});

/** Since when nothing came that could be read; null where something does. A body that nobody has read yet says nothing. */
function failingSince(state: FeedState): string | null {
  if (state.fault !== null) return state.failingSince;
  return isOfLastBody(state) ? state.emptySince : null;
}

const causeOf = ({ fault, reading }: FeedState): string =>
  (fault === null ? reading?.reason : fault.detail || fault.kind) ?? 'no items';

/** When another address may be asked: after the usual wait, but on the same host no sooner than that host said. */
function nextDueAt(
  state: FeedState,
  source: CatalogueSource,
  { to, now }: { to: string; now: Date },
): string {
  const usual = new Date(now.getTime() + normalWait(state, source)).toISOString();
  const isSameHost = new URL(to).host === new URL(state.url).host;
  return isSameHost && state.nextDueAt !== null && state.nextDueAt > usual ? state.nextDueAt : usual;
}

function toAlternate(state: FeedState, source: CatalogueSource, now: Date): FeedState {
  const url = source.alternate?.url ?? source.url;
  const isGone = state.stoppedAt !== null;
  const since = now.toISOString();
  return {
    ...at(state, url),
    // what came and was empty must come whole when it is asked again
    ...(state.fault === null && { otherValidators: null }),
    nextDueAt: nextDueAt(state, source, { to: url, now }),
    emptySince: null,
    alternate: {
      url,
      since,
      triedAt: isGone ? null : since,
      isTrial: false,
      cause: causeOf(state).slice(0, 120),
    },
  };
}

const backToFirst = (state: FeedState, source: CatalogueSource, now: Date): FeedState => ({
  ...at(state, source.url),
  nextDueAt: nextDueAt(state, source, { to: source.url, now }),
  emptySince: null,
  alternate: null,
});

/** The first address was asked again: it is back where nothing changed since it failed, or once its items could be read, or the alternate stays for another week. */
function afterTrial(
  state: FeedState,
  alternate: NonNullable<FeedState['alternate']>,
  { source, now }: { source: CatalogueSource; now: Date },
): FeedState {
  const { reading, fault, changedAt } = state;
  const triedAt = alternate.triedAt ?? '';
  const isUnchanged = fault === null && (changedAt.at(-1) ?? '') <= triedAt;
  if (isUnchanged) return { ...state, alternate: null };
  const isRead = reading !== null && reading.at >= triedAt;
  if (fault === null && !isRead) return state;
  if (fault === null && reading?.kind === 'ok') return { ...state, alternate: null };
  return {
    ...at(state, alternate.url),
    failures: 0,
    failingSince: null,
    fault: null,
    emptySince: null,
    nextDueAt: nextDueAt(state, source, { to: alternate.url, now }),
    alternate: {
      ...alternate,
      isTrial: false,
      triedAt: state.stoppedAt === null ? now.toISOString() : null,
    },
  };
}

/**
 * Which address of a source with two is asked next, by what the visit before has shown. The alternate takes over when the
 * first has given nothing for three days, or is gone for good; the first is tried once a week and returns with its first
 * good answer. Where both fail they take turns.
 * @param state after the visit
 */
export function chooseAddress(state: FeedState, source: CatalogueSource, now: Date): FeedState {
  if (source.alternate === undefined) return state;
  const { alternate } = state;
  if (alternate?.isTrial === true) return afterTrial(state, alternate, { source, now });
  const since = failingSince(state);
  const failed =
    state.stoppedAt !== null || (since !== null && now.getTime() - Date.parse(since) >= failsFor);
  if (alternate === null) return failed ? toAlternate(state, source, now) : state;
  if (failed && alternate.triedAt !== null) return backToFirst(state, source, now);
  const isDue =
    state.fault === null &&
    alternate.triedAt !== null &&
    now.getTime() - Date.parse(alternate.triedAt) >= triedEvery;
  return isDue
    ? {
        ...at(state, source.url),
        alternate: { ...alternate, isTrial: true, triedAt: now.toISOString() },
      }
    : state;
}
