import { parseDecimal } from "../../../shared/money/decimal.ts";
import { causeOf, type Alternative, type Cause } from "../../../shared/tenancy/bill-cause.ts";
import type { CostedEvent } from "./costed-event.ts";

/** What was reserved for a call before it was made. */
export interface EstimateRow extends Record<string, SqlStorageValue> {
  id: string;
  amount: string;
  price_version: string;
  input_tokens: number | null;
  settled_by: string | null;
}

/** Why the bill differs from the estimate (from the cost where there was none); null without a bill. */
export function causeFor(event: CostedEvent, estimate: EstimateRow | null): Cause | null {
  const estimated = parseDecimal(estimate?.amount ?? event.cost_usd ?? "");
  const billed = parseDecimal(event.billed_usd ?? "");
  if (billed === null) return null;
  if (estimated === null) return "unknown";
  const threshold = event.lowest_threshold;
  const before = estimate?.input_tokens ?? null;
  return causeOf({
    estimated,
    billed,
    cost: event.cost_usd === null ? null : parseDecimal(event.cost_usd),
    repriced: estimate !== null && estimate.price_version !== event.price_version,
    passed_threshold: threshold !== null && before !== null && before <= threshold && event.input_tokens > threshold,
    alternatives: event.alternatives.flatMap(priced),
    search_units: event.search_units.flatMap((text) => parseDecimal(text) ?? []),
  });
}

function priced({ cause, usd }: { readonly cause: Cause; readonly usd: string }): Alternative[] {
  const value = parseDecimal(usd);
  return value === null ? [] : [{ cause, usd: value }];
}
