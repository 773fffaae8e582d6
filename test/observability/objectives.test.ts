import { describe, expect, it } from "vitest";
import { objectives, type Facts } from "../../shared/contract/objectives.ts";
import type { SourceState } from "../../shared/pricing/catalog.ts";

const SOURCE: SourceState = {
  name: "litellm",
  state: "fresh",
  outcome: "ok",
  detail: null,
  last_attempt_at: null,
  last_success_at: null,
  rows: 1,
  rejected: 0,
  held: 0,
  success_rate_24h: 1,
  success_rate_7d: 1,
  license: "MIT",
  attribution: "a",
  url: "https://example.com",
};

const WELL: Facts = {
  catalog: { state: "fresh", age_seconds: 60 },
  sources: [SOURCE],
  boards: [],
  health_age_seconds: 4,
};

function missed(change: Partial<Facts>): string[] {
  return objectives({ ...WELL, ...change })
    .filter(({ met }) => !met)
    .map(({ name }) => name);
}

describe("objectives", () => {
  it("are all met when prices are fresh, sources answer and health is young", () => {
    expect(missed({})).toEqual([]);
  });

  it("miss prices that no live source has confirmed for a day, and bundled ones", () => {
    expect(missed({ catalog: { state: "stale", age_seconds: 90_000 } })).toEqual(["prices_age_seconds"]);
    expect(missed({ catalog: { state: "bundled", age_seconds: 5 } })).toEqual(["prices_age_seconds"]);
  });

  it("miss a source that answers less than nine times in ten, not one that was never asked", () => {
    expect(missed({ sources: [{ ...SOURCE, success_rate_24h: 0.89 }] })).toEqual([
      "price_source_success_rate_24h:litellm",
    ]);
    expect(missed({ sources: [{ ...SOURCE, success_rate_24h: null }] })).toEqual([]);
  });

  it("miss health that is old or unknown", () => {
    expect(missed({ health_age_seconds: 31 })).toEqual(["health_board_age_seconds"]);
    expect(missed({ health_age_seconds: null })).toEqual(["health_board_age_seconds"]);
  });
});
