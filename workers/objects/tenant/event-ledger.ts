import { add, compare, formatDecimal, parseDecimal, ZERO, type Decimal } from "../../../shared/money/decimal.ts";
import { CAUSES } from "../../../shared/tenancy/bill-cause.ts";
import type { BilledRow } from "../../../shared/tenancy/reconciliation.ts";
import { RETENTION_DAYS } from "../../../shared/tenancy/usage-event.ts";
import { QUARTER_MS } from "../../../shared/tenancy/zoned-period.ts";
import type { CostedEvent } from "./costed-event.ts";
import { causeFor, type EstimateRow } from "./event-cause.ts";
import type { SpendClock } from "./spend-clock.ts";

const DAY_MS = 86_400_000;
/** Estimates are linkable for a week: a batch job settles within a day. */
const ESTIMATE_KEPT_MS = 7 * DAY_MS;

interface Recorded {
  readonly accepted: number;
  readonly duplicates: number;
  /** Ids of this tenant's estimates that were settled now. */
  readonly settled: readonly string[];
  readonly fresh: readonly CostedEvent[];
}

interface SpendRow {
  /** Offer id or UTC day. */
  readonly group: string;
  readonly events: number;
  readonly total_usd: string;
}

export interface Spend {
  readonly total_usd: string;
  readonly partial: boolean;
  readonly rows: readonly SpendRow[];
}

/** One stored event, as exports and savings read it. */
export interface StoredEvent extends Record<string, SqlStorageValue> {
  id: string;
  at: number;
  model: string;
  usage: string;
  service_tier: string;
  region: string | null;
  price_version: string;
  spend: string;
  cost: string | null;
  billed: string | null;
  estimated: string | null;
  estimate_id: string | null;
  cache_key: string | null;
  partial: number;
  caching: string | null;
  batch: string | null;
  list: string | null;
  cause: string | null;
}

/** A billed event whose difference nothing that was known when it came in explains. */
export interface UnexplainedBill extends Record<string, SqlStorageValue> {
  id: string;
  at: number;
  model: string;
  usage: string;
  service_tier: string;
  region: string | null;
  cost: string | null;
  billed: string;
}

const COLUMNS =
  "id, at, model, usage, service_tier, region, price_version, spend, cost, billed, estimated, estimate_id, cache_key, partial, caching, batch, list, cause";

/** Usage events of one tenant: each counts once, by its id. */
export class EventLedger {
  readonly #sql: SqlStorage;
  readonly #clock: SpendClock;

  constructor(sql: SqlStorage, clock: SpendClock) {
    this.#sql = sql;
    this.#clock = clock;
  }

  /** Inside the caller's transaction: all of it is stored, or nothing. */
  record(events: readonly CostedEvent[], now: number): Recorded {
    const settled: string[] = [];
    const fresh: CostedEvent[] = [];
    for (const event of events) {
      const estimate = event.estimate_id === null ? null : this.#estimate(event.estimate_id);
      const open = estimate !== null && estimate.settled_by === null ? estimate : null;
      const spend = parseDecimal(event.billed_usd ?? event.cost_usd ?? "0") ?? ZERO;
      if (!this.#insert(event, open, spend, now)) continue;
      fresh.push(event);
      this.#clock.add(event.at, spend, formatDecimal);
      if (open === null) continue;
      this.#sql.exec("UPDATE reservations SET settled_by = ? WHERE id = ?", event.id, open.id);
      settled.push(open.id);
    }
    return { accepted: fresh.length, duplicates: events.length - fresh.length, settled, fresh };
  }

  /** Days are UTC; `from` inside, `to` outside. */
  spend(from: number, to: number, by: "model" | "day"): Spend {
    const group = by === "model" ? "model" : "date(at / 1000, 'unixepoch')";
    const groups = new Map<string, { events: number; total: Decimal }>();
    let total = ZERO;
    let partial = false;
    const rows = this.#sql.exec<{ name: string; spend: string; partial: number }>(
      `SELECT ${group} AS name, spend, partial FROM events WHERE at >= ? AND at < ?`,
      from,
      to,
    );
    for (const row of rows) {
      const usd = parseDecimal(row.spend) ?? ZERO;
      const sum = groups.get(row.name) ?? { events: 0, total: ZERO };
      groups.set(row.name, { events: sum.events + 1, total: add(sum.total, usd) });
      total = add(total, usd);
      partial ||= row.partial !== 0;
    }
    return { total_usd: formatDecimal(total), partial, rows: ordered(groups, by) };
  }

