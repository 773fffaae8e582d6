import { retiredFrom } from "../cost/eligibility.ts";
import { formatDecimal } from "../money/decimal.ts";
import type { Meter } from "../pricing/meter.ts";
import type { Offer } from "../pricing/offer.ts";
import type { Multiplier, RateCondition, RateSlot, SourcedRate, TimeWindow } from "../pricing/rate.ts";

/** One offer in a list: who sells it, the unconditional standard prices, what it can do. */
export function offerSummary(offer: Offer, now: number): Record<string, unknown> {
  return {
    id: offer.id,
    provider: offer.provider,
    model: offer.model,
    ...(offer.name === undefined ? {} : { name: offer.name }),
    mode: offer.mode,
    price_type: offer.price_type,
    price_status: offer.price_status,
    estimated: offer.estimated,
    usd_per_unit: basePrices(offer),
    limits: offer.limits,
    capabilities: offer.capabilities,
    deprecated: isDeprecated(offer, now),
    ...(offer.deprecation_date === undefined ? {} : { deprecation_date: offer.deprecation_date }),
    flags: offer.flags,
  };
}

/** The same with every rate, its provenance and each dissent. */
export function offerDetail(offer: Offer, now: number): Record<string, unknown> {
  return {
    ...offerSummary(offer, now),
    declared_provider: offer.declared_provider,
    aliases: offer.aliases,
    sources: offer.sources,
    rates: offer.rates.map(rateView),
    ...(offer.withheld === undefined ? {} : { withheld: offer.withheld.map(slotView) }),
    multipliers: offer.multipliers.map(multiplierView),
    ...(offer.last_seen === undefined ? {} : { last_seen: offer.last_seen }),
  };
}

/** `deprecation_date` is the day from which the seller retires it, read in UTC. */
export function isDeprecated(offer: Offer, now: number): boolean {
  return retiredFrom(offer) <= now;
}

function basePrices(offer: Offer): Partial<Record<Meter, string>> {
  const prices: Partial<Record<Meter, string>> = {};
  for (const rate of offer.rates) {
    if (rate.tier === "standard" && rate.condition === null) prices[rate.meter] = formatDecimal(rate.usd);
  }
  return prices;
}

export function rateView(rate: SourcedRate): Record<string, unknown> {
  return {
    ...slotView(rate),
    usd_per_unit: formatDecimal(rate.usd),
    source: rate.source,
    source_key: rate.source_key,
    as_of: rate.as_of,
    dissents: rate.dissents.map((dissent) => ({
      source: dissent.source,
      source_key: dissent.source_key,
      usd_per_unit: formatDecimal(dissent.usd),
      as_of: dissent.as_of,
    })),
  };
}

/** Where a price stands, without the price. */
function slotView({ meter, tier, condition }: RateSlot): Record<string, unknown> {
  return {
    meter,
    service_tier: tier,
    ...(condition === null ? {} : { condition: conditionView(condition) }),
  };
}

export function conditionView(condition: RateCondition): Record<string, unknown> {
  const { above_tokens, inclusive, windows, variant } = condition;
  return {
    ...(above_tokens === undefined
      ? {}
      : inclusive === true
        ? { from_input_tokens: above_tokens }
        : { above_input_tokens: above_tokens }),
    ...(windows === undefined ? {} : { windows: windows.map(windowView) }),
    ...(variant === undefined ? {} : { variant }),
  };
}

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function windowView(window: TimeWindow): Record<string, unknown> {
  return {
    utc_start: clock(window.start_minute),
    utc_end: clock(window.end_minute),
    ...(window.weekdays === undefined ? {} : { weekdays: window.weekdays.map((day) => WEEKDAYS[day]) }),
    ...(window.weekday_timezone === undefined ? {} : { weekday_timezone: window.weekday_timezone }),
  };
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function multiplierView(multiplier: Multiplier): Record<string, unknown> {
  return { kind: multiplier.kind, name: multiplier.name, factor: formatDecimal(multiplier.factor) };
}
