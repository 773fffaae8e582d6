import * as z from "zod/mini";
import { overrideRulesSchema } from "../../../shared/tenancy/override-rule.ts";
import { PLAN_NAMES } from "../../../shared/tenancy/plans.ts";

export const profileSchema = z.object({
  id: z.string(),
  plan: z.enum(PLAN_NAMES),
  name: z.nullable(z.string()),
  created_at: z.int(),
});
export type Profile = z.output<typeof profileSchema>;

/** Rules with the number of times they were changed, which `If-Match` compares. */
export const overridesSchema = z.object({ rules: overrideRulesSchema, revision: z.int() });
export type Overrides = z.output<typeof overridesSchema>;

export const sequenceSchema = z.object({ sequence: z.int() });
