import { type Decimal, formatDecimal, isZero, subtract, toNumber } from "../money/decimal.ts";
import { cachingDefault } from "../pricing/cache-minimums.ts";
import type { Meter } from "../pricing/meter.ts";
import type { CacheMinimum, Offer } from "../pricing/offer.ts";
import { baseRate } from "../pricing/slot.ts";
import type { Usage } from "./usage.ts";

/** What an offer's prompt cache costs and needs; ratios are shares of the base input price, null where there is no such price. */
export interface CachingFacts {
  /** A cache-read price says so; the sources' own flags are wrong both ways in hundreds of rows. */
  readonly supported: boolean;
  /** `automatic`: on by itself; `explicit`: the request must mark or name what to cache; `unknown`: the seller's way is not recorded. */
  readonly mode: "automatic" | "explicit" | "unknown" | null;
  readonly read_ratio: number | null;
  readonly write_ratio: number | null;
  readonly write_1h_ratio: number | null;
  readonly minimum: CacheMinimum | null;
  readonly cache_min_tokens: number | null;
  /** What each token that is read from the cache instead of sent anew saves, at the base prices: a decimal string. */
  readonly saving_per_token_usd: string | null;
}

export function supportsCaching(offer: Offer): boolean {
  return offer.rates.some(({ meter }) => meter === "cache_read_tokens");
}

export function cachingFacts(offer: Offer): CachingFacts {
  const read = basePrice(offer, "cache_read_tokens");
  const input = basePrice(offer, "input_tokens");
  const supported = supportsCaching(offer);
  const minimum = supported ? cacheMinimum(offer) : null;
  return {
    supported,
    mode: supported ? (cachingDefault(offer.provider, offer.model)?.mode ?? "unknown") : null,
    read_ratio: ratio(read, input),
    write_ratio: ratio(basePrice(offer, "cache_write_tokens"), input),
    write_1h_ratio: ratio(basePrice(offer, "cache_write_1h_tokens"), input),
    minimum,
    cache_min_tokens: minimum === null ? null : minimum.tokens,
    saving_per_token_usd: read === null || input === null ? null : formatDecimal(subtract(input, read)),
  };
}

/** The row's own minimum, else the seller's dated default; null where neither is known. */
export function cacheMinimum(offer: Offer): CacheMinimum | null {
  if (offer.cache_minimum !== undefined) return offer.cache_minimum;
  const known = cachingDefault(offer.provider, offer.model);
  if (known === null || known.tokens === null) return null;
  return { tokens: known.tokens, source: known.source, as_of: known.as_of };
}

function basePrice({ rates }: Offer, meter: Meter): Decimal | null {
  return baseRate(rates, meter)?.usd ?? null;
}

/** To four decimals: a share, not an amount. */
function ratio(part: Decimal | null, whole: Decimal | null): number | null {
  if (part === null || whole === null || isZero(whole)) return null;
  return Math.round((toNumber(part) / toNumber(whole)) * 10_000) / 10_000;
}

export type CachePrediction = "predicted" | "below_minimum" | "unsupported" | "nothing_cached";

/** A usage as it would be if a prefix were still in the cache. */
export interface PredictedUsage {
  readonly usage: Usage;
  readonly outcome: CachePrediction;
}

/**
 * Moves a prefix of `prefix_tokens` from plain input to cache reads. Below the offer's minimum, and without a cache-read price,
 * nothing is discounted: a prediction claims only what the seller promises. (Stated reads are billed as stated, by `estimate`.)
 */
export function withPredictedRead(offer: Offer, usage: Usage, prefix_tokens: number): PredictedUsage {
  if (!supportsCaching(offer)) return { usage, outcome: "unsupported" };
  const prefix = Math.min(prefix_tokens, plainText(usage));
  if (prefix <= 0) return { usage, outcome: "nothing_cached" };
  if (prefix_tokens < (cacheMinimum(offer)?.tokens ?? 0)) return { usage, outcome: "below_minimum" };
  return {
    usage: { ...usage, cache_read_tokens: (usage.cache_read_tokens ?? 0) + prefix },
    outcome: "predicted",
  };
}

/** Input that is neither cached nor of another kind. */
export function plainText(usage: Usage): number {
  return (
    (usage.input_tokens ?? 0) -
    (usage.cache_read_tokens ?? 0) -
    (usage.cache_write_tokens ?? 0) -
    (usage.cache_write_1h_tokens ?? 0) -
    (usage.input_audio_tokens ?? 0) -
    (usage.input_image_tokens ?? 0) -
    (usage.input_video_tokens ?? 0)
  );
}
