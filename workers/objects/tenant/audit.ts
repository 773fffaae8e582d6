/** Entries kept: changes of settings and keys, not requests. */
const ENTRIES_KEPT = 1_000;

export interface AuditEntry {
  readonly at: number;
  /** `admin`, or the id of the key that was used. */
  readonly actor: string;
  readonly action: string;
  /** JSON of what changed; never a key or a secret. */
  readonly detail: string;
}

interface AuditRow extends Record<string, SqlStorageValue> {
  at: number;
  actor: string;
  action: string;
  detail: string;
}

/** Who changed what of this tenant, newest first. */
export class AuditLog {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  note(at: number, actor: string, action: string, detail: Readonly<Record<string, unknown>>): void {
    const { number } = this.#sql
      .exec<{ number: number }>(
        "INSERT INTO audit (at, actor, action, detail) VALUES (?, ?, ?, ?) RETURNING number",
        at,
        actor,
        action,
        JSON.stringify(detail),
      )
      .one();
    this.#sql.exec("DELETE FROM audit WHERE number <= ?", number - ENTRIES_KEPT);
  }

  read(limit: number): AuditEntry[] {
    return this.#sql
      .exec<AuditRow>("SELECT at, actor, action, detail FROM audit ORDER BY number DESC LIMIT ?", limit)
      .toArray();
  }
}
