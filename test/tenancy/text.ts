import type { Decimal } from "../../shared/money/decimal.ts";
import type { EventCosts } from "../../shared/tenancy/event-costs.ts";

/** Amounts as text, so that equal values compare equal whatever their scale. */
export function compareText(costs: EventCosts, format: (value: Decimal) => string) {
  const text = (value: Decimal | null) => (value === null ? null : format(value));
  return {
    cost: text(costs.cost),
    caching: text(costs.caching),
    batch: text(costs.batch),
    list: text(costs.list),
    partial: costs.partial,
  };
}
