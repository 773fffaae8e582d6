import type { PageStatus } from "../status-page.ts";

/** Words of platforms for the state of a component, in lower case. */
const COMPONENT_TOKENS: ReadonlyMap<string, PageStatus> = new Map([
  ["operational", "operational"],
  ["degraded_performance", "degraded"],
  ["degradedperformance", "degraded"],
  ["degraded", "degraded"],
  ["minoroutage", "degraded"],
  ["partial_outage", "partial_outage"],
  ["partialoutage", "partial_outage"],
  ["major_outage", "major_outage"],
  ["majoroutage", "major_outage"],
  ["full_outage", "major_outage"],
  ["under_maintenance", "maintenance"],
  ["undermaintenance", "maintenance"],
  ["maintenance", "maintenance"],
]);

/** Statuspage's indicator and impact. Its own text for `major` is "Partial System Outage", for `critical` "Major Service Outage". */
const INDICATOR_TOKENS: ReadonlyMap<string, PageStatus> = new Map([
  ["none", "operational"],
  ["minor", "degraded"],
  ["major", "partial_outage"],
  ["critical", "major_outage"],
  ["maintenance", "maintenance"],
]);

export function componentStatus(token: string | null | undefined): PageStatus {
  return COMPONENT_TOKENS.get((token ?? "").trim().toLowerCase()) ?? "unknown";
}

export function indicatorStatus(token: string | null | undefined): PageStatus {
  return INDICATOR_TOKENS.get((token ?? "").trim().toLowerCase()) ?? "unknown";
}
