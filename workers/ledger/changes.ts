import type { PriceChange } from "../../shared/pricing/changes.ts";

export interface ChangeEntry {
  readonly at: string;
  readonly version: string;
  readonly change: PriceChange;
}

export interface ChangeFilter {
  /** Epoch milliseconds; changes published after it. */
  readonly since?: number | undefined;
  readonly since_version?: string | undefined;
  readonly provider?: string | undefined;
  readonly limit: number;
}

/** Append-only feed of every published change. */
export class ChangeLog {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS changes (
      id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, at INTEGER NOT NULL, version TEXT NOT NULL, provider TEXT NOT NULL, change TEXT NOT NULL)`);
  }

  append(sequence: number, at: number, version: string, changes: readonly PriceChange[]): void {
    for (const change of changes) {
      const provider = change.offer.slice(0, change.offer.indexOf("/"));
      this.#sql.exec(
        "INSERT INTO changes (sequence, at, version, provider, change) VALUES (?, ?, ?, ?, ?)",
        sequence,
        at,
        version,
        provider,
        JSON.stringify(change),
      );
    }
  }

  /** Changes after a row id, oldest first, with their row ids. */
  after(id: number, limit: number): { readonly id: number; readonly entry: ChangeEntry }[] {
    return this.#sql
      .exec<{ id: number; at: number; version: string; change: string }>(
        "SELECT id, at, version, change FROM changes WHERE id > ? ORDER BY id LIMIT ?",
        id,
        limit,
      )
      .toArray()
      .map((row) => ({
        id: row.id,
        entry: { at: new Date(row.at).toISOString(), version: row.version, change: JSON.parse(row.change) },
      }));
  }

  /** Newest first; of publications after `afterSequence` only. */
  list(filter: ChangeFilter, afterSequence: number): ChangeEntry[] {
    return this.#sql
      .exec<{ at: number; version: string; change: string }>(
        "SELECT at, version, change FROM changes WHERE sequence > ? AND at > ? AND (? IS NULL OR provider = ?) ORDER BY id DESC LIMIT ?",
        afterSequence,
        filter.since ?? 0,
        filter.provider ?? null,
        filter.provider ?? null,
        filter.limit,
      )
      .toArray()
      .map((row) => ({ at: new Date(row.at).toISOString(), version: row.version, change: JSON.parse(row.change) }));
  }
}
