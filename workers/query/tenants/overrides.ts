import { problem, type Problem } from "../../../shared/contract/problem.ts";
import { estimate, type CostRequest } from "../../../shared/cost/estimate.ts";
import { isCostProblem } from "../../../shared/cost/receipt.ts";
import { formatDecimal } from "../../../shared/money/decimal.ts";
import { matchModel } from "../../../shared/pricing/matching.ts";
import type { Offer } from "../../../shared/pricing/offer.ts";
import { applyOverrides } from "../../../shared/tenancy/override-apply.ts";
import { compileOverrides, type CompiledOverrides } from "../../../shared/tenancy/override-compile.ts";
import { PLANS } from "../../../shared/tenancy/plans.ts";
import type { Answers } from "../../../shared/tenancy/wire.ts";
import type { Requests } from "../../../shared/tenancy/wire-requests.ts";
import { renewTenant } from "../tenant-view.ts";
import { tenantObject, type TenantCall } from "./tenant-call.ts";

/** What a preview prices where no usage is given: as `cheapest` does. */
const PREVIEW_USAGE = { input_tokens: 1_000, output_tokens: 500 };

export async function getOverrides(call: TenantCall): Promise<Answers["overrides"]> {
  return await tenantObject(call).overrides();
}

/** `ifMatch` is the header as it came: null where there is none. A stale one is 412 `conflict`. */
export async function putOverrides(
  call: TenantCall,
  body: Requests["putOverrides"],
  ifMatch: string | null,
): Promise<Answers["overrides"] | Problem> {
  const expected = expectedRevision(ifMatch);
  if (expected === "never") return stale(null);
  const put = await tenantObject(call).putOverrides(body.rules, expected, call.actor, call.now);
  if (put.kind === "stale") return stale(put.revision);
  await renewTenant(call.tenant_id, call.env, call.now);
  return put.overrides;
}

/** The same usage at the prices in force and at those of the rules sent; nothing is saved. */
export function previewOverrides(call: TenantCall, body: Requests["previewOverrides"]): Answers["preview"] {
  const proposed = compileOverrides([body.rules, PLANS[call.plan].overrides]);
  const request: CostRequest = { usage: body.usage ?? PREVIEW_USAGE, service_tier: "standard", at: call.now };
  return { rows: body.models.map((model) => previewRow(model, call, proposed, request)) };
}

function previewRow(
  model: string,
  call: TenantCall,
  proposed: CompiledOverrides,
  request: CostRequest,
): Answers["preview"]["rows"][number] {
  const match = matchModel(call.catalog, model, call.now);
  if (match.kind === "none") return { model, problem: { code: "model_not_found", detail: "no offer has this name" } };
  const before = total(applyOverrides(call.overrides, match.offer, call.now), request);
  const after = total(applyOverrides(proposed, match.offer, call.now), request);
  if (typeof after !== "string") return { model: match.offer.id, problem: after };
  if (typeof before !== "string") return { model: match.offer.id, problem: before };
  return { model: match.offer.id, before_usd: before, after_usd: after };
}

function total(offer: Offer, request: CostRequest): string | { code: string; detail: string } {
  const receipt = estimate(offer, request);
  return isCostProblem(receipt) ? { code: receipt.code, detail: receipt.detail } : formatDecimal(receipt.total);
}

/** `"3"`, also unquoted or weak; `*` and no header fit any revision, anything else none. */
function expectedRevision(ifMatch: string | null): number | null | "never" {
  if (ifMatch === null || ifMatch.trim() === "*") return null;
  const revision = /^(?:W\/)?"?(\d{1,15})"?$/.exec(ifMatch.trim())?.[1];
  return revision === undefined ? "never" : Number(revision);
}

function stale(revision: number | null): Problem {
  const detail =
    revision === null ? "`If-Match` names no revision" : `the rules have changed: they are at revision ${revision}`;
  return { ...problem("conflict", detail, revision === null ? {} : { revision }), status: 412 };
}
