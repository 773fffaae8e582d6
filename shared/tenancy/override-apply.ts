import { isZero, multiply, type Decimal } from "../money/decimal.ts";
import { divideRounded } from "../money/divide.ts";
import type { Meter } from "../pricing/meter.ts";
import type { Offer } from "../pricing/offer.ts";
import type { Rate, SourcedRate } from "../pricing/rate.ts";
import { baseRate, slotKey } from "../pricing/slot.ts";
import {
  bounded,
  MOST_DIGITS,
  compositionFor,
  type CompiledOverrides,
  type CompiledRule,
  type Composition,
} from "./override-compile.ts";

/** Offers remembered at a tenant's prices: those that one tenant asks for again and again. */
const MOST_APPLIED = 256;

/**
 * The offer at the tenant's prices: every rate of every tier and threshold, with `price_status: "override"`.
 * The same object when no rule is in force on it.
 */
export function applyOverrides(overrides: CompiledOverrides, offer: Offer, now: number): Offer {
  const composition = compositionFor(overrides, offer.id);
  if (composition === null) return offer;
  const known = composition.dated ? undefined : overrides.applied.get(offer.id);
  if (known?.list === offer) return known.sell;
  const sell = applied(overrides, offer, inForce(composition, now));
  if (!composition.dated) remember(overrides, offer, sell);
  return sell;
}

/** The same object every time, so that what others derive from it once is not derived again. */
function remember(overrides: CompiledOverrides, list: Offer, sell: Offer): void {
  if (overrides.applied.size >= MOST_APPLIED) overrides.applied.clear();
  overrides.applied.set(list.id, { list, sell });
}

function applied(overrides: CompiledOverrides, offer: Offer, levels: readonly (readonly CompiledRule[])[]): Offer {
  if (levels.every((rules) => rules.length === 0)) return offer;
  const rates = offer.rates.map((rate) => withHeld(overrides, offer, ruled(levels, offer, rate)));
  const added = addedRates(levels, offer);
  return {
    ...offer,
    price_type: offer.price_type !== "free" && added.length > 0 ? "paid" : offer.price_type,
    price_status: "override",
    rates: added.length === 0 ? rates : [...rates, ...added],
  };
}

function inForce(composition: Composition, now: number): readonly (readonly CompiledRule[])[] {
  if (!composition.dated) return composition.levels;
  return composition.levels.map((rules) => rules.filter((rule) => now >= rule.from && now < rule.to));
}

/** The rules that decide a meter of an offer at an instant, in the order in which they apply. */
export function rulesInForce(
  overrides: CompiledOverrides,
  offerId: string,
  meter: Meter,
  now: number,
): readonly CompiledRule[] {
  const composition = compositionFor(overrides, offerId);
  return composition === null ? [] : rulesOn(inForce(composition, now), meter);
}

/** The rules on a meter: those of the first level that has any, in the order given. */
function rulesOn(levels: readonly (readonly CompiledRule[])[], meter: Meter): readonly CompiledRule[] {
  for (const rules of levels) {
    const speaking = rules.filter((rule) => rule.meter === null || rule.meter === meter);
    if (speaking.length > 0) return speaking;
  }
  return [];
}

function ruled(levels: readonly (readonly CompiledRule[])[], offer: Offer, rate: SourcedRate): SourcedRate {
  const rules = rulesOn(levels, rate.meter);
  if (rules.length === 0) return rate;
  let usd = rate.usd;
  for (const rule of rules) {
    usd = rule.factor === null ? fixed(rule.value, offer, rate) : bounded(multiply(usd, rule.factor));
  }
  return { ...rate, usd };
}

/**
 * `set` states the standard price of a meter. Its other tiers and thresholds keep their ratio to it, so that a batch still costs half
 * and a long context still costs more; where the list has no standard price to relate to, they take the value as it is.
 */
function fixed(value: Decimal, offer: Offer, rate: SourcedRate): Decimal {
  if (isStandard(rate)) return value;
  const standard = baseRate(offer.rates, rate.meter);
  if (standard === undefined || isZero(standard.usd)) return value;
  return divideRounded(multiply(value, rate.usd), standard.usd, MOST_DIGITS);
}

function isStandard(rate: Rate): boolean {
  return rate.tier === "standard" && rate.condition === null;
}

/** A `set` of a named meter that the list does not price gives the tenant that price, on offers without any price too. */
function addedRates(levels: readonly (readonly CompiledRule[])[], offer: Offer): SourcedRate[] {
  const meters = new Set(
    levels.flatMap((rules) => rules.flatMap((rule) => (rule.factor === null ? (rule.meter ?? []) : []))),
  );
  return [...meters].flatMap((meter) => {
    if (offer.rates.some((rate) => rate.meter === meter)) return [];
    const usd = chained(rulesOn(levels, meter));
    return usd === null ? [] : [addedRate(offer, meter, usd)];
  });
}

/** The last `set` and what multiplies it; null where nothing sets a price. */
function chained(rules: readonly CompiledRule[]): Decimal | null {
  let usd: Decimal | null = null;
  for (const rule of rules) {
    if (rule.factor === null) usd = rule.value;
    else if (usd !== null) usd = bounded(multiply(usd, rule.factor));
  }
  return usd;
}

function addedRate(offer: Offer, meter: Meter, usd: Decimal): SourcedRate {
  const [first] = offer.rates;
  return {
    meter,
    tier: "standard",
    usd,
    condition: null,
    precedence: 0,
    source: first?.source ?? offer.sources[0] ?? "bundled",
    source_key: "override",
    as_of: first?.as_of ?? "",
    dissents: [],
  };
}

function withHeld(overrides: CompiledOverrides, offer: Offer, rate: SourcedRate): SourcedRate {
  const usd = overrides.held.get(offer.id)?.get(slotKey(rate));
  return usd === undefined ? rate : { ...rate, usd };
}
