import * as z from "zod/mini";
import { CAUSES } from "./bill-cause.ts";
import { overrideRuleSchema } from "./override-rule.ts";
import { PLAN_NAMES } from "./plans.ts";
import { SCOPES } from "./scopes.ts";
import { WEBHOOK_EVENT_NAMES } from "./wire-requests.ts";

/** Answers of /v1/tenant and of the tenants under /v1/admin: amounts are decimal strings in USD, instants RFC 3339 UTC. */

const usd = z.string();
const instant = z.string();
const problem = z.object({ code: z.string(), detail: z.string() });

const tenant = z.object({
  id: z.string(),
  plan: z.enum(PLAN_NAMES),
  name: z.nullable(z.string()),
  created_at: instant,
});

const key = z.object({
  key_id: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  label: z.nullable(z.string()),
  created_at: instant,
  expires_at: z.nullable(instant),
  revoked_at: z.nullable(instant),
  last_used_at: z.nullable(instant),
});

/** `key` is the key itself, this once. */
const newKey = z.object({
  key_id: z.string(),
  key: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  expires_at: z.nullable(instant),
});

const webhook = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENT_NAMES)),
  provider: z.nullable(z.string()),
  created_at: instant,
  updated_at: instant,
});

const delivery = z.object({
  id: z.string(),
  event: z.string(),
  status: z.enum(["pending", "delivered", "dead"]),
  attempts: z.int(),
  last_status: z.nullable(z.int()),
  last_error: z.nullable(z.string()),
  created_at: instant,
  next_attempt_at: z.nullable(instant),
  finished_at: z.nullable(instant),
});

const period = z.object({ key: z.string(), spent_usd: usd, ends_at: instant });
const savingsLine = { caching_usd: usd, routing_usd: z.nullable(usd), batch_usd: usd };
const hitRate = {
  hit_rate: z.nullable(z.number()),
  samples: z.int(),
  hit_tokens: z.number(),
  missed_tokens: z.number(),
};

export const answers = {
  tenant,
  tenants: z.array(tenant),
  newKey,
  rotatedKey: z.extend(newKey, { previous: z.object({ key_id: z.string(), expires_at: z.nullable(instant) }) }),
  keys: z.array(key),
  overrides: z.object({ rules: z.array(overrideRuleSchema), revision: z.int() }),
  preview: z.object({
    rows: z.array(
      z.union([
        z.object({ model: z.string(), before_usd: usd, after_usd: usd }),
        z.object({ model: z.string(), problem }),
      ]),
    ),
  }),
  budget: z.object({
    day_usd: z.nullable(usd),
    month_usd: z.nullable(usd),
    per_request_usd: z.nullable(usd),
    timezone: z.string(),
    day: period,
    month: period,
    reserved_usd: usd,
  }),
  recorded: z.object({
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.array(
      z.object({
        index: z.int(),
        id: z.nullable(z.string()),
        code: z.string(),
        detail: z.string(),
        errors: z.optional(z.array(z.object({ pointer: z.string(), message: z.string() }))),
      }),
    ),
  }),
  spend: z.object({
    total_usd: usd,
    partial: z.optional(z.literal(true)),
    rows: z.array(
      z.object({ model: z.optional(z.string()), day: z.optional(z.string()), events: z.int(), total_usd: usd }),
    ),
  }),
  savings: z.object({
    baseline: z.nullable(z.string()),
    total: z.object(savingsLine),
    rows: z.array(
      z.object({
        model: z.optional(z.string()),
        day: z.optional(z.string()),
        events: z.int(),
        ...savingsLine,
      }),
    ),
  }),
  reconciliation: z.object({
    rows: z.array(
      z.object({
        id: z.string(),
        model: z.string(),
        estimated_usd: z.nullable(usd),
        billed_usd: usd,
        cause: z.nullable(z.enum(CAUSES)),
      }),
    ),
    models: z.array(
      z.object({
        model: z.string(),
        events: z.int(),
        error_percent: z.nullable(z.number()),
        bias_percent: z.nullable(z.number()),
      }),
    ),
  }),
  cacheHits: z.object({ ...hitRate, models: z.array(z.object({ model: z.string(), ...hitRate })) }),
  margin: z.object({
    minimum_percent: z.nullable(z.union([z.number(), z.string()])),
    maximum_move_percent: z.nullable(z.union([z.number(), z.string()])),
    held: z.array(
      z.object({
        model: z.string(),
        meter: z.string(),
        service_tier: z.string(),
        reason: z.enum(["move", "margin"]),
        held_usd_per_unit: usd,
        would_be_usd_per_unit: usd,
        cost_usd_per_unit: usd,
        since: instant,
      }),
    ),
  }),
  webhook: z.extend(webhook, { secret: z.optional(z.string()) }),
  webhooks: z.array(webhook),
  deliveries: z.array(delivery),
  audit: z.array(
    z.object({ at: instant, actor: z.string(), action: z.string(), detail: z.record(z.string(), z.unknown()) }),
  ),
  reservation: z.object({ estimate_id: z.string(), expires_at: instant }),
} as const;

export type Answers = { readonly [Name in keyof typeof answers]: z.output<(typeof answers)[Name]> };
