import { cacheMinimum, supportsCaching } from "../cost/caching.ts";
import { isUnpriced } from "../cost/eligibility.ts";
import { completeCost, type CostRequest, estimatedCost } from "../cost/estimate.ts";
import { type Quantity, statedQuantities, statesTwice } from "../cost/quantities.ts";
import type { CostProblem } from "../cost/receipt.ts";
import type { Usage } from "../cost/usage.ts";
import { add, type Decimal, decimalFromNumber, multiply, ONE, subtract, ZERO } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import type { HitRate, RouteRequest } from "./request.ts";

/** Where a seller documents no minimum: what most of them that do require. */
const DEFAULT_MINIMUM = 1_024;

/** What one request costs on one offer. Without a cache term all of them are the plain cost. */
export interface CandidateCost {
  readonly expected: Decimal;
  /** The prefix is found in the cache. */
  readonly warm: Decimal;
  /** It is not, and is written where the offer has a price for writing. */
  readonly cold: Decimal;
  /** The probability that `expected` is weighted with; null without a cache term. */
  readonly hit_rate: HitRate | null;
}

/** The smallest prefix that the offer caches; infinite where it has no price for cached input. */
export function leastPrefix(offer: Offer): number {
  const known = leastPrefixes.get(offer);
  if (known !== undefined) return known;
  const least = supportsCaching(offer) ? (cacheMinimum(offer)?.tokens ?? DEFAULT_MINIMUM) : Number.POSITIVE_INFINITY;
  leastPrefixes.set(offer, least);
  return least;
}

/** Looking a minimum up folds the model's name: once for each offer. */
const leastPrefixes = new WeakMap<Offer, number>();

/** The part of the input that a miss writes: with the time to live that the request's other writes have. */
export function writeMeter(usage: Usage): "cache_write_tokens" | "cache_write_1h_tokens" {
  return (usage.cache_write_1h_tokens ?? 0) > 0 ? "cache_write_1h_tokens" : "cache_write_tokens";
}

/** One usage, made ready to be priced on many offers. */
class PricedUsage {
  readonly request: CostRequest;
  readonly quantities: readonly Quantity[];
  readonly states_twice: boolean;

  constructor(request: CostRequest, quantities: readonly Quantity[]) {
    this.request = request;
    this.quantities = quantities;
    this.states_twice = statesTwice(quantities, request.usage);
  }

  /** Null where the offer has no complete price for it: a partial total is no cost to choose by. */
  costOn(offer: Offer): Decimal | null {
    if (isUnpriced(offer)) return null;
    return this.states_twice ? estimatedCost(offer, this.request) : completeCost(offer, this.request, this.quantities);
  }
}

function pricedUsage(usage: Usage, request: RouteRequest): PricedUsage | CostProblem {
  const quantities = statedQuantities(usage);
  if (!Array.isArray(quantities)) return quantities;
  const { service_tier, region, at } = request;
  return new PricedUsage({ usage, service_tier, at, ...(region === undefined ? {} : { region }) }, quantities);
}

const NO_RATES: ReadonlyMap<string, HitRate> = new Map();

/** The request's usage as it is, with its prefix found in the cache, and with its prefix written to it. */
export class PrefixCost {
  readonly plain: PricedUsage;
  readonly prefix_tokens: number;
  readonly #hit: PricedUsage;
  readonly #miss: PricedUsage;
  readonly #request: RouteRequest;

  constructor(request: RouteRequest, plain: PricedUsage, hit: PricedUsage, miss: PricedUsage) {
    this.#request = request;
    this.plain = plain;
    this.#hit = hit;
    this.#miss = miss;
    this.prefix_tokens = request.cache?.prefix_tokens ?? 0;
  }

  isCached(offer: Offer): boolean {
    return this.prefix_tokens > 0 && this.prefix_tokens >= leastPrefix(offer);
  }

  hitRate(offerId: string): HitRate | null {
    const { cache } = this.#request;
    return cache === null ? null : (cache.by_model.get(offerId) ?? cache.hit_rate);
  }

  get own_rates(): ReadonlyMap<string, HitRate> {
    return this.#request.cache?.by_model ?? NO_RATES;
  }

  costOn(offer: Offer): CandidateCost | null {
    const hit_rate = this.isCached(offer) ? this.hitRate(offer.id) : null;
    if (hit_rate === null) {
      const plain = this.plain.costOn(offer);
      return plain === null ? null : { expected: plain, warm: plain, cold: plain, hit_rate: null };
    }
    const warm = this.#hit.costOn(offer);
    const cold = this.#miss.costOn(offer);
    return warm === null || cold === null
      ? null
      : { expected: weighted(hit_rate.value, warm, cold), warm, cold, hit_rate };
  }
}

export function prefixCost(request: RouteRequest): PrefixCost | CostProblem {
  const { usage, cache } = request;
  const prefix = cache?.prefix_tokens ?? 0;
  const write = writeMeter(usage);
  const plain = pricedUsage(usage, request);
  if ("code" in plain) return plain;
  if (prefix === 0) return new PrefixCost(request, plain, plain, plain);
  const hit = pricedUsage({ ...usage, cache_read_tokens: (usage.cache_read_tokens ?? 0) + prefix }, request);
  const miss = pricedUsage({ ...usage, [write]: (usage[write] ?? 0) + prefix }, request);
  if ("code" in hit) return hit;
  return "code" in miss ? miss : new PrefixCost(request, plain, hit, miss);
}

/** `p x warm + (1 - p) x cold`, exactly: the probability is the decimal that it was written as. */
function weighted(p: number, warm: Decimal, cold: Decimal): Decimal {
  const share = decimalFromNumber(p) ?? ZERO;
  return add(multiply(share, warm), multiply(subtract(ONE, share), cold));
}
