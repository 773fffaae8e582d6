import { describe, expect, it } from "vitest";
import { departures } from "./simulator.ts";

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
