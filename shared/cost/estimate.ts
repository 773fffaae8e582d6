import { add, type Decimal, times, ZERO } from "../money/decimal.ts";
import type { Meter } from "../pricing/meter.ts";
import type { Offer } from "../pricing/offer.ts";
import type { ServiceTier } from "../pricing/rate.ts";
import { billedQuantities, type Quantity } from "./quantities.ts";
import { type PlannedRate, type RatePlan, ratePlan, serviceTiers, UNPRICED } from "./rate-plan.ts";
import { type CostProblem, type CostWarning, isCostProblem, type Receipt, type ReceiptLine } from "./receipt.ts";
import { isWithinAny } from "./time-window.ts";
import type { Usage } from "./usage.ts";

export interface CostRequest {
  readonly usage: Usage;
  readonly service_tier: ServiceTier;
  /** Where the call is processed (`eu`, `us`, `global`, a cloud region); base price where the offer lists no uplift for it. */
  readonly region?: string;
  /** The billed instant in epoch milliseconds: off-peak windows are read at it. */
  readonly at: number;
}

/** The exact cost of a usage, line by line, or why there is none. */
export function estimate(offer: Offer, request: CostRequest): Receipt | CostProblem {
  if (offer.price_type !== "paid" && offer.price_type !== "free") return unknownPrice(offer);
  const { usage, service_tier } = request;
  const plan = ratePlan(offer, service_tier, request.region);
  if (plan === null) return tierProblem(offer, service_tier, `${offer.id} is not sold under ${service_tier}`);
  const quantities = billedQuantities(usage, offer, plan.has_request_fee);
  if (!Array.isArray(quantities)) return quantities;
  const missing = service_tier === "standard" ? null : missingLongContext(plan, request);
  if (missing !== null) return missing;
  return bill(plan, request, quantities);
}

/** The total of an estimate; null where it is refused or a line is unpriced: a partial total is no cost to rank by. */
export function estimatedCost(offer: Offer, request: CostRequest): Decimal | null {
  const outcome = estimate(offer, request);
  return isCostProblem(outcome) || outcome.partial ? null : outcome.total;
}

/**
 * The total alone, for quantities that state nothing twice; null where `estimate` would refuse or leave a line unpriced.
 * A ranking asks many offers about one usage, and needs no receipts.
 */
export function completeCost(offer: Offer, request: CostRequest, stated: readonly Quantity[]): Decimal | null {
  const plan = ratePlan(offer, request.service_tier, request.region);
  if (plan === null || (plan.listed !== "standard" && missingLongContext(plan, request) !== null)) return null;
  const isFeeDue = plan.has_request_fee && request.usage.requests === undefined;
  let total: Decimal | null = isFeeDue ? amount(plan, "requests", 1, request) : ZERO;
  for (const { meter, quantity } of stated) {
    if (meter === "requests" && !plan.has_request_fee) continue;
    const usd = amount(plan, meter, quantity, request);
    if (usd === null || total === null) return null;
    total = total === ZERO ? usd : add(total, usd);
  }
  return total;
}

function amount(plan: RatePlan, meter: Meter, quantity: number, request: CostRequest): Decimal | null {
  const rate = applicable(plan.chain(meter), meter, request);
  if (rate === null) return plan.offer.price_type === "free" ? ZERO : null;
  return rate.unit === null ? null : times(rate.unit, quantity);
}

function bill(plan: RatePlan, request: CostRequest, quantities: Quantity[]): Receipt | CostProblem {
  const lines: ReceiptLine[] = [];
  const warnings: CostWarning[] = [];
  let total: Decimal = ZERO;
  let partial = false;
  for (const { meter, quantity, counted } of quantities) {
    if (counted !== null) {
      warnings.push(counted);
      continue;
    }
    const rate = applicable(plan.chain(meter), meter, request);
    if (rate === null && isSoldAtStandard(plan, meter, request)) return unlistedMeter(plan, meter);
    const line = rate === null ? withoutRate(plan.offer, meter, quantity) : priced(rate, meter, quantity);
    lines.push(line);
    if (line.usd === null) partial = true;
    else total = total === ZERO ? line.usd : add(total, line.usd);
    const warning = rate === null ? (line.usd === null ? notSold(plan.offer, meter) : null) : rate.warning;
    if (warning !== null && !warnings.includes(warning)) warnings.push(warning);
  }
  warnOfContext(plan.offer, request.usage, warnings);
  return { total, partial, lines, service_tier: request.service_tier, warnings };
}

