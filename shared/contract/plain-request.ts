import type * as z from "zod/mini";
import { type Usage, usageFields } from "../cost/usage.ts";
import { isObject } from "../text/json.ts";
import type { estimateRequest } from "./operations/costs.ts";
import { LONGEST_MODEL } from "./usage-input.ts";

/** Usage fields that count whole things. */
const COUNTS: ReadonlySet<string> = new Set(
  Object.keys(usageFields).filter((field) => !field.endsWith("_seconds") && field !== "web_search_context_size"),
);

/**
 * The usual row of a batch, a model and some counts, as `estimateRequest` reads it; null where anything else stands in it, which the schema has to judge.
 * A schema looks for each of forty fields that a row might have: that takes longer than the estimate.
 */
export function plainRequest(row: unknown): z.output<typeof estimateRequest> | null {
  if (!isObject(row)) return null;
  for (const field in row) if (field !== "model" && field !== "usage") return null;
  const { model, usage } = row;
  if (typeof model !== "string" || model === "" || model.length > LONGEST_MODEL || !isCounts(usage)) return null;
  return { model, usage, service_tier: "standard", reserve: false };
}

function isCounts(usage: unknown): usage is Usage {
  if (!isObject(usage)) return false;
  for (const field in usage) {
    const count = usage[field];
    if (!COUNTS.has(field) || typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) return false;
  }
  return true;
}
