import { compare, isZero, toNumber } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import { plainText, withPredictedRead } from "./caching.ts";
import { type CostRequest, estimate, estimatedCost } from "./estimate.ts";
import { type CostProblem, isCostProblem, type Receipt } from "./receipt.ts";

export interface ComparedOffer {
  readonly offer: Offer;
  readonly receipt: Receipt;
  /** 1 for the cheapest and its ties; null where the receipt is partial, or the cheapest costs nothing and this one does not. */
  readonly ratio_to_cheapest: number | null;
  /** Costs exactly as much as the row before or after it. */
  readonly tied: boolean;
}

/** An offer that has no amount for this usage. */
export interface IncomparableOffer {
  readonly offer: Offer;
  readonly problem: CostProblem;
}

/** From which cache-hit rate on another offer costs the same as the one that is cheapest for the stated usage. */
export interface BreakEven {
  readonly offer: Offer;
  readonly cheapest: Offer;
  /** Share of the text input read from the cache at both sellers, 0 to 1, to four decimals; null where the two never meet. */
  readonly cache_hit_rate: number | null;
}

export interface Comparison {
  /** Cheapest first, of equal cost by offer id; rows with an unpriced part after all others, for their totals are lower bounds. */
  readonly rows: readonly ComparedOffer[];
  readonly problems: readonly IncomparableOffer[];
  readonly break_even: readonly BreakEven[];
}

export function compareOffers(offers: readonly Offer[], request: CostRequest): Comparison {
  const priced: Priced[] = [];
  const problems: IncomparableOffer[] = [];
  for (const offer of offers) {
    const outcome = estimate(offer, request);
    if (isCostProblem(outcome)) problems.push({ offer, problem: outcome });
    else priced.push({ offer, receipt: outcome });
  }
  priced.sort(byCost);
  const first = priced[0];
  const rows = priced.map((entry, index) => ({
    ...entry,
    ratio_to_cheapest: first === undefined ? null : ratioTo(first.receipt, entry.receipt),
    tied: isTied(entry, priced[index - 1]) || isTied(entry, priced[index + 1]),
  }));
  const complete = priced.filter(({ receipt }) => !receipt.partial);
  return { rows, problems, break_even: breakEvens(complete, request) };
}

interface Priced {
  readonly offer: Offer;
  readonly receipt: Receipt;
}

function byCost(a: Priced, b: Priced): number {
  return (
    Number(a.receipt.partial) - Number(b.receipt.partial) ||
    compare(a.receipt.total, b.receipt.total) ||
    (a.offer.id < b.offer.id ? -1 : a.offer.id > b.offer.id ? 1 : 0)
  );
}

function isTied(entry: Priced, other: Priced | undefined): boolean {
  if (other === undefined || entry.receipt.partial || other.receipt.partial) return false;
  return compare(entry.receipt.total, other.receipt.total) === 0;
}

/** To four decimals: a ratio, not an amount. */
function ratioTo(cheapest: Receipt, receipt: Receipt): number | null {
  if (receipt.partial || cheapest.partial) return null;
  if (compare(cheapest.total, receipt.total) === 0) return 1;
  if (isZero(cheapest.total)) return null;
  return rounded(toNumber(receipt.total) / toNumber(cheapest.total));
}

function breakEvens(complete: readonly Priced[], request: CostRequest): readonly BreakEven[] {
  const [cheapest, ...others] = complete;
  if (cheapest === undefined) return [];
  const { cache_read_tokens: _stated, cache_read_audio_tokens: _audio, ...usage } = request.usage;
  const cold: CostRequest = { ...request, usage };
  const base = costByHitRate(cheapest.offer, cold);
  return others.map(({ offer }) => ({
    offer,
    cheapest: cheapest.offer,
    cache_hit_rate: meeting(base, costByHitRate(offer, cold)),
  }));
}

/** Costs with none and with all of the text input read from the cache; between them cost is a straight line, for thresholds compare the total input. */
interface HitRateLine {
  readonly cold: number;
  readonly warm: number;
}

function costByHitRate(offer: Offer, cold: CostRequest): HitRateLine | null {
  const { usage } = withPredictedRead(offer, cold.usage, plainText(cold.usage));
  const without = estimatedCost(offer, cold);
  const all = estimatedCost(offer, { ...cold, usage });
  return without === null || all === null ? null : { cold: toNumber(without), warm: toNumber(all) };
}

/** Where two lines over the hit rate cross, within 0 to 1. */
function meeting(cheapest: HitRateLine | null, other: HitRateLine | null): number | null {
  if (cheapest === null || other === null) return null;
  const gap = other.cold - cheapest.cold;
  const closing = other.cold - other.warm - (cheapest.cold - cheapest.warm);
  if (closing === 0) return gap === 0 ? 0 : null;
  const rate = gap / closing;
  return rate >= 0 && rate <= 1 ? rounded(rate) : null;
}

function rounded(ratio: number): number {
  return Math.round(ratio * 10_000) / 10_000;
}
