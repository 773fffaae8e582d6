/** Width of a bucket: each is 10 % wider than the one before, so a quantile is off by at most 4.8 %. */
const GAMMA = 1.1;
const LOG_GAMMA = Math.log(GAMMA);

/** Longest latency that a report may carry: a day, in ms. */
export const MAX_LATENCY_MS = 86_400_000;

/** Number of buckets: bucket 0 holds up to 1 ms, the last one a day. */
export const BINS = Math.ceil(Math.log(MAX_LATENCY_MS) / LOG_GAMMA) + 1;

/** The bucket of a latency in ms. */
export function binOf(latency_ms: number): number {
  if (latency_ms <= 1) return 0;
  return Math.min(BINS - 1, Math.ceil(Math.log(latency_ms) / LOG_GAMMA - 1e-9));
}

/** The latency in ms that stands for a bucket: the point with the same relative error to both of its edges. */
export function binValue(bin: number): number {
  return bin === 0 ? 1 : (2 * GAMMA ** bin) / (GAMMA + 1);
}

/**
 * The latency in ms below which the share `q` (0..1) of the samples lies, to about 5 %; null of an empty histogram. Counts may
 * be fractions (weighted samples).
 */
export function quantile(bins: ArrayLike<number>, q: number): number | null {
  const total = sum(bins);
  if (total <= 0) return null;
  // Nearest rank; the tolerance keeps a sum of fractions from stepping over its own last sample.
  const rank = Math.max(q * total, Number.MIN_VALUE) - total * 1e-9;
  let seen = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    seen += bins[bin] ?? 0;
    if (seen > 0 && seen >= rank) return binValue(bin);
  }
  return binValue(bins.length - 1);
}

/** Share (0..1) of the samples above a latency in ms, by whole buckets; 0 of an empty histogram. */
export function shareAbove(bins: ArrayLike<number>, latency_ms: number): number {
  const total = sum(bins);
  if (total <= 0) return 0;
  let above = 0;
  for (let bin = binOf(latency_ms) + 1; bin < bins.length; bin++) above += bins[bin] ?? 0;
  return above / total;
}

function sum(bins: ArrayLike<number>): number {
  let total = 0;
  for (let bin = 0; bin < bins.length; bin++) total += bins[bin] ?? 0;
  return total;
}
