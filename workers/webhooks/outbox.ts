import { retryDelay } from "./retry-schedule.ts";
import type { Attempt, Destination } from "./send.ts";
import type { WebhookEvent } from "./event.ts";

/** Deliveries in flight at once: the platform gives an invocation six connections. */
const IN_FLIGHT = 6;
/** Deliveries of one round, and of one hook in it, so that a slow destination does not hold up the others. */
const ROUND = 36;
const ROUND_PER_HOOK = 6;
/** A delivery in flight is nobody else's for this long; if the object dies meanwhile it is sent again, with the same id. */
const LEASE_MS = 15_000;
/** Undelivered messages of one hook; more become dead letters at once. */
const MAX_PENDING = 1_000;
/** How long finished deliveries are kept, ms: a week, so that they can be looked at and replayed. */
const KEEP_MS = 7 * 86_400_000;
/** Finished deliveries kept whatever their age. */
const KEEP_ROWS = 5_000;

type DeliveryStatus = "pending" | "delivered" | "dead";

/** A line of the delivery log. */
export type Delivery = {
  /** `webhook-id`: one per event and hook, the same in every attempt and replay. */
  readonly id: string;
  readonly hook: string;
  readonly type: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly last_status: number | null;
  readonly last_error: string | null;
  /** Epoch ms. */
  readonly created_at: number;
  readonly next_at: number | null;
  readonly finished_at: number | null;
};

/** Where a hook's deliveries go at the time of sending; null when the hook is gone. */
type ResolveHook = (hook: string) => Destination | null;

type Row = { id: string; hook: string; body: string; failures: number };

/**
 * Deliveries that must not be lost, inside any SQLite-backed Durable Object. `enqueue` is plain synchronous SQL, so it commits
 * with the writes around it; the owner calls `deliverDue` from its alarm and arms the next one for the time it returns.
 */
