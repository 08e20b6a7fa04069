/**
 * The newest `limit` of the items, in their order; where most have no date the first ones, as feeds put the newest first.
 * @param dateOf ISO 8601 UTC; '' when there is none
 */
export function newestItems<T>(items: readonly T[], limit: number, dateOf: (item: T) => string): T[] {
  if (items.length <= limit) return [...items];
  const dated = items.map((item, at) => ({ item, at, date: dateOf(item) }));
  if (dated.filter(({ date }) => date !== '').length * 2 > items.length)
    dated.sort((a, b) => (a.date === b.date ? a.at - b.at : a.date < b.date ? 1 : -1));
  return dated
    .slice(0, limit)
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Items read of one document, of which the newest are kept; the longest feeds of podcasts have a third of it. */
export const maxItemsRead = 10_000;

/** What the operator reads of a feed with more than `kept` items. */
export const tooManyItems = (seen: number, kept: number): string =>
  seen < maxItemsRead
    ? `${seen} items; the newest ${kept} were kept`
    : `the newest ${kept} of the first ${maxItemsRead} items were kept; items after these were not read`;
