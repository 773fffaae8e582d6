import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admittedShare, closeBreaker, countProbes, createBreaker, openBreaker } from "../../shared/health/breaker.ts";

const NOW = 1_790_000_000_000;

describe("the breaker of routing", () => {
  it("lets nothing through for about 30 s, then a probe share of 1 to 5%", () => {
    const breaker = createBreaker();
    expect(admittedShare(breaker, NOW)).toBe(1);
    openBreaker(breaker, NOW, 0.5);
    expect(admittedShare(breaker, NOW + 29_999)).toBe(0);
    expect(admittedShare(breaker, NOW + 30_000)).toBe(0.01);
    countProbes(breaker, 9, 0, NOW + 31_000, 0.5);
    expect(admittedShare(breaker, NOW + 31_000)).toBeCloseTo(0.046, 5);
  });

  it("closes on nine good probes of ten", () => {
    const breaker = createBreaker();
    openBreaker(breaker, NOW, 0.5);
    countProbes(breaker, 9, 1, NOW + 40_000, 0.5);
    expect(admittedShare(breaker, NOW + 40_000)).toBe(1);
  });

  it("rests twice as long after eight good probes of ten, up to 300 s", () => {
    const breaker = createBreaker();
    openBreaker(breaker, NOW, 0.5);
    const rests: number[] = [];
    let now = breaker.probe_at;
    for (let round = 0; round < 6; round++) {
      countProbes(breaker, 8, 2, now, 0.5);
      rests.push((breaker.probe_at - now) / 1_000);
      now = breaker.probe_at;
    }
    expect(rests).toEqual([60, 120, 240, 300, 300, 300]);
  });

  it("does not count calls that end while it rests", () => {
    const breaker = createBreaker();
    openBreaker(breaker, NOW, 0.5);
    countProbes(breaker, 1_000, 0, NOW + 1_000, 0.5);
    expect(admittedShare(breaker, NOW + 1_000)).toBe(0);
  });

  it("is not pushed further by being opened again", () => {
    const breaker = createBreaker();
    openBreaker(breaker, NOW, 0.5);
    openBreaker(breaker, NOW + 20_000, 0.5);
    expect(admittedShare(breaker, NOW + 30_000)).toBeGreaterThan(0);
    closeBreaker(breaker);
    expect(admittedShare(breaker, NOW + 30_000)).toBe(1);
  });

  it("spreads its rests by a tenth", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (random) => {
        const breaker = createBreaker();
        openBreaker(breaker, NOW, random);
        const rest = breaker.probe_at - NOW;
        expect(rest).toBeGreaterThanOrEqual(27_000);
        expect(rest).toBeLessThanOrEqual(33_000);
      }),
    );
  });
});