export class Outbox {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS outbox_delivery (
        id TEXT PRIMARY KEY, hook TEXT NOT NULL, dedupe_key TEXT NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL,
        status TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
        last_status INTEGER, last_error TEXT, created_at INTEGER NOT NULL, next_at INTEGER, finished_at INTEGER,
        UNIQUE (hook, dedupe_key)
      );
      CREATE INDEX IF NOT EXISTS outbox_due ON outbox_delivery (next_at) WHERE status = 'pending';
    `);
  }

  /** Queues an event for a hook, due at once. False when this hook has been given the event before. */
  enqueue(hook: string, event: WebhookEvent, now: number): boolean {
    const pending = this.#sql
      .exec<{ n: number }>("SELECT count(*) AS n FROM outbox_delivery WHERE status = 'pending' AND hook = ?", hook)
      .one().n;
    const full = pending >= MAX_PENDING;
    const written = this.#sql.exec(
      `INSERT INTO outbox_delivery (id, hook, dedupe_key, type, body, status, last_error, created_at, next_at, finished_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hook, dedupe_key) DO NOTHING RETURNING id`,
      `msg_${crypto.randomUUID().replaceAll("-", "")}`,
      hook,
      event.dedupe_key,
      event.type,
      bodyOf(event),
      full ? "dead" : "pending",
      full ? "queue_full" : null,
      now,
      full ? null : now,
      full ? now : null,
    );
    return written.toArray().length > 0;
  }

  /**
   * Sends what is due, at most one round of it. Safe to call while an earlier call is still waiting for answers.
   *
   * @returns when the next delivery is due (epoch ms), null when none is.
   */
  async deliverDue(now: number, resolve: ResolveHook, random: () => number = Math.random): Promise<number | null> {
    const started = Date.now();
    // The caller's clock, moved on by what the round has taken.
    const clock = () => now + Date.now() - started;
    const rows = this.#lease(now);
    const lanes = Array.from({ length: IN_FLIGHT }, async () => {
      for (let row = rows.shift(); row !== undefined; row = rows.shift())
        await this.#deliver(row, resolve, clock, random());
    });
    await Promise.all(lanes);
    this.#prune(now);
    return this.nextDue();
  }

  /** When the next delivery is due (epoch ms); null when none is. */
  nextDue(): number | null {
    return this.#sql
      .exec<{ at: number | null }>("SELECT min(next_at) AS at FROM outbox_delivery WHERE status = 'pending'")
      .one().at;
  }

  /** The latest deliveries, of one hook or of all, dead letters among them. */
  deliveries(options: { hook?: string; status?: DeliveryStatus; limit?: number } = {}): Delivery[] {
    const { hook = null, status = null, limit = 100 } = options;
    return this.#sql
      .exec<Delivery>(
        `SELECT id, hook, type, status, attempts, last_status, last_error, created_at, next_at, finished_at
         FROM outbox_delivery WHERE (?1 IS NULL OR hook = ?1) AND (?2 IS NULL OR status = ?2)
         ORDER BY created_at DESC, rowid DESC LIMIT ?3`,
        hook,
        status,
        limit,
      )
      .toArray();
  }

  /** Sends a hook's finished delivery once more, under the same id, with the whole schedule before it. False when there is none. */
  replay(hook: string, id: string, now: number): boolean {
    const rows = this.#sql.exec(
      `UPDATE outbox_delivery SET status = 'pending', failures = 0, next_at = ?, finished_at = NULL
       WHERE id = ? AND hook = ? AND status != 'pending' RETURNING id`,
      now,
      id,
      hook,
    );
    return rows.toArray().length > 0;
  }

  /** Forgets a hook and everything queued for it. */
  dropHook(hook: string): void {
    this.#sql.exec("DELETE FROM outbox_delivery WHERE hook = ?", hook);
  }

  /** Takes a fair round of what is due and marks it as in flight. */
  #lease(now: number): Row[] {
    const rows = this.#sql
      .exec<Row>(
        `SELECT id, hook, body, failures FROM (
           SELECT id, hook, body, failures, next_at, row_number() OVER (PARTITION BY hook ORDER BY next_at, rowid) AS place
           FROM outbox_delivery WHERE status = 'pending' AND next_at <= ?
         ) WHERE place <= ? ORDER BY next_at LIMIT ?`,
        now,
        ROUND_PER_HOOK,
        ROUND,
      )
      .toArray();
    for (const { id } of rows)
      this.#sql.exec("UPDATE outbox_delivery SET next_at = ? WHERE id = ?", now + LEASE_MS, id);
    return rows;
  }

  async #deliver(row: Row, resolve: ResolveHook, clock: () => number, random: number): Promise<void> {
    const to = resolve(row.hook);
    if (to === null) {
      this.#finish(row.id, "dead", { status: null, error: "hook_gone" }, 0, clock());
      return;
    }
    const { send } = await import("./send.ts");
    const attempt = await send(to, row.id, row.body, clock());
    this.#record(row, attempt, clock(), random);
  }

  #record(row: Row, attempt: Attempt, now: number, random: number): void {
    const failures = row.failures + 1;
    const delay = attempt.ok || attempt.gone ? null : retryDelay(failures, random, attempt.asked_ms);
    if (delay === null) {
      this.#finish(row.id, attempt.ok ? "delivered" : "dead", attempt, 1, now);
      return;
    }
    this.#sql.exec(
      `UPDATE outbox_delivery SET attempts = attempts + 1, failures = ?, last_status = ?, last_error = ?, next_at = ?
       WHERE id = ?`,
      failures,
      attempt.status,
      attempt.error,
      Math.round(now + delay),
      row.id,
    );
  }

  #finish(
    id: string,
    status: DeliveryStatus,
    last: { status: number | null; error: string | null },
    attempts: number,
    now: number,
  ): void {
    this.#sql.exec(
      `UPDATE outbox_delivery SET status = ?, attempts = attempts + ?, last_status = ?, last_error = ?, next_at = NULL,
       finished_at = ? WHERE id = ?`,
      status,
      attempts,
      last.status,
      last.error,
      now,
      id,
    );
  }

  #prune(now: number): void {
    this.#sql.exec(
      `DELETE FROM outbox_delivery WHERE status != 'pending' AND (finished_at < ?1 OR rowid <= (
         SELECT rowid FROM outbox_delivery WHERE status != 'pending' ORDER BY rowid DESC LIMIT 1 OFFSET ?2))`,
      now - KEEP_MS,
      KEEP_ROWS,
    );
  }
}

/** `{type, timestamp, data}`, written once: every attempt sends the same bytes. */
function bodyOf(event: WebhookEvent): string {
  return JSON.stringify({ type: event.type, timestamp: new Date(event.at).toISOString(), data: event.data });
}
