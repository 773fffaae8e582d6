import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BenchmarkResult, fitEci, fitHalfWidth } from "../../shared/quality/fit.ts";
import { ECI_MODELS, EDI } from "./fixtures/eci.ts";

const benchmarks = EDI.trim()
  .split("\n")
  .map((line) => {
    const [, difficulty, slope] = line.split("|");
    return { difficulty: Number(difficulty), slope: Number(slope) };
  });

const models = ECI_MODELS.trim()
  .split("\n")
  .map((line) => {
    const [name = "", eci = "", cells = ""] = line.split("|");
    const results = cells.split(" ").flatMap((cell): BenchmarkResult[] => {
      const [at, performance] = cell.split(":");
      const benchmark = benchmarks[Number(at)];
      return benchmark === undefined ? [] : [{ ...benchmark, performance: Number(performance) }];
    });
    return { name, eci: Number(eci), results };
  });

describe("ECI recomputed from the published difficulties", () => {
  it("meets the published values within 0.1 points: in the mean, and 19 of 20", () => {
    const errors = models.map(({ name, eci, results }) => ({ name, error: Math.abs((fitEci(results) ?? 0) - eci) }));
    const mean = errors.reduce((sum, { error }) => sum + error, 0) / errors.length;
    const worst = errors.reduce((a, b) => (b.error > a.error ? b : a));
    console.log(
      `ECI from EDI: ${errors.length} models, mean error ${mean.toFixed(3)} points, worst ${worst.error.toFixed(3)} (${worst.name})`,
    );
    expect(errors.length).toBeGreaterThan(50);
    const sorted = errors.map(({ error }) => error).sort((a, b) => a - b);
    expect(mean).toBeLessThanOrEqual(0.1);
    expect(sorted[Math.ceil(0.95 * sorted.length) - 1]).toBeLessThanOrEqual(0.1);
    expect(worst.error).toBeLessThanOrEqual(0.15);
  });

  it("finds the capability that results without noise were made from", () => {
    const anyBenchmark = fc.record({
      difficulty: fc.double({ min: 60, max: 160, noNaN: true }),
      slope: fc.double({ min: 0.03, max: 0.3, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.double({ min: 70, max: 160, noNaN: true }),
        fc.array(anyBenchmark, { minLength: 2, maxLength: 12 }),
        (eci, drawn) => {
          const near = drawn.map((b) => ({ ...b, difficulty: eci + (b.difficulty - 110) / 10 }));
          const results = near.map((b) => ({
            ...b,
            performance: 1 / (1 + Math.exp(-b.slope * (eci - b.difficulty))),
          }));
          expect(fitEci(results)).toBeCloseTo(eci, 1);
        },
      ),
    );
  });

  it("gives a model that does better everywhere no lower value", () => {
    const first = models.find(({ results }) => results.length > 8);
    const results = first?.results ?? [];
    const better = results.map((r) => ({ ...r, performance: Math.min(1, r.performance + 0.05) }));
    expect(fitEci(better) ?? 0).toBeGreaterThan(fitEci(results) ?? Infinity);
  });

  it("has no value without a usable result", () => {
    expect(fitEci([])).toBeNull();
    expect(fitEci([{ difficulty: Number.NaN, slope: 0.1, performance: 0.5 }])).toBeNull();
    expect(fitEci([{ difficulty: 100, slope: 0, performance: 0.5 }])).toBeNull();
  });

  it("is surer the more benchmarks it has", () => {
    const widths = [1, 2, 3, 4, 5, 6, 8, 20].map(fitHalfWidth);
    expect(widths).toEqual([9.2, 5.4, 3.9, 3.2, 3.2, 2.3, 1.7, 1.7]);
    expect(fitHalfWidth(0)).toBe(Infinity);
  });
});
