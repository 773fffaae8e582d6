import { describe, expect, it } from "vitest";
import { percentile, simulate, type Scenario } from "./simulator.ts";

/** Steady traffic at 1% errors for the first 300 s, then the fault. */
const FAULT_AT = 300;
const departed = (state: string) => state === "degraded" || state === "unhealthy";

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

/** Departures of the public state of a provider that has no fault but its base error rate. */
function departures(scenario: Scenario, seed: number): number {
  let count = 0;
  let last = "unknown";
  simulate(scenario, seed, (_, { all }) => {
    if (departed(all.shown.state) && !departed(last)) count += 1;
    last = all.shown.state;
  });
  return count;
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
  it.each([0.1, 1])("at 1% base error and %d calls a second are at most 0.1 a day", (rps) => {
    const days = rps < 1 ? 10 : 2;
    const seconds = days * 86_400;
    const count = departures({ tenants: 20, rps, faults: () => 0.01, seconds }, 7);
    console.log(`false departures at ${rps} rps: ${count} in ${days} days`);
    expect(count / days).toBeLessThanOrEqual(0.1);
  });
});

describe("a poisoner at 20x traffic", { timeout: 300_000 }, () => {
  const attackers = { count: 1, times: 20, outcome: "error" } as const;

  it("moves the public state in 0 of 1,000 runs", () => {
    const base = { tenants: 20, rps: 1, faults: () => 0.01, seconds: 300, attackers };
    let moved = 0;
    for (let run = 1; run <= 1_000; run++) if (departures(base, run) > 0) moved += 1;
    console.log(`one poisoner among 20 tenants moved the public state in ${moved} of 1000 runs`);
    expect(moved).toBe(0);
  });

  it("moves it in 0 of 100 runs beside two honest tenants only", () => {
    const base = { tenants: 2, rps: 1, faults: () => 0.01, seconds: 300, attackers };
    let moved = 0;
    for (let run = 1; run <= 100; run++) if (departures(base, run) > 0) moved += 1;
    expect(moved).toBe(0);
  });
});
