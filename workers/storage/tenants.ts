import * as z from "zod/mini";
import { PLAN_NAMES } from "../../shared/tenancy/plans.ts";
import { overrideRulesSchema } from "../../shared/tenancy/override-rule.ts";
import { SCOPES } from "../../shared/tenancy/scopes.ts";

/**
 * KV read copies of tenants. The tenant's object is the truth and the only writer of both; a reader that finds nothing, or nothing readable,
 * asks the objects. Nothing here is secret: a key is stored as its SHA-256 and cannot be computed back (190 random bits).
 */

/** Copy of one key: `key:<hex SHA-256 of the key>`. */
export function keyCopy(hash: string): string {
  return `key:${hash}`;
}

/** Copy of what the edge needs of one tenant: `tenant:<id>`. */
export function tenantCopy(id: string): string {
  return `tenant:${id}`;
}

/** The least KV allows: with 20 s in an isolate a revocation reaches every location within 50 s. */
export const COPY_CACHE_TTL_SECONDS = 30;

/** A revoked or expired key stays known as such for 30 days; after that its hash is looked up in the objects, which remember longer. */
export const DEAD_KEY_TTL_SECONDS = 30 * 86_400;

export const keyRecordSchema = z.object({
  schema: z.literal(1),
  tenant_id: z.string(),
  key_id: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  /** Epoch milliseconds; null: never. */
  expires_at: z.nullable(z.int()),
  revoked: z.boolean(),
});
export type KeyRecord = z.output<typeof keyRecordSchema>;

/** A price kept by margin protection: offer id, rate key, USD per unit. */
const heldPriceSchema = z.tuple([z.string(), z.string(), z.string()]);

export const tenantViewSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  plan: z.enum(PLAN_NAMES),
  /** Grows with every change of the view: a reader never goes back to an older one. */
  sequence: z.int(),
  rules: overrideRulesSchema,
  held: z.array(heldPriceSchema),
});
export type TenantView = z.output<typeof tenantViewSchema>;

/** Name of the one directory object. */
export const DIRECTORY = "directory";
