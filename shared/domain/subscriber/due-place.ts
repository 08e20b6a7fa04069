import type { Subscriber } from './subscriber.ts';

/** What subscribers wait for: an edition, news that breaks, or a transactional mail that did not go yet. */
export type Rhythm = 'regular' | 'breaking' | 'letters';

/**
 * The one place where a subscriber waits, and until when (ISO 8601 UTC); null for nowhere. Only confirmed readers wait for editions.
 * An edition and a letter: the earlier. A letter that was tried moves on by an hour, so no edition is kept back for long; readers
 * of breaking news wait all the time, so their letter goes first.
 */
export function duePlaceOf(subscriber: Subscriber): { rhythm: Rhythm; at: string } | null {
  const { state, preferences, dueAt, letter, recovery } = subscriber;
  const [letterAt] = [letter?.state === 'due' ? letter.retryAt : undefined, recovery?.dueAt]
    .filter((at) => at !== undefined)
    .sort();
  const isReader = state === 'confirmed' && dueAt !== undefined;
  const isBreaking = preferences?.frequency === 'breaking';
  if (letterAt !== undefined && (!isReader || isBreaking || letterAt < dueAt))
    return { rhythm: 'letters', at: letterAt };
  return isReader ? { rhythm: isBreaking ? 'breaking' : 'regular', at: dueAt } : null;
}
