import type { HealthState } from "./state-machine.ts";
import { provablyWorks } from "./routing-score.ts";
import type { Corroboration, PageStatus, StatusPageReading } from "./status-page.ts";

/** Three missed polls of the slowest feed (300 s): from here on a reading is stale whatever it says of itself. */
const STALE_AFTER_MS = 900_000;
/** And from here on it says nothing any more. */
export const UNKNOWN_AFTER_MS = 1_800_000;
/** How long evidence from an aggregator stands: three of its 5-minute readings. */
const CORROBORATION_MS = 900_000;
/** Endpoint uptime (percent) below which an aggregator agrees that a provider is in trouble. */
const TROUBLE_BELOW_PERCENT = 95;

/** The reading as it stands at `now`: one that nobody refreshed becomes stale, then unknown, also when the poller itself is gone. */
export function agedReading(reading: StatusPageReading, now: number): StatusPageReading {
  const age = reading.polled_at === null ? Infinity : now - Date.parse(reading.polled_at);
  if (age <= STALE_AFTER_MS || reading.status === "unknown") return reading;
  const stale = { ...reading, stale: true, reason: reading.reason ?? "no successful poll for 15 minutes" };
  return age <= UNKNOWN_AFTER_MS ? stale : { ...stale, status: "unknown" };
}

/**
 * What a reading of the last 15 minutes says; null when there is none, it is older, or it says nothing. One failed poll marks a
 * reading stale at once: in the middle of an outage that must not lift what the page said a minute ago, so age decides here.
 */
export function freshStatus(reading: StatusPageReading | null, now: number): PageStatus | null {
  if (reading === null || reading.polled_at === null || reading.status === "unknown") return null;
  return now - Date.parse(reading.polled_at) <= STALE_AFTER_MS ? reading.status : null;
}

/** Calls of the reader's view, asked for only when a page is about to lower the state. */
type Local = () => { success: number; n: number };

/**
 * The state shown: what the calls say, lowered by a fresh status page. A page never raises a state, so "resolved" alone brings
 * nobody back; maintenance is only annotated; and a provider that provably works here is not called unhealthy for its page.
 */
export function lowered(state: HealthState, page: PageStatus | null, local: Local): HealthState {
  const implied = impliedState(page);
  if (implied === null || state === "unhealthy") return state;
  const { success, n } = local();
  if (!provablyWorks(success, n)) return implied === "unhealthy" ? "unhealthy" : "degraded";
  return page === "degraded" ? state : "degraded";
}

function impliedState(page: PageStatus | null): "unhealthy" | "degraded" | null {
  if (page === "major_outage") return "unhealthy";
  return page === "partial_outage" || page === "degraded" ? "degraded" : null;
}

/** What is known about a provider that no tenant can touch. */
export function outsideView(
  reading: StatusPageReading | null,
  corroborations: Iterable<Corroboration>,
  now: number,
): { trouble: boolean; well: boolean } {
  const page = freshStatus(reading, now);
  const uptimes = [...corroborations].filter((c) => isCurrent(c, now)).flatMap((c) => c.uptime_percent ?? []);
  const trouble = impliedState(page) !== null || uptimes.some((uptime) => uptime < TROUBLE_BELOW_PERCENT);
  return { trouble, well: !trouble && (page === "operational" || uptimes.length > 0) };
}

function isCurrent(corroboration: Corroboration, now: number): boolean {
  return Math.abs(now - Date.parse(corroboration.observed_at)) <= CORROBORATION_MS;
}
