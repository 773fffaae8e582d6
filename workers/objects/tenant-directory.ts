import { DurableObject } from "cloudflare:workers";
import * as z from "zod/mini";
import { planNamed, type PlanName } from "../../shared/tenancy/plans.ts";
import { storedEventSchema, type WebhookEvent } from "../webhooks/event.ts";
import type { Subscription } from "./tenant/directory-link.ts";

/** Tenants told at once; the platform gives an invocation six connections, RPC within it not counted against them. */
const AT_ONCE = 20;
/** Hand-overs in one round of the alarm. */
const ROUND = 400;
/** Events in one hand-over: far below the 2 MB of a stored value. */
const CHUNK = 200;
/** Waits between tries of one hand-over, ms: 2 s doubling up to 10 minutes, given up after 24 h. */
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 600_000;
const GIVE_UP_MS = 86_400_000;

export interface TenantEntry {
  readonly id: string;
  readonly plan: PlanName;
  readonly name: string | null;
  readonly created_at: number;
}

interface EntryRow extends Record<string, SqlStorageValue> {
  id: string;
  plan: string;
  name: string | null;
  created_at: number;
}

/** A row of a plan that this version does not know is not shown: an unknown plan is never taken for another one. */
function entryOf({ id, plan, name, created_at }: EntryRow): TenantEntry[] {
  const known = planNamed(plan);
  return known === undefined ? [] : [{ id, plan: known.name, name, created_at }];
}

interface HandOver extends Record<string, SqlStorageValue> {
  batch: number;
  tenant_id: string;
  failures: number;
  created_at: number;
}

const eventsSchema = z.array(storedEventSchema);

/** The events of a batch, for as long as a round lasts: read once, however many tenants listen. */
type EventsOf = (batch: number) => readonly WebhookEvent[];

/**
 * Which tenants exist, which key hash is whose, and who listens to what. Public events are handed to each listening tenant's object
 * at least once: stored first, then carried out by the alarm until the tenant has taken them.
 */
