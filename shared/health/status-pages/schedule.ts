import type { PageStatus, StatusPageReading } from "../status-page.ts";
import type { StatusPageEntry } from "./entry.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Between two polls of a page on which all is well. */
export const CALM_INTERVAL_MS = 120 * SECOND;
/** While the page shows a fault, or we do not know. */
export const TROUBLE_INTERVAL_MS = 60 * SECOND;
/** Of feeds of 26 to 170 KB, and while they show a fault. */
export const HEAVY_INTERVAL_MS = 300 * SECOND;
export const HEAVY_TROUBLE_INTERVAL_MS = 120 * SECOND;
/** The longest a failing page is left alone. */
export const LONGEST_BACKOFF_MS = 30 * MINUTE;
/** What a bot wall (403, 405, 429) is given at least: one poller met a CAPTCHA at 300 s and was let in again at 900 s. */
const WALL_BACKOFF_MS = 15 * MINUTE;
const WALL_STATUSES: ReadonlySet<number> = new Set([403, 405, 429]);
/** A reading nobody renewed for this many intervals is stale. */
const MISSED_POLLS = 3;
/** A last good reading is believed this long. */
export const UNKNOWN_AFTER_MS = 30 * MINUTE;
/** How much of an interval chance may take off. Never added: cron ticks are a minute apart, and a poll due just after a tick would wait for the next. */
const JITTER = 0.2;

/** Shortens `interval` by up to a fifth; `random` in [0, 1). */
function jittered(interval: number, random: number): number {
  return Math.round(interval * (1 - JITTER * random));
}

export function calmIntervalMs(entry: StatusPageEntry): number {
  return entry.heavy ? HEAVY_INTERVAL_MS : CALM_INTERVAL_MS;
}

/** When a page that answered is due again, epoch ms. */
export function dueAfterAnswer(entry: StatusPageEntry, status: PageStatus, now: number, random: number): number {
  const calm = status === "operational" || status === "maintenance";
  const trouble = entry.heavy ? HEAVY_TROUBLE_INTERVAL_MS : TROUBLE_INTERVAL_MS;
  return now + jittered(calm ? calmIntervalMs(entry) : trouble, random);
}

/** When a page is due again after its `failures`-th failure in a row: twice as long each time, up to 30 minutes; longer at once for a bot wall, or when it says so. */
export function dueAfterFailure(
  entry: StatusPageEntry,
  failures: number,
  answer: { readonly status?: number; readonly retry_after_ms?: number },
  now: number,
  random: number,
): number {
  const doubled = calmIntervalMs(entry) * 2 ** Math.min(10, Math.max(0, failures - 1));
  const wall = WALL_STATUSES.has(answer.status ?? 0) ? WALL_BACKOFF_MS : 0;
  return now + jittered(Math.min(LONGEST_BACKOFF_MS, Math.max(doubled, wall, answer.retry_after_ms ?? 0)), random);
}

/**
 * A kept reading as it must be shown at `now`: stale once three polls were missed, unknown once its last good poll is 30 minutes old.
 * For whoever keeps readings: a poller that has stopped renews nothing.
 */
export function agedReading(reading: StatusPageReading, now: number, intervalMs: number): StatusPageReading {
  if (reading.polled_at === null) return reading;
  const age = now - Date.parse(reading.polled_at);
  if (age >= UNKNOWN_AFTER_MS)
    return { ...reading, status: "unknown", stale: true, reason: reading.reason ?? "not_polled" };
  if (age > MISSED_POLLS * intervalMs) return { ...reading, stale: true, reason: reading.reason ?? "not_polled" };
  return reading;
}
