import type { PageComponent, PageIncident, PageStatus } from "../status-page.ts";
import type { StatusPageEntry, WatchedComponent } from "./entry.ts";
import type { FactComponent, FactIncident, PageFacts } from "./facts.ts";
import { worstOf } from "./severity.ts";

/** What the documents of a page mean for its provider. */
export interface PageVerdict {
  readonly status: PageStatus;
  /** Why the status is unknown; null when it is known. */
  readonly reason: string | null;
  readonly components: readonly PageComponent[];
  readonly incidents: readonly PageIncident[];
  /** Watched components the page has no more. */
  readonly missing: readonly string[];
}

const MAX_SHOWN = 40;
const MAX_INCIDENTS = 20;
/** A clock that runs ahead of ours by more than this is not believed either. */
const CLOCK_SKEW_MS = 600_000;

/**
 * The provider's status by the facts of its page: the worst of the watched components that count; where none are known, of the page's own summary
 * and its open incidents. Facts older than the entry allows say nothing.
 * `gone`: names of watched components whose ids the platform was seen not to know any more, where the documents list only events.
 */
export function evaluatePage(
  entry: StatusPageEntry,
  documents: readonly PageFacts[],
  now: number,
  gone: readonly string[] = [],
): PageVerdict {
  const components = entry.components.length > 0 ? watched(entry, documents, gone) : listed(entry, documents);
  const counting = entry.components.length > 0 ? countingOf(entry, components) : wholePage(entry, documents);
  const missing = isInventory(documents) ? missingOf(entry, documents) : [...gone];
  const incidents = documents
    .flatMap((facts) => facts.incidents)
    .filter((incident) => isOurs(incident, entry, documents));
  const shared = {
    components: components.slice(0, MAX_SHOWN),
    incidents: incidents.slice(0, MAX_INCIDENTS).map(shownIncident),
    missing,
  };
  if (!isFresh(entry, documents, now)) return { status: "unknown", reason: "stale_feed", ...shared };
  const status = worstOf(counting);
  return { status, reason: status === "unknown" ? reasonOf(missing, documents) : null, ...shared };
}

function reasonOf(missing: readonly string[], documents: readonly PageFacts[]): string {
  if (missing.length > 0) return `component_missing (${missing.join(", ").slice(0, 200)})`;
  return unreadable(documents) > 0 ? "unreadable_rows" : "unknown_token";
}

function unreadable(documents: readonly PageFacts[]): number {
  return documents.reduce((sum, facts) => sum + facts.unreadable_incidents + facts.unreadable_components, 0);
}

/** The first document decides: it must have been made within the age the entry allows. */
function isFresh(entry: StatusPageEntry, documents: readonly PageFacts[], now: number): boolean {
  if (entry.max_age_ms === null) return true;
  const made = documents[0]?.made_at ?? null;
  return made !== null && now - made <= entry.max_age_ms && made - now <= CLOCK_SKEW_MS;
}

/** Whether the page must list a component for it to be there. */
function isInventory(documents: readonly PageFacts[]): boolean {
  return documents[0]?.kind !== "events";
}

function foundFor(component: WatchedComponent, documents: readonly PageFacts[]): FactComponent[] {
  const name = component.name.trim().toLowerCase();
  return documents
    .flatMap((facts) => facts.components)
    .filter((fact) => (component.match === "id" ? fact.id === component.id : fact.name.toLowerCase() === name));
}

function missingOf(entry: StatusPageEntry, documents: readonly PageFacts[]): string[] {
  return entry.components.filter((one) => foundFor(one, documents).length === 0).map((one) => one.name);
}

function watched(entry: StatusPageEntry, documents: readonly PageFacts[], gone: readonly string[]): PageComponent[] {
  return entry.components.map((component) => {
    const { id, name, surface } = component;
    return { id, name, surface, status: statusOf(component, documents, gone) };
  });
}

