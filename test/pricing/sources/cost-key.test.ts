import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SERVICE_TIERS } from "../../../shared/pricing/rate.ts";
import {
  COST_STEMS,
  formatCostKey,
  parseCostKey,
  stemMeter,
} from "../../../shared/pricing/sources/litellm/cost-key.ts";

const stem = fc.constantFrom(...COST_STEMS);
const tier = fc.constantFrom(...SERVICE_TIERS);
const threshold = fc.option(fc.integer({ min: 1, max: 2_000 }).map((thousands) => thousands * 1_000));

describe("the grammar of cost keys", () => {
  it("reads back every key it writes", () => {
    fc.assert(
      fc.property(stem, tier, threshold, (name, service, above_tokens) => {
        const ttl = name === "cache_creation_input_token_cost" && service === "standard" ? ("1h" as const) : null;
        const key = { stem: name, tier: service, above_tokens, ttl, variant: null };
        expect(parseCostKey(formatCostKey(key))).toEqual(key);
      }),
    );
  });

  it("reads suffixes in either order", () => {
    const one = parseCostKey("input_cost_per_token_above_272k_tokens_priority");
    expect(one).toMatchObject({ stem: "input_cost_per_token", tier: "priority", above_tokens: 272_000 });
    expect(parseCostKey("input_cost_per_token_priority_above_272k_tokens")).toEqual(one);
    expect(parseCostKey("cache_creation_input_token_cost_above_200k_tokens_above_1hr")).toEqual(
      parseCostKey("cache_creation_input_token_cost_above_1hr_above_200k_tokens"),
    );
  });

  it.each([
    ["cache_creation_input_token_cost_above_1hr", { ttl: "1h", above_tokens: null }],
    ["input_cost_per_token_batches", { tier: "batch" }],
    ["output_cost_per_token_ultrafast", { tier: "ultrafast" }],
    ["output_cost_per_token_fast", { tier: "fast" }],
    ["input_cost_per_token_above_1m_tokens", { above_tokens: 1_000_000 }],
    ["output_cost_per_second_1080p", { stem: "output_cost_per_second", variant: "1080p" }],
    ["output_cost_per_second_4k", { variant: "4k" }],
    ["input_cost_per_video_per_second_above_15s_interval", { variant: "above_15s_interval" }],
    ["input_cost_per_token_cache_hit", { stem: "input_cost_per_token_cache_hit" }],
  ])("reads %s", (key, expected) => {
    expect(parseCostKey(key)).toMatchObject(expected);
  });

  it.each([
    "input_dbu_cost_per_token",
    "cache_creation_input_audio_token_cost",
    "google_maps_grounding_cost_per_query",
    "guardrail_cost_per_unit",
    "input_cost_per_token_above_1hr",
    "input_cost_per_token_flex_priority",
    "input_cost_per_token_",
    "input_cost_per_tokens",
    "x_input_cost_per_token",
    "",
  ])("does not read %j", (key) => {
    expect(parseCostKey(key)).toBeNull();
  });

  it("names the meter of every stem but the seconds, which the mode decides", () => {
    const without = COST_STEMS.filter(
      (name) => stemMeter({ stem: name, tier: "standard", above_tokens: null, ttl: null, variant: null }) === null,
    );
    expect(without).toEqual(["input_cost_per_second", "output_cost_per_second"]);
  });

  it("never throws, whatever the key", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (key) => parseCostKey(key) === null || parseCostKey(key) !== null),
    );
    expect(parseCostKey(`input_cost_per_token${"_above_1k_tokens".repeat(5_000)}`)).toBeNull();
  });
});
