import { compare, type Decimal, formatDecimal, subtract, toNumber } from "../money/decimal.ts";
import { type Part, type PartValues, WEIGHTS } from "./policies.ts";
import type { Policy } from "./policy.ts";
import { leastPrefix, type PrefixCost } from "./prefix-cost.ts";
import type { RankedOffer } from "./ranking.ts";
import type { StayOrMove } from "./stay-or-move.ts";

/** A row of `ranked` as it goes on the wire. */
export function renderRanked(entry: RankedOffer, policy: Policy, costs: PrefixCost): Record<string, unknown> {
  const { offer, cost, quality, health, score, values, is_probe } = entry;
  const expected = formatDecimal(cost.expected);
  return {
    model: { id: offer.id, provider: offer.provider },
    expected_cost_usd: expected,
    quality,
    health_score: health.routing_score,
    cache: renderCache(entry, costs, expected),
    score,
    parts: renderParts(values, WEIGHTS[policy]),
    ...(is_probe ? { probe: true } : {}),
  };
}

function renderParts(values: PartValues, weights: PartValues): Record<Part, unknown> {
  return {
    cost: { value: values.cost, weight: weights.cost / 100 },
    quality: { value: values.quality, weight: weights.quality / 100 },
    health: { value: values.health, weight: weights.health / 100 },
    latency: { value: values.latency, weight: weights.latency / 100 },
  };
}

function renderCache({ offer, cost }: RankedOffer, costs: PrefixCost, expected: string): Record<string, unknown> {
  const least = leastPrefix(offer);
  const { hit_rate, warm, cold } = cost;
  return {
    outcome: outcomeOf(costs.prefix_tokens, Number.isFinite(least), hit_rate !== null),
    prefix_tokens: costs.prefix_tokens,
    min_prefix_tokens: Number.isFinite(least) ? least : null,
    hit_rate: hit_rate === null ? null : hit_rate.value,
    hit_rate_origin: hit_rate === null ? null : hit_rate.origin,
    hit_cost_usd: hit_rate === null ? expected : formatDecimal(warm),
    miss_cost_usd: hit_rate === null ? expected : formatDecimal(cold),
    break_even_hit_rate: hit_rate === null ? null : breakEven(costs.plain.costOn(offer), warm, cold),
  };
}

function outcomeOf(prefix_tokens: number, isSupported: boolean, isPredicted: boolean): string {
  if (isPredicted) return "predicted";
  if (prefix_tokens === 0) return "no_prefix";
  return isSupported ? "below_minimum" : "unsupported";
}

/** To four decimals. Where writing costs nothing extra any hit pays: 0. Where a hit saves nothing, no rate does: null. */
function breakEven(plain: Decimal | null, warm: Decimal, cold: Decimal): number | null {
  if (plain === null || compare(warm, plain) > 0) return null;
  if (compare(cold, plain) <= 0) return 0;
  const share = toNumber(subtract(cold, plain)) / toNumber(subtract(cold, warm));
  return Math.ceil(share * 10_000 - 1e-6) / 10_000;
}

export function renderStayOrMove({ stay, move, break_even_turns }: StayOrMove): Record<string, unknown> {
  return {
    stay: stay === null ? null : { model: stay.offer.id, cost_usd: formatDecimal(stay.cost), warm: stay.warm },
    move: move === null ? null : { model: move.offer.id, cost_usd: formatDecimal(move.cost) },
    break_even_turns,
  };
}
