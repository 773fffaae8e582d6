import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import type { InputOf } from "../../../shared/contract/operation.ts";
import { problemBody } from "../../../shared/contract/problem.ts";
import { type ComparedOffer, compareOffers } from "../../../shared/cost/compare.ts";
import { compareProviders } from "../../../shared/cost/compare-providers.ts";
import { type CostRequest, estimate } from "../../../shared/cost/estimate.ts";
import { statedOrUsual } from "../../../shared/cost/mode-usage.ts";
import { cheapest, type CheapestQuery as CheapestRequest, type CheapestRow } from "../../../shared/cost/ranking.ts";
import { isCostProblem, renderLine } from "../../../shared/cost/receipt.ts";
import { pickUsage, type Usage } from "../../../shared/cost/usage.ts";
import { formatDecimal } from "../../../shared/money/decimal.ts";
import type { Mode, Offer } from "../../../shared/pricing/offer.ts";
import { isTie } from "../../../shared/quality/tie.ts";
import type { Call, Handler, Outcome } from "../call.ts";
import { costProblem } from "../estimate-call.ts";
import { healthOf, type HealthLookup } from "../health-lookup.ts";
import { findModel } from "../model-lookup.ts";
import { summaryScore } from "../quality-lookup.ts";
import type { ScoreLookup, ShortScore } from "../quality-scores.ts";
import { whenReady } from "../ready.ts";
import { admittedByPlan, tenantCatalog, tenantOffer } from "../tenant-prices.ts";

/** The caller's usage with the mode's usual one under it. */
export function usageOrDefault(query: Usage, mode: Mode): Usage {
  return statedOrUsual(pickUsage(query), mode);
}

type CheapestQuery = InputOf<typeof OPERATIONS.cheapest>["query"];

/** What rankings of offers have in common: the usage, how it is billed, and which offers may take part. */
type RankingInput = Pick<
  CheapestQuery,
  | keyof Usage
  | "service_tier"
  | "region"
  | "at"
  | "mode"
  | "capability"
  | "min_context_tokens"
  | "provider"
  | "exclude_provider"
>;

export const getCheapest: Handler<typeof OPERATIONS.cheapest> = ({ query }, call) =>
  whenReady(summaryScore(call, query.category), (score) =>
    whenReady(healthOf(call), (health) => cheapestOutcome(query, call, score, health)),
  );

function cheapestOutcome(query: CheapestQuery, call: Call, score: ScoreLookup, health: HealthLookup): Outcome {
  const request = rankingQuery(query, call);
  const ranking = cheapest(tenantCatalog(call, request.at), {
    ...request,
    include_free: query.include_free,
    limit: query.limit,
    ...admission(query, call, score, health),
  });
  if (isCostProblem(ranking)) return costProblem(ranking);
  const rows = ranking.rows.map((row) => cheapestView(row, score, health));
  return { data: rows, meta: { considered: ranking.considered, excluded: ranking.excluded } };
}

/** The usage and how it is billed. */
function costRequest(
  query: Pick<RankingInput, keyof Usage | "service_tier" | "region" | "at">,
  mode: Mode,
  call: Call,
): CostRequest {
  return {
    usage: usageOrDefault(query, mode),
    service_tier: query.service_tier,
    at: query.at ?? call.now,
    ...(query.region === undefined ? {} : { region: query.region }),
  };
}

export function rankingQuery(query: RankingInput, call: Call): Omit<CheapestRequest, "limit"> {
  return {
    ...costRequest(query, query.mode, call),
    mode: query.mode,
    ...(query.capability === undefined ? {} : { capabilities: query.capability }),
    ...(query.min_context_tokens === undefined ? {} : { min_context_tokens: query.min_context_tokens }),
    ...(query.provider === undefined ? {} : { providers: query.provider }),
    ...(query.exclude_provider === undefined ? {} : { exclude_providers: query.exclude_provider }),
  };
}

/** Quality and health as filters; null where the query asks for neither, so that the ranking runs without them. */
function admission(
  query: CheapestQuery,
  call: Call,
  score: ScoreLookup,
  health: HealthLookup,
): { admits?: (position: number) => boolean } {
  const { min_quality, healthy } = query;
  const plan = admittedByPlan(call);
  if (min_quality === undefined && !healthy && plan === null) return {};
  return {
    admits: (position) => {
      const offer = call.catalog.at(position);
      if (plan !== null && !plan(offer.id)) return false;
      if (healthy && health(offer.provider).state === "unhealthy") return false;
      return min_quality === undefined || (score(offer)?.score ?? -1) >= min_quality;
    },
  };
}

