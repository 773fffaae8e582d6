import type { Meter } from "./meter.ts";
import type { Offer } from "./offer.ts";
import type { Rate, RateCondition, RateSlot, ServiceTier } from "./rate.ts";

/** The place of a price whoever states it: meter, tier and condition; how a source orders its rates (`precedence`) is its own matter. */
export function slotKey(slot: Pick<RateSlot, "meter" | "tier" | "condition">): string {
  return `${slot.meter}|${slot.tier}|${conditionKey(slot.condition)}`;
}

/** `inclusive` is a seller's habit and not another price: left out. */
export function conditionKey(condition: RateCondition | null): string {
  if (condition === null) return "";
  const { above_tokens = "", windows, variant = "" } = condition;
  return JSON.stringify([above_tokens, variant, windows ?? 0]);
}

/** The unconditional standard price of a meter. */
export function baseRate<T extends RateSlot>(rates: readonly T[], meter: Meter): T | undefined {
  return rates.find((rate) => rate.meter === meter && isBase(rate));
}

/** Input and output prices that hold without any condition: when one of these fails, nothing else of the row is believed. */
export function isBaseToken(slot: RateSlot): boolean {
  return (slot.meter === "input_tokens" || slot.meter === "output_tokens") && isBase(slot);
}

/** The price of a meter in the same tier and under the same condition as another one, else that tier's unconditional price. */
export function companion<T extends Rate>(rates: readonly T[], of: RateSlot, meter: Meter): T | undefined {
  return (
    rates.find(
      (rate) => rate.meter === meter && rate.tier === of.tier && sameCondition(rate.condition, of.condition),
    ) ?? unconditional(rates, meter, of.tier)
  );
}

function unconditional<T extends Rate>(rates: readonly T[], meter: Meter, tier: ServiceTier): T | undefined {
  return rates.find((rate) => rate.meter === meter && rate.tier === tier && rate.condition === null);
}

function isBase(slot: RateSlot): boolean {
  return slot.tier === "standard" && slot.condition === null;
}

/** Every place in which the offer's source states a price, also where that price is withheld. */
export function statedSlots({ rates, withheld }: Pick<Offer, "rates" | "withheld">): readonly RateSlot[] {
  return withheld === undefined ? rates : [...rates, ...withheld];
}

/** Rates by slot; of several in one slot the first. */
export function bySlot<T extends RateSlot>(rates: readonly T[]): ReadonlyMap<string, T> {
  const slots = new Map<string, T>();
  for (const rate of rates) {
    const key = slotKey(rate);
    if (!slots.has(key)) slots.set(key, rate);
  }
  return slots;
}

/** One rate a slot, the first of several: a source that states two prices for one place has stated one too many. */
export function uniqueSlots<T extends RateSlot>(rates: readonly T[]): readonly T[] {
  for (let at = 1; at < rates.length; at += 1) {
    for (let before = 0; before < at; before += 1) {
      if (isSameSlot(rates[before], rates[at])) return [...bySlot(rates).values()];
    }
  }
  return rates;
}

/** What `slotKey` would say, without building one. */
export function isSameSlot(a: RateSlot | undefined, b: RateSlot | undefined): boolean {
  if (a === undefined || b === undefined || a.meter !== b.meter || a.tier !== b.tier) return false;
  return sameCondition(a.condition, b.condition);
}

function sameCondition(a: RateCondition | null, b: RateCondition | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.above_tokens !== b.above_tokens || a.variant !== b.variant) return false;
  return a.windows === b.windows || conditionKey(a) === conditionKey(b);
}
