import type { PageStatus } from "../status-page.ts";

/** From best to worst. `unknown` is not in it: nothing is known to be better or worse than it. */
const ORDER: readonly PageStatus[] = ["operational", "maintenance", "degraded", "partial_outage", "major_outage"];

/**
 * The status of a whole by its parts: the worst known one. One unknown part makes an otherwise operational whole unknown;
 * a known fault stands whatever else is unknown. No parts: unknown.
 */
export function worstOf(statuses: Iterable<PageStatus>): PageStatus {
  let worst = -1;
  let anyUnknown = false;
  for (const status of statuses) {
    if (status === "unknown") anyUnknown = true;
    else worst = Math.max(worst, ORDER.indexOf(status));
  }
  if (anyUnknown && worst <= 0) return "unknown";
  return ORDER[worst] ?? "unknown";
}

/** `status`, but not better than `floor`; unknown stays unknown. */
export function atLeast(status: PageStatus, floor: PageStatus): PageStatus {
  return status === "unknown" ? status : worstOf([status, floor]);
}
