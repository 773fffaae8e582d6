/** Simultaneous requests of one run: the platform keeps six connections open in an invocation and queues the rest. */
const MAX_IN_FLIGHT = 6;

/** Works on every item, at most `limit` at a time, and gives the results in the order of the items. */
export async function mapInFlight<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  limit: number = MAX_IN_FLIGHT,
): Promise<R[]> {
  const results = new Map<number, R>();
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result);
}
