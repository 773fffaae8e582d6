/** Statuses that say "not now" rather than "no": another try may succeed. */
const TRANSIENT: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** First pause of the back-off, ms; it doubles with every try. */
const BASE_MS = 250;
const CEILING_MS = 8_000;
/** Longest invitation (`Retry-After`) that is waited for; a longer one is handed to the caller. */
const PATIENCE_SECONDS = 20;

export function isTransient(status: number): boolean {
  return TRANSIENT.has(status);
}

/** `Retry-After` in seconds from `now` (epoch ms): delta-seconds or an HTTP date (RFC 9110, 10.2.3); null where there is none. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}

/**
 * How long to wait before try `attempt` + 1 (the first is 0), ms; null where waiting is not worth it.
 * Full jitter, so that clients that failed together do not come back together; `chance` is in [0, 1).
 */
export function pauseBefore(attempt: number, invited_seconds: number | null, chance: number): number | null {
  if (invited_seconds !== null) return invited_seconds > PATIENCE_SECONDS ? null : invited_seconds * 1000;
  return Math.round(chance * Math.min(CEILING_MS, BASE_MS * 2 ** attempt));
}
