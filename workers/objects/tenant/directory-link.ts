import { DIRECTORY } from "../../storage/tenants.ts";
import { Retry } from "./retry.ts";

const RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/** One kind of event that the tenant wants, of one provider or (null) of all. */
export interface Subscription {
  readonly event: string;
  readonly provider: string | null;
}

/** What the directory has to know of this tenant and may not know yet: noted with the change, forgotten when the directory has it. */
export class DirectoryLink {
  readonly #sql: SqlStorage;
  readonly #env: Env;
  readonly #retry = new Retry(RETRY_MS, LONGEST_RETRY_MS);

  constructor(sql: SqlStorage, env: Env) {
    this.#sql = sql;
    this.#env = env;
  }

  noteKey(hash: string): void {
    this.#note(`key ${hash}`);
  }

  noteSubscriptions(): void {
    this.#note("subscriptions");
  }

  dueAt(now: number): number | null {
    const { n } = this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM directory_notes").one();
    return this.#retry.dueAt(n > 0, now);
  }

  /** Never throws; a failure is tried again at `dueAt`. So is what an object without a profile (`tenant_id` null) has to say. */
  async sync(tenant_id: string | null, subscriptions: readonly Subscription[], now: number): Promise<void> {
    const notes = this.#sql
      .exec<{ note: string; number: number }>("SELECT note, number FROM directory_notes")
      .toArray();
    if (notes.length === 0) return;
    if (tenant_id === null) {
      this.#retry.failed(now);
      return;
    }
    const hashes = notes.flatMap(({ note }) => (note.startsWith("key ") ? [note.slice(4)] : []));
    try {
      await this.#env.TENANT_DIRECTORY.getByName(DIRECTORY).update(tenant_id, subscriptions, hashes);
      // A note that was renewed meanwhile has another number and stays.
      for (const { note, number } of notes) {
        this.#sql.exec("DELETE FROM directory_notes WHERE note = ? AND number = ?", note, number);
      }
      this.#retry.succeeded();
    } catch {
      this.#retry.failed(now);
    }
  }

  #note(note: string): void {
    this.#sql.exec(
      "INSERT INTO directory_notes (note, number) VALUES (?, 1) ON CONFLICT (note) DO UPDATE SET number = number + 1",
      note,
    );
  }
}
