import { describe, expect, it } from "vitest";
import { departed, departures, percentile, simulate, type Scenario } from "./simulator.ts";

/** Steady traffic at 1% errors for the first 300 s, then the fault. */
const FAULT_AT = 300;
/** Seconds from the fault to the first departure of the public state, over seeded runs. */
function detectionTimes(rps: number, rate: number, runs: number, more: Partial<Scenario> = {}): number[] {
  return Array.from({ length: runs }, (_, run) => {
    let seconds = Infinity;
    const faults = (second: number) => (second < FAULT_AT ? 0.01 : rate);
    simulate({ tenants: 20, rps, faults, seconds: FAULT_AT + 600, ...more }, run + 1, (second, { all }) => {
      if (second < FAULT_AT || !departed(all.shown.state)) return false;
      seconds = second - FAULT_AT;
      return true;
    });
    return seconds;
  });
}

function told(name: string, times: readonly number[]): { p50: number; p90: number } {
  const figures = { p50: percentile(times, 0.5), p90: percentile(times, 0.9) };
  console.log(
    `${name}: p50 ${figures.p50} s, p90 ${figures.p90} s, worst ${Math.max(...times)} s of ${times.length} runs`,
  );
  return figures;
}

describe("detection", { timeout: 300_000 }, () => {
  it("of a total outage at 1 call a second takes p50 <= 30 s and p90 <= 40 s", () => {
    const { p50, p90 } = told("total outage, 1 rps", detectionTimes(1, 1, 100));
    expect(p50).toBeLessThanOrEqual(30);
    expect(p90).toBeLessThanOrEqual(40);
  });

  it("of a 20% brownout at 1 call a second takes p50 <= 120 s and p90 <= 180 s", () => {
    const { p50, p90 } = told("20% brownout, 1 rps", detectionTimes(1, 0.2, 100));
    expect(p50).toBeLessThanOrEqual(120);
    expect(p90).toBeLessThanOrEqual(180);
  });

  it("of a 50% fault at 1 call a second takes p50 <= 60 s", () => {
    expect(told("50% fault, 1 rps", detectionTimes(1, 0.5, 50)).p50).toBeLessThanOrEqual(60);
  });

  it("of a total outage at 1 call in ten seconds takes p50 <= 110 s", () => {
    expect(told("total outage, 0.1 rps", detectionTimes(0.1, 1, 50)).p50).toBeLessThanOrEqual(110);
  });

  it("of a total outage is not hidden by a tenant that reports success at 20x traffic", () => {
    const attackers = { count: 1, times: 20, outcome: "success" } as const;
    expect(told("total outage, 1 masker", detectionTimes(1, 1, 50, { attackers })).p90).toBeLessThanOrEqual(60);
  });
});

describe("false departures", { timeout: 300_000 }, () => {
  // None at all in so few days: the rate that this bounds with 95% confidence (three by the number of days) is told beside it.
  it.each([
    { rps: 0.1, days: 3 },
    { rps: 1, days: 1 },
  ])("at 1% base error and $rps calls a second are at most 0.1 a day", ({ rps, days }) => {
    const seconds = days * 86_400;
    const count = departures({ tenants: 20, rps, faults: () => 0.01, seconds }, 7);
    console.log(`false departures at ${rps} rps: ${count} in ${days} days (none: below ${3 / days} a day, 95%)`);
    expect(count / days).toBeLessThanOrEqual(0.1);
  });
});
