import { expect, it } from "vitest";
import { reportHealth } from "../../shared/contract/operations/health.ts";

it("a batch of reports has at least one row, an optional id, and nothing else", () => {
  const row = { provider: "openai", outcome: "success" };
  const fits = (body: unknown) => reportHealth.body.safeParse(body).success;
  expect(fits({ reports: [row] })).toBe(true);
  expect(fits({ reports: Array.from({ length: 1_000 }, () => row), batch_id: "a:b-c.d_1" })).toBe(true);
  expect(fits({ reports: [] })).toBe(false);
  expect(fits({ reports: [row], batch_id: "a b" })).toBe(false);
  expect(fits({ reports: [row], tenant_id: "x" })).toBe(false);
});
