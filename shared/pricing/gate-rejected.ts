import { formatDecimal } from "../money/decimal.ts";
import type { AcceptedOffer, AcceptedRate } from "./accepted.ts";
import type { GateContext } from "./gates.ts";
import { heldId } from "./held.ts";
import type { HeldRow } from "./held.ts";
import { METERS } from "./meter.ts";
import type { RateSlot } from "./rate.ts";
import { baseRate, bySlot, slotKey } from "./slot.ts";
import type { RejectedRow } from "./source.ts";

/** So many rows that were never good are listed one by one: a body of garbage does not fill the quarantine. */
const MAX_LISTED = 500;

export interface KeptRows {
  /** The rows that were read, with last good prices where one was unreadable, and last good offers in place of unreadable rows. */
  readonly offers: readonly AcceptedOffer[];
  readonly held: readonly HeldRow[];
}

/**
 * What a body names and does not say readably keeps its last good price as long as the source goes on so: it is broken, it has not vanished.
 * An accepted hold lets it go the way of what vanished.
 */
export function keepRejected(
  rejected: readonly RejectedRow[],
  read: readonly AcceptedOffer[],
  context: GateContext,
): KeptRows {
  if (rejected.length === 0) return { offers: read, held: [] };
  const keeper = new Keeper(read, context);
  for (const refusal of rejected) keeper.take(refusal);
  return {
    offers: [...keeper.offers.values()],
    held: [...keeper.held.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

class Keeper {
  readonly offers: Map<string, AcceptedOffer>;
  readonly held = new Map<string, HeldRow>();
  readonly #context: GateContext;
  readonly #good: ReadonlyMap<string, AcceptedOffer>;
  readonly #read: ReadonlyMap<string, string>;
  #listed = 0;

  constructor(read: readonly AcceptedOffer[], context: GateContext) {
    this.offers = new Map(read.map((offer) => [offer.id, offer]));
    this.#context = context;
    this.#good = new Map([...context.good.values()].map((offer) => [offer.key, offer]));
    this.#read = new Map(read.map(({ key, id }) => [key, id]));
  }

  take(refusal: RejectedRow): void {
    const good = this.#good.get(refusal.key);
    const row = this.offers.get(this.#read.get(refusal.key) ?? "");
    if (refusal.meter !== undefined && row !== undefined) this.#keepRates(refusal, row, good);
    else if (refusal.meter === undefined && !this.offers.has(good?.id ?? "")) this.#keepRow(refusal, good);
  }

  #keepRow(refusal: RejectedRow, good: AcceptedOffer | undefined): void {
    if (good === undefined && (this.#listed += 1) > MAX_LISTED) return;
    const last = good === undefined ? undefined : (baseRate(good.rates, "input_tokens") ?? good.rates[0]);
    if (!this.#hold(refusal, good?.id ?? refusal.key, "row", last ?? slotOf("input_tokens"), last)) return;
    if (good !== undefined && good.last_seen === undefined) this.offers.set(good.id, this.#dated(good));
  }

  /** Every last good price of the meter that the row states no more; without any, the meter's price is withheld. */
  #keepRates(refusal: RejectedRow, row: AcceptedOffer, good: AcceptedOffer | undefined): void {
    const meter = METERS.find((name) => name === refusal.meter);
    if (meter === undefined) return;
    const stated = bySlot(row.rates);
    const lost = (good?.rates ?? []).filter((rate) => rate.meter === meter && !stated.has(slotKey(rate)));
    const kept = lost.filter((rate) => this.#hold(refusal, row.id, "rate", rate, rate));
    if (kept.length > 0) {
      const rates = kept.map((rate) => ({ ...rate, as_of: rate.as_of ?? good?.as_of ?? this.#context.good_as_of }));
      this.offers.set(row.id, { ...row, rates: [...row.rates, ...rates] });
    } else if (lost.length === 0 && !stated.has(slotKey(slotOf(meter)))) {
      if (!this.#hold(refusal, row.id, "rate", slotOf(meter), undefined)) return;
      this.offers.set(row.id, { ...row, withheld: [...(row.withheld ?? []), slotOf(meter)] });
    }
  }

  /** Whether it is held; not when an operator has accepted that there is no price. */
  #hold(
    { key, reason, detail }: RejectedRow,
    offer: string,
    scope: HeldRow["scope"],
    { meter, tier, condition }: RateSlot,
    last: AcceptedRate | undefined,
  ): boolean {
    const { source, known, decisions, now } = this.#context;
    const id = heldId(source, { id: offer, key }, { meter, tier, condition, precedence: 0 }, null);
    if (decisions.accepted.has(id)) return false;
    const before = known.get(id);
    this.held.set(id, {
      id,
      source,
      offer,
      key,
      meter,
      tier,
      condition,
      scope,
      old: last === undefined ? (before?.old ?? null) : formatDecimal(last.usd),
      new: null,
      reason: reason === "negative" ? "negative_price" : "unreadable_price",
      detail: `${reason}: ${detail}`,
      since: before?.since ?? now,
      decision: decisions.rejected.has(id) ? "reject" : null,
    });
    return true;
  }

  #dated(good: AcceptedOffer): AcceptedOffer {
    return good.as_of === undefined ? { ...good, as_of: this.#context.good_as_of } : good;
  }
}

function slotOf(meter: RateSlot["meter"]): RateSlot {
  return { meter, tier: "standard", condition: null, precedence: 0 };
}
