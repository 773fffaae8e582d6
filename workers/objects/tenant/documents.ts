import type * as z from "zod/mini";

/** Small settings of the tenant, one JSON document each; what cannot be read is as good as not there. */
export class Documents {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  read<T>(name: string, schema: z.ZodMiniType<T>): T | null {
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM documents WHERE name = ?", name).toArray();
    if (row === undefined) return null;
    const parsed = schema.safeParse(JSON.parse(row.body));
    return parsed.success ? parsed.data : null;
  }

  write(name: string, value: unknown): void {
    this.#sql.exec(
      "INSERT INTO documents (name, body) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET body = ?2",
      name,
      JSON.stringify(value),
    );
  }
}
