import { Turns } from "../turns.ts";
import { Retry } from "./retry.ts";

/** First wait after a KV write failed: KV takes one write per second and key. */
const RETRY_MS = 1_500;
const LONGEST_RETRY_MS = 60_000;

/**
 * Writes of read copies to KV that survive whatever happens to them: noted in the same transaction as the change they copy,
 * deleted when KV has taken them. One writer at a time, so that an older value never lands on a newer one.
 */
export class Copies {
  readonly #sql: SqlStorage;
  readonly #kv: KVNamespace;
  readonly #turns = new Turns();
  readonly #retry = new Retry(RETRY_MS, LONGEST_RETRY_MS);

  constructor(sql: SqlStorage, kv: KVNamespace) {
    this.#sql = sql;
    this.#kv = kv;
  }

  /** `ttl` in seconds; null: kept for good. */
  note(name: string, value: unknown, ttl: number | null): void {
    this.#sql.exec(
      `INSERT INTO copies (name, value, ttl) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET value = ?2, ttl = ?3`,
      name,
      JSON.stringify(value),
      ttl,
    );
  }

  /** Tries to write what is due; never throws. A failure is tried again at `dueAt`. */
  async flush(now: number): Promise<void> {
    await this.#turns.take(() => this.#writeAll(now));
  }

  /** When the next try is due; null when nothing is left to write. */
  dueAt(now: number): number | null {
    const { n } = this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM copies").one();
    return this.#retry.dueAt(n > 0, now);
  }

  async #writeAll(now: number): Promise<void> {
    try {
      for (const row of this.#pending()) {
        await this.#kv.put(row.name, row.value, row.ttl === null ? {} : { expirationTtl: row.ttl });
        // Only if nothing newer was noted meanwhile.
        this.#sql.exec("DELETE FROM copies WHERE name = ? AND value = ?", row.name, row.value);
      }
      this.#retry.succeeded();
    } catch {
      this.#retry.failed(now);
    }
  }

  #pending(): { name: string; value: string; ttl: number | null }[] {
    return this.#sql
      .exec<{ name: string; value: string; ttl: number | null }>("SELECT name, value, ttl FROM copies")
      .toArray();
  }
}
