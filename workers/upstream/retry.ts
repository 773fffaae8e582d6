import type { Attempt } from "./result.ts";

/** Wait before the first retry; doubled for each one after it. Two retries of an upstream that fails at once so take at most 1.5 s of waiting. */
const FIRST_BACKOFF_MS = 500;
/** An upstream that asks for a longer pause than this is left alone until the next run. */
const LONGEST_WAIT_MS = 2_000;
/** Longest `Retry-After` that is believed. */
const DAY_MS = 86_400_000;

/** Faults that a second try may cure. A 4xx, a redirect, an oversize or empty body will be the same again. */
export function isWorthRetrying(attempt: Attempt): boolean {
  if (attempt.kind !== "failed") return false;
  if (attempt.reason === "network" || attempt.reason === "timeout") return true;
  const status = attempt.status ?? 0;
  return attempt.reason === "status" && (status >= 500 || status === 429);
}

/** Milliseconds to wait before retry `index` (0-based), half fixed and half random so that callers do not return together; null when the upstream asks for more than we wait. */
export function backoffMs(index: number, random: number, retryAfterMs: number | undefined): number | null {
  const step = FIRST_BACKOFF_MS * 2 ** index;
  const wait = Math.max(step / 2 + (step / 2) * random, retryAfterMs ?? 0);
  return wait > LONGEST_WAIT_MS ? null : wait;
}

/** `Retry-After` as milliseconds: delta-seconds or an HTTP date (RFC 9110, 10.2.3), measured from `now`. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, DAY_MS) : undefined;
}
