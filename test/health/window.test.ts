import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digest } from "../../shared/health/digest.ts";
import { OUTCOMES } from "../../shared/health/outcome.ts";
import type { ReportRow } from "../../shared/health/report.ts";
import {
  addDelta,
  addTotals,
  createWindow,
  emptyTotals,
  isEmpty,
  tally,
  toDeltas,
  type Window,
} from "../../shared/health/window.ts";

const START = 1_790_000_000_000;

const arbitraryRow = fc.record({
  provider: fc.constant("p"),
  outcome: fc.nat(OUTCOMES.length - 1),
  latency_ms: fc.option(fc.nat(60_000)),
  at: fc.nat(700_000).map((ms) => START + ms),
  count: fc.integer({ min: 1, max: 20 }),
});

/** Reports in the order in which they arrive: each batch is received at or after its rows. */
const arbitraryRows = fc.array(arbitraryRow, { maxLength: 60 }).map((rows) => rows.sort((a, b) => a.at - b.at));

function fill(window: Window, rows: readonly ReportRow[]): void {
  for (const row of rows) for (const delta of digest([row]).slots) addDelta(window, delta, row.at);
}

/** The window by the book: every row kept, and those of the last 30 ten-second buckets summed. */
function naive(rows: readonly ReportRow[], now: number) {
  const bucket = (at: number) => Math.floor(at / 10_000);
  const live = rows.filter(({ at }) => bucket(now) - bucket(at) < 30);
  const of = (...outcomes: number[]) =>
    live.filter(({ outcome }) => outcomes.includes(outcome)).reduce((sum, { count }) => sum + count, 0);
  const timed = live.filter(({ outcome, latency_ms }) => outcome <= 2 && latency_ms !== null);
  return {
    tally: { success: of(0), fault: of(1, 2) },
    counts: OUTCOMES.map((_, outcome) => of(outcome)),
    latency_sum: timed.reduce((sum, { latency_ms, count }) => sum + (latency_ms ?? 0) * count, 0),
    latency_n: timed.reduce((sum, { count }) => sum + count, 0),
  };
}

describe("the window", () => {
  it("holds what a list of every report of the last 30 buckets holds", () => {
    fc.assert(
      fc.property(arbitraryRows, fc.nat(800_000), (rows, later) => {
        const window = createWindow();
        fill(window, rows);
        const now = Math.max(START + later, rows.at(-1)?.at ?? 0);
        const expected = naive(rows, now);
        const totals = emptyTotals();
        addTotals(totals, window, now);
        expect(tally(window, now)).toEqual(expected.tally);
        expect(totals.counts).toEqual(expected.counts);
        expect(totals.latency_sum).toBeCloseTo(expected.latency_sum, 3);
        expect(totals.latency_n).toBe(expected.latency_n);
        expect(isEmpty(window, now)).toBe(expected.counts.every((count) => count === 0));
      }),
    );
  });

  it("is the same after a snapshot", () => {
    fc.assert(
      fc.property(arbitraryRows, (rows) => {
        const window = createWindow();
        fill(window, rows);
        const now = rows.at(-1)?.at ?? START;
        const restored = createWindow();
        for (const delta of toDeltas(window, now)) addDelta(restored, delta, now);
        const [a, b] = [emptyTotals(), emptyTotals()];
        addTotals(a, window, now);
        addTotals(b, restored, now);
        expect(b).toEqual(a);
      }),
    );
  });

  it("drops old buckets when read, with no write since", () => {
    const window = createWindow();
    fill(window, [{ provider: "p", outcome: 0, latency_ms: 100, at: START, count: 5 }]);
    expect(tally(window, START + 289_999).success).toBe(5);
    expect(tally(window, START + 310_000).success).toBe(0);
    expect(isEmpty(window, START + 310_000)).toBe(true);
  });

  it("ignores a bucket that the ring has moved past", () => {
    const window = createWindow();
    fill(window, [{ provider: "p", outcome: 0, latency_ms: 1, at: START + 300_000, count: 1 }]);
    const [late] = digest([{ provider: "p", outcome: 1, latency_ms: 1, at: START, count: 1 }]).slots;
    expect(late && addDelta(window, late, START + 300_000)).toBe(false);
    expect(tally(window, START + 300_000)).toEqual({ success: 1, fault: 0 });
  });

  it("takes nothing that is older than itself, also while it is empty", () => {
    const [late] = digest([{ provider: "p", outcome: 1, latency_ms: 1, at: START, count: 1 }]).slots;
    expect(late && addDelta(createWindow(), late, START + 310_000)).toBe(false);
    expect(late && addDelta(createWindow(), late, START + 280_000)).toBe(true);
  });

  it("merges by sums, in any order", () => {
    fc.assert(
      fc.property(arbitraryRows, (rows) => {
        const now = rows.at(-1)?.at ?? START;
        const [one, left, right] = [createWindow(), createWindow(), createWindow()];
        fill(one, rows);
        fill(
          left,
          rows.filter((_, i) => i % 2 === 0),
        );
        fill(
          right,
          rows.filter((_, i) => i % 2 === 1),
        );
        const [whole, merged] = [emptyTotals(), emptyTotals()];
        addTotals(whole, one, now);
        addTotals(merged, right, now);
        addTotals(merged, left, now);
        expect(merged.counts).toEqual(whole.counts);
        expect(merged.bins).toEqual(whole.bins);
      }),
    );
  });
});

describe("a digest", () => {
  it("keeps the order of successes and faults as runs, and nothing else of the neutral outcomes", () => {
    const row = (outcome: number, count = 1) => ({ provider: "p", outcome, latency_ms: null, at: START, count });
    expect(digest([row(0), row(0, 3), row(3), row(0), row(1), row(4), row(5), row(2, 4), row(0)]).runs).toEqual([
      5, -5, 1,
    ]);
  });
});
