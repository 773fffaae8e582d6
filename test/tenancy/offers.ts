import { parseDecimal, ZERO, type Decimal } from "../../shared/money/decimal.ts";
import type { Meter } from "../../shared/pricing/meter.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import type { RateCondition, ServiceTier, SourcedRate } from "../../shared/pricing/rate.ts";

export function usd(text: string): Decimal {
  return parseDecimal(text) ?? ZERO;
}

export function rate(
  meter: Meter,
  price: string,
  tier: ServiceTier = "standard",
  condition: RateCondition | null = null,
): SourcedRate {
  return {
    meter,
    tier,
    usd: usd(price),
    condition,
    precedence: condition?.above_tokens ?? 0,
    source: "litellm",
    source_key: "row",
    as_of: "2026-11-25",
    dissents: [],
  };
}

export function offer(id: string, rates: readonly SourcedRate[], over: Partial<Offer> = {}): Offer {
  const slash = id.indexOf("/");
  return {
    id,
    provider: id.slice(0, slash),
    declared_provider: id.slice(0, slash),
    aliases: [],
    mode: "chat",
    multipliers: [],
    limits: {},
    capabilities: [],
    flags: [],
    model: id.slice(slash + 1),
    price_type: "paid",
    price_status: "single_source",
    estimated: false,
    rates,
    sources: ["litellm"],
    ...over,
  };
}