/** What the page lists for the component, and what open incidents say it is in now. Absent from a list of everything: unknown. */
function statusOf(component: WatchedComponent, documents: readonly PageFacts[], gone: readonly string[]): PageStatus {
  const found = foundFor(component, documents);
  const ids = new Set([component.id, ...found.map((fact) => fact.id)]);
  const lost = isInventory(documents) || gone.includes(component.name);
  const absent: PageStatus = lost ? "unknown" : eventsStatus(documents);
  const parts = documents
    .flatMap((facts) => facts.incidents)
    .flatMap((incident) => (incident.affects ?? []).filter((part) => ids.has(part.id)).map((part) => part.status));
  return worstOf([...(found.length > 0 ? found.map((fact) => fact.status) : [absent]), ...parts]);
}

/** What a component that no event names is in: well, unless an event could not be read. */
function eventsStatus(documents: readonly PageFacts[]): PageStatus {
  return documents.some((facts) => facts.unreadable_incidents > 0) ? "unknown" : "operational";
}

function countingOf(entry: StatusPageEntry, components: readonly PageComponent[]): PageStatus[] {
  return components.filter((_component, at) => entry.components[at]?.counts === true).map((one) => one.status);
}

function isIgnored(entry: StatusPageEntry, fact: FactComponent): boolean {
  return [fact.id, fact.name, fact.group].some((one) => one !== null && entry.ignored.includes(one));
}

function listed(entry: StatusPageEntry, documents: readonly PageFacts[]): PageComponent[] {
  return documents
    .flatMap((facts) => facts.components)
    .filter((fact) => !isIgnored(entry, fact))
    .map(({ id, name, status }) => ({ id, name, surface: "other", status }));
}

/** The page as a whole: its summary, or its components where it has none or part of it does not count; and every open incident. */
function wholePage(entry: StatusPageEntry, documents: readonly PageFacts[]): PageStatus[] {
  return [summaryOf(entry, documents), ...impactsOf(entry, documents)];
}

function summaryOf(entry: StatusPageEntry, documents: readonly PageFacts[]): PageStatus {
  const indicator = documents.find((facts) => facts.indicator !== null)?.indicator ?? null;
  const own = listed(entry, documents).map((component) => component.status);
  // Better Stack's parser has already left the ignored sections out of its summary.
  const usesIndicator = indicator !== null && (entry.ignored.length === 0 || entry.platform === "better_stack");
  if (usesIndicator) return indicator;
  if (own.length > 0) return worstOf(own);
  return isInventory(documents) ? "unknown" : "operational";
}

function impactsOf(entry: StatusPageEntry, documents: readonly PageFacts[]): PageStatus[] {
  const open = documents.flatMap((facts) => facts.incidents).filter((incident) => isOurs(incident, entry, documents));
  const lost = documents.some((facts) => facts.unreadable_incidents > 0);
  const impacts: PageStatus[] = open.map((incident) => incident.impact);
  return lost ? [...impacts, "unknown"] : impacts;
}

/** Whether an incident may concern the provider: it names nothing, or something that is watched or at least not ignored. */
function isOurs(incident: FactIncident, entry: StatusPageEntry, documents: readonly PageFacts[]): boolean {
  if (incident.affects === null) return true;
  const named = new Set(incident.affects.map((part) => part.id));
  if (entry.components.length > 0) {
    const ids = entry.components.flatMap((one) => [one.id, ...foundFor(one, documents).map((fact) => fact.id)]);
    return ids.some((id) => named.has(id));
  }
  const ignored = documents.flatMap((facts) => facts.components).filter((fact) => isIgnored(entry, fact));
  for (const fact of ignored) named.delete(fact.id);
  return named.size > 0 || incident.affects.length === 0;
}

function shownIncident({ id, title, status, impact, started_at, url }: FactIncident): PageIncident {
  return { id, title, status, impact, started_at, url };
}
