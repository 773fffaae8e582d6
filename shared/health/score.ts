/** What a score is computed from; counts may be weighted. */
export interface Sample {
  /** success + error + timeout. */
  readonly n: number;
  readonly success: number;
  readonly rate_limited: number;
  /** Mean over counted calls that carry a latency, ms; null when none does. */
  readonly mean_latency_ms: number | null;
}

/** Latency at which the latency term reaches zero, ms (the formula of the system this replaces). */
const LATENCY_LIMIT_MS = 5_000;

/**
 * `0.7 x success rate + 0.3 x max(0, 1 - mean latency / 5000)`, to three decimals: the formula of the system this replaces,
 * exactly. Null, not 1.0, with no calls; with no latency at all the latency term is 1.
 */
export function score(sample: Sample): number | null {
  if (sample.n <= 0) return null;
  const latency = sample.mean_latency_ms === null ? 1 : Math.max(0, 1 - sample.mean_latency_ms / LATENCY_LIMIT_MS);
  return roundTo(0.7 * (sample.success / sample.n) + 0.3 * latency, 3);
}

/** Rounds half up to a number of decimals; the tolerance keeps 0.5905 from falling to 0.590 by its binary form. */
export function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor + 1e-9) / factor;
}

export type Confidence = "none" | "low" | "high";

/** `none` of no calls, `low` of fewer than 20 calls or 3 tenants, else `high`. */
export function confidence(calls: number, tenants: number): Confidence {
  if (calls === 0) return "none";
  return calls < 20 || tenants < 3 ? "low" : "high";
}
