/** One state of one offer from a publication on; `text` is null from where the offer was dropped. */
export interface HistoryEntry {
  readonly sequence: number;
  readonly version: string;
  readonly published_at: number;
  readonly text: string | null;
}

export interface VersionEntry {
  readonly sequence: number;
  readonly version: string;
  readonly published_at: number;
}

/** Append-only: every publication, and each offer whenever its price changed. Nothing here is ever updated or deleted. */
export class PriceHistory {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS versions (sequence INTEGER PRIMARY KEY, version TEXT NOT NULL, published_at INTEGER NOT NULL)",
    );
    sql.exec("CREATE INDEX IF NOT EXISTS versions_by_hash ON versions (version)");
    sql.exec(
      "CREATE TABLE IF NOT EXISTS offer_history (offer TEXT, sequence INTEGER, digest TEXT NOT NULL, text TEXT, PRIMARY KEY (offer, sequence)) WITHOUT ROWID",
    );
    // The newest digest of each offer, so that a publication compares without reading the history.
    sql.exec("CREATE TABLE IF NOT EXISTS offer_digest (offer TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID");
  }

  /** Digests of the offers as last recorded. */
  digests(): Map<string, string> {
    const rows = this.#sql.exec<{ offer: string; digest: string }>("SELECT offer, digest FROM offer_digest");
    return new Map([...rows].map((row) => [row.offer, row.digest]));
  }

  recordVersion(entry: VersionEntry): void {
    this.#sql.exec(
      "INSERT INTO versions (sequence, version, published_at) VALUES (?, ?, ?)",
      entry.sequence,
      entry.version,
      entry.published_at,
    );
  }

  /** `text` null says that the offer is gone. */
  recordOffer(offer: string, sequence: number, digest: string, text: string | null): void {
    this.#sql.exec(
      "INSERT INTO offer_history (offer, sequence, digest, text) VALUES (?, ?, ?, ?)",
      offer,
      sequence,
      digest,
      text,
    );
    if (text === null) this.#sql.exec("DELETE FROM offer_digest WHERE offer = ?", offer);
    else this.#sql.exec("INSERT OR REPLACE INTO offer_digest (offer, digest) VALUES (?, ?)", offer, digest);
  }

  lastSequence(): number {
    return this.#sql.exec<{ last: number }>("SELECT COALESCE(MAX(sequence), 0) AS last FROM versions").one().last;
  }

  versionAt(at: number): VersionEntry | null {
    return this.#version(
      "SELECT * FROM versions WHERE published_at <= ? ORDER BY published_at DESC, sequence DESC LIMIT 1",
      at,
    );
  }

  firstVersion(): VersionEntry | null {
    return this.#version("SELECT * FROM versions WHERE sequence > ? ORDER BY sequence LIMIT 1", 0);
  }

  /** The last publication of these prices. */
  versionNamed(version: string): VersionEntry | null {
    return this.#version("SELECT * FROM versions WHERE version = ? ORDER BY sequence DESC LIMIT 1", version);
  }

  versions(limit: number): VersionEntry[] {
    return this.#sql
      .exec<Record<string, SqlStorageValue>>("SELECT * FROM versions ORDER BY sequence DESC LIMIT ?", limit)
      .toArray()
      .map(versionEntry);
  }

  /** The offer as it stood at a publication: the newest entry not after it. */
  offerAsOf(offer: string, sequence: number): string | null {
    const rows = this.#sql
      .exec<{ text: string | null }>(
        "SELECT text FROM offer_history WHERE offer = ? AND sequence <= ? ORDER BY sequence DESC LIMIT 1",
        offer,
        sequence,
      )
      .toArray();
    return rows[0]?.text ?? null;
  }

  /** The first entry of an offer, for instants before anything was recorded. */
  firstOffer(offer: string): HistoryEntry | null {
    return this.entries(offer, 1, "ASC")[0] ?? null;
  }

  entries(offer: string, limit: number, order: "ASC" | "DESC" = "DESC"): HistoryEntry[] {
    return this.#sql
      .exec<Record<string, SqlStorageValue>>(
        `SELECT h.sequence, v.version, v.published_at, h.text FROM offer_history h JOIN versions v USING (sequence)
         WHERE h.offer = ? ORDER BY h.sequence ${order} LIMIT ?`,
        offer,
        limit,
      )
      .toArray()
      .map((row) => ({ ...versionEntry(row), text: typeof row["text"] === "string" ? row["text"] : null }));
  }

  #version(query: string, value: SqlStorageValue): VersionEntry | null {
    const row = this.#sql.exec<Record<string, SqlStorageValue>>(query, value).toArray()[0];
    return row === undefined ? null : versionEntry(row);
  }
}

function versionEntry(row: Record<string, SqlStorageValue>): VersionEntry {
  return {
    sequence: Number(row["sequence"]),
    version: String(row["version"]),
    published_at: Number(row["published_at"]),
  };
}