export class TenantDirectory extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  #armed_for: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS tenants (id TEXT PRIMARY KEY, plan TEXT NOT NULL, name TEXT, created_at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS key_owners (hash TEXT PRIMARY KEY, tenant_id TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS subscriptions (
        tenant_id TEXT NOT NULL, event TEXT NOT NULL, provider TEXT NOT NULL, PRIMARY KEY (event, provider, tenant_id)) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS subscriptions_of ON subscriptions (tenant_id);
      CREATE TABLE IF NOT EXISTS batches (id INTEGER PRIMARY KEY AUTOINCREMENT, events TEXT NOT NULL, created_at INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS hand_overs (
        batch INTEGER NOT NULL, tenant_id TEXT NOT NULL, failures INTEGER NOT NULL, next_at INTEGER NOT NULL,
        PRIMARY KEY (batch, tenant_id)) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS hand_overs_due ON hand_overs (next_at);
    `);
  }

  /** Repeating it changes nothing but the plan and name. */
  register(entry: TenantEntry): void {
    this.#sql.exec(
      `INSERT INTO tenants (id, plan, name, created_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (id) DO UPDATE SET plan = ?2, name = ?3`,
      entry.id,
      entry.plan,
      entry.name,
      entry.created_at,
    );
  }

  find(id: string): TenantEntry | null {
    return this.#sql.exec<EntryRow>("SELECT * FROM tenants WHERE id = ?", id).toArray().flatMap(entryOf)[0] ?? null;
  }

  /** In order of ids, after the last one of the page before; `next` is the last id where there may be more. */
  list(after: string, limit: number): { readonly entries: TenantEntry[]; readonly next: string | null } {
    const rows = this.#sql
      .exec<EntryRow>("SELECT * FROM tenants WHERE id > ? ORDER BY id LIMIT ?", after, limit)
      .toArray();
    return { entries: rows.flatMap(entryOf), next: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
  }

  ownerOf(hash: string): string | null {
    const [row] = this.#sql
      .exec<{ tenant_id: string }>("SELECT tenant_id FROM key_owners WHERE hash = ?", hash)
      .toArray();
    return row?.tenant_id ?? null;
  }

  /** What a tenant listens to now (all of it), and hashes of keys that are its. */
  update(tenant_id: string, subscriptions: readonly Subscription[], hashes: readonly string[]): void {
    this.ctx.storage.transactionSync(() => {
      this.#sql.exec("DELETE FROM subscriptions WHERE tenant_id = ?", tenant_id);
      for (const { event, provider } of subscriptions) {
        this.#sql.exec(
          "INSERT OR IGNORE INTO subscriptions (tenant_id, event, provider) VALUES (?, ?, ?)",
          tenant_id,
          event,
          provider ?? "",
        );
      }
      for (const hash of hashes) {
        this.#sql.exec("INSERT OR IGNORE INTO key_owners (hash, tenant_id) VALUES (?, ?)", hash, tenant_id);
      }
    });
  }

  /** Stores the events for everybody who listens; when this answers, each of them will be told. */
  async deliver(events: WebhookEvent[], now: number): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      for (let from = 0; from < events.length; from += CHUNK) this.#store(events.slice(from, from + CHUNK), now);
    });
    await this.#arm();
  }

  override async alarm(): Promise<void> {
    this.#armed_for = null;
    const now = Date.now();
    try {
      const due = this.#due(now);
      const eventsOf = this.#readOnce();
      for (let from = 0; from < due.length; from += AT_ONCE) {
        await Promise.all(due.slice(from, from + AT_ONCE).map((handOver) => this.#handOver(handOver, eventsOf, now)));
      }
      this.#sql.exec("DELETE FROM batches WHERE id NOT IN (SELECT batch FROM hand_overs)");
    } finally {
      await this.#arm();
    }
  }

  #store(events: readonly WebhookEvent[], now: number): void {
    const listeners = new Set(events.flatMap((event) => this.#listeners(event)));
    if (listeners.size === 0) return;
    const { id } = this.#sql
      .exec<{ id: number }>(
        "INSERT INTO batches (events, created_at) VALUES (?, ?) RETURNING id",
        JSON.stringify(events),
        now,
      )
      .one();
    for (const tenant_id of listeners) {
      this.#sql.exec(
        "INSERT INTO hand_overs (batch, tenant_id, failures, next_at) VALUES (?, ?, 0, ?)",
        id,
        tenant_id,
        now,
      );
    }
  }

  #listeners(event: WebhookEvent): string[] {
    const except = new Set(event.except_tenants);
    return this.#sql
      .exec<{ tenant_id: string }>(
        "SELECT DISTINCT tenant_id FROM subscriptions WHERE event = ?1 AND (provider = '' OR ?2 IS NULL OR provider = ?2)",
        event.type,
        event.provider ?? null,
      )
      .toArray()
      .map(({ tenant_id }) => tenant_id)
      .filter((id) => !except.has(id));
  }

  #due(now: number): HandOver[] {
    return this.#sql
      .exec<HandOver>(
        `SELECT batch, tenant_id, failures, created_at FROM hand_overs JOIN batches ON batches.id = batch
         WHERE next_at <= ? ORDER BY next_at, batch LIMIT ?`,
        now,
        ROUND,
      )
      .toArray();
  }

  #readOnce(): EventsOf {
    const read = new Map<number, readonly WebhookEvent[]>();
    return (batch) => {
      const known = read.get(batch);
      if (known !== undefined) return known;
      const { events } = this.#sql.exec<{ events: string }>("SELECT events FROM batches WHERE id = ?", batch).one();
      const parsed = eventsSchema.parse(JSON.parse(events));
      read.set(batch, parsed);
      return parsed;
    };
  }

  /** One tenant that cannot be reached delays nobody else. */
  async #handOver(handOver: HandOver, eventsOf: EventsOf, now: number): Promise<void> {
    const { batch, tenant_id, failures } = handOver;
    try {
      const events = eventsOf(batch).filter((event) => event.except_tenants?.includes(tenant_id) !== true);
      await this.env.TENANT.getByName(tenant_id).deliver(events, now);
      this.#drop(batch, tenant_id);
    } catch {
      if (now - handOver.created_at > GIVE_UP_MS) this.#drop(batch, tenant_id);
      else this.#postpone(batch, tenant_id, now + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures));
    }
  }

  #drop(batch: number, tenant_id: string): void {
    this.#sql.exec("DELETE FROM hand_overs WHERE batch = ? AND tenant_id = ?", batch, tenant_id);
  }

  #postpone(batch: number, tenant_id: string, next_at: number): void {
    this.#sql.exec(
      "UPDATE hand_overs SET failures = failures + 1, next_at = ? WHERE batch = ? AND tenant_id = ?",
      next_at,
      batch,
      tenant_id,
    );
  }

  async #arm(): Promise<void> {
    const { at } = this.#sql.exec<{ at: number | null }>("SELECT min(next_at) AS at FROM hand_overs").one();
    if (at === null || at === this.#armed_for) return;
    this.#armed_for = at;
    await this.ctx.storage.setAlarm(at);
  }
}
