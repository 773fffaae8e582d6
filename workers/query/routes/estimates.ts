import type { InputOf } from "../../../shared/contract/operation.ts";
import { parseBody } from "../../../shared/contract/parse.ts";
import { invalid, problem, problemBody, type Problem } from "../../../shared/contract/problem.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { estimateRequest } from "../../../shared/contract/operations/costs.ts";
import { matchModel } from "../../../shared/pricing/matching.ts";
import { foreignProvider } from "../../../shared/pricing/providers.ts";
import { bulkRows } from "../bulk-rows.ts";
import { plainRequest } from "../../../shared/contract/plain-request.ts";
import type { Call, Handler, Outcome } from "../call.ts";
import { estimateCall, type EstimateOutcome, type PricedRequest } from "../estimate-call.ts";
import { reserved } from "../reservation.ts";

export const getEstimate: Handler<typeof OPERATIONS.estimate> = ({ query }, call) =>
  answered(stated(query), query.reserve, call);

type EstimateQuery = InputOf<typeof OPERATIONS.estimate>["query"];

/** Field by field: to spread a query, whose fields stand in any order, costs more than to estimate it. */
function stated(query: EstimateQuery): PricedRequest {
  const { model, service_tier, region, at, price_version, max_output_tokens } = query;
  return { model, usage: query, service_tier, region, at, price_version, max_output_tokens };
}

export const postEstimate: Handler<typeof OPERATIONS.postEstimate> = ({ body }, call) =>
  answered({ ...body, usage: body.usage ?? {} }, body.reserve, call);

function answered(request: PricedRequest, reserve: boolean, call: Call): Outcome | Promise<Outcome> {
  const outcome = estimateCall(request, call);
  if (outcome instanceof Promise) return outcome.then((done) => finish(done, reserve, call));
  return finish(outcome, reserve, call);
}

function finish(outcome: EstimateOutcome, reserve: boolean, call: Call): Outcome | Promise<Outcome> {
  if ("code" in outcome) return outcome;
  return reserve ? reserved(outcome, call) : { data: outcome.data };
}

export const estimateBatch: Handler<typeof OPERATIONS.estimateBatch> = async ({ body }, call) => {
  const limit = bulkRows(call);
  if (body.requests.length > limit) return problem("payload_too_large", `at most ${limit} rows in one batch`);
  const rows: unknown[] = [];
  // One after the other: only rows that ask for prices of the past wait for anything.
  for (const row of body.requests) rows.push(await batchRow(row, call));
  return { data: rows };
};

async function batchRow(row: unknown, call: Call): Promise<unknown> {
  const plain = plainRequest(row);
  const parsed = plain === null ? parseBody(estimateRequest, row) : { ok: true as const, value: plain };
  if (!parsed.ok) return { problem: problemBody(invalid(parsed.errors)) };
  if (parsed.value.reserve)
    return { problem: problemBody(invalid([{ pointer: "/reserve", message: "is not for batches" }])) };
  const outcome = estimateCall({ ...parsed.value, usage: parsed.value.usage ?? {} }, call);
  const done = outcome instanceof Promise ? await outcome : outcome;
  return "code" in done ? { problem: problemBody(done) } : done.data;
}

/** What a call did cost: the request's own words win over what the response says. */
export const cost: Handler<typeof OPERATIONS.cost> = async ({ body }, call) => {
  const { usageFrom } = await import("../../../shared/cost/usage-from/index.ts");
  const read = usageFrom(body.response, {
    ...(body.provider === undefined ? {} : { provider: body.provider }),
    ...(body.model === undefined ? {} : { model: body.model }),
  });
  if (read.kind === "problem") return unreadable(read);
  const named = body.model ?? read.model;
  if (named === undefined) return invalid([{ pointer: "/model", message: "the response names no model: give one" }]);
  const outcome = await estimateCall(
    {
      model: soldBy(named, body.provider, read.provider, call),
      usage: read.usage,
      service_tier: body.service_tier ?? read.service_tier ?? "standard",
      region: body.region ?? read.region,
      at: body.at,
      price_version: body.price_version,
    },
    call,
  );
  if ("code" in outcome) return outcome;
  const warnings = [...read.warnings, ...listOf(outcome.data["warnings"])];
  return {
    data: {
      ...outcome.data,
      warnings,
      usage: read.usage,
      convention: read.convention,
      ...(read.provider_reported_usd === undefined ? {} : { provider_reported_usd: read.provider_reported_usd }),
    },
  };
};

/**
 * The model at its seller. A provider that the caller names is binding: another seller's price is no answer.
 * One that only the shape of the response tells narrows the model down where it sells it.
 */
function soldBy(model: string, named: string | undefined, read: string | undefined, call: Call): string {
  // The reading spells a provider that was named as the catalog does.
  const provider = read ?? named;
  if (provider === undefined) return model;
  const family = foreignProvider(provider);
  if (model.startsWith(`${family}/`) || model.startsWith(`${provider}/`)) return model;
  const qualified = `${family}/${model}`;
  const isSold = matchModel(call.catalog, qualified, call.now).kind === "offer";
  if (isSold) return qualified;
  const bare = matchModel(call.catalog, model, call.now);
  if (named === undefined || (bare.kind === "offer" && bare.offer.provider === family)) return model;
  return qualified;
}

function unreadable(read: {
  readonly code: "invalid_request" | "usage_impossible";
  readonly detail: string;
  readonly pointer?: string;
}): Problem {
  const errors = [{ pointer: `/response${read.pointer ?? ""}`, message: read.detail }];
  return { code: read.code, detail: read.detail, errors };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
