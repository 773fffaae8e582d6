import * as z from "zod/mini";
import { usageSchema } from "../cost/usage.ts";
import { isInstant } from "../text/instant.ts";
import { budgetSchema } from "./budget.ts";
import { marginPolicySchema } from "./margin.ts";
import { overrideRulesSchema } from "./override-rule.ts";
import { PLAN_NAMES } from "./plans.ts";
import { SCOPES } from "./scopes.ts";
import { TENANT_ID } from "./tenant-id.ts";
import { usageBatchSchema } from "./usage-event.ts";

/** Requests of /v1/tenant and of the tenants under /v1/admin: amounts are decimal strings in USD, instants RFC 3339 UTC. */

export const tenantId = z.string().check(z.regex(TENANT_ID, { error: "must be 1 to 64 of a-z, 0-9 and -" }));
/** Ids that we made (keys, deliveries) and ids that tenants give to their webhooks. */
export const resourceId = z
  .string()
  .check(z.regex(/^[\w-]{1,64}$/, { error: "must be 1 to 64 letters, digits, _ or -" }));

export const WEBHOOK_EVENT_NAMES = [
  "price_change",
  "health_transition",
  "incident",
  "source_stale",
  "budget",
  "margin",
] as const;

/** Longest overlap of a rotation: 30 days. */
const LONGEST_OVERLAP_SECONDS = 30 * 86_400;

const futureInstant = z
  .string()
  .check(z.refine(isInstant, { error: "must be an RFC 3339 instant such as 2027-01-01T00:00:00Z" }));

export const requests = {
  createTenant: z.strictObject({
    id: tenantId,
    plan: z.enum(PLAN_NAMES),
    name: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
  }),
  updateTenant: z.strictObject({ plan: z.enum(PLAN_NAMES) }),
  createKey: z.strictObject({
    scopes: z.array(z.enum(SCOPES)).check(z.minLength(1), z.maxLength(SCOPES.length)),
    expires_at: z.optional(futureInstant),
    label: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
  }),
  rotateKey: z.strictObject({
    overlap_seconds: z._default(z.int().check(z.gte(0), z.lte(LONGEST_OVERLAP_SECONDS)), 86_400),
  }),
  putOverrides: z.strictObject({ rules: overrideRulesSchema }),
  previewOverrides: z.strictObject({
    rules: overrideRulesSchema,
    usage: z.optional(usageSchema),
    models: z.array(z.string().check(z.minLength(1), z.maxLength(256))).check(z.minLength(1), z.maxLength(100)),
  }),
  putBudget: budgetSchema,
  recordUsage: usageBatchSchema,
  putMargin: marginPolicySchema,
  putWebhook: z.strictObject({
    url: z.string().check(z.minLength(1), z.maxLength(2048)),
    events: z.array(z.enum(WEBHOOK_EVENT_NAMES)).check(z.minLength(1), z.maxLength(WEBHOOK_EVENT_NAMES.length)),
    provider: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
    rotate_secret: z._default(z.boolean(), false),
  }),
} as const;

export type Requests = { readonly [Name in keyof typeof requests]: z.output<(typeof requests)[Name]> };
