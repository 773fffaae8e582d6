import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ARENA_SCALE,
  axis,
  ECI_SCALE,
  eciFromLiveBench,
  logit,
  type LogisticScale,
  roundScore,
  scoreAt,
} from "../../shared/quality/scale.ts";

/** The derivation in words of the scale's own page, done again from the anchors. */
function throughAnchors(x1: number, x2: number): LogisticScale {
  const b = (logit(0.7) - logit(0.4)) / (x2 - x1);
  return { a: logit(0.4) - b * x1, b };
}

const eciScore = (eci: number) => scoreAt(axis(ECI_SCALE, eci));
const arenaScore = (elo: number) => scoreAt(axis(ARENA_SCALE, elo));

describe("the frozen scale q1", () => {
  it("puts gpt-4o-2024-08-06 at 40 and gpt-5 (high) at 70, by ECI and by Arena", () => {
    expect([128.75, 150].map(eciScore).map(roundScore)).toEqual([40, 70]);
    expect([1336, 1435].map(arenaScore).map(roundScore)).toEqual([40, 70]);
  });

  it.each([
    ["ECI", ECI_SCALE, 128.75, 150],
    ["Arena", ARENA_SCALE, 1336, 1435],
  ] as const)("has the coefficients of %s that follow from the two anchors", (_, scale, low, high) => {
    const derived = throughAnchors(low, high);
    expect(Math.abs(derived.b / scale.b - 1)).toBeLessThan(1e-3);
    for (const x of [low, high]) expect(Math.abs(axis(derived, x) - axis(scale, x))).toBeLessThan(2e-3);
  });

  it.each([
    [167.33, 87],
    [161.65, 82],
    [126.6, 37],
  ])("reads ECI %d as %d", (eci, score) => {
    expect(Math.round(eciScore(eci))).toBe(score);
  });

  it("rises with the board's value and stays inside 0 and 100", () => {
    const eci = fc.double({ min: 0, max: 300, noNaN: true });
    fc.assert(
      fc.property(eci, eci, (a, b) => {
        fc.pre(b - a > 1e-6);
        expect(eciScore(b)).toBeGreaterThan(eciScore(a));
        expect(eciScore(a)).toBeGreaterThan(0);
        expect(eciScore(b)).toBeLessThan(100);
      }),
    );
    const elo = fc.double({ min: 500, max: 2_500, noNaN: true });
    fc.assert(
      fc.property(elo, elo, (a, b) => {
        expect(arenaScore(Math.max(a, b))).toBeGreaterThanOrEqual(arenaScore(Math.min(a, b)));
      }),
    );
  });

  it("links LiveBench to ECI by the published line, and has no value at its ends", () => {
    expect(eciFromLiveBench(50)).toBeCloseTo(137.49, 6);
    expect(eciFromLiveBench(80)).toBeCloseTo(137.49 + 15.41 * Math.log(4), 6);
    for (const end of [0, 100, -1, 101, Number.NaN]) expect(eciFromLiveBench(end)).toBeNull();
  });
});
