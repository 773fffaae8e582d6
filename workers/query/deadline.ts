/** The value, or a rejection when it does not come within so many milliseconds; the work itself is not stopped. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const stop = new AbortController();
  const late = scheduler.wait(ms, { signal: stop.signal }).then(
    () => {
      throw new Error(`no answer within ${ms} ms`);
    },
    () => work,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
  }
}
