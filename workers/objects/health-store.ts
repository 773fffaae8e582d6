import type { Provider } from "../../shared/health/provider.ts";
import { decodeTenant, encodeProvider, encodeTenant, restoreProvider } from "../../shared/health/snapshot.ts";
import { storedEventSchema, type WebhookEvent } from "../webhooks/event.ts";

/** How long a batch id is remembered, ms. */
const BATCH_KEPT_MS = 600_000;
/** Batch ids held in memory before a snapshot is taken early. */
const MAX_UNSAVED_BATCHES = 5_000;
/** Events waiting to be published; more would mean that nobody has listened for hours. */
const MAX_QUEUED = 1_000;

/** What a provider's object keeps in SQLite: a row per tenant, one for the rest, recent batch ids, and events to publish. */
export class HealthStore {
  readonly #sql: SqlStorage;
  /** Ids acknowledged since the last snapshot: as durable as the counts they stand for, so a lost batch may be sent again. */
  readonly #batches = new Map<string, { tenant_id: string; batch_id: string; at: number }>();
  #queued: number;
  /** The provider's row as it was last written. */
  #written = "";

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS tenant (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS provider (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS batch (
        tenant_id TEXT, batch_id TEXT, at INTEGER NOT NULL, PRIMARY KEY (tenant_id, batch_id)
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY, dedupe_key TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
    `);
    this.#queued = sql.exec<{ n: number }>("SELECT count(*) AS n FROM event").one().n;
  }

  /** Fills an empty provider from the last snapshot. */
  load(provider: Provider, now: number): void {
    for (const { body } of this.#sql.exec<{ body: string }>("SELECT body FROM provider"))
      restoreProvider(provider, body);
    for (const { id, body } of this.#sql.exec<{ id: string; body: string }>("SELECT id, body FROM tenant")) {
      const tenant = decodeTenant(body, now);
      if (tenant !== null) provider.tenants.set(id, tenant);
    }
  }

  /** Writes these tenants, what belongs to none, and the new batch ids. Synchronous, so it commits as one. */
  save(provider: Provider, tenants: Iterable<string>, now: number): void {
    for (const id of tenants) {
      const tenant = provider.tenants.get(id);
      if (tenant === undefined) continue;
      this.#sql.exec(
        "INSERT INTO tenant (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        id,
        encodeTenant(tenant, now),
      );
    }
    this.#saveProvider(encodeProvider(provider));
    this.#saveBatches(now);
  }

  /** Removes tenants that have no report left in the window. */
  forget(ids: Iterable<string>): void {
    for (const id of ids) this.#sql.exec("DELETE FROM tenant WHERE id = ?", id);
  }

  /** Notes a batch; false when its id was taken within the last ten minutes. */
  takeBatch(tenant_id: string, batch_id: string, at: number): boolean {
    const key = `${tenant_id}\n${batch_id}`;
    if (this.#batches.has(key)) return false;
    const held = this.#sql.exec(
      "SELECT 1 FROM batch WHERE tenant_id = ? AND batch_id = ? AND at > ?",
      tenant_id,
      batch_id,
      at - BATCH_KEPT_MS,
    );
    if (held.toArray().length > 0) return false;
    this.#batches.set(key, { tenant_id, batch_id, at });
    return true;
  }

  /** Whether so many batch ids are in memory only that a snapshot should be taken now. */
  isCrowded(): boolean {
    return this.#batches.size >= MAX_UNSAVED_BATCHES;
  }

  /** Queues an event; it commits with whatever is written around it. */
  queue(event: WebhookEvent): void {
    if (this.#queued >= MAX_QUEUED) return;
    const written = this.#sql.exec(
      "INSERT INTO event (dedupe_key, body) VALUES (?, ?) ON CONFLICT (dedupe_key) DO NOTHING RETURNING id",
      event.dedupe_key,
      JSON.stringify(event),
    );
    this.#queued += written.toArray().length;
  }

  hasQueued(): boolean {
    return this.#queued > 0;
  }

  /** The events to publish, oldest first. One that cannot be read (of an older version) is dropped: it would hold up all others for good. */
  queued(): WebhookEvent[] {
    if (this.#queued === 0) return [];
    const rows = this.#sql.exec<{ id: number; body: string }>("SELECT id, body FROM event ORDER BY id LIMIT 50");
    return rows.toArray().flatMap(({ id, body }) => {
      const event = storedEventSchema.safeParse(JSON.parse(body));
      if (event.success) return event.data;
      this.#forgetEvents("id = ?", id);
      return [];
    });
  }

  /** An event was published. */
  sent(event: WebhookEvent): void {
    this.#forgetEvents("dedupe_key = ?", event.dedupe_key);
  }

  #forgetEvents(which: "id = ?" | "dedupe_key = ?", key: number | string): void {
    this.#queued -= this.#sql.exec(`DELETE FROM event WHERE ${which} RETURNING id`, key).toArray().length;
  }

  #saveProvider(body: string): void {
    if (body === this.#written) return;
    this.#sql.exec(
      "INSERT INTO provider (one, body) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET body = excluded.body",
      body,
    );
    this.#written = body;
  }

  #saveBatches(now: number): void {
    for (const { tenant_id, batch_id, at } of this.#batches.values()) {
      this.#sql.exec(
        `INSERT INTO batch (tenant_id, batch_id, at) VALUES (?, ?, ?)
         ON CONFLICT (tenant_id, batch_id) DO UPDATE SET at = excluded.at`,
        tenant_id,
        batch_id,
        at,
      );
    }
    this.#batches.clear();
    this.#sql.exec("DELETE FROM batch WHERE at <= ?", now - BATCH_KEPT_MS);
  }
}
