/** Runs work over items, a few at a time, and keeps their order. @throws what the first failing work threw, after the others of its turn ended */
export async function fewAtOnce<T, R>(
  items: readonly T[],
  few: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += few) {
    const turn = await Promise.allSettled(items.slice(at, at + few).map(work));
    for (const outcome of turn) {
      if (outcome.status === 'rejected') throw outcome.reason;
      results.push(outcome.value);
    }
  }
  return results;
}
