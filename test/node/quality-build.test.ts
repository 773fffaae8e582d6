import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildQuality } from "../../workers/build/quality.ts";

const committed = new URL("../../workers/generated/quality.txt", import.meta.url);
const facts = new URL("../../workers/build/quality-facts.csv", import.meta.url);

describe("the embedded default of quality", () => {
  it("is what its facts make it", () => {
    expect(readFileSync(committed, "utf8")).toBe(buildQuality());
  });

  it("has an address and a day for every fact", () => {
    const rows = readFileSync(facts, "utf8").trim().split("\n").slice(1);
    expect(rows.length).toBeGreaterThan(1_500);
    for (const row of rows) {
      expect(row).toMatch(/,20\d\d-\d\d-\d\d,/);
      expect(row).toMatch(/(?:,|")(?:https:\/\/\S+|tau2:\S+|[a-z_]+)$/);
    }
  });
});
