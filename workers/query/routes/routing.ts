import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import type { RouteBody } from "../../../shared/contract/operations/routing.ts";
import { isCostProblem, type CostProblem } from "../../../shared/cost/receipt.ts";
import { WEIGHTS_VERSION } from "../../../shared/routing/policies.ts";
import type { ProviderHealth } from "../../../shared/routing/provider-health.ts";
import type { RejectionCounts } from "../../../shared/routing/rejection.ts";
import { renderRanked, renderStayOrMove } from "../../../shared/routing/render.ts";
import type { QualitySource, RoutingFacts } from "../../../shared/routing/request.ts";
import { type Route, route } from "../../../shared/routing/route.ts";
import type { Call, Handler, Outcome } from "../call.ts";
import { costProblem } from "../estimate-call.ts";
import {
  type BudgetFacts,
  budgetFacts,
  type HitRateFacts,
  ownHealth,
  planRule,
  publicHealth,
  qualitySource,
  recordedRates,
} from "../routing/facts.ts";
import { type Ready, whenReady } from "../ready.ts";
import { reporterOf } from "../reporter.ts";
import { type Situation, situationOf, type Warning } from "../routing/situation.ts";
import { simulation } from "../routing/simulation.ts";
import { admittedByPlan } from "../tenant-prices.ts";

export const postRoute: Handler<typeof OPERATIONS.route> = ({ body }, call) =>
  whenReady(worldOf(body, call), (world) => outcomeOf(body, world, call));

interface World {
  readonly quality: QualitySource;
  readonly health: RoutingFacts["health"];
  readonly budget: BudgetFacts;
  readonly hits: HitRateFacts;
}

/** All that is known before the request is read; without a key it is in memory, and nothing is waited for. */
function worldOf({ cache, require }: RouteBody, call: Call): Ready<World> {
  const quality = qualitySource(call, require?.category ?? "general");
  const health = publicHealth(call);
  const budget = budgetFacts(call);
  const hits = recordedRates(call, cache?.hit_rate === undefined ? cache?.key : undefined);
  return whenReady(quality, (scores) =>
    whenReady(health, (healthOf) =>
      whenReady(budget, (limits) =>
        whenReady(hits, (rates) => ({ quality: scores, health: healthOf, budget: limits, hits: rates })),
      ),
    ),
  );
}

function outcomeOf(body: RouteBody, { quality, health, budget, hits }: World, call: Call): Ready<Outcome> {
  const situation = situationOf(body, call, hits.rates);
  if ("code" in situation) return situation;
  const plan = planRule(call, admittedByPlan(call));
  const facts = { quality, health, plan, budget: budget.budget, random: Math.random() };
  const warnings = [...situation.warnings, ...budget.warnings, ...hits.warnings];
  const finish = (result: Route | CostProblem) =>
    "code" in result ? costProblem(result) : answer(result, situation, body, warnings);
  const { pool, request } = situation;
  const run = (under: RoutingFacts) => route(pool, { ...request, policy: body.policy, limit: body.limit }, under);
  return whenReady(reporterOf(call) === null ? run(facts) : underOwnView(run, facts, call), finish);
}

export const simulateRoute: Handler<typeof OPERATIONS.simulateRoute> = ({ body }, call) => simulation(body, call);

/** Providers that a tenant's own calls are asked about, in at most so many rounds: each is a call to another object. */
const MAX_OWN_VIEWS = 12;
const MAX_ROUNDS = 3;

/** A caller's own view of the providers that matter comes before the public one; what it changes may bring up others. */
async function underOwnView(
  run: (facts: RoutingFacts) => Route | CostProblem,
  facts: RoutingFacts,
  call: Call,
): Promise<Route | CostProblem> {
  const own = new Map<string, ProviderHealth | null>();
  const health = (provider: string) => own.get(provider) ?? facts.health(provider);
  let result = run(facts);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (isCostProblem(result)) return result;
    const asked = providersOf(result).filter((provider) => !own.has(provider));
    const next = asked.slice(0, MAX_OWN_VIEWS - own.size);
    if (next.length === 0) break;
    const views = await Promise.all(next.map((provider) => ownHealth(call, provider)));
    next.forEach((provider, index) => own.set(provider, views[index] ?? null));
    if (views.some((view) => view !== null)) result = run({ ...facts, health });
  }
  return result;
}

function providersOf({ ranked, unhealthy_providers }: Route): readonly string[] {
  return [...new Set([...ranked.map(({ offer }) => offer.provider), ...unhealthy_providers])];
}

const ALL_UNHEALTHY: Warning = {
  code: "all_unhealthy",
  detail: "the provider of every candidate is unhealthy: they are ranked nevertheless",
};

function answer(result: Route, situation: Situation, { policy }: RouteBody, warnings: readonly Warning[]): Outcome {
  const { unknown, tokens_estimated, request } = situation;
  const ranked = result.ranked.map((entry) => renderRanked(entry, policy, result.costs));
  return {
    data: {
      choice: ranked[0] ?? null,
      ranked,
      rejected: [...unknown, ...result.rejected],
      rejected_counts: withUnknown(result.rejected_counts, unknown.length),
      ...(result.stay_or_move === null ? {} : { stay_or_move: renderStayOrMove(result.stay_or_move) }),
      policy,
      weights_version: WEIGHTS_VERSION,
      usage: request.usage,
      ...(tokens_estimated ? { tokens_estimated: true } : {}),
      warnings: result.breaker_passed_over ? [ALL_UNHEALTHY, ...warnings] : warnings,
    },
    meta: { considered: result.considered + unknown.length },
  };
}

function withUnknown(counts: Readonly<RejectionCounts>, unknown: number): Readonly<RejectionCounts> {
  return unknown === 0 ? counts : { unknown_model: unknown, ...counts };
}