  /** Events with a bill, in order of time; the ids of the newest where there are more than `limit`. */
  billed(from: number, to: number, limit: number): BilledRow[] {
    return this.#sql
      .exec<{ id: string; model: string; estimated: string | null; billed: string; cause: string | null }>(
        `SELECT id, model, estimated, billed, cause FROM events
         WHERE at >= ? AND at < ? AND billed IS NOT NULL ORDER BY at DESC, id DESC LIMIT ?`,
        from,
        to,
        limit,
      )
      .toArray()
      .toReversed()
      .map((row) => ({
        id: row.id,
        model: row.model,
        estimated_usd: row.estimated,
        billed_usd: row.billed,
        cause: CAUSES.find((cause) => cause === row.cause) ?? null,
      }));
  }

  /** The newest events with a bill that nothing explains. */
  unexplained(from: number, to: number, limit: number): UnexplainedBill[] {
    return this.#sql
      .exec<UnexplainedBill>(
        `SELECT id, at, model, usage, service_tier, region, cost, billed FROM events
         WHERE at >= ? AND at < ? AND billed IS NOT NULL AND cause = 'unknown' ORDER BY at DESC, id DESC LIMIT ?`,
        from,
        to,
        limit,
      )
      .toArray();
  }

  /** A page of events in order of time, after the last one of the page before. */
  page(from: number, to: number, after: { at: number; id: string } | null, limit: number): StoredEvent[] {
    return this.#sql
      .exec<StoredEvent>(
        `SELECT ${COLUMNS} FROM events WHERE at >= ?1 AND at < ?2 AND (at, id) > (?3, ?4) ORDER BY at, id LIMIT ?5`,
        from,
        to,
        after?.at ?? -1,
        after?.id ?? "",
        limit,
      )
      .toArray();
  }

  count(from: number, to: number): number {
    return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM events WHERE at >= ? AND at < ?", from, to).one().n;
  }

  /** Drops what is older than the stated retention. */
  prune(now: number): void {
    const oldest = now - RETENTION_DAYS * DAY_MS;
    this.#sql.exec("DELETE FROM events WHERE at < ?", oldest);
    this.#sql.exec("DELETE FROM quarters WHERE quarter < ?", Math.floor(oldest / QUARTER_MS));
    this.#sql.exec("DELETE FROM reservations WHERE expires_at < ?", now - ESTIMATE_KEPT_MS);
    this.#sql.exec("DELETE FROM alerts WHERE at < ?", oldest);
  }

  /** Only this tenant's: an estimate of anybody else is not in this object at all. */
  #estimate(id: string): EstimateRow | null {
    const [row] = this.#sql
      .exec<EstimateRow>(
        "SELECT id, amount, price_version, input_tokens, settled_by FROM reservations WHERE id = ?",
        id,
      )
      .toArray();
    return row ?? null;
  }

  #insert(event: CostedEvent, estimate: EstimateRow | null, spend: Decimal, now: number): boolean {
    const estimated = estimate?.amount ?? event.cost_usd;
    const { rowsWritten } = this.#sql.exec(
      `INSERT INTO events (received_at, ${COLUMNS}) VALUES (${"?, ".repeat(18)}?) ON CONFLICT (id) DO NOTHING`,
      now,
      event.id,
      event.at,
      event.model,
      event.usage,
      event.service_tier,
      event.region,
      event.price_version,
      formatDecimal(spend),
      event.cost_usd,
      event.billed_usd,
      estimated,
      event.estimate_id,
      event.cache_key,
      event.partial ? 1 : 0,
      event.caching_usd,
      event.batch_usd,
      event.list_usd,
      causeFor(event, estimate),
    );
    return rowsWritten > 0;
  }
}

/** Days in order, models by what they cost. */
function ordered(groups: ReadonlyMap<string, { events: number; total: Decimal }>, by: "model" | "day"): SpendRow[] {
  const entries = [...groups].sort(
    ([a, x], [b, y]) => (by === "day" ? 0 : compare(y.total, x.total)) || (a < b ? -1 : 1),
  );
  return entries.map(([group, { events, total }]) => ({ group, events, total_usd: formatDecimal(total) }));
}
