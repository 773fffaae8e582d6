import { env } from "cloudflare:workers";
import type { Scope } from "../../shared/tenancy/scopes.ts";
import { isTenantId } from "../../shared/tenancy/tenant-id.ts";
import type { PlanName } from "../../shared/tenancy/plans.ts";
import type { CostedEvent } from "../../workers/objects/tenant/costed-event.ts";
import { createKey, createTenant } from "../../workers/query/tenants/admin.ts";

export const NOW = Date.parse("2026-11-25T12:00:00Z");

export const admin = { env, now: NOW, actor: "admin" };

/** A tenant that exists, and its object. */
export async function tenant(id: string, plan: PlanName = "team") {
  if (!isTenantId(id)) throw new Error("not a tenant id");
  const created = await createTenant(admin, { id, plan });
  if ("code" in created) throw new Error(created.detail);
  return env.TENANT.getByName(id);
}

export async function keyOf(id: string, scopes: Scope[] = ["read", "report", "tenant"], expires_at?: string) {
  const made = await createKey(admin, id, { scopes, expires_at });
  if ("code" in made) throw new Error(made.detail);
  return made;
}

export function event(id: string, over: Partial<CostedEvent> = {}): CostedEvent {
  return {
    id,
    at: NOW,
    model: "openai/gpt-x",
    usage: '{"input_tokens":1000}',
    input_tokens: 1000,
    service_tier: "standard",
    region: null,
    price_version: "v1",
    billed_usd: null,
    cost_usd: "0.01",
    partial: false,
    caching_usd: "0",
    batch_usd: "0",
    list_usd: "0.01",
    estimate_id: null,
    cache_key: null,
    lowest_threshold: null,
    alternatives: [],
    search_units: [],
    ...over,
  };
}

export function reservation(amount_usd: string) {
  return { amount_usd, model: "openai/gpt-x", price_version: "v1", input_tokens: 1000 };
}
