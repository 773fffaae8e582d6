import { DurableObject } from "cloudflare:workers";
import { summarySchema, type BoardUpdate, type Summary } from "../../shared/health/board.ts";
import type { WebhookEvent } from "../webhooks/event.ts";
import { Outbox } from "../webhooks/outbox.ts";
import type { Destination } from "../webhooks/send.ts";
import { isSecret } from "../webhooks/secret.ts";

/** Providers kept. The one heard of least recently goes first, and one that no list shows before any that a list does: a tenant may report on whatever name it likes. */
const MAX_PROVIDERS = 2_000;
/** How long a note stands, ms: a window of 300 s, and the 120 s after which an isolate repeats it. */
const REPORTING_MS = 420_000;
/** Providers in a tenant's own list: each is asked for by itself. */
const MAX_REPORTED_ON = 64;
const OPERATOR = "operator";

interface Row {
  readonly version: number;
  readonly summary: Summary;
}

/**
 * One object: the last word of every provider's object, for readers who cannot ask forty of them, and the operator's outbox.
 * Memory is a cache of its SQLite storage.
 */
export class HealthBoard extends DurableObject<Env> {
  readonly #rows = new Map<string, Row>();
  readonly #outbox: Outbox;
  /** Versions are counted anew by each life of the object: a reader with another epoch gets the whole board. */
  readonly #epoch = crypto.randomUUID();
  #version = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#outbox = new Outbox(ctx.storage);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS summary (provider TEXT PRIMARY KEY, body TEXT NOT NULL)");
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS reporting (
      tenant_id TEXT NOT NULL, provider TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (tenant_id, provider)) WITHOUT ROWID`);
    ctx.storage.sql.exec("CREATE INDEX IF NOT EXISTS reporting_at ON reporting (at)");
    for (const { body } of ctx.storage.sql.exec<{ body: string }>("SELECT body FROM summary")) this.#load(body);
  }

  /** Takes the word of a provider's object; an older one than the board has is ignored. */
  push(summary: Summary): void {
    const { provider, window, status_page } = summary.data;
    if ((this.#rows.get(provider)?.summary.as_of ?? 0) > summary.as_of) return;
    this.#put(summary);
    if (window.calls === 0 && status_page === null && summary.data.state === "unknown") {
      // Says no more than silence: readers keep their copy, which ages into the same; the board need not.
      this.ctx.storage.sql.exec("DELETE FROM summary WHERE provider = ?", provider);
    } else {
      this.ctx.storage.sql.exec(
        "INSERT INTO summary (provider, body) VALUES (?, ?) ON CONFLICT (provider) DO UPDATE SET body = excluded.body",
        provider,
        JSON.stringify(summary),
      );
    }
    this.#bound();
  }

  /** What has changed since a reader's last look; the whole board for a reader of another epoch. */
  board(epoch: string, version: number): BoardUpdate {
    const whole = epoch !== this.#epoch;
    const changed: Summary[] = [];
    for (const row of this.#rows.values()) if (whole || row.version > version) changed.push(row.summary);
    return { epoch: this.#epoch, version: this.#version, whole, changed };
  }

  /** A tenant has reported on these providers at `now`. */
  noteReporting(tenant_id: string, providers: readonly string[], now: number): void {
    const { sql } = this.ctx.storage;
    for (const provider of providers) {
      sql.exec("INSERT OR REPLACE INTO reporting (tenant_id, provider, at) VALUES (?, ?, ?)", tenant_id, provider, now);
    }
    sql.exec("DELETE FROM reporting WHERE at < ?", now - REPORTING_MS);
    sql.exec(
      `DELETE FROM reporting WHERE tenant_id = ?1 AND provider IN (
         SELECT provider FROM reporting WHERE tenant_id = ?1 ORDER BY at DESC LIMIT -1 OFFSET ?2)`,
      tenant_id,
      MAX_REPORTED_ON,
    );
  }

  /** The providers a tenant has reported on lately, the newest first where there are too many. */
  reportedOn(tenant_id: string, now: number): string[] {
    return this.ctx.storage.sql
      .exec<{ provider: string }>(
        "SELECT provider FROM reporting WHERE tenant_id = ? AND at >= ? ORDER BY at DESC LIMIT ?",
        tenant_id,
        now - REPORTING_MS,
        MAX_REPORTED_ON,
      )
      .toArray()
      .map(({ provider }) => provider);
  }

  /** Queues alerts for the operator's hook; without one they are only logged. */
  async enqueueForOperator(events: readonly WebhookEvent[]): Promise<void> {
    if (this.#operator() === null) {
      for (const { type, at, data } of events) console.log(JSON.stringify({ event: "alert", type, at, data }));
      return;
    }
    for (const event of events) this.#outbox.enqueue(OPERATOR, event, Date.now());
    await this.#arm();
  }

  override async alarm(): Promise<void> {
    try {
      await this.#outbox.deliverDue(Date.now(), () => this.#operator());
    } finally {
      await this.#arm();
    }
  }

  async #arm(): Promise<void> {
    const due = this.#outbox.nextDue();
    if (due !== null) await this.ctx.storage.setAlarm(Math.max(due, Date.now()));
  }

  #operator(): Destination | null {
    const { OPERATOR_WEBHOOK_URL: url, OPERATOR_WEBHOOK_SECRET: secret } = this.env;
    return url === undefined || secret === undefined || !isSecret(secret) ? null : { url, secret };
  }

  #load(body: string): void {
    const parsed = summarySchema.safeParse(JSON.parse(body));
    // A summary of an older shape is replaced by the provider's next word.
    if (parsed.success) this.#put(parsed.data);
  }

  #put(summary: Summary): void {
    this.#version += 1;
    this.#rows.delete(summary.data.provider);
    this.#rows.set(summary.data.provider, { version: this.#version, summary });
  }

  #bound(): void {
    if (this.#rows.size <= MAX_PROVIDERS) return;
    const rows = [...this.#rows.values()];
    const { summary } = rows.find((row) => !row.summary.listed) ?? rows[0] ?? {};
    if (summary === undefined) return;
    this.#rows.delete(summary.data.provider);
    this.ctx.storage.sql.exec("DELETE FROM summary WHERE provider = ?", summary.data.provider);
  }
}
