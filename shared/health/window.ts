import { BINS } from "./histogram.ts";
import { ERROR, OUTCOMES, SUCCESS, TIMEOUT } from "./outcome.ts";

/** Length of one bucket of the ring, ms. */
export const SLOT_MS = 10_000;
/** Number of buckets: 30 x 10 s = the 5 minutes that every figure is about. */
const SLOTS = 30;
export const WINDOW_MS = SLOT_MS * SLOTS;

const MAX_UINT32 = 0xff_ff_ff_ff;

/** What is added to one bucket: counts by outcome, latencies of counted calls, and `bins` as flat pairs (bucket, count). */
export interface SlotDelta {
  readonly slot: number;
  readonly counts: readonly number[];
  readonly latency_sum: number;
  readonly latency_n: number;
  readonly bins: readonly number[];
}

interface Slot {
  slot: number;
  readonly counts: number[];
  latency_sum: number;
  latency_n: number;
  bins: Uint32Array | null;
}

/** The last 5 minutes of one reporter, in constant memory: at most 30 buckets, whatever the load. Changed in place. */
export interface Window {
  readonly ring: (Slot | undefined)[];
}

/** Counted calls of a span of the window. */
export interface Tally {
  success: number;
  fault: number;
}

/** Everything a span of the window holds. */
export interface Totals {
  readonly counts: number[];
  latency_sum: number;
  latency_n: number;
  readonly bins: Float64Array;
}

export function createWindow(): Window {
  return { ring: [] };
}

/** Number of the 10 s bucket that a time (epoch ms) falls into. */
export function slotOf(at: number): number {
  return Math.floor(at / SLOT_MS);
}

/** Adds a delta. Returns false when its bucket has left the window already (it is then not counted). */
export function addDelta(window: Window, delta: SlotDelta, now: number): boolean {
  if (delta.slot <= slotOf(now) - SLOTS) return false;
  const slot = slotFor(window, delta.slot);
  if (slot === undefined) return false;
  for (let i = 0; i < slot.counts.length; i++) slot.counts[i] = (slot.counts[i] ?? 0) + (delta.counts[i] ?? 0);
  slot.latency_sum += delta.latency_sum;
  slot.latency_n += delta.latency_n;
  addBins(slot, delta.bins);
  return true;
}

/** The ring's bucket for a number, emptied when it held an older one; undefined when the ring has moved past it. */
function slotFor(window: Window, number: number): Slot | undefined {
  const at = number % SLOTS;
  const held = window.ring[at];
  if (held !== undefined && held.slot >= number) return held.slot === number ? held : undefined;
  const fresh: Slot = { slot: number, counts: OUTCOMES.map(() => 0), latency_sum: 0, latency_n: 0, bins: null };
  window.ring[at] = fresh;
  return fresh;
}

function addBins(slot: Slot, pairs: readonly number[]): void {
  if (pairs.length === 0) return;
  slot.bins ??= new Uint32Array(BINS);
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const bin = Math.min(BINS - 1, Math.max(0, pairs[i] ?? 0));
    slot.bins[bin] = Math.min(MAX_UINT32, (slot.bins[bin] ?? 0) + (pairs[i + 1] ?? 0));
  }
}

/**
 * Number of the oldest bucket in force at `now`: of the last `span` ms, none older than the window and none before `from`. A
 * bucket that has aged out is skipped when read, however long ago the last write was.
 */
function oldestOf(now: number, span: number, from: number): number {
  return Math.max(slotOf(now) - Math.min(SLOTS, Math.ceil(span / SLOT_MS)) + 1, from);
}

function live(window: Window, now: number): Slot[] {
  const oldest = oldestOf(now, WINDOW_MS, 0);
  return window.ring.filter((slot): slot is Slot => slot !== undefined && slot.slot >= oldest);
}

/** Calls of the last `span` ms by kind, ignoring buckets before number `from`. */
export function tally(window: Window, now: number, span: number = WINDOW_MS, from: number = 0): Tally {
  const oldest = oldestOf(now, span, from);
  const sums: Tally = { success: 0, fault: 0 };
  // An index loop: this is the inner loop of every judgement.
  for (let i = 0; i < window.ring.length; i++) {
    const slot = window.ring[i];
    if (slot === undefined || slot.slot < oldest) continue;
    const { counts } = slot;
    sums.success += counts[SUCCESS] ?? 0;
    sums.fault += (counts[ERROR] ?? 0) + (counts[TIMEOUT] ?? 0);
  }
  return sums;
}

export function emptyTotals(): Totals {
  return { counts: OUTCOMES.map(() => 0), latency_sum: 0, latency_n: 0, bins: new Float64Array(BINS) };
}

/** Adds what the window holds at `now`, times `weight`, to `totals`: windows merge by sums, in any order. */
export function addTotals(totals: Totals, window: Window, now: number, weight: number = 1): void {
  for (const slot of live(window, now)) {
    for (let i = 0; i < totals.counts.length; i++) {
      totals.counts[i] = (totals.counts[i] ?? 0) + weight * (slot.counts[i] ?? 0);
    }
    totals.latency_sum += weight * slot.latency_sum;
    totals.latency_n += weight * slot.latency_n;
    const bins = slot.bins;
    if (bins === null) continue;
    for (let bin = 0; bin < BINS; bin++) {
      const count = bins[bin] ?? 0;
      if (count > 0) totals.bins[bin] = (totals.bins[bin] ?? 0) + weight * count;
    }
  }
}

/** Whether any report at all, counted or not, is in force at `now`. */
export function isEmpty(window: Window, now: number): boolean {
  const oldest = oldestOf(now, WINDOW_MS, 0);
  return !window.ring.some(
    (slot) => slot !== undefined && slot.slot >= oldest && slot.counts.some((count) => count > 0),
  );
}

/** The window's buckets in force at `now` as deltas that rebuild it: what a snapshot stores and a shard sends. */
export function toDeltas(window: Window, now: number): SlotDelta[] {
  return live(window, now).map((slot) => ({
    slot: slot.slot,
    counts: slot.counts,
    latency_sum: slot.latency_sum,
    latency_n: slot.latency_n,
    bins: toPairs(slot.bins),
  }));
}

function toPairs(bins: Uint32Array | null): number[] {
  const pairs: number[] = [];
  bins?.forEach((count, bin) => {
    if (count > 0) pairs.push(bin, count);
  });
  return pairs;
}
