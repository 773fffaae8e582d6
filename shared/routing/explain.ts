import { inputLimit } from "../cost/estimate.ts";
import { formatDecimal } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import { type Candidates } from "./candidates.ts";
import { type Rejection, type RejectionCounts, type RejectionReason, REJECTIONS } from "./rejection.ts";
import type { RouteRequest, RoutingFacts } from "./request.ts";
import { budgetRefusal } from "../tenancy/budget.ts";

export function countRejections({ plan, left_out }: Candidates): RejectionCounts {
  const counts: RejectionCounts = {};
  REJECTIONS.forEach((reason, index) => {
    const count = plan.left_out.under(index + 1).length + left_out.under(index + 1).length;
    if (count > 0) counts[reason] = count;
  });
  return counts;
}

/**
 * At most so many, some of every reason: the reasons in turn, the latest of their order first (what failed last came nearest to being a
 * candidate), each by id.
 */
export function listRejections(
  candidates: Candidates,
  request: RouteRequest,
  facts: RoutingFacts,
  most: number,
): readonly Rejection[] {
  const groups = groupsOf(candidates, most);
  const quotas = sharedOut(
    groups.map(({ rows }) => rows.length),
    most,
  );
  return groups.flatMap(({ reason, rows }, index) =>
    rows.slice(0, quotas[index]).map((row) => ({
      model: candidates.offerAt(row).id,
      reason,
      detail: detailOf(reason, row, candidates, request, facts),
    })),
  );
}

interface Group {
  readonly reason: RejectionReason;
  readonly rows: readonly number[];
}

function groupsOf({ plan, left_out }: Candidates, most: number): readonly Group[] {
  const groups: Group[] = [];
  REJECTIONS.forEach((reason, index) => {
    const always = plan.left_out.under(index + 1).slice(0, most);
    const now = left_out.under(index + 1).slice(0, most);
    if (always.length + now.length === 0) return;
    const isMixed = always.length > 0 && now.length > 0;
    const rows = isMixed ? [...always, ...now].sort((a, b) => a - b) : [...always, ...now];
    groups.unshift({ reason, rows });
  });
  return groups;
}

/** Shares `most` out evenly among groups of these sizes; what a small one does not need goes to the others. */
function sharedOut(sizes: readonly number[], most: number): readonly number[] {
  if (sizes.reduce((sum, size) => sum + size, 0) <= most) return sizes;
  const shares = sizes.map(() => 0);
  for (let left = most; left > 0;) {
    for (const [index, size] of sizes.entries()) {
      const share = shares[index] ?? 0;
      if (left === 0 || share === size) continue;
      shares[index] = share + 1;
      left -= 1;
    }
  }
  return shares;
}

function detailOf(
  reason: RejectionReason,
  row: number,
  candidates: Candidates,
  request: RouteRequest,
  facts: RoutingFacts,
): string {
  const offer = candidates.offerAt(row);
  switch (reason) {
    case "unknown_model":
      return "no offer is named so";
    case "plan":
      return `the plan ${facts.plan?.name ?? ""} does not include it`;
    case "provider_not_allowed":
      return `the provider ${offer.provider} is not among those allowed`;
    case "capability":
      return `lacks ${missing(offer, request).join(", ")}`;
    case "context":
      return contextDetail(offer, request);
    case "price_unknown":
      return priceDetail(offer, candidates.table.sold[row] === 1, request);
    case "deprecated":
      return `retired by its seller on ${offer.deprecation_date ?? "an earlier day"}`;
    case "disputed":
      return "a source that disagrees says it is dearer";
    case "quality_unknown":
      return "nobody has published a score of it in this category";
    case "quality_below_minimum":
      return `scores ${candidates.quality.score[row]}, ${request.require.min_quality} are required`;
    case "over_max_cost":
      return `costs ${costText(row, candidates)} USD, at most ${request.max_cost === null ? "" : formatDecimal(request.max_cost)} are allowed`;
    case "over_budget":
      return budgetDetail(row, candidates, facts);
    case "status_page_major_outage":
      return `the status page of ${offer.provider} reports a major outage`;
    case "provider_unhealthy":
      return `calls to ${offer.provider} are failing`;
  }
}

function missing({ capabilities }: Offer, { require }: RouteRequest): readonly string[] {
  return (require.capabilities ?? []).filter((capability) => !capabilities.includes(capability));
}

function contextDetail(offer: Offer, { require, usage }: RouteRequest): string {
  const context = offer.limits.context_tokens ?? offer.limits.max_input_tokens;
  const wanted = require.min_context_tokens;
  if (wanted !== undefined && (context ?? -1) < wanted) {
    return context === undefined
      ? "its context length is not known"
      : `takes ${context} tokens, ${wanted} are required`;
  }
  return `takes ${inputLimit(offer)} input tokens, the request has ${usage.input_tokens ?? 0}`;
}

const UNPRICED = {
  unknown: "no source has a believable price for it",
  dynamic: "its price depends on the model that a router chooses",
  not_per_token: "dedicated capacity is not priced by usage",
} as const;

function priceDetail({ price_type }: Offer, isSold: boolean, { service_tier }: RouteRequest): string {
  if (price_type !== "paid" && price_type !== "free") return UNPRICED[price_type];
  return isSold ? "a part of the usage has no price" : `is not sold under ${service_tier}`;
}

function costText(row: number, candidates: Candidates): string {
  const cost = candidates.costAt(row);
  return cost === null ? "an unknown amount of" : formatDecimal(cost.expected);
}

function budgetDetail(row: number, candidates: Candidates, { budget }: RoutingFacts): string {
  const cost = candidates.costAt(row);
  const refusal =
    budget === null || cost === null ? null : budgetRefusal(budget.limits, budget.position, cost.expected);
  if (refusal === null) return "does not fit the budget";
  const { limit, limit_usd, requested_usd, spent_usd, reserved_usd } = refusal;
  return `costs ${requested_usd} USD: with ${spent_usd} spent and ${reserved_usd} reserved more than the ${limit} limit of ${limit_usd}`;
}
