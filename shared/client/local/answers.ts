import { problem, problemBody, type Problem } from "../../contract/problem.ts";
import { type Bounds, expectedBounds } from "../../cost/bounds.ts";
import { compareOffers } from "../../cost/compare.ts";
import { type CostRequest, estimate } from "../../cost/estimate.ts";
import { statedOrUsual } from "../../cost/mode-usage.ts";
import { cheapest } from "../../cost/ranking.ts";
import { type CostProblem, isCostProblem, type Receipt, renderLine, renderReceipt } from "../../cost/receipt.ts";
import { pickUsage, type Usage } from "../../cost/usage.ts";
import { formatDecimal } from "../../money/decimal.ts";
import type { Catalog } from "../../pricing/catalog.ts";
import { matchModel, type MatchedOffer } from "../../pricing/matching.ts";
import type { Offer } from "../../pricing/offer.ts";
import type {
  CheapestData,
  CheapestInput,
  CheapestMeta,
  CompareData,
  CompareInput,
  EstimateData,
  EstimateRow,
} from "../generated/operations.ts";
import { BAD_INSTANT, type Billing, BILLING_NAMES, billingOf, refusedInput } from "./input.ts";

/**
 * The service's answers from a catalog in memory: the same engine, so the same totals. What a catalog does not hold (quality,
 * health, prices of the past, a tenant's overrides) is `NEEDS_SERVICE`, or said to be unknown where it is only mentioned.
 */
export const NEEDS_SERVICE = "needs_service";
export type NeedsService = typeof NEEDS_SERVICE;

export type LocalOutcome<Data, Meta = {}> = { readonly data: Data; readonly meta: Meta } | Problem | NeedsService;

const ESTIMATE_NAMES = ["model", "usage", "text", ...BILLING_NAMES, "price_version", "max_output_tokens", "reserve"];

export function localEstimate(catalog: Catalog, input: EstimateRow, now: number): LocalOutcome<EstimateData> {
  const { usage: given = {} } = input;
  // A text is counted by an estimator that the engine does not carry.
  if ("text" in given) return NEEDS_SERVICE;
  const refused = refusedInput(input, ESTIMATE_NAMES, given);
  if (refused !== null) return refused;
  const billing = billingOf(input);
  if (billing === null) return BAD_INSTANT;
  if (input.text !== undefined || input.reserve === true || isOfThePast(catalog, input.price_version, billing.at))
    return NEEDS_SERVICE;
  const match = matchModel(catalog, input.model, now);
  if (match.kind === "none") return notFound(input.model, match.suggestions);
  const request = requestOf(pickUsage(given), billing, now);
  const receipt = estimate(match.offer, request);
  if (isCostProblem(receipt)) return costProblem(receipt);
  const { max_output_tokens } = input;
  const bounds = max_output_tokens === undefined ? null : expectedBounds(match.offer, request, max_output_tokens);
  if (bounds !== null && isCostProblem(bounds)) return costProblem(bounds);
  const past = isBeforeBundled(catalog, input.price_version, billing.at) ? [BUNDLED_PAST] : [];
  return { data: estimateData(catalog, input.model, match, receipt, bounds, past), meta: {} };
}

function estimateData(
  catalog: Catalog,
  requested: string,
  { offer, matched_by, estimated, warning }: MatchedOffer,
  receipt: Receipt,
  bounds: Bounds | null,
  more_warnings: EstimateData["warnings"],
): EstimateData {
  const { total_usd, lines, service_tier, warnings } = renderReceipt(receipt);
  return {
    model: { id: offer.id, provider: offer.provider, requested, matched_by },
    total_usd,
    ...(receipt.partial ? { partial: true } : {}),
    lines,
    service_tier,
    price_status: offer.price_status,
    estimated: offer.estimated || estimated === true,
    price_version: catalog.header.version,
    ...(bounds === null ? {} : { bounds: renderBounds(bounds) }),
    warnings: [...warnings, ...(warning === undefined ? [] : [warning]), ...more_warnings],
  };
}

function renderBounds({ min, expected, max }: Bounds): NonNullable<EstimateData["bounds"]> {
  return { min_usd: formatDecimal(min), expected_usd: formatDecimal(expected), max_usd: formatDecimal(max) };
}

const BUNDLED_PAST = {
  code: "no_history",
  detail: "no prices of that time are recorded: the bundled snapshot was used",
};

function isOfThePast({ header }: Catalog, price_version: string | undefined, at: number | undefined): boolean {
  if (price_version !== undefined) return price_version !== header.version;
  return at !== undefined && header.confirmed_at !== null && at < Date.parse(header.published_at);
}

function isBeforeBundled({ header }: Catalog, price_version: string | undefined, at: number | undefined): boolean {
  if (price_version !== undefined || at === undefined || header.confirmed_at !== null) return false;
  return at < Date.parse(header.published_at);
}

