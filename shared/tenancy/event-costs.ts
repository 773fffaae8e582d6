import { estimate } from "../cost/estimate.ts";
import { isCostProblem, type CostProblem, type Receipt } from "../cost/receipt.ts";
import type { Usage } from "../cost/usage.ts";
import { subtract, type Decimal } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import { SERVICE_TIERS, type ServiceTier, type SourcedRate } from "../pricing/rate.ts";
import { sameAmount, type Alternative, type Cause } from "./bill-cause.ts";

/** One call whose model is found and whose usage is read. */
export interface Call {
  /** At list prices. */
  readonly list: Offer;
  /** At the tenant's prices; the same object where no rule applies. */
  readonly sell: Offer;
  readonly usage: Usage;
  readonly service_tier: ServiceTier;
  readonly region: string | undefined;
  /** Epoch milliseconds of the call. */
  readonly at: number;
}

/** What a call costs, and what it would have cost otherwise; null where a price is missing. */
export interface EventCosts {
  readonly cost: Decimal;
  readonly partial: boolean;
  /** Cost without the cache minus the cost with it; negative where writes were not worth it. */
  readonly caching: Decimal | null;
  /** Standard price minus the price of the billed tier. */
  readonly batch: Decimal | null;
  /** At list, at the standard tier, without the cache: what other models are compared with. */
  readonly list: Decimal | null;
}

export function eventCosts(call: Call): EventCosts | CostProblem {
  const receipt = billed(call.sell, call, {});
  if (isCostProblem(receipt)) return receipt;
  const { total, partial } = receipt;
  const uncached = withoutCache(call.usage);
  const plain = amount(call.sell, call, { usage: uncached });
  const standard = call.service_tier === "standard" ? total : amount(call.sell, call, { service_tier: "standard" });
  return {
    cost: total,
    partial,
    caching: plain === null ? null : subtract(plain, total),
    batch: standard === null ? null : subtract(standard, total),
    list: listPrice(call.list, call),
  };
}

/** What a usage costs at list prices, at the standard tier, without any cache: both sides of a comparison between models. */
export function listPrice(offer: Offer, call: Pick<Call, "usage" | "region" | "at">): Decimal | null {
  return amount(offer, { ...call, service_tier: "standard" }, { usage: withoutCache(call.usage) });
}

/** The same call where nothing was read from or written to a cache: those tokens are plain input then. */
export function withoutCache(usage: Usage): Usage {
  const {
    cache_read_tokens: _read,
    cache_read_audio_tokens: audio = 0,
    cache_write_tokens: _write,
    cache_write_1h_tokens: _write1h,
    ...rest
  } = usage;
  return audio === 0 ? rest : { ...rest, input_audio_tokens: (rest.input_audio_tokens ?? 0) + audio };
}

/** What the bill would be had one thing been different, the likeliest first. */
export function billingAlternatives(call: Call): Alternative[] {
  const batch = alternative("batch_discount", amount(call.sell, call, { service_tier: "batch" }));
  const tiers = SERVICE_TIERS.filter((tier) => tier !== "batch" && tier !== call.service_tier).flatMap((service_tier) =>
    alternative("tier_missed", amount(call.sell, call, { service_tier })),
  );
  const thresholds = [BELOW_ALL, ...thresholdsOf(call.sell)].flatMap((threshold) =>
    alternative("tier_missed", amount(asIfAbove(call.sell, threshold), call, {})),
  );
  const written = call.usage.cache_write_tokens ?? 0;
  const hourly =
    written === 0 ? [] : alternative("cache_1h", amount(call.sell, call, { usage: writtenForAnHour(call.usage) }));
  return [...(call.service_tier === "batch" ? [] : batch), ...hourly, ...tiers, ...thresholds];
}

/** What one web search costs at any context size. */
export function searchUnits(offer: Offer): Decimal[] {
  return offer.rates.filter((rate) => rate.meter === "web_searches").map((rate) => rate.usd);
}

/** The bill follows a price that was in force before. */
export function staleAlternatives(call: Call, earlier: readonly Offer[]): Alternative[] {
  return earlier.flatMap((offer) => alternative("stale_price", amount(offer, call, {})));
}

/** The lowest long-context threshold of an offer, null where it has none. */
export function lowestThreshold(offer: Offer): number | null {
  const thresholds = thresholdsOf(offer);
  return thresholds.length === 0 ? null : Math.min(...thresholds);
}

function thresholdsOf(offer: Offer): readonly number[] {
  return [...new Set(offer.rates.flatMap(({ condition }) => condition?.above_tokens ?? []))];
}

/** Different amounts only: an alternative that costs the same explains nothing. */
export function distinct(alternatives: readonly Alternative[], cost: Decimal): Alternative[] {
  return alternatives.filter((alternative) => !sameAmount(alternative.usd, cost));
}

function alternative(cause: Cause, usd: Decimal | null): Alternative[] {
  return usd === null ? [] : [{ cause, usd }];
}

type Otherwise = Partial<Pick<Call, "usage" | "service_tier">>;
type Priced = Pick<Call, "usage" | "service_tier" | "region" | "at">;

function billed(offer: Offer, call: Priced, otherwise: Otherwise): Receipt | CostProblem {
  const { usage, service_tier, region, at } = { ...call, ...otherwise };
  return estimate(offer, region === undefined ? { usage, service_tier, at } : { usage, service_tier, region, at });
}

/** Null where it has no price, or only part of one. */
function amount(offer: Offer, call: Priced, otherwise: Otherwise): Decimal | null {
  const receipt = billed(offer, call, otherwise);
  return isCostProblem(receipt) || receipt.partial ? null : receipt.total;
}

function writtenForAnHour(usage: Usage): Usage {
  const { cache_write_tokens: written = 0, ...rest } = usage;
  return { ...rest, cache_write_1h_tokens: (rest.cache_write_1h_tokens ?? 0) + written };
}

/** Lower than any threshold: the price that knows none. */
const BELOW_ALL = -1;

/** The offer as it prices an input just above a threshold, whatever the input is. */
function asIfAbove(offer: Offer, threshold: number): Offer {
  return { ...offer, rates: offer.rates.flatMap((rate) => forced(rate, threshold)) };
}

/** Thresholds up to the given one are moved to 0 and below, in the same order; those above it are out. */
function forced(rate: SourcedRate, threshold: number): SourcedRate[] {
  const own = rate.condition?.above_tokens;
  if (own === undefined) return [rate];
  if (own > threshold) return [];
  return [{ ...rate, condition: { ...rate.condition, above_tokens: own - threshold, inclusive: true } }];
}
