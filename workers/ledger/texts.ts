/** A value of a Durable Object's SQLite is at most 2 MB; texts are cut well below, counting UTF-16 units of up to 3 bytes. */
const PART_LENGTH = 500_000;

/** Named texts of any length in one table, each cut into parts. */
export class Texts {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS texts (name TEXT, part INTEGER, text TEXT NOT NULL, PRIMARY KEY (name, part)) WITHOUT ROWID",
    );
  }

  read(name: string): string | null {
    const parts = this.#sql
      .exec<{ text: string }>("SELECT text FROM texts WHERE name = ? ORDER BY part", name)
      .toArray();
    return parts.length === 0 ? null : parts.map((row) => row.text).join("");
  }

  write(name: string, text: string): void {
    this.remove(name);
    for (let part = 0; part === 0 || part * PART_LENGTH < text.length; part += 1) {
      const piece = text.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH);
      this.#sql.exec("INSERT INTO texts (name, part, text) VALUES (?, ?, ?)", name, part, piece);
    }
  }

  remove(name: string): void {
    this.#sql.exec("DELETE FROM texts WHERE name = ?", name);
  }

  /** Names that begin with a prefix. */
  names(prefix: string): string[] {
    return this.#sql
      .exec<{ name: string }>("SELECT DISTINCT name FROM texts WHERE substr(name, 1, ?) = ?", prefix.length, prefix)
      .toArray()
      .map((row) => row.name);
  }
}
