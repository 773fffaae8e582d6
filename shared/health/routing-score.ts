import type { PageStatus } from "./status-page.ts";
import { roundTo, type Sample } from "./score.ts";
import { wilson, Z95 } from "./wilson.ts";

/** Strength of the prior, in calls, and the success rate it assumes of a provider nobody has measured. */
const PRIOR_CALLS = 10;
const PRIOR_SUCCESS = 0.99;

/** Success rate -> factor: flat below one half, steep where users notice. */
const CURVE: readonly (readonly [number, number])[] = [
  [0.5, 0],
  [0.8, 0.4],
  [0.95, 0.8],
  [0.995, 1],
];

/** Share of slow or rate-limited calls above the usual that costs the whole of its term. */
const TOLERATED_SHARE = 0.5;

/** Calls from which a local success rate may speak against a status page, and the rate it must provably have. */
const LOCAL_CALLS = 50;
const LOCAL_SUCCESS = 0.98;

/**
 * 0..100, what routing uses: `100 x a(A) x (0.75 + 0.25 L) x (0.85 + 0.15 C)` with A the success rate under a prior, L the share
 * of calls that are not slow and C that are not rate-limited. Multiplicative, so a fast total outage is 0 whatever its latency,
 * and latency alone never costs more than a quarter. Capped by a fresh status page. Null when nothing at all is known.
 *
 * @param slow_share share (0..1) of calls slower than three times this reporter's usual median.
 * @param page status of a fresh reading of the status page, null when there is none.
 */
export function routingScore(sample: Sample, slow_share: number, page: PageStatus | null): number | null {
  const cap = pageCap(sample, page);
  if (sample.n <= 0 && cap === 100) return null;
  const success = (sample.success + PRIOR_CALLS * PRIOR_SUCCESS) / (sample.n + PRIOR_CALLS);
  const limited = sample.rate_limited / Math.max(1, sample.n + sample.rate_limited);
  const latency = 1 - Math.min(1, slow_share / TOLERATED_SHARE);
  const capacity = 1 - Math.min(1, limited / TOLERATED_SHARE);
  const raw = 100 * onCurve(success) * (0.75 + 0.25 * latency) * (0.85 + 0.15 * capacity);
  return roundTo(Math.min(raw, cap), 1);
}

/** Highest score that a page leaves; a provider that provably works here keeps more of it. */
function pageCap(sample: Sample, page: PageStatus | null): number {
  const proven = provablyWorks(sample.success, sample.n);
  if (page === "major_outage") return proven ? 70 : 20;
  if (page === "partial_outage") return proven ? 85 : 60;
  return page === "degraded" ? 85 : 100;
}

/** Whether local calls prove (one-sided 95 %) a success rate of 0.98 or more. */
export function provablyWorks(success: number, n: number): boolean {
  return n >= LOCAL_CALLS && wilson(success, n, Z95).lower >= LOCAL_SUCCESS;
}

function onCurve(share: number): number {
  let [x0, y0] = CURVE[0] ?? [0, 0];
  if (share <= x0) return y0;
  for (const [x, y] of CURVE) {
    if (share <= x) return y0 + ((y - y0) * (share - x0)) / (x - x0 || 1);
    [x0, y0] = [x, y];
  }
  return y0;
}
