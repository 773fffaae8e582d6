import { expectedBounds, type Bounds } from "../../shared/cost/bounds.ts";
import { estimate } from "../../shared/cost/estimate.ts";
import { isCostProblem, renderReceipt, type CostProblem, type Receipt } from "../../shared/cost/receipt.ts";
import { TEXT_TOKEN_ERROR } from "../../shared/cost/text-tokens.ts";
import type { Usage } from "../../shared/cost/usage.ts";
import { problem, type Problem } from "../../shared/contract/problem.ts";
import { formatDecimal } from "../../shared/money/decimal.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import type { ServiceTier } from "../../shared/pricing/rate.ts";
import type { Call } from "./call.ts";
import { countedUsage, type CountedUsage, type UsageOrText } from "./counted-usage.ts";
import { findModel, type FoundModel } from "./model-lookup.ts";
import { offerAsOf, type DatedOffer } from "./past-prices.ts";
import { tenantOffer } from "./tenant-prices.ts";

/** What GET and POST estimates, batch rows and costs have in common. */
export interface PricedRequest {
  readonly model: string;
  readonly usage: UsageOrText;
  readonly text?: string | readonly string[] | undefined;
  readonly service_tier: ServiceTier;
  readonly region?: string | undefined;
  readonly at?: number | undefined;
  readonly price_version?: string | undefined;
  readonly max_output_tokens?: number | undefined;
}

export interface Estimated {
  readonly data: Record<string, unknown>;
  readonly offer: Offer;
  readonly receipt: Receipt;
  readonly usage: Usage;
}

export type EstimateOutcome = Estimated | Problem;

/** One estimate from model string to receipt. Only prices of the past need anything but memory. */
export function estimateCall(request: PricedRequest, call: Call): EstimateOutcome | Promise<EstimateOutcome> {
  const counted = countedUsage(request.usage, request.text);
  if ("code" in counted) return counted;
  const found = findModel(request.model, call);
  if ("code" in found) return found;
  const current = present(found, request, call);
  if (current !== null) return priced(found, current, request, counted, call);
  return offerAsOf(found.offer.id, request, call).then((dated) =>
    "code" in dated ? dated : priced(found, dated, request, counted, call),
  );
}

/** The current catalog answers unless an older version or instant was asked for. */
function present(found: FoundModel, request: PricedRequest, call: Call): DatedOffer | null {
  const { header } = call.catalog;
  if (request.price_version !== undefined && request.price_version !== header.version) return null;
  if (request.price_version === undefined && request.at !== undefined && request.at < Date.parse(header.published_at)) {
    return header.confirmed_at === null ? { offer: found.offer, version: header.version, warning: BUNDLED_PAST } : null;
  }
  return { offer: found.offer, version: header.version };
}

const BUNDLED_PAST = {
  code: "no_history",
  detail: "no prices of that time are recorded: the bundled snapshot was used",
};

function priced(
  found: FoundModel,
  dated: DatedOffer,
  request: PricedRequest,
  { usage, tokens_estimated }: CountedUsage,
  call: Call,
): EstimateOutcome {
  const at = request.at ?? call.now;
  const offer = tenantOffer(dated.offer, call, at);
  const billing = {
    usage,
    service_tier: request.service_tier,
    at,
    ...(request.region === undefined ? {} : { region: request.region }),
  };
  const receipt = estimate(offer, billing);
  if (isCostProblem(receipt)) return costProblem(receipt);
  const base = offer === dated.offer ? null : estimate(dated.offer, billing);
  const atList = base === null || isCostProblem(base) ? null : base;
  const wire = renderReceipt(receipt);
  // What is undefined is not sent.
  const data: Record<string, unknown> = {
    model: { id: offer.id, provider: offer.provider, requested: request.model, matched_by: found.matched_by },
    total_usd: wire.total_usd,
    partial: wire.partial,
    lines: atList === null ? wire.lines : withBase(wire.lines, atList),
    base_total_usd: atList === null ? undefined : formatDecimal(atList.total),
    service_tier: wire.service_tier,
    price_status: offer.price_status,
    estimated: offer.estimated || found.estimated === true,
    price_version: dated.version,
    tokens_estimated: tokens_estimated ? true : undefined,
    token_estimate: tokens_estimated ? { input_tokens: usage.input_tokens, error: TEXT_TOKEN_ERROR } : undefined,
    warnings: [...receipt.warnings, ...optional(found.warning), ...optional(dated.warning)],
  };
  if (request.max_output_tokens !== undefined) {
    const bounds = expectedBounds(offer, billing, request.max_output_tokens);
    if ("code" in bounds) return costProblem(bounds);
    data["bounds"] = boundsView(bounds);
  }
  return { data, offer, receipt, usage };
}

function optional<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function withBase(lines: readonly object[], base: Receipt): object[] {
  const rendered = renderReceipt(base).lines;
  return lines.map((line, index) => ({ ...line, base_usd_per_unit: rendered[index]?.usd_per_unit ?? null }));
}

function boundsView(bounds: Bounds): Record<string, string> {
  return {
    min_usd: formatDecimal(bounds.min),
    expected_usd: formatDecimal(bounds.expected),
    max_usd: formatDecimal(bounds.max),
  };
}

export function costProblem(reason: CostProblem): Problem {
  const extra = reason.available_tiers === undefined ? undefined : { available_tiers: reason.available_tiers };
  const refused = problem(reason.code, reason.detail, extra);
  return reason.pointer === undefined
    ? refused
    : { ...refused, errors: [{ pointer: reason.pointer, message: reason.detail }] };
}
