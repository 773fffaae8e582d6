import { problem, type Problem } from "../../../shared/contract/problem.ts";
import type { Catalog } from "../../../shared/pricing/catalog.ts";
import type { CompiledOverrides } from "../../../shared/tenancy/override-compile.ts";
import type { PlanName } from "../../../shared/tenancy/plans.ts";
import type { Tenant } from "../../objects/tenant.ts";
import type { Call } from "../call.ts";

/** One call of a tenant about itself. Whose data it touches comes from the key alone: no path or body names a tenant. */
export interface TenantCall {
  readonly env: Env;
  readonly now: number;
  readonly tenant_id: string;
  /** Id of the key that was used, for the audit log. */
  readonly actor: string;
  readonly plan: PlanName;
  readonly overrides: CompiledOverrides;
  readonly catalog: Catalog;
  /** Host name of this service, which is no destination of its own webhooks. */
  readonly host: string;
}

export function tenantCall(call: Call): TenantCall | Problem {
  const { credentials, env, now, catalog, request } = call;
  if (credentials.kind !== "tenant") return problem("unauthorized", "this operation needs a tenant's key");
  const { tenant_id, key_id, plan, overrides } = credentials;
  return { env, now, tenant_id, actor: key_id, plan, overrides, catalog, host: new URL(request.url).hostname };
}

export function tenantObject(call: Pick<TenantCall, "env" | "tenant_id">): DurableObjectStub<Tenant> {
  return call.env.TENANT.getByName(call.tenant_id);
}

export function isoInstant(at: number): string;
export function isoInstant(at: number | null): string | null;
export function isoInstant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
