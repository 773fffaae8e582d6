/** A value that is mostly there already: what is in memory is answered without a turn of the event loop. */
export type Ready<T> = T | Promise<T>;

/** Goes on at once where there is nothing to wait for. Each needless `await` costs a bare request a few percent. */
export function whenReady<T, R>(value: Ready<T>, next: (value: T) => Ready<R>): Ready<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** A chunk that is loaded when first needed, and at hand from then on: one that is there is waited for no second time. */
export function onDemand<T extends object>(load: () => Promise<T>): () => Ready<T> {
  let loaded: T | null = null;
  return () => loaded ?? load().then((chunk) => (loaded = chunk));
}
