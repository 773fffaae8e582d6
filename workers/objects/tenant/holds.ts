import { formatDecimal, parseDecimal, ZERO, type Decimal } from "../../../shared/money/decimal.ts";
import { slotKey } from "../../../shared/pricing/slot.ts";
import {
  isAllowed,
  judgeCostChange,
  type CostChange,
  type Hold,
  type MarginPolicy,
} from "../../../shared/tenancy/margin.ts";
import type { CompiledOverrides, HeldPrices } from "../../../shared/tenancy/override-compile.ts";

export interface HeldPrice {
  readonly model: string;
  readonly meter: string;
  /** Meter, tier and condition of the price. */
  readonly slot: string;
  readonly reason: string;
  readonly held_usd_per_unit: string;
  readonly would_be_usd_per_unit: string;
  readonly cost_usd_per_unit: string;
  readonly since: number;
}

interface HoldRow extends Record<string, SqlStorageValue> {
  offer: string;
  rate: string;
  meter: string;
  held: string;
  would_be: string;
  cost: string;
  reason: string;
  since: number;
}

/** Sell prices that margin protection keeps where they are. */
export class Holds {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  list(): HeldPrice[] {
    return this.#rows().map((row) => ({
      model: row.offer,
      meter: row.meter,
      slot: row.rate,
      reason: row.reason,
      held_usd_per_unit: row.held,
      would_be_usd_per_unit: row.would_be,
      cost_usd_per_unit: row.cost,
      since: row.since,
    }));
  }

  prices(): HeldPrices {
    const held = new Map<string, Map<string, Decimal>>();
    for (const row of this.#rows()) {
      const usd = parseDecimal(row.held);
      if (usd === null) continue;
      const rates = held.get(row.offer) ?? new Map<string, Decimal>();
      rates.set(row.rate, usd);
      held.set(row.offer, rates);
    }
    return held;
  }

  triples(): [string, string, string][] {
    return this.#rows().map((row) => [row.offer, row.rate, row.held]);
  }

  /** The hold that a change of an instant begins (null where it begins none), and whether a price in force has changed. */
  judge(
    policy: MarginPolicy,
    overrides: CompiledOverrides,
    change: CostChange,
    at: number,
    now: number,
  ): { begun: Hold | null; changed: boolean } {
    const rate = slotKey(change.slot);
    if (at < this.#seen(change.offer, rate)) return { begun: null, changed: false };
    const known = this.#find(change.offer, rate);
    const hold = judgeCostChange(policy, overrides, change, known === null ? null : parseDecimal(known.held), now);
    if (hold === null && known === null) return { begun: null, changed: false };
    this.#see(change.offer, rate, at);
    if (hold === null) this.#drop(change.offer, rate);
    else this.#keep(change, rate, hold, now);
    const changed = (hold === null) !== (known === null);
    return { begun: changed ? hold : null, changed };
  }

  /** Ends the holds that another policy would not have begun; whether there were any. */
  release(policy: MarginPolicy): boolean {
    const allowed = this.#rows().filter((row) => isAllowed(policy, holdOf(row)));
    for (const row of allowed) this.#drop(row.offer, row.rate);
    return allowed.length > 0;
  }

  clear(): void {
    this.#sql.exec("DELETE FROM holds");
  }

  #keep({ offer, slot }: CostChange, rate: string, hold: Hold, now: number): void {
    this.#sql.exec(
      `INSERT INTO holds (offer, rate, meter, held, would_be, cost, reason, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
       ON CONFLICT (offer, rate) DO UPDATE SET would_be = ?5, cost = ?6, reason = ?7`,
      offer,
      rate,
      slot.meter,
      formatDecimal(hold.held),
      formatDecimal(hold.would_be),
      formatDecimal(hold.cost),
      hold.reason,
      now,
    );
  }

  #find(offer: string, rate: string): HoldRow | null {
    return (
      this.#sql.exec<HoldRow>("SELECT * FROM holds WHERE offer = ? AND rate = ?", offer, rate).toArray()[0] ?? null
    );
  }

  #drop(offer: string, rate: string): void {
    this.#sql.exec("DELETE FROM holds WHERE offer = ? AND rate = ?", offer, rate);
  }

  #seen(offer: string, rate: string): number {
    const [row] = this.#sql
      .exec<{ at: number }>("SELECT at FROM holds_seen WHERE offer = ? AND rate = ?", offer, rate)
      .toArray();
    return row?.at ?? -Infinity;
  }

  #see(offer: string, rate: string, at: number): void {
    this.#sql.exec(
      "INSERT INTO holds_seen (offer, rate, at) VALUES (?1, ?2, ?3) ON CONFLICT (offer, rate) DO UPDATE SET at = ?3",
      offer,
      rate,
      at,
    );
  }

  #rows(): HoldRow[] {
    return this.#sql.exec<HoldRow>("SELECT * FROM holds ORDER BY offer, rate").toArray();
  }
}

function holdOf(row: HoldRow): Hold {
  const amount = (text: string) => parseDecimal(text) ?? ZERO;
  return {
    reason: row.reason === "margin" ? "margin" : "move",
    held: amount(row.held),
    would_be: amount(row.would_be),
    cost: amount(row.cost),
  };
}
