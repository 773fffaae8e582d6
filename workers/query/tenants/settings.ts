import type { Answers } from "../../../shared/tenancy/wire.ts";
import type { Requests } from "../../../shared/tenancy/wire-requests.ts";
import type { BudgetReading } from "../../objects/tenant/budget-book.ts";
import type { HeldPrice } from "../../objects/tenant/holds.ts";
import { renewTenant } from "../tenant-view.ts";
import { isoInstant, tenantObject, type TenantCall } from "./tenant-call.ts";

export async function getBudget(call: TenantCall): Promise<Answers["budget"]> {
  return budgetAnswer(await tenantObject(call).budget(call.now));
}

export async function putBudget(call: TenantCall, body: Requests["putBudget"]): Promise<Answers["budget"]> {
  return budgetAnswer(await tenantObject(call).putBudget(body, call.actor, call.now));
}

export async function getMargin(call: TenantCall): Promise<Answers["margin"]> {
  const { policy, held } = await tenantObject(call).margin();
  return {
    minimum_percent: policy?.minimum_percent ?? null,
    maximum_move_percent: policy?.maximum_move_percent ?? null,
    held: held.map(heldAnswer),
  };
}

export async function putMargin(call: TenantCall, body: Requests["putMargin"]): Promise<Answers["margin"]> {
  await tenantObject(call).putMargin(body, call.actor, call.now);
  await renewTenant(call.tenant_id, call.env, call.now);
  return await getMargin(call);
}

export async function getAudit(call: TenantCall, limit: number): Promise<Answers["audit"]> {
  const entries = await tenantObject(call).auditLog(limit);
  return entries.map(({ at, actor, action, detail }) => ({
    at: isoInstant(at),
    actor,
    action,
    detail: JSON.parse(detail),
  }));
}

function budgetAnswer({ budget, day, month, reserved_usd }: BudgetReading): Answers["budget"] {
  const period = ({ key, spent_usd, ends_at }: BudgetReading["day"]) => ({
    key,
    spent_usd,
    ends_at: isoInstant(ends_at),
  });
  return {
    day_usd: budget.day_usd ?? null,
    month_usd: budget.month_usd ?? null,
    per_request_usd: budget.per_request_usd ?? null,
    timezone: budget.timezone,
    day: period(day),
    month: period(month),
    reserved_usd,
  };
}

function heldAnswer(row: HeldPrice): Answers["margin"]["held"][number] {
  return {
    model: row.model,
    meter: row.meter,
    service_tier: row.slot.split("|")[1] ?? "standard",
    reason: row.reason === "margin" ? "margin" : "move",
    held_usd_per_unit: row.held_usd_per_unit,
    would_be_usd_per_unit: row.would_be_usd_per_unit,
    cost_usd_per_unit: row.cost_usd_per_unit,
    since: isoInstant(row.since),
  };
}
