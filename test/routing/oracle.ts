import { estimate } from "../../shared/cost/estimate.ts";
import { isCostProblem } from "../../shared/cost/receipt.ts";
import type { Usage } from "../../shared/cost/usage.ts";
import {
  add,
  compare,
  type Decimal,
  decimalFromNumber,
  multiply,
  subtract,
  toNumber,
} from "../../shared/money/decimal.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import type { RouteRequest, RoutingFacts } from "../../shared/routing/request.ts";

const LEFT_OUT = new Set([
  "alias",
  "batch_variant",
  "router",
  "misfiled_mode",
  "unlisted_copy",
  "bundled_only",
  "peer_outlier_low",
  "disputed_cheap",
]);

export interface Expected {
  readonly id: string;
  readonly cost: Decimal;
  readonly score: number;
}

/** What a route must answer, by pricing every offer exactly with full receipts and sorting them all: no bounds, no columns. */
export function enumerate(offers: readonly Offer[], request: RouteRequest, facts: RoutingFacts): readonly Expected[] {
  const costed = offers.flatMap((offer) => {
    const cost = isOpen(offer, request, facts) ? expectedCost(offer, request) : null;
    if (cost === null || (request.max_cost !== null && compare(cost, request.max_cost) > 0)) return [];
    return [{ offer, cost }];
  });
  const healthy = costed.filter(({ offer }) => !facts.health(offer.provider).is_unhealthy);
  const open = healthy.length > 0 ? healthy : costed;
  const cheapest = Math.min(...open.map(({ cost }) => toNumber(cost)));
  const rows = open.map(({ offer, cost }) => ({
    id: offer.id,
    cost,
    score: scoreOf(offer, cost, cheapest, request, facts),
  }));
  return rows
    .sort(
      (a, b) => (request.policy === "cheapest" ? compare(a.cost, b.cost) : b.score - a.score) || (a.id < b.id ? -1 : 1),
    )
    .slice(0, request.limit);
}

function isOpen(offer: Offer, { require, usage, at }: RouteRequest, facts: RoutingFacts): boolean {
  const { limits, flags, capabilities, provider, price_type, deprecation_date } = offer;
  const { min_context_tokens = -1, min_quality, providers, exclude_providers = [] } = require;
  const score = facts.quality.score(offer);
  return (
    offer.mode === "chat" &&
    price_type === "paid" &&
    !flags.some((flag) => LEFT_OUT.has(flag)) &&
    (require.capabilities ?? []).every((capability) => capabilities.includes(capability)) &&
    (providers === undefined || providers.includes(provider)) &&
    !exclude_providers.includes(provider) &&
    (limits.context_tokens ?? limits.max_input_tokens ?? -1) >= min_context_tokens &&
    (usage.input_tokens ?? 0) <= (limits.max_input_tokens ?? limits.context_tokens ?? Number.POSITIVE_INFINITY) &&
    (min_quality === undefined || (score !== null && score >= min_quality)) &&
    (deprecation_date === undefined || Date.parse(deprecation_date) > at)
  );
}

export function expectedCost(offer: Offer, request: RouteRequest): Decimal | null {
  const { usage, cache } = request;
  const prefix = cache?.prefix_tokens ?? 0;
  const hasCache = offer.rates.some(({ meter }) => meter === "cache_read_tokens");
  // The oracle's sellers are not in the table of documented minimums.
  if (cache === null || !hasCache || prefix < 1024) return total(offer, request, usage);
  const hit = total(offer, request, { ...usage, cache_read_tokens: (usage.cache_read_tokens ?? 0) + prefix });
  const miss = total(offer, request, { ...usage, cache_write_tokens: (usage.cache_write_tokens ?? 0) + prefix });
  const p = decimalFromNumber((cache.by_model.get(offer.id) ?? cache.hit_rate).value);
  if (hit === null || miss === null || p === null) return null;
  return add(multiply(p, hit), multiply(subtract({ coefficient: 1, scale: 0 }, p), miss));
}

function total(offer: Offer, { service_tier, region, at }: RouteRequest, usage: Usage): Decimal | null {
  const receipt = estimate(offer, { usage, service_tier, at, ...(region === undefined ? {} : { region }) });
  return isCostProblem(receipt) || receipt.partial ? null : receipt.total;
}

/** The table of the documentation, written out once more. */
const TABLE = {
  cheapest: [1, 0, 0, 0],
  balanced: [0.4, 0.35, 0.15, 0.1],
  fastest: [0.1, 0.1, 0.2, 0.6],
  best: [0.15, 0.7, 0.1, 0.05],
} as const;

function scoreOf(offer: Offer, cost: Decimal, cheapest: number, { policy }: RouteRequest, facts: RoutingFacts): number {
  const quality = facts.quality.score(offer);
  const dollars = Math.max(toNumber(cost), 1e-9);
  if (policy === "bpc") return Number(((quality ?? 0) ** 2 / (dollars * 1e6)).toPrecision(9));
  const { routing_score, latency_ms } = facts.health(offer.provider);
  const six = (value: number) => Math.round(value * 1e6) / 1e6;
  const values = [
    six(Math.max(0, 1 - Math.log10(dollars / Math.max(cheapest, 1e-9)) / 3)),
    six((quality ?? 0) / 100),
    routing_score === null ? 0.8 : six(routing_score / 100),
    latency_ms === null ? 0.5 : six(Math.max(0, 1 - latency_ms / 5000)),
  ];
  return values.reduce((sum, value, index) => sum + value * (TABLE[policy][index] ?? 0), 0);
}
