import { quantile, shareAbove } from "./histogram.ts";
import { addTotals, emptyTotals, type Totals, type Window } from "./window.ts";

/** Samples before a median is worth remembering. */
const MIN_SAMPLES = 20;
/** Weight of one look (every minute): a memory of about a day. */
const WEIGHT = 1 / 1_440;
/** A call is slow above three times the usual median of the same reporter: a model that is slow by nature is not. */
const SLOW_FACTOR = 3;

/** The usual median latency (ms) after one more look at the windows. */
export function usualMedian(usual: number | null, windows: readonly Window[], now: number): number | null {
  const totals = emptyTotals();
  for (const window of windows) addTotals(totals, window, now);
  const median = totals.latency_n >= MIN_SAMPLES ? quantile(totals.bins, 0.5) : null;
  if (median === null) return usual;
  return usual === null ? median : usual + WEIGHT * (median - usual);
}

/** Share (0..1) of the calls that are slow for this reporter; 0 until its usual median is known. */
export function slowShare(totals: Totals, usual_ms: number | null): number {
  return usual_ms === null ? 0 : shareAbove(totals.bins, SLOW_FACTOR * usual_ms);
}
