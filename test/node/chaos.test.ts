import { expect, it } from "vitest";
import { chaos } from "../chaos/run.ts";

it("three kills of the service under load lose nothing that was acknowledged", { timeout: 120_000 }, async () => {
  const report = await chaos({
    seed: 3,
    kills: 3,
    limit: 90_000,
    rows: 120,
    faults: ["error_500", "truncated", "negative"],
    clock: false,
  });
  expect(report.violations).toEqual([]);
  expect(report.kills).toBe(3);
  expect(report.acknowledgedEvents).toBeGreaterThan(0);
});
