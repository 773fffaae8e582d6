import { parseBody } from "../../../shared/contract/parse.ts";
import { invalid, problem, type FieldError, type Problem } from "../../../shared/contract/problem.ts";
import { usageFrom } from "../../../shared/cost/usage-from/index.ts";
import { impossibility, pickUsage, type Usage } from "../../../shared/cost/usage.ts";
import type { CostProblem } from "../../../shared/cost/receipt.ts";
import { formatDecimal, parseDecimal, type Decimal } from "../../../shared/money/decimal.ts";
import { matchModel } from "../../../shared/pricing/matching.ts";
import type { Offer } from "../../../shared/pricing/offer.ts";
import type { ServiceTier } from "../../../shared/pricing/rate.ts";
import {
  billingAlternatives,
  distinct,
  eventCosts,
  lowestThreshold,
  searchUnits,
  type Call,
  type EventCosts,
} from "../../../shared/tenancy/event-costs.ts";
import { applyOverrides } from "../../../shared/tenancy/override-apply.ts";
import { PLANS } from "../../../shared/tenancy/plans.ts";
import { sameAmount } from "../../../shared/tenancy/bill-cause.ts";
import { dateFault, usageEventSchema, type UsageEvent } from "../../../shared/tenancy/usage-event.ts";
import type { Answers } from "../../../shared/tenancy/wire.ts";
import type { Requests } from "../../../shared/tenancy/wire-requests.ts";
import type { CostedEvent } from "../../objects/tenant/costed-event.ts";
import { tenantObject, type TenantCall } from "./tenant-call.ts";

type Rejected = Answers["recorded"]["rejected"][number];

/** Takes in what calls did use and cost. A bad row is told in the answer and refuses no other. */
export async function recordUsage(
  call: TenantCall,
  body: Requests["recordUsage"],
): Promise<Answers["recorded"] | Problem> {
  const limit = PLANS[call.plan].bulk_rows;
  if (body.events.length > limit) {
    return problem("payload_too_large", `the plan ${call.plan} takes at most ${limit} events at once`);
  }
  const rejected: Rejected[] = [];
  const events = body.events.flatMap((row, index) => {
    const costed = costedRow(row, call);
    if ("id" in costed) return costed;
    rejected.push(rejection(index, row, costed));
    return [];
  });
  const recorded =
    events.length === 0 ? { accepted: 0, duplicates: 0 } : await tenantObject(call).record(events, call.now);
  return { ...recorded, rejected };
}

interface Fault {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

function costedRow(row: unknown, call: TenantCall): CostedEvent | Fault {
  const parsed = parseBody(usageEventSchema, row);
  if (!parsed.ok) return invalid(parsed.errors);
  const event = parsed.value;
  const at = Date.parse(event.at);
  const late = dateFault(at, call.now);
  if (late !== null) return invalid([{ pointer: "/at", message: late }]);
  const used = usageOf(event);
  return "code" in used ? used : costed(event, at, used, call);
}

interface Used {
  readonly usage: Usage;
  readonly service_tier: ServiceTier;
  readonly region: string | undefined;
}

/** What the event states wins over what the provider's response says. */
function usageOf(event: UsageEvent): Used | Fault {
  const { usage, response, service_tier, region } = event;
  if (usage !== undefined) {
    const impossible = impossibility(usage);
    if (impossible === null) return { usage: pickUsage(usage), service_tier: service_tier ?? "standard", region };
    return fault("usage_impossible", impossible.message, `/usage${impossible.pointer}`);
  }
  const read = usageFrom(response, { model: event.model, provider: event.provider });
  if (read.kind === "problem") return fault(read.code, read.detail, read.pointer ?? "/response");
  return {
    usage: read.usage,
    service_tier: service_tier ?? read.service_tier ?? "standard",
    region: region ?? read.region,
  };
}

function costed(event: UsageEvent, at: number, used: Used, call: TenantCall): CostedEvent | Fault {
  const list = offerOf(event, call);
  const priced = list === null ? null : { list, sell: applyOverrides(call.overrides, list, at), at, ...used };
  const costs = priced === null ? null : eventCosts(priced);
  // What was billed is recorded whatever we know of the price; without a bill there is nothing to record.
  if (event.billed_usd === undefined && (costs === null || isProblem(costs))) {
    return costs === null
      ? fault("model_not_found", "no offer has this name: give billed_usd, or another model", "/model")
      : { code: costs.code, detail: costs.detail };
  }
  const known = costs === null || isProblem(costs) ? null : costs;
  return {
    ...facts(event, at, used, call),
    model: list?.id ?? event.model,
    ...amounts(known),
    ...explanations(event, priced, known),
  };
}

function facts(event: UsageEvent, at: number, { usage, service_tier, region }: Used, call: TenantCall) {
  return {
    id: event.id,
    at,
    usage: JSON.stringify(usage),
    input_tokens: usage.input_tokens ?? 0,
    service_tier,
    region: region ?? null,
    price_version: call.catalog.header.version,
    billed_usd: event.billed_usd ?? null,
    estimate_id: event.estimate_id ?? null,
    cache_key: event.cache_key ?? null,
  };
}

function amounts(costs: EventCosts | null) {
  return {
    cost_usd: text(costs?.cost ?? null),
    partial: costs?.partial ?? false,
    caching_usd: text(costs?.caching ?? null),
    batch_usd: text(costs?.batch ?? null),
    list_usd: text(costs?.list ?? null),
  };
}

/** What could explain a bill; worked out only where there is one. */
function explanations(event: UsageEvent, call: Call | null, costs: EventCosts | null) {
  const billed = event.billed_usd === undefined ? null : parseDecimal(event.billed_usd);
  if (call === null || costs === null || billed === null) {
    return { lowest_threshold: null, alternatives: [], search_units: [] };
  }
  const needed = !sameAmount(costs.cost, billed);
  return {
    lowest_threshold: lowestThreshold(call.sell),
    alternatives: needed
      ? distinct(billingAlternatives(call), costs.cost).map(({ cause, usd }) => ({ cause, usd: formatDecimal(usd) }))
      : [],
    search_units: searchUnits(call.sell).map(formatDecimal),
  };
}

/** A provider that is named narrows the model down. The plan is no matter here: what was spent is recorded. */
function offerOf({ model, provider }: UsageEvent, call: TenantCall): Offer | null {
  const qualified = provider === undefined || model.startsWith(`${provider}/`) ? null : `${provider}/${model}`;
  for (const name of qualified === null ? [model] : [qualified, model]) {
    const match = matchModel(call.catalog, name, call.now);
    if (match.kind === "offer") return match.offer;
  }
  return null;
}

function isProblem(costs: EventCosts | CostProblem): costs is CostProblem {
  return "code" in costs;
}

function text(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}

function fault(code: string, detail: string, pointer: string): Fault {
  return { code, detail, errors: [{ pointer, message: detail }] };
}

function rejection(index: number, row: unknown, { code, detail, errors }: Fault): Rejected {
  const id =
    typeof row === "object" && row !== null && "id" in row && typeof row.id === "string" ? row.id.slice(0, 256) : null;
  return { index, id, code, detail, ...(errors === undefined ? {} : { errors: [...errors] }) };
}
