import type { SourceName } from "../../shared/pricing/rate.ts";

type AttemptOutcome = "ok" | "not_modified" | "failed" | "rejected";

/** One try at one source: kept for eight days, the basis of the success rates. */
export interface Attempt {
  readonly source: SourceName;
  readonly at: number;
  readonly outcome: AttemptOutcome;
  readonly status: number | null;
  readonly bytes: number;
  readonly ms: number;
  readonly rows: number;
  readonly rejected: number;
  readonly held: number;
  readonly changed: number;
  readonly detail: string | null;
}

interface LastAttempt {
  readonly outcome: AttemptOutcome;
  readonly detail: string | null;
  readonly at: number;
}

const DAY_MS = 86_400_000;
const KEEP_MS = 8 * DAY_MS;

export class Attempts {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS attempts (
      id INTEGER PRIMARY KEY, source TEXT NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL, status INTEGER,
      bytes INTEGER NOT NULL, ms INTEGER NOT NULL, "rows" INTEGER NOT NULL, rejected INTEGER NOT NULL, held INTEGER NOT NULL,
      changed INTEGER NOT NULL, detail TEXT)`);
    sql.exec("CREATE INDEX IF NOT EXISTS attempts_by_source ON attempts (source, at)");
  }

  record(attempt: Attempt): void {
    const { source, at, outcome, status, bytes, ms, rows, rejected, held, changed, detail } = attempt;
    this.#sql.exec(
      `INSERT INTO attempts (source, at, outcome, status, bytes, ms, "rows", rejected, held, changed, detail)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      source,
      at,
      outcome,
      status,
      bytes,
      ms,
      rows,
      rejected,
      held,
      changed,
      detail,
    );
    this.#sql.exec("DELETE FROM attempts WHERE at < ?", at - KEEP_MS);
  }

  last(source: SourceName): LastAttempt | null {
    const row = this.#sql
      .exec<{ outcome: string; detail: string | null; at: number }>(
        "SELECT outcome, detail, at FROM attempts WHERE source = ? ORDER BY at DESC, id DESC LIMIT 1",
        source,
      )
      .toArray()[0];
    if (row === undefined) return null;
    return { outcome: isOutcome(row.outcome) ? row.outcome : "failed", detail: row.detail, at: row.at };
  }

  /** Share of attempts since `now - span` that confirmed the source (200 or 304); null without attempts. */
  successRate(source: SourceName, now: number, days: 1 | 7): number | null {
    const row = this.#sql
      .exec<{ tried: number; good: number }>(
        "SELECT COUNT(*) AS tried, COALESCE(SUM(outcome IN ('ok', 'not_modified')), 0) AS good FROM attempts WHERE source = ? AND at > ?",
        source,
        now - days * DAY_MS,
      )
      .one();
    return row.tried === 0 ? null : Math.round((row.good / row.tried) * 10_000) / 10_000;
  }
}

function isOutcome(text: string): text is AttemptOutcome {
  return text === "ok" || text === "not_modified" || text === "failed" || text === "rejected";
}
