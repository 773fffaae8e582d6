const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between attempts, ms: from 5 s with back-off over a day (sum 23.9 h), then the delivery is a dead letter. */
export const RETRY_DELAYS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8.2 * HOUR,
];

const JITTER = 0.1;
/** Longest wait that a destination may ask for by `Retry-After`, ms. */
const LONGEST_ASKED = HOUR;

/**
 * Wait before the next attempt after `failures` failed ones, ms; null when there is none left. `random` is a number in [0, 1);
 * `asked_ms` is what the destination asked for, null when it did not.
 */
export function retryDelay(failures: number, random: number, asked_ms: number | null = null): number | null {
  const delay = RETRY_DELAYS[failures - 1];
  if (delay === undefined) return null;
  return Math.max(delay * (1 + JITTER * random), Math.min(asked_ms ?? 0, LONGEST_ASKED));
}
