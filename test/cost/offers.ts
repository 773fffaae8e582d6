import { decimalFromNumber, parseDecimal, ZERO, type Decimal } from "../../shared/money/decimal.ts";
import type { Meter } from "../../shared/pricing/meter.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import type { Multiplier, RateCondition, ServiceTier, SourcedRate } from "../../shared/pricing/rate.ts";

export function usd(text: string): Decimal {
  return parseDecimal(text) ?? ZERO;
}

export interface RateOptions {
  readonly tier?: ServiceTier;
  readonly condition?: RateCondition | null;
  readonly precedence?: number;
}

/** A rate of the catalog; thresholds carry their number of tokens as precedence, as the sources write it. */
export function rate(meter: Meter, price: string | number, options: RateOptions = {}): SourcedRate {
  const condition = options.condition ?? null;
  return {
    meter,
    tier: options.tier ?? "standard",
    usd: (typeof price === "number" ? decimalFromNumber(price) : parseDecimal(price)) ?? ZERO,
    condition,
    precedence: options.precedence ?? condition?.above_tokens ?? 0,
    source: "litellm",
    source_key: "key",
    as_of: "2026-08-01",
    dissents: [],
  };
}

export function above(meter: Meter, tokens: number, price: string, tier: ServiceTier = "standard"): SourcedRate {
  return rate(meter, price, { tier, condition: { above_tokens: tokens } });
}

export function multiplier(kind: Multiplier["kind"], name: string, factor: string): Multiplier {
  return { kind, name, factor: usd(factor) };
}

export function offer(rates: readonly SourcedRate[], facts: Partial<Offer> = {}): Offer {
  return {
    id: "acme/model",
    provider: "acme",
    declared_provider: "acme",
    aliases: [],
    mode: "chat",
    multipliers: [],
    limits: {},
    capabilities: [],
    flags: [],
    model: "model",
    price_type: "paid",
    price_status: "single_source",
    estimated: false,
    rates,
    sources: ["litellm"],
    ...facts,
  };
}
