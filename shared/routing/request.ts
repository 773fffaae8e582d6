import type { Usage } from "../cost/usage.ts";
import type { Decimal } from "../money/decimal.ts";
import type { Capability, Offer } from "../pricing/offer.ts";
import type { ServiceTier } from "../pricing/rate.ts";
import type { Budget, BudgetPosition } from "../tenancy/budget.ts";
import type { Policy } from "./policy.ts";
import type { ProviderHealth } from "./provider-health.ts";

export interface Requirements {
  readonly capabilities?: readonly Capability[] | undefined;
  readonly min_context_tokens?: number | undefined;
  /** 0..100 in the category of `QualitySource`. */
  readonly min_quality?: number | undefined;
  readonly providers?: readonly string[] | undefined;
  readonly exclude_providers?: readonly string[] | undefined;
}

/** How often a prompt's prefix is found in the cache, and who says so. */
export interface HitRate {
  /** Probability 0..1. */
  readonly value: number;
  readonly origin: "given" | "recorded" | "default";
}

export interface LastCall {
  readonly offer: Offer;
  /** Epoch ms. */
  readonly at: number;
}

/** What the caller says of its prompt cache. */
export interface CacheState {
  /** Tokens at the beginning of the prompt that repeat from call to call. */
  readonly prefix_tokens: number;
  readonly hit_rate: HitRate;
  /** Where the tenant's record has samples of a model of its own, by offer id. */
  readonly by_model: ReadonlyMap<string, HitRate>;
  readonly last: LastCall | null;
}

export interface RouteRequest {
  readonly usage: Usage;
  readonly service_tier: ServiceTier;
  readonly region?: string | undefined;
  /** Epoch ms: prices and retirement dates are read at it. */
  readonly at: number;
  readonly require: Requirements;
  readonly policy: Policy;
  readonly cache: CacheState | null;
  readonly max_cost: Decimal | null;
  /** At least 1. */
  readonly limit: number;
}

/** Scores of offers in one category. Held as long as its score table: what is derived from it is kept by its identity. */
export interface QualitySource {
  readonly score: (offer: Offer) => number | null;
}

export interface PlanRule {
  readonly name: string;
  readonly admits: (offerId: string) => boolean;
}

/** What is known of the world at the time of the request. */
export interface RoutingFacts {
  readonly quality: QualitySource;
  readonly health: (provider: string) => ProviderHealth;
  /** Null where every offer is admitted. */
  readonly plan: PlanRule | null;
  readonly budget: { readonly limits: Budget; readonly position: BudgetPosition } | null;
  /** In [0, 1): decides whether this request probes a provider whose breaker is half-open. */
  readonly random: number;
}
