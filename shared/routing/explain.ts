import { inputLimit } from "../cost/estimate.ts";
import { formatDecimal } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import { type Candidates } from "./candidates.ts";
import {
  CANDIDATE,
  NO_CANDIDATE,
  reasonOf,
  type Rejection,
  type RejectionCounts,
  type RejectionReason,
  REJECTIONS,
} from "./rejection.ts";
import type { RouteRequest, RoutingFacts } from "./request.ts";
import { budgetRefusal } from "../tenancy/budget.ts";

export function countRejections(reasons: Uint8Array): RejectionCounts {
  const sums = new Uint32Array(REJECTIONS.length + 1);
  for (const code of reasons) if (code !== NO_CANDIDATE) sums[code] = (sums[code] ?? 0) + 1;
  const counts: RejectionCounts = {};
  REJECTIONS.forEach((reason, index) => {
    const count = sums[index + 1] ?? 0;
    if (count > 0) counts[reason] = count;
  });
  return counts;
}

/** At most so many, those that came nearest to being a candidate first (the latest reason of the order), then by id. */
export function listRejections(
  candidates: Candidates,
  request: RouteRequest,
  facts: RoutingFacts,
  most: number,
): Rejection[] {
  const byCode = REJECTIONS.map((): number[] => []);
  candidates.reasons.forEach((code, row) => {
    if (code === CANDIDATE || code === NO_CANDIDATE) return;
    const rows = byCode[code - 1];
    if (rows !== undefined && rows.length < most) rows.push(row);
  });
  const listed: Rejection[] = [];
  for (let code = REJECTIONS.length; code > 0 && listed.length < most; code -= 1) {
    const reason = reasonOf(code);
    for (const row of byCode[code - 1] ?? []) {
      if (reason === null || listed.length === most) break;
      listed.push({
        model: candidates.offerAt(row).id,
        reason,
        detail: detailOf(reason, row, candidates, request, facts),
      });
    }
  }
  return listed;
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
