import { reportableKey } from "./row-key.ts";

/** A hostile body can carry a new key in every row: the report names the most frequent ones only. */
const REPORTED = 200;

export class UnknownKeys {
  private readonly counts = new Map<string, number>();

  add(keys: readonly string[]): void {
    for (const key of keys) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** Most frequent first, then by name. */
  list(): readonly { readonly key: string; readonly count: number }[] {
    return [...this.counts]
      .map(([key, count]) => ({ key: reportableKey(key), count }))
      .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .slice(0, REPORTED);
  }
}
