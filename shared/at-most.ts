/**
 * Works through items with at most `width` under way at once, and keeps the order of the results. After a failure no
 * further item is begun. @throws what the first failing work threw, once all work under way has ended
 */
export async function atMost<T, R>(
  items: Iterable<T>,
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const queue = [...items].entries();
  const results: R[] = [];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const [at, item] of queue) {
      if (failures.length > 0) return;
      try {
        results[at] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
