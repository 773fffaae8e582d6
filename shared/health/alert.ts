import type { Transition } from "./provider.ts";
import type { HealthState } from "./state-machine.ts";
import type { PageIncident, StatusPageReading } from "./status-page.ts";
import { isClosed } from "./status-pages/closed.ts";

/** A transition between `unknown` and `healthy` is the coming and going of traffic: nobody is woken for it. */
const QUIET: ReadonlySet<HealthState> = new Set(["unknown", "healthy"]);

/** Whether anybody is told of a transition. */
export function isAlert(transition: Transition): boolean {
  return !(QUIET.has(transition.from) && QUIET.has(transition.to));
}

export interface IncidentChange {
  readonly action: "opened" | "closed";
  readonly incident: PageIncident;
}

/** Whether a reading may be compared with an earlier one: what is stale or unknown closes nothing. */
export function isUsable(reading: StatusPageReading): boolean {
  return !reading.stale && reading.status !== "unknown";
}

export function openIncidents(reading: StatusPageReading): PageIncident[] {
  return reading.incidents.filter(({ status }) => !isClosed(status));
}

/** Incidents that opened or closed between the open ones known so far and a usable reading. */
export function incidentChanges(known: readonly PageIncident[], reading: StatusPageReading): IncidentChange[] {
  const open = openIncidents(reading);
  const before = new Set(known.map(({ id }) => id));
  const after = new Set(open.map(({ id }) => id));
  const opened = open.filter(({ id }) => !before.has(id)).map((incident) => ({ action: "opened" as const, incident }));
  const closed = known
    .filter(({ id }) => !after.has(id))
    .map((incident) => ({
      action: "closed" as const,
      incident: reading.incidents.find(({ id }) => id === incident.id) ?? incident,
    }));
  return [...opened, ...closed];
}

/** Whether a page has just stopped giving usable answers. */
export function becameStale(before: StatusPageReading | null, after: StatusPageReading): boolean {
  return before !== null && isUsable(before) && !isUsable(after);
}
