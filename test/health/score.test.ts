import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { routingScore } from "../../shared/health/routing-score.ts";
import { confidence, score } from "../../shared/health/score.ts";

const sample = (success: number, n: number, mean_latency_ms: number | null, rate_limited = 0) => ({
  n,
  success,
  rate_limited,
  mean_latency_ms,
});

describe("the score of the system this replaces", () => {
  it.each([
    [sample(10, 10, 5_000), 0.7],
    [sample(5, 10, 1_000), 0.59],
    [sample(10, 10, 0), 1],
    [sample(0, 10, 0), 0.3],
    [sample(10, 10, 50_000), 0.7],
    [sample(0, 10, 5_000), 0],
    [sample(10, 10, null), 1],
    [sample(72, 100, 1_000), 0.744],
    [sample(1, 3, 2_500), 0.383],
  ])("of %o is %d", (input, expected) => {
    expect(score(input)).toBe(expected);
  });

  it("is null, not 1.0, with no calls", () => {
    expect(score(sample(0, 0, null))).toBeNull();
  });
});

describe("the routing score", () => {
  it("calls a fast total outage 0 where the old formula says 0.30", () => {
    expect(score(sample(0, 200, 0))).toBe(0.3);
    expect(routingScore(sample(0, 200, 0), 0, null)).toBe(0);
  });

  it("calls 28% errors 30 where the old formula says 0.80", () => {
    expect(routingScore(sample(7_200, 10_000, 0), 0, null)).toBeCloseTo(29.4, 0);
  });

  it("never loses more than a quarter to latency, nor 15% to rate limits", () => {
    const calm = routingScore(sample(10_000, 10_000, 100), 0, null) ?? 0;
    expect(routingScore(sample(10_000, 10_000, 100), 1, null)).toBeCloseTo(0.75 * calm, 0);
    expect(routingScore(sample(10_000, 10_000, 100, 10_000), 0, null)).toBeCloseTo(0.85 * calm, 0);
  });

  it("is null when nothing is known, and the page's cap when only the page is", () => {
    expect(routingScore(sample(0, 0, null), 0, null)).toBeNull();
    expect(routingScore(sample(0, 0, null), 0, "operational")).toBeNull();
    expect(routingScore(sample(0, 0, null), 0, "major_outage")).toBe(20);
  });

  it("is capped by a fresh page, less so where calls prove the provider works", () => {
    expect(routingScore(sample(40, 40, 100), 0, "degraded")).toBe(85);
    expect(routingScore(sample(40, 40, 100), 0, "partial_outage")).toBe(60);
    expect(routingScore(sample(40, 40, 100), 0, "major_outage")).toBe(20);
    expect(routingScore(sample(500, 500, 100), 0, "partial_outage")).toBe(85);
    expect(routingScore(sample(500, 500, 100), 0, "major_outage")).toBe(70);
  });

  it("never rises with a fault more", () => {
    const page = fc.constantFrom(null, "degraded" as const, "partial_outage" as const, "major_outage" as const);
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.nat(500),
        fc.double({ min: 0, max: 1, noNaN: true }),
        page,
        (good, bad, slow, status) => {
          const before = routingScore(sample(good, good + bad, 500), slow, status);
          const after = routingScore(sample(good, good + bad + 1, 500), slow, status);
          return before === null || (after !== null && after <= before);
        },
      ),
    );
  });
});

it("confidence is none of no calls, low of few calls or reporters, else high", () => {
  expect([confidence(0, 9), confidence(19, 9), confidence(20, 2), confidence(20, 3)]).toEqual([
    "none",
    "low",
    "low",
    "high",
  ]);
});
