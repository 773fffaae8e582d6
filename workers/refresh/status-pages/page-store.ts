import { pageFacts, type PageFacts } from "../../../shared/health/status-pages/facts.ts";
import { NEVER_POLLED, pageState, type PageState } from "../../../shared/health/status-pages/page-state.ts";
import { PARSER_VERSION } from "../../../shared/health/status-pages/parser-version.ts";

/** A page's state, and the reading its provider's object was last handed (JSON; null when none was). */
export interface StoredPage {
  readonly state: PageState;
  readonly handed_over: string | null;
}

interface StoredDocument {
  readonly etag: string | null;
  readonly facts: PageFacts;
}

/**
 * What the poller keeps: one row per page, one per document. Whatever cannot be read back (older code, a damaged row) is as if it had never been there,
 * so that no ETag is sent for a body whose facts are gone.
 */
export class PageStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS pages (
      provider TEXT PRIMARY KEY, state TEXT NOT NULL, handed_over TEXT) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS documents (
      platform TEXT NOT NULL, url TEXT NOT NULL, version INTEGER NOT NULL, etag TEXT, facts TEXT NOT NULL,
      PRIMARY KEY (platform, url)) WITHOUT ROWID`);
    sql.exec("CREATE TABLE IF NOT EXISTS due (what TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID");
  }

  pages(): Map<string, StoredPage> {
    const rows = this.#sql.exec("SELECT provider, state, handed_over FROM pages").toArray();
    return new Map(rows.map((row) => [String(row["provider"]), storedPage(row)]));
  }

  savePage(provider: string, { state, handed_over }: StoredPage): void {
    this.#sql.exec(
      `INSERT INTO pages (provider, state, handed_over) VALUES (?, ?, ?)
       ON CONFLICT (provider) DO UPDATE SET state = excluded.state, handed_over = excluded.handed_over`,
      provider,
      JSON.stringify(state),
      handed_over,
    );
  }

  document(platform: string, url: string): StoredDocument | null {
    const row = this.#sql
      .exec(
        "SELECT etag, facts FROM documents WHERE platform = ? AND url = ? AND version = ?",
        platform,
        url,
        PARSER_VERSION,
      )
      .toArray()[0];
    const facts = row === undefined ? null : readJson(row["facts"], pageFacts);
    const etag = row?.["etag"];
    return facts === null ? null : { etag: typeof etag === "string" ? etag : null, facts };
  }

  /** Written only when it differs: many pages send no ETag and answer the same 200 all day. */
  saveDocument(platform: string, url: string, document: StoredDocument): void {
    const facts = JSON.stringify(document.facts);
    this.#sql.exec(
      `INSERT INTO documents (platform, url, version, etag, facts) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (platform, url) DO UPDATE SET version = excluded.version, etag = excluded.etag, facts = excluded.facts
       WHERE version IS NOT excluded.version OR etag IS NOT excluded.etag OR facts IS NOT excluded.facts`,
      platform,
      url,
      PARSER_VERSION,
      document.etag,
      facts,
    );
  }

  /** When something outside the pages is due, epoch ms; 0 when it never was. */
  dueAt(what: string): number {
    return Number(this.#sql.exec("SELECT at FROM due WHERE what = ?", what).toArray()[0]?.["at"] ?? 0);
  }

  setDueAt(what: string, at: number): void {
    this.#sql.exec(
      "INSERT INTO due (what, at) VALUES (?, ?) ON CONFLICT (what) DO UPDATE SET at = excluded.at",
      what,
      at,
    );
  }
}

function storedPage(row: Record<string, SqlStorageValue>): StoredPage {
  const handedOver = row["handed_over"];
  const state = readJson(row["state"], pageState) ?? NEVER_POLLED;
  return { state, handed_over: typeof handedOver === "string" ? handedOver : null };
}

interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

function readJson<T>(text: SqlStorageValue | undefined, schema: Schema<T>): T | null {
  if (typeof text !== "string") return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
