import { FLOAT_SLACK } from "../cost/float-slack.ts";
import { compare, type Decimal, subtract, toNumber } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import type { Candidates } from "./candidates.ts";
import type { CostBounds } from "./cost-bounds.ts";
import { type CandidateCost, type PrefixCost, writeMeter } from "./prefix-cost.ts";
import type { LastCall } from "./request.ts";
import { smallest } from "./smallest.ts";

/** How long sellers keep a prefix after its last use, ms: 5 minutes, an hour where the caller pays for that. */
const TTL_MS = 300_000;
const LONG_TTL_MS = 3_600_000;

export interface StayOrMove {
  readonly stay: { readonly offer: Offer; readonly cost: Decimal; readonly warm: boolean } | null;
  /** The cheapest other candidate, whose cache is cold; null where there is none. */
  readonly move: { readonly offer: Offer; readonly cost: Decimal } | null;
  /** Turns, counted from 1, until moving has cost no more than staying; null when never. */
  readonly break_even_turns: number | null;
}

/**
 * Whether to go on with the model of the last call. Both ways each turn after the first finds the prefix in the cache:
 * the running cost of staying is `(warm or cold) + (n - 1) warm`, that of moving `cold + (n - 1) warm`.
 */
export function stayOrMove(
  last: LastCall,
  at: number,
  candidates: Candidates,
  costs: PrefixCost,
  bounds: CostBounds,
): StayOrMove {
  const staying = costs.costOn(last.offer);
  const warm = costs.isCached(last.offer) && at - last.at <= timeToLive(costs);
  const other = cheapestCold(last.offer, candidates, bounds);
  const first = staying === null ? null : warm ? staying.warm : staying.cold;
  return {
    stay: first === null ? null : { offer: last.offer, cost: first, warm },
    move: other === null ? null : { offer: other.offer, cost: other.cost.cold },
    break_even_turns:
      other === null || staying === null || first === null ? null : breakEven(first, staying.warm, other.cost),
  };
}

function timeToLive(costs: PrefixCost): number {
  return writeMeter(costs.plain.request.usage) === "cache_write_1h_tokens" ? LONG_TTL_MS : TTL_MS;
}

function breakEven(first: Decimal, warm: Decimal, moving: CandidateCost): number | null {
  const extra = subtract(moving.cold, first);
  if (toNumber(extra) <= 0) return 1;
  const saved = subtract(warm, moving.warm);
  return toNumber(saved) <= 0 ? null : 1 + ceiling(extra, saved);
}

/** The least whole number of times that `part` covers `whole`; both above 0. */
function ceiling(whole: Decimal, part: Decimal): number {
  const scale = Math.max(whole.scale, part.scale);
  const a = BigInt(whole.coefficient) * 10n ** BigInt(scale - whole.scale);
  const b = BigInt(part.coefficient) * 10n ** BigInt(scale - part.scale);
  return Number((a + b - 1n) / b);
}

function cheapestCold(
  last: Offer,
  candidates: Candidates,
  costBounds: CostBounds,
): { readonly offer: Offer; readonly cost: CandidateCost } | null {
  const { rows, length } = candidates;
  const bounds = new Float64Array(length);
  costBounds.cold(rows, length, bounds);
  let best: { offer: Offer; cost: CandidateCost } | null = null;
  let ceilingUsd = Number.POSITIVE_INFINITY;
  const take = (index: number): void => {
    const row = rows[index] ?? 0;
    const offer = candidates.offerAt(row);
    const cost = offer.id === last.id ? null : candidates.costAt(row);
    if (cost === null || (best !== null && !isBefore({ offer, cost }, best))) return;
    best = { offer, cost };
    ceilingUsd = toNumber(cost.cold) * (1 + FLOAT_SLACK);
  };
  // Two, since one of them may be the last call's own.
  for (const index of smallest(bounds, length, 2)) take(index);
  for (let index = 0; index < length; index += 1) if ((bounds[index] ?? 0) <= ceilingUsd) take(index);
  return best;
}

interface Priced {
  readonly offer: Offer;
  readonly cost: CandidateCost;
}

function isBefore(a: Priced, b: Priced): boolean {
  const order = compare(a.cost.cold, b.cost.cold);
  return order < 0 || (order === 0 && a.offer.id < b.offer.id);
}
