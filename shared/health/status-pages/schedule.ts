import type { PageStatus } from "../status-page.ts";
import type { StatusPageEntry } from "./entry.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Between two polls of a page on which all is well. */
const CALM_INTERVAL_MS = 120 * SECOND;
/** While the page shows a fault, or we do not know. */
const TROUBLE_INTERVAL_MS = 60 * SECOND;
/** Of feeds of 26 to 170 KB, and while they show a fault. */
const HEAVY_INTERVAL_MS = 300 * SECOND;
const HEAVY_TROUBLE_INTERVAL_MS = 120 * SECOND;
/** The longest a failing page is left alone. */
const LONGEST_BACKOFF_MS = 30 * MINUTE;
/** What a bot wall (403, 405, 429) is given at least: one poller met a CAPTCHA at 300 s and was let in again at 900 s. */
const WALL_BACKOFF_MS = 15 * MINUTE;
const WALL_STATUSES: ReadonlySet<number> = new Set([403, 405, 429]);
/** How much of an interval chance may take off. Never added: cron ticks are a minute apart, and a poll due just after a tick would wait for the next. */
const JITTER = 0.2;

/** Shortens `interval` by up to a fifth; `random` in [0, 1). */
function jittered(interval: number, random: number): number {
  return Math.round(interval * (1 - JITTER * random));
}

function intervalMs(entry: StatusPageEntry, status: PageStatus): number {
  const calm = status === "operational" || status === "maintenance";
  if (entry.heavy) return calm ? HEAVY_INTERVAL_MS : HEAVY_TROUBLE_INTERVAL_MS;
  return calm ? CALM_INTERVAL_MS : TROUBLE_INTERVAL_MS;
}

/** When a page that answered is due again, epoch ms. */
export function dueAfterAnswer(entry: StatusPageEntry, status: PageStatus, now: number, random: number): number {
  return now + jittered(intervalMs(entry, status), random);
}

/**
 * When a page is due again after its `failures`-th failure in a row: twice as long each time, up to 30 minutes; longer at once for a bot wall, or when it says so.
 * A page that was last seen in trouble starts from the shorter interval: pages are slow to answer just then.
 */
export function dueAfterFailure(
  entry: StatusPageEntry,
  failures: number,
  answer: { readonly status?: number; readonly retry_after_ms?: number },
  last: PageStatus,
  now: number,
  random: number,
): number {
  const doubled = intervalMs(entry, last) * 2 ** Math.min(10, Math.max(0, failures - 1));
  const wall = WALL_STATUSES.has(answer.status ?? 0) ? WALL_BACKOFF_MS : 0;
  return now + jittered(Math.min(LONGEST_BACKOFF_MS, Math.max(doubled, wall, answer.retry_after_ms ?? 0)), random);
}
