import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BINS, binOf, binValue, MAX_LATENCY_MS, quantile, shareAbove } from "../../shared/health/histogram.ts";

function histogram(latencies: readonly number[]): number[] {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const latency of latencies) bins[binOf(latency)] = (bins[binOf(latency)] ?? 0) + 1;
  return bins;
}

describe("the latency histogram", () => {
  it("gives quantiles within 5% of the exact nearest rank", () => {
    const latencies = fc.array(fc.double({ min: 1, max: MAX_LATENCY_MS, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(latencies, fc.constantFrom(0.01, 0.5, 0.9, 0.95, 0.99, 1), (values, q) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1)] ?? 0;
        const estimate = quantile(histogram(values), q) ?? 0;
        expect(Math.abs(estimate - exact) / exact).toBeLessThan(0.05);
      }),
    );
  });

  it("has a bucket for every latency that a report may carry", () => {
    expect(binOf(0)).toBe(0);
    expect(binOf(MAX_LATENCY_MS)).toBe(BINS - 1);
    expect(Math.abs(binValue(BINS - 1) / MAX_LATENCY_MS - 1)).toBeLessThan(0.1);
  });

  it("knows no quantile of nothing", () => {
    expect(quantile(histogram([]), 0.5)).toBeNull();
    expect(shareAbove(histogram([]), 1)).toBe(0);
  });

  it("says how many are above a latency", () => {
    expect(shareAbove(histogram([10, 10, 10, 1_000]), 500)).toBe(0.25);
  });
});
