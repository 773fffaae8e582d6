import type { Usage } from "../../shared/cost/usage.ts";
import { parseDecimal } from "../../shared/money/decimal.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { type ProviderHealth, UNREPORTED } from "../../shared/routing/provider-health.ts";
import type { CacheState, HitRate, RouteRequest, RoutingFacts } from "../../shared/routing/request.ts";
import { type Route, route } from "../../shared/routing/route.ts";
import { catalogOf } from "../cost/catalogs.ts";
import { offer, rate } from "../cost/offers.ts";

export const NOW = Date.parse("2026-08-01T12:00:00Z");

/** An offer `provider/name` at plain prices in USD per million tokens. */
export function seller(
  id: string,
  prices: { input: string; output: string; read?: string; write?: string; write_1h?: string },
  facts: Partial<Offer> = {},
): Offer {
  const per = (usd: string) => `${usd}e-6`;
  return offer(
    [
      rate("input_tokens", per(prices.input)),
      rate("output_tokens", per(prices.output)),
      ...(prices.read === undefined ? [] : [rate("cache_read_tokens", per(prices.read))]),
      ...(prices.write === undefined ? [] : [rate("cache_write_tokens", per(prices.write))]),
      ...(prices.write_1h === undefined ? [] : [rate("cache_write_1h_tokens", per(prices.write_1h))]),
    ],
    { id, provider: id.slice(0, id.indexOf("/")), ...facts },
  );
}

export function request(over: Partial<RouteRequest> = {}): RouteRequest {
  const usage: Usage = { input_tokens: 1000, output_tokens: 500 };
  return {
    usage,
    service_tier: "standard",
    at: NOW,
    require: {},
    policy: "cheapest",
    cache: null,
    max_cost: null,
    limit: 100,
    ...over,
  };
}

export function cache(prefix_tokens: number, p = 0.5, over: Partial<CacheState> = {}): CacheState {
  const hit_rate: HitRate = { value: p, origin: "given" };
  return { prefix_tokens, hit_rate, by_model: new Map(), last: null, ...over };
}

export function health(over: Partial<ProviderHealth>): ProviderHealth {
  return { ...UNREPORTED, ...over };
}

export const SICK = health({ routing_score: 0, is_unhealthy: true });

interface World {
  readonly scores?: Readonly<Record<string, number>>;
  readonly health?: Readonly<Record<string, ProviderHealth>>;
  readonly plan?: RoutingFacts["plan"];
  readonly budget?: RoutingFacts["budget"];
  readonly random?: number;
}

export function facts({
  scores = {},
  health: known = {},
  plan = null,
  budget = null,
  random = 0.5,
}: World = {}): RoutingFacts {
  return {
    quality: { score: ({ id }) => scores[id] ?? null },
    health: (provider) => known[provider] ?? UNREPORTED,
    plan,
    budget,
    random,
  };
}

export function routed(result: ReturnType<typeof route>): Route {
  if ("code" in result) throw new Error(result.detail);
  return result;
}

export function routeAll(offers: readonly Offer[], over: Partial<RouteRequest> = {}, world: World = {}): Route {
  return routed(route({ kind: "catalog", catalog: catalogOf(offers) }, request(over), facts(world)));
}

export function routeNamed(offers: readonly Offer[], over: Partial<RouteRequest> = {}, world: World = {}): Route {
  return routed(route({ kind: "named", offers }, request(over), facts(world)));
}

export function ids({ ranked }: Route): readonly string[] {
  return ranked.map((entry) => entry.offer.id);
}

export function usd(text: string) {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new Error(`not a decimal: ${text}`);
  return parsed;
}