const CHEAPEST_NAMES = [
  ...BILLING_NAMES,
  "mode",
  "capability",
  "min_context_tokens",
  "provider",
  "exclude_provider",
  "min_quality",
  "category",
  "healthy",
  "include_free",
  "limit",
];

export function localCheapest(
  catalog: Catalog,
  input: CheapestInput,
  now: number,
): LocalOutcome<CheapestData, CheapestMeta> {
  const refused = refusedInput(input, CHEAPEST_NAMES);
  if (refused !== null) return refused;
  const billing = billingOf(input);
  if (billing === null) return BAD_INSTANT;
  if (input.min_quality !== undefined || input.healthy === true) return NEEDS_SERVICE;
  const mode = input.mode ?? "chat";
  const ranking = cheapest(catalog, {
    ...requestOf(statedOrUsual(pickUsage(input), mode), billing, now),
    mode,
    ...(input.capability === undefined ? {} : { capabilities: input.capability }),
    ...(input.min_context_tokens === undefined ? {} : { min_context_tokens: input.min_context_tokens }),
    ...(input.provider === undefined ? {} : { providers: input.provider }),
    ...(input.exclude_provider === undefined ? {} : { exclude_providers: input.exclude_provider }),
    include_free: input.include_free ?? false,
    limit: input.limit ?? 10,
  });
  if (isCostProblem(ranking)) return costProblem(ranking);
  const data = ranking.rows.map(({ rank, offer, total }) => ({
    rank,
    model: { id: offer.id, provider: offer.provider },
    total_usd: formatDecimal(total),
    price_status: offer.price_status,
    quality: null,
    health: { state: "unknown", score: null } as const,
    context_tokens: offer.limits.context_tokens ?? offer.limits.max_input_tokens ?? null,
  }));
  return { data, meta: { considered: ranking.considered, excluded: { ...ranking.excluded } } };
}

export function localCompare(catalog: Catalog, input: CompareInput, now: number): LocalOutcome<CompareData> {
  const refused = refusedInput(input, ["models", ...BILLING_NAMES, "category"]);
  if (refused !== null) return refused;
  const billing = billingOf(input);
  if (billing === null) return BAD_INSTANT;
  const usage = statedOrUsual(pickUsage(input), "chat");
  const asked = new Map<Offer, string>();
  const unknown: { requested: string; problem: ReturnType<typeof problemRow> }[] = [];
  for (const requested of new Set(input.models)) {
    const match = matchModel(catalog, requested, now);
    if (match.kind === "none") unknown.push({ requested, problem: problemRow(notFound(requested, match.suggestions)) });
    else if (!asked.has(match.offer)) asked.set(match.offer, requested);
  }
  const comparison = compareOffers([...asked.keys()], requestOf(usage, billing, now));
  const impossible = comparison.problems.find(({ problem }) => problem.code === "usage_impossible");
  if (impossible !== undefined) return costProblem(impossible.problem);
  const priced = comparison.rows.map(({ offer, receipt, ratio_to_cheapest, tied }) => ({
    requested: asked.get(offer) ?? offer.id,
    model: { id: offer.id, provider: offer.provider },
    total_usd: formatDecimal(receipt.total),
    ...(receipt.partial ? ({ partial: true } as const) : {}),
    ratio_to_cheapest,
    tied,
    price_status: offer.price_status,
    quality: null,
    lines: receipt.lines.map(renderLine),
    warnings: receipt.warnings,
  }));
  const unpriced = comparison.problems.map(({ offer, problem: reason }) => ({
    requested: asked.get(offer) ?? offer.id,
    problem: problemRow(costProblem(reason)),
  }));
  const break_even = comparison.break_even.map(({ offer, cheapest: first, cache_hit_rate }) => ({
    model: offer.id,
    against: first.id,
    cache_hit_rate,
  }));
  return { data: { usage, rows: [...priced, ...unpriced, ...unknown], break_even }, meta: {} };
}

function requestOf(usage: Usage, { service_tier, region, at }: Billing, now: number): CostRequest {
  return { usage, service_tier, at: at ?? now, ...(region === undefined ? {} : { region }) };
}

function notFound(requested: string, suggestions: readonly string[]): Problem {
  return problem("model_not_found", `no offer is named ${JSON.stringify(requested.slice(0, 128))}`, { suggestions });
}

function costProblem(reason: CostProblem): Problem {
  const extra = reason.available_tiers === undefined ? undefined : { available_tiers: reason.available_tiers };
  const refused = problem(reason.code, reason.detail, extra);
  return reason.pointer === undefined
    ? refused
    : { ...refused, errors: [{ pointer: reason.pointer, message: reason.detail }] };
}

function problemRow(reason: Problem): { type: string; title: string; status: number; code: string; detail: string } {
  const { type, title, status, code, detail, ...extra } = problemBody(reason);
  return {
    type: String(type),
    title: String(title),
    status: Number(status),
    code: String(code),
    detail: String(detail),
    ...extra,
  };
}
