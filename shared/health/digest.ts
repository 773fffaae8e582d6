import { binOf } from "./histogram.ts";
import { isCounted, isFault, OUTCOMES } from "./outcome.ts";
import type { ReportRow } from "./report.ts";
import { slotOf, type SlotDelta } from "./window.ts";

/**
 * Rows of one tenant about one provider, added up before they travel: what is order-free as sums by bucket, and the order of
 * successes and faults as run lengths. A thousand rows cost the object little more than one.
 */
export interface Digest {
  readonly rows: number;
  readonly slots: readonly SlotDelta[];
  /** Runs of counted calls in order of time: +n successes, -n faults; neighbours differ in sign. */
  readonly runs: readonly number[];
}

interface Sums {
  readonly counts: number[];
  latency_sum: number;
  latency_n: number;
  readonly bins: Map<number, number>;
}

/** Adds up rows, which are in order of time. */
export function digest(rows: readonly ReportRow[]): Digest {
  const slots = new Map<number, Sums>();
  const runs: number[] = [];
  for (const row of rows) {
    addRow(slots, row);
    if (isCounted(row.outcome)) extend(runs, isFault(row.outcome) ? -row.count : row.count);
  }
  return { rows: rows.length, slots: [...slots].map(toDelta), runs };
}

function addRow(slots: Map<number, Sums>, row: ReportRow): void {
  const number = slotOf(row.at);
  let sums = slots.get(number);
  if (sums === undefined) {
    sums = { counts: OUTCOMES.map(() => 0), latency_sum: 0, latency_n: 0, bins: new Map() };
    slots.set(number, sums);
  }
  sums.counts[row.outcome] = (sums.counts[row.outcome] ?? 0) + row.count;
  // Only counted calls: the time a refused call took says nothing about the provider's speed.
  if (row.latency_ms === null || !isCounted(row.outcome)) return;
  sums.latency_sum += row.latency_ms * row.count;
  sums.latency_n += row.count;
  const bin = binOf(row.latency_ms);
  sums.bins.set(bin, (sums.bins.get(bin) ?? 0) + row.count);
}

function extend(runs: number[], length: number): void {
  const last = runs.at(-1);
  if (last !== undefined && last > 0 === length > 0) runs[runs.length - 1] = last + length;
  else runs.push(length);
}

function toDelta([slot, sums]: [number, Sums]): SlotDelta {
  const { counts, latency_sum, latency_n } = sums;
  return { slot, counts, latency_sum, latency_n, bins: [...sums.bins].flat() };
}