function cheapestView({ rank, offer, total }: CheapestRow, score: ScoreLookup, health: HealthLookup): unknown {
  const { state, score: healthScore } = health(offer.provider);
  return {
    rank,
    model: { id: offer.id, provider: offer.provider },
    total_usd: formatDecimal(total),
    price_status: offer.price_status,
    quality: score(offer),
    health: { state, score: healthScore },
    context_tokens: offer.limits.context_tokens ?? offer.limits.max_input_tokens ?? null,
  };
}

export const getCompare: Handler<typeof OPERATIONS.compare> = ({ query }, call) =>
  whenReady(summaryScore(call, query.category), (score) => compareOutcome(query, call, score));

type CompareQuery = InputOf<typeof OPERATIONS.compare>["query"];

function compareOutcome(query: CompareQuery, call: Call, score: ScoreLookup): Outcome {
  const request = costRequest(query, "chat", call);
  const named = namedOffers(query.models, request.at, call);
  const comparison = compareOffers([...named.offers.keys()], request);
  const impossible = comparison.problems.find(({ problem }) => problem.code === "usage_impossible");
  if (impossible !== undefined) return costProblem(impossible.problem);
  const best = bestScore(comparison.rows, score);
  const priced = comparison.rows.map((row) => comparedView(row, named.offers.get(row.offer), request, score, best));
  const unpriced = comparison.problems.map(({ offer, problem }) => ({
    requested: named.offers.get(offer)?.requested ?? offer.id,
    problem: problemBody(costProblem(problem)),
  }));
  const break_even = comparison.break_even.map(({ offer, cheapest: first, cache_hit_rate }) => ({
    model: offer.id,
    against: first.id,
    cache_hit_rate,
  }));
  return { data: { usage: request.usage, rows: [...priced, ...unpriced, ...named.unknown], break_even } };
}

/** An offer by the first name it was asked under, and at list price where the caller's own is another. */
interface Named {
  readonly requested: string;
  readonly list: Offer | null;
}

function namedOffers(models: readonly string[], at: number, call: Call) {
  const offers = new Map<Offer, Named>();
  const unknown: unknown[] = [];
  for (const requested of models) {
    const match = findModel(requested, call);
    if ("code" in match) {
      unknown.push({ requested, problem: problemBody(match) });
      continue;
    }
    const offer = tenantOffer(match.offer, call, at);
    if (!offers.has(offer)) offers.set(offer, { requested, list: offer === match.offer ? null : match.offer });
  }
  return { offers, unknown };
}

/** The best known score of the compared offers: those within its interval are ties. */
function bestScore(rows: readonly ComparedOffer[], score: ScoreLookup): ShortScore | null {
  let best: ShortScore | null = null;
  for (const { offer } of rows) {
    const own = score(offer);
    if (own !== null && (best === null || own.score > best.score)) best = own;
  }
  return best;
}

function comparedView(
  row: ComparedOffer,
  named: Named | undefined,
  request: CostRequest,
  score: ScoreLookup,
  best: ShortScore | null,
): unknown {
  const { offer, receipt } = row;
  const list = named?.list ?? null;
  const listed = list === null ? null : estimate(list, request);
  const own = score(offer);
  // What is undefined is not sent.
  return {
    requested: named?.requested ?? "",
    model: { id: offer.id, provider: offer.provider },
    total_usd: formatDecimal(receipt.total),
    partial: receipt.partial ? true : undefined,
    base_total_usd: listed === null || isCostProblem(listed) ? undefined : formatDecimal(listed.total),
    ratio_to_cheapest: row.ratio_to_cheapest,
    tied: row.tied,
    price_status: offer.price_status,
    quality: own,
    quality_tie_with_best: own === null || best === null ? undefined : isTie(own, best),
    lines: receipt.lines.map(renderLine),
    warnings: receipt.warnings,
  };
}

export const getCompareProviders: Handler<typeof OPERATIONS.compareProviders> = ({ query }, call) => {
  const found = query.model === undefined ? null : findModel(query.model, call);
  if (found !== null && "code" in found) return found;
  const mode = found === null ? query.mode : found.offer.mode;
  const request = costRequest(query, mode, call);
  const result = compareProviders(tenantCatalog(call, request.at), request, {
    mode,
    ...(found === null ? {} : { model: found.offer.model }),
  });
  if (isCostProblem(result)) return costProblem(result);
  return {
    data: {
      usage: request.usage,
      mode,
      model: found === null ? null : found.offer.model,
      providers: result.map((row) => ({
        provider: row.provider,
        offers: row.offers,
        min_usd: formatDecimal(row.min),
        median_usd: formatDecimal(row.median),
        mean_usd: formatDecimal(row.mean),
        cheapest: row.cheapest.id,
      })),
    },
  };
};