function priced(rate: PlannedRate, meter: Meter, quantity: number): ReceiptLine {
  const { unit, rule, source } = rate;
  return { meter, quantity, usd_per_unit: unit, usd: unit === null ? null : times(unit, quantity), rule, source };
}

/** Nothing a free offer does costs anything, also what it lists no rate for. */
function withoutRate(offer: Offer, meter: Meter, quantity: number): ReceiptLine {
  if (offer.price_type === "free") {
    return { meter, quantity, usd_per_unit: ZERO, usd: ZERO, rule: "free", source: offer.sources[0] ?? null };
  }
  return { meter, quantity, usd_per_unit: null, usd: null, rule: UNPRICED, source: null };
}

/** The first rate of the list whose condition holds for this request. */
function applicable(chain: readonly PlannedRate[], meter: Meter, request: CostRequest): PlannedRate | null {
  for (const rate of chain) if (rate.condition === null || holds(rate, meter, request)) return rate;
  return null;
}

function holds({ condition }: PlannedRate, meter: Meter, { usage, at }: CostRequest): boolean {
  if (condition === null) return true;
  const { above_tokens, inclusive, windows, variant } = condition;
  if (above_tokens !== undefined) {
    const input = usage.input_tokens ?? 0;
    if (inclusive === true ? input < above_tokens : input <= above_tokens) return false;
  }
  if (windows !== undefined && !isWithinAny(windows, at)) return false;
  return variant === undefined || variant === statedVariant(meter, usage);
}

function statedVariant(meter: Meter, usage: Usage): string | undefined {
  return meter === "web_searches" ? (usage.web_search_context_size ?? "medium") : undefined;
}

/** A tier that lists nothing above a threshold which the standard price passes has no price there. */
function missingLongContext(plan: RatePlan, request: CostRequest): CostProblem | null {
  if (plan.listed === "standard" || plan.offer.price_type === "free") return null;
  const standard = ratePlan(plan.offer, "standard", request.region);
  if (standard === null) return null;
  for (const meter of ["input_tokens", "output_tokens"] as const) {
    if ((request.usage[meter] ?? 0) === 0) continue;
    const passed = threshold(applicable(standard.chain(meter), meter, request));
    if (passed > threshold(applicable(plan.chain(meter), meter, request))) {
      const detail = `${plan.offer.id} has no ${plan.tier} price for ${meter} above ${passed} input tokens`;
      return tierProblem(plan.offer, plan.tier, detail);
    }
  }
  return null;
}

function threshold(rate: PlannedRate | null): number {
  return rate?.condition?.above_tokens ?? 0;
}

function isSoldAtStandard(plan: RatePlan, meter: Meter, request: CostRequest): boolean {
  if (plan.listed === "standard" || plan.offer.price_type === "free") return false;
  const standard = ratePlan(plan.offer, "standard", request.region);
  return standard !== null && applicable(standard.chain(meter), meter, request) !== null;
}

function unlistedMeter(plan: RatePlan, meter: Meter): CostProblem {
  return tierProblem(plan.offer, plan.tier, `${plan.offer.id} has no ${plan.tier} price for ${meter}`);
}

function tierProblem(offer: Offer, tier: ServiceTier, detail: string): CostProblem {
  const available_tiers = serviceTiers(offer).filter((other) => other !== tier);
  return { code: "service_tier_unavailable", detail, available_tiers };
}

function notSold(offer: Offer, meter: Meter): CostWarning {
  return { code: "meter_not_sold", detail: `${offer.id} has no price for ${meter}: the line is unpriced` };
}

/** The input limit that the offer states; undefined where it states none. */
export function inputLimit(offer: Offer): number | undefined {
  return offer.limits.max_input_tokens ?? offer.limits.context_tokens;
}

function warnOfContext(offer: Offer, usage: Usage, warnings: CostWarning[]): void {
  const limit = inputLimit(offer);
  const input = usage.input_tokens ?? 0;
  if (limit === undefined || input <= limit) return;
  warnings.push({ code: "over_context", detail: `${input} input tokens exceed the limit of ${limit} of ${offer.id}` });
}

const UNPRICED_TYPES = {
  unknown: "no source has a believable price for",
  dynamic: "the price depends on the model that the router chooses for",
  not_per_token: "dedicated capacity is not priced by usage:",
} as const;

function unknownPrice(offer: Offer): CostProblem {
  const type = offer.price_type;
  const why = type === "paid" || type === "free" ? "no price for" : UNPRICED_TYPES[type];
  return { code: "price_unknown", detail: `${why} ${offer.id} (price type ${type})` };
}
