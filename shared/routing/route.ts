import { RankingTable, rankingTable } from "../cost/ranking-table.ts";
import type { CostProblem } from "../cost/receipt.ts";
import type { Catalog } from "../pricing/catalog.ts";
import type { Offer } from "../pricing/offer.ts";
import { candidatePlan } from "./candidate-plan.ts";
import { Candidates } from "./candidates.ts";
import { CostBounds } from "./cost-bounds.ts";
import { countRejections, listRejections } from "./explain.ts";
import type { Policy } from "./policy.ts";
import { type PrefixCost, prefixCost } from "./prefix-cost.ts";
import { type RankedOffer, rankCandidates } from "./ranking.ts";
import type { Rejection, RejectionCounts } from "./rejection.ts";
import type { RouteRequest, RoutingFacts } from "./request.ts";
import { type StayOrMove, stayOrMove } from "./stay-or-move.ts";

/** Where candidates come from: all chat offers of a catalog, or those that the caller named. */
export type Pool =
  | { readonly kind: "catalog"; readonly catalog: Catalog }
  | { readonly kind: "named"; readonly offers: readonly Offer[] };

/** Rejections that an answer lists when no candidates were named; the counts are of all. */
const LISTED_REJECTIONS = 20;

export interface Route {
  /** Best first: the fallback order. */
  readonly ranked: readonly RankedOffer[];
  readonly costs: PrefixCost;
  /** Of named candidates all; else some of every reason. */
  readonly rejected: readonly Rejection[];
  readonly rejected_counts: Readonly<RejectionCounts>;
  readonly considered: number;
  readonly breaker_passed_over: boolean;
  /** Providers of the pool that are unhealthy. */
  readonly unhealthy_providers: readonly string[];
  /** Null unless the caller says which model it used last. */
  readonly stay_or_move: StayOrMove | null;
}

/** Which offers can answer a request, in order of preference, and why the others do not. Pure: the same facts give the same answer. */
export function route(pool: Pool, request: RouteRequest, facts: RoutingFacts): Route | CostProblem {
  const costs = prefixCost(request);
  if ("code" in costs) return costs;
  const { candidates, bounds } = judge(pool, costs, request, facts);
  const most = pool.kind === "named" ? Number.POSITIVE_INFINITY : LISTED_REJECTIONS;
  const last = request.cache?.last ?? null;
  return {
    ranked: rankCandidates(candidates, request.policy, request.limit),
    costs,
    rejected: listRejections(candidates, request, facts, most),
    rejected_counts: countRejections(candidates),
    considered: candidates.plan.considered,
    breaker_passed_over: candidates.breaker_passed_over,
    unhealthy_providers: candidates.unhealthyProviders(),
    stay_or_move: last === null ? null : stayOrMove(last, request.at, candidates, costs, bounds),
  };
}

export interface Choices {
  readonly choices: ReadonlyMap<Policy, RankedOffer | null>;
  readonly costs: PrefixCost;
}

/** The first choice under each policy, without explanations: what a simulation asks for. The request's own policy does not matter. */
export function choose(
  pool: Pool,
  request: RouteRequest,
  policies: readonly Policy[],
  facts: RoutingFacts,
): Choices | CostProblem {
  const costs = prefixCost(request);
  if ("code" in costs) return costs;
  const { candidates } = judge(pool, costs, request, facts);
  const choices = new Map(policies.map((policy) => [policy, rankCandidates(candidates, policy, 1)[0] ?? null]));
  return { choices, costs };
}

function judge(
  pool: Pool,
  costs: PrefixCost,
  request: RouteRequest,
  facts: RoutingFacts,
): { readonly candidates: Candidates; readonly bounds: CostBounds } {
  const is_named = pool.kind === "named";
  const table = is_named ? namedTable(pool.offers, request) : rankingTable(pool.catalog, "chat", request.service_tier);
  const bounds = new CostBounds(table, costs);
  const filter = { require: request.require, plan: facts.plan, is_named, at: request.at };
  const plan = candidatePlan(table, filter, bounds.pricing);
  return { candidates: new Candidates(table, plan, costs, bounds, request, facts), bounds };
}

/** Each offer once, in the order of the ids, as tables of catalogs are. */
function namedTable(offers: readonly Offer[], { service_tier }: RouteRequest): RankingTable {
  const unique = [...new Map(offers.map((offer) => [offer.id, offer])).values()];
  const sorted = unique.sort((a, b) => (a.id < b.id ? -1 : 1));
  const [first] = sorted;
  const known = first === undefined ? undefined : namedTables.get(first);
  if (known !== undefined && known.tier === service_tier && isSame(known.offers, sorted)) return known;
  const made = new RankingTable(
    sorted.map((offer, position) => ({ offer, position })),
    service_tier,
  );
  if (first !== undefined) namedTables.set(first, made);
  return made;
}

/** Callers ask about the same few offers again and again: the last table that begins with each. It goes when the offers go. */
const namedTables = new WeakMap<Offer, RankingTable>();

/** The very same objects: an offer at another price is another object. */
function isSame(a: readonly Offer[], b: readonly Offer[]): boolean {
  return a.length === b.length && a.every((offer, index) => offer === b[index]);
}
