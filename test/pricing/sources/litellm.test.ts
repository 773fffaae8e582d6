import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal } from "../../../shared/money/decimal.ts";
import { WINDOW_PRECEDENCE } from "../../../shared/pricing/rate.ts";
import { litellm } from "../../../shared/pricing/sources/litellm.ts";
import { accountedFor, NOW, offerOf, pricesOf, rateOf, snapshotOf } from "./reading.ts";

const PLAIN = { litellm_provider: "openai", mode: "chat", input_cost_per_token: 2.5e-6, output_cost_per_token: 1e-5 };

function one(key: string, row: Record<string, unknown>) {
  const snapshot = snapshotOf(litellm, { [key]: row });
  const [offer] = snapshot.offers;
  if (offer === undefined) throw new Error("no offer");
  return { snapshot, offer };
}

function chat(extra: Record<string, unknown>) {
  return one("model-a", { ...PLAIN, ...extra });
}

describe("rows", () => {
  it("skips the documented non-models with a reason and counts them as rows", () => {
    const snapshot = snapshotOf(litellm, {
      sample_spec: { litellm_provider: "one of the list", mode: "one of: chat", input_cost_per_token: 0 },
      fallback_generalizations: { rules: [] },
      "gpt-4o": PLAIN,
    });
    expect(snapshot.skipped.map(({ key, reason }) => [key, reason])).toEqual([
      ["sample_spec", "not_a_model"],
      ["fallback_generalizations", "not_a_model"],
    ]);
    expect(snapshot.rows).toBe(3);
    expect(accountedFor(snapshot)).toBe(3);
  });

  it("refuses rows that are no object, have no provider or a hostile key, and takes the others", () => {
    const long = "x".repeat(257);
    const body = `{"gpt-4o":${JSON.stringify(PLAIN)},"a":1,"b":{"mode":"chat"},"c":[1],"bell\\u0007":${JSON.stringify(PLAIN)},
      "${long}":${JSON.stringify(PLAIN)},"__proto__":${JSON.stringify(PLAIN)},"x/constructor":${JSON.stringify(PLAIN)},"d":{"litellm_provider":"a b"}}`;
    const snapshot = snapshotOf(litellm, body);
    expect(snapshot.offers.map((offer) => offer.id)).toEqual(["openai/gpt-4o"]);
    expect(snapshot.rejected.map((row) => row.reason)).toEqual([
      "not_an_object",
      "no_provider",
      "not_an_object",
      "hostile_key",
      "hostile_key",
      "hostile_key",
      "hostile_key",
      "bad_provider",
    ]);
    expect(accountedFor(snapshot)).toBe(snapshot.rows);
  });

  it.each([
    ["an HTML page", "<!doctype html><title>502</title>"],
    ["cut JSON", '{"gpt-4o":{"litellm_provider":'],
    ["a list", "[]"],
    ["null", "null"],
    ["no rows", "{}"],
    ["an error object", '{"message":"rate limited"}'],
    ["deep nesting", "[".repeat(200_000)],
  ])("calls %s unusable", (_, body) => {
    expect(litellm.read([body], NOW)).toHaveProperty("unusable");
  });

  it("calls no body and two bodies unusable", () => {
    expect(litellm.read([], NOW)).toHaveProperty("unusable");
    expect(litellm.read(["{}", "{}"], NOW)).toHaveProperty("unusable");
  });

  it("never throws and accounts for every row, whatever the JSON", () => {
    const field = fc.constantFrom(
      "litellm_provider",
      "mode",
      "input_cost_per_token",
      "output_cost_per_token_above_128k_tokens",
      "tiered_pricing",
      "off_peak_pricing",
      "search_context_cost_per_query",
      "provider_specific_entry",
      "regional_processing_uplift_multiplier_eu",
      "aliases",
      "max_input_tokens",
      "deprecation_date",
      "whatever_cost",
    );
    const value = fc.oneof(fc.constant("openai"), fc.double(), fc.jsonValue({ maxDepth: 3 }));
    const row = fc.oneof(fc.dictionary(field, value, { maxKeys: 8 }), fc.jsonValue({ maxDepth: 2 }));
    const file = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("sample_spec", "openai/a", "a")), row, {
      maxKeys: 8,
    });
    fc.assert(
      fc.property(file, (rows) => {
        const reading = litellm.read([JSON.stringify(rows)], NOW);
        return "unusable" in reading || accountedFor(reading) === reading.rows;
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("prices", () => {
  it("reads numbers and numeric strings exactly as written", () => {
    const { offer } = chat({ input_cost_per_token: "3e-7", output_cost_per_token: 0.0000123456789 });
    expect(pricesOf(offer)).toEqual({ input_tokens: "0.0000003", output_tokens: "0.0000123456789" });
  });

  it("rounds literals of more than 12 significant digits to 9", () => {
    const { offer } = chat({ input_cost_per_token: 2.9999900000000002e-6, output_cost_per_token: 1.23456789012e-6 });
    expect(pricesOf(offer)).toEqual({ input_tokens: "0.00000299999", output_tokens: "0.00000123456789012" });
  });

  it("refuses one bad rate and keeps the offer", () => {
    const { offer, snapshot } = chat({
      cache_read_input_token_cost: -1,
      input_cost_per_token_flex: "cheap",
      output_cost_per_token_flex: null,
    });
    expect(pricesOf(offer)).toEqual({ input_tokens: "0.0000025", output_tokens: "0.00001" });
    expect(snapshot.rejected.map(({ meter, reason }) => [meter, reason])).toEqual([
      ["cache_read_tokens", "negative"],
      ["input_tokens", "not_a_number"],
      ["output_tokens", "not_a_number"],
    ]);
  });

  it.each([-1, "1e999", null, true, 1e300])("refuses the row whose base price is %s", (price) => {
    const snapshot = snapshotOf(litellm, { a: { ...PLAIN, input_cost_per_token: price }, b: PLAIN });
    expect(snapshot.offers.map((offer) => offer.id)).toEqual(["openai/b"]);
    expect(snapshot.rejected).toMatchObject([{ key: "a" }]);
    expect(accountedFor(snapshot)).toBe(2);
  });

  it("calls an infinite price not finite", () => {
    const snapshot = snapshotOf(
      litellm,
      `{"a":{"litellm_provider":"x","input_cost_per_token":1e999},"b":${JSON.stringify(PLAIN)}}`,
    );
    expect(snapshot.rejected).toMatchObject([{ key: "a", reason: "not_finite" }]);
  });

  it("reads cache writes of both lifetimes, with thresholds", () => {
    const { offer } = chat({
      cache_creation_input_token_cost: 1.25e-6,
      cache_creation_input_token_cost_above_1hr: 2e-6,
      cache_creation_input_token_cost_above_200k_tokens: 2.5e-6,
      cache_creation_input_token_cost_above_1hr_above_200k_tokens: 4e-6,
    });
    expect(pricesOf(offer)).toMatchObject({
      cache_write_tokens: "0.00000125",
      cache_write_1h_tokens: "0.000002",
      "cache_write_tokens >200000": "0.0000025",
      "cache_write_1h_tokens >200000": "0.000004",
    });
  });

  it("compares thresholds inclusively for xai alone, and orders them by their number", () => {
    const tiers = { input_cost_per_token_above_32k_tokens: 3e-6, input_cost_per_token_above_128k_tokens: 4e-6 };
    expect(Object.keys(pricesOf(one("xai/m", { ...PLAIN, ...tiers, litellm_provider: "xai" }).offer))).toContain(
      "input_tokens >=128000",
    );
    const rates = rateOf(chat(tiers).offer, "input_tokens");
    expect(rates.map((rate) => [rate.precedence, rate.condition])).toEqual([
      [0, null],
      [32_000, { above_tokens: 32_000 }],
      [128_000, { above_tokens: 128_000 }],
    ]);
  });

  it("takes the legacy cache-hit key only where the current one is missing", () => {
    expect(pricesOf(chat({ input_cost_per_token_cache_hit: 1e-7 }).offer)["cache_read_tokens"]).toBe("0.0000001");
    const both = { input_cost_per_token_cache_hit: 1e-7, cache_read_input_token_cost: 2e-7 };
    expect(pricesOf(chat(both).offer)["cache_read_tokens"]).toBe("0.0000002");
  });

  it("takes the first of two spellings of one price", () => {
    const { offer } = chat({ input_cost_per_audio_per_second: 0.0001, input_cost_per_audio_second: 0.0002 });
    expect(pricesOf(offer)["input_audio_seconds"]).toBe("0.0001");
  });

  it("prices a web search by the size of its context", () => {
    const { offer } = chat({
      search_context_cost_per_query: {
        search_context_size_low: 0.03,
        search_context_size_medium: 0.035,
        search_context_size_high: 0.05,
      },
    });
    expect(pricesOf(offer)).toMatchObject({
      "web_searches low": "0.03",
      "web_searches medium": "0.035",
      "web_searches high": "0.05",
    });
  });

  it("turns ranges in any order into thresholds, the lowest being the base price", () => {
    const { offer } = one("dashscope/q", {
      litellm_provider: "dashscope",
      mode: "chat",
      tiered_pricing: [
        { range: [128_000, 256_000], input_cost_per_token: 1.4e-6, output_cost_per_token: 7e-6 },
        {
          range: [0, 32_000.0],
          input_cost_per_token: 4.6e-7,
          output_cost_per_token: 2.3e-6,
          output_cost_per_reasoning_token: 4e-6,
        },
        { range: [32_000.0, 128_000.0], input_cost_per_token: 7e-7, output_cost_per_token: 3.5e-6 },
      ],
    });
    expect(offer.price_type).toBe("paid");
    expect(pricesOf(offer)).toEqual({
      input_tokens: "0.00000046",
      output_tokens: "0.0000023",
      reasoning_tokens: "0.000004",
      "input_tokens >32000": "0.0000007",
      "output_tokens >32000": "0.0000035",
      "input_tokens >128000": "0.0000014",
      "output_tokens >128000": "0.000007",
    });
  });

  it("prices searches by their number of results through a word of the usage", () => {
    const { offer } = one("exa_ai/search", {
      litellm_provider: "exa_ai",
      mode: "search",
      tiered_pricing: [
        { max_results_range: [0, 25], input_cost_per_query: 0.005 },
        { max_results_range: [26, 100], input_cost_per_query: 0.025 },
      ],
    });
    expect(pricesOf(offer)).toEqual({ queries: "0.005", "queries max_results_26_100": "0.025" });
  });

  it("places off-peak prices in their windows, above every threshold", () => {
    const { offer } = chat({
      off_peak_pricing: {
        input_cost_per_token: 1e-6,
        output_cost_per_token: 5e-6,
        hours_utc: ["16:30-00:30", "04:00-06:00"],
      },
    });
    const windowed = rateOf(offer, "input_tokens").find((rate) => rate.condition !== null);
    expect(windowed).toMatchObject({
      precedence: WINDOW_PRECEDENCE,
      condition: {
        windows: [
          { start_minute: 990, end_minute: 30 },
          { start_minute: 240, end_minute: 360 },
        ],
      },
    });
  });

  it("reads weekdays by ISO number and by name, in the stated zone", () => {
    const { offer } = chat({
      off_peak_pricing: {
        input_cost_per_token: 1e-6,
        weekday_timezone: "Asia/Shanghai",
        windows: [
          { hours_utc: "00:00-00:00", weekdays: [6, 7] },
          { hours_utc: "16:00-17:00", weekdays: ["Mon", "friday"] },
        ],
      },
    });
    expect(rateOf(offer, "input_tokens").at(-1)?.condition?.windows).toEqual([
      { start_minute: 0, end_minute: 0, weekdays: [0, 6], weekday_timezone: "Asia/Shanghai" },
      { start_minute: 960, end_minute: 1020, weekdays: [1, 5], weekday_timezone: "Asia/Shanghai" },
    ]);
  });

  it.each([
    ["no hours", { input_cost_per_token: 1e-6 }],
    ["a bad hour", { input_cost_per_token: 1e-6, hours_utc: "25:00-26:00" }],
    ["a day that is none", { input_cost_per_token: 1e-6, hours_utc: "01:00-02:00", weekdays: [0] }],
    ["a text", "half price at night"],
  ])("refuses an off-peak block with %s and keeps the rest", (_, block) => {
    const { offer, snapshot } = chat({ off_peak_pricing: block });
    expect(pricesOf(offer)).toEqual({ input_tokens: "0.0000025", output_tokens: "0.00001" });
    expect(snapshot.rejected).toMatchObject([{ meter: "off_peak_pricing", reason: "bad_block" }]);
  });

  it("reads multipliers of regions and tiers", () => {
    const { offer } = chat({
      regional_processing_uplift_multiplier_eu: 1.1,
      regional_endpoint_uplift_multiplier: 1.05,
      provider_specific_entry: { us: 1.1, fast: 6, bedrock_invocation_schema: "titan_v2" },
    });
    expect(offer.multipliers.map(({ kind, name, factor }) => [kind, name, formatDecimal(factor)])).toEqual([
      ["region", "eu", "1.1"],
      ["region", "non_global", "1.05"],
      ["region", "us", "1.1"],
      ["tier", "fast", "6"],
    ]);
  });

  it("never reads Databricks units as dollars, and still takes a dollar price beside them", () => {
    const dbu = {
      litellm_provider: "databricks",
      mode: "chat",
      input_dbu_cost_per_token: 1e-6,
      output_dbu_cost_per_token: 1e-6,
    };
    expect(one("databricks/a", dbu).offer).toMatchObject({ price_type: "unknown", rates: [] });
    expect(one("databricks/a", { ...dbu, input_cost_per_token: 2e-6 }).offer.price_type).toBe("paid");
  });

  it("counts keys that nobody here understands", () => {
    const snapshot = snapshotOf(litellm, {
      a: { ...PLAIN, guardrail_cost_per_unit: 1, supports_vision: true },
      b: { ...PLAIN, guardrail_cost_per_unit: 1, brand_new: 2 },
    });
    expect(snapshot.unknown_keys).toEqual([
      { key: "guardrail_cost_per_unit", count: 2 },
      { key: "brand_new", count: 1 },
    ]);
  });
});

describe("meters that depend on the mode", () => {
  it("prices generated images by an input price that stands alone in image generation", () => {
    const row = { litellm_provider: "openai", mode: "image_generation", input_cost_per_image: 0.04 };
    expect(pricesOf(one("i", row).offer)).toEqual({ output_images: "0.04" });
    expect(pricesOf(one("i", { ...row, output_cost_per_image: 0.05 }).offer)).toEqual({
      input_images: "0.04",
      output_images: "0.05",
    });
    expect(pricesOf(one("i", { ...row, mode: "embedding" }).offer)).toEqual({ input_images: "0.04" });
  });

  it("prices the generated pixels by the input price per pixel", () => {
    const row = {
      litellm_provider: "openai",
      mode: "image_generation",
      input_cost_per_pixel: 6.539e-8,
      output_cost_per_pixel: 0,
    };
    expect(pricesOf(one("hd/1024-x-1792/m", row).offer)).toEqual({
      input_pixels: "0.00000006539",
      output_pixels: "0.00000006539",
    });
  });

  it.each([
    [
      "audio_transcription",
      { input_cost_per_second: 0.0001, output_cost_per_second: 0 },
      { input_audio_seconds: "0.0001" },
    ],
    [
      "audio_transcription",
      { input_cost_per_second: 0, output_cost_per_second: 0.0002 },
      { input_audio_seconds: "0.0002" },
    ],
    ["audio_speech", { output_cost_per_second: 0.00025 }, { output_audio_seconds: "0.00025" }],
    [
      "video_generation",
      { output_cost_per_second: 0.05, output_cost_per_second_1080p: 0.08 },
      { output_video_seconds: "0.05", "output_video_seconds 1080p": "0.08" },
    ],
  ])("reads seconds of %s", (mode, costs, prices) => {
    expect(pricesOf(one("m", { litellm_provider: "p", mode, ...costs }).offer)).toEqual(prices);
  });

  it("prices no usage by seconds of dedicated capacity", () => {
    const seconds = {
      litellm_provider: "bedrock",
      mode: "chat",
      input_cost_per_second: 0.011,
      output_cost_per_second: 0.011,
    };
    const expected = { price_type: "not_per_token", rates: [] };
    expect(one("m", seconds).offer).toMatchObject(expected);
    expect(
      one("bedrock/us-east-1/6-month-commitment/m", { ...seconds, input_cost_per_token: 1e-6 }).offer,
    ).toMatchObject(expected);
  });
});

describe("kinds of price", () => {
  const zeros = { litellm_provider: "bedrock", mode: "chat", input_cost_per_token: 0, output_cost_per_token: 0 };

  it("calls a zero price free only for known-free sellers and ids", () => {
    expect(one("ollama/llama3", { ...zeros, litellm_provider: "ollama" }).offer.price_type).toBe("free");
    expect(one("lemonade/q", { ...zeros, litellm_provider: "lemonade" }).offer.price_type).toBe("free");
    expect(one("openrouter/a/b:free", { ...zeros, litellm_provider: "openrouter" }).offer.price_type).toBe("free");
    expect(one("anthropic.claude-mythos-preview", zeros).offer.price_type).toBe("unknown");
  });

  it("calls a row without any price unknown", () => {
    expect(one("github_copilot/m", { litellm_provider: "github_copilot", mode: "chat" }).offer).toMatchObject({
      price_type: "unknown",
      rates: [],
    });
  });

  it("calls a query price beside zero tokens paid", () => {
    const { offer } = one("r", { ...zeros, mode: "rerank", input_cost_per_query: 0.002 });
    expect(offer.price_type).toBe("paid");
    expect(pricesOf(offer)).toEqual({ input_tokens: "0", output_tokens: "0", queries: "0.002" });
  });

  it("does not make zero tokens paid by the price of a search beside them", () => {
    const { offer } = one("m", { ...zeros, search_context_cost_per_query: { search_context_size_medium: 0.035 } });
    expect(offer.price_type).toBe("unknown");
  });

  it("drops the zero output price of a paid chat row and keeps it for an embedding", () => {
    const row = { litellm_provider: "databricks", input_cost_per_token: 5e-7, output_cost_per_token: 0 };
    expect(pricesOf(one("m", { ...row, mode: "chat" }).offer)).toEqual({ input_tokens: "0.0000005" });
    expect(pricesOf(one("m", { ...row, mode: "embedding" }).offer)).toEqual({
      input_tokens: "0.0000005",
      output_tokens: "0",
    });
  });

  it("keeps a zero input price beside a price per request and drops it elsewhere", () => {
    const row = {
      litellm_provider: "perplexity",
      mode: "chat",
      input_cost_per_token: 0,
      output_cost_per_token: 2.8e-6,
    };
    expect(pricesOf(one("m", row).offer)).toEqual({ output_tokens: "0.0000028" });
    expect(pricesOf(one("m", { ...row, input_cost_per_request: 0.005 }).offer)).toMatchObject({
      input_tokens: "0",
      requests: "0.005",
    });
  });

  it("keeps free cache writes beside paid reads, and drops other zeros", () => {
    const { offer } = chat({
      cache_creation_input_token_cost: 0,
      cache_read_input_token_cost: 1e-7,
      input_cost_per_image: 0,
    });
    expect(pricesOf(offer)).toMatchObject({ cache_write_tokens: "0", cache_read_tokens: "0.0000001" });
    expect(pricesOf(offer)).not.toHaveProperty("input_images");
    expect(pricesOf(chat({ cache_creation_input_token_cost: 0, cache_read_input_token_cost: 0 }).offer)).toEqual({
      input_tokens: "0.0000025",
      output_tokens: "0.00001",
    });
  });
});

describe("identity", () => {
  it.each([
    ["gpt-4o", "openai", "openai/gpt-4o"],
    ["gemini/gemini-2.5-pro", "gemini", "gemini/gemini-2.5-pro"],
    ["vertex_ai/claude-sonnet-4-5", "vertex_ai-anthropic_models", "vertex_ai/claude-sonnet-4-5"],
    [
      "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "bedrock_converse",
      "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ],
    ["bedrock/us-east-1/meta.llama3", "bedrock", "bedrock/us-east-1/meta.llama3"],
    ["command-r", "cohere_chat", "cohere/command-r"],
    ["azure/gpt-3.5-turbo-instruct", "azure_text", "azure/gpt-3.5-turbo-instruct"],
    ["text-completion-openai/babbage-002", "text-completion-openai", "openai/babbage-002"],
    [
      "fireworks_ai/nomic-ai/nomic-embed-text-v1",
      "fireworks_ai-embedding-models",
      "fireworks_ai/nomic-ai/nomic-embed-text-v1",
    ],
    ["amazon-nova/nova-pro", "amazon_nova", "amazon_nova/amazon-nova/nova-pro"],
    ["openrouter/openrouter/auto", "openrouter", "openrouter/openrouter/auto"],
  ])("%s sold by %s is the offer %s", (key, declared, id) => {
    const { offer } = one(key, { ...PLAIN, litellm_provider: declared });
    expect(offer.id).toBe(id);
    expect(offer.declared_provider).toBe(declared);
    expect(offer.aliases).toEqual(key === id ? [] : [key]);
  });

  it("makes declared aliases names of the offer, unless a row is listed under them", () => {
    const snapshot = snapshotOf(litellm, { a: { ...PLAIN, aliases: ["a-latest", "b", 7] }, b: PLAIN });
    expect(offerOf(snapshot, "openai/a").aliases).toEqual(["a", "a-latest"]);
    expect(offerOf(snapshot, "openai/b").aliases).toEqual(["b"]);
  });

  it("folds two rows of one offer into the one that carries the provider, keeping the other's price as a dissent", () => {
    const snapshot = snapshotOf(litellm, { m: { ...PLAIN, output_cost_per_token: 2e-5 }, "openai/m": PLAIN });
    expect(snapshot.offers).toHaveLength(1);
    const offer = offerOf(snapshot, "openai/m");
    expect(offer).toMatchObject({ key: "openai/m", aliases: ["m"], twin: { key: "m" } });
    expect(offer.twin && pricesOf(offer.twin)).toMatchObject({ output_tokens: "0.00002" });
    expect(snapshot.skipped).toMatchObject([{ key: "m", reason: "twin" }]);
    expect(accountedFor(snapshot)).toBe(2);
  });

  it("prefers a paid twin to one of zeros and keeps no dissent of an equal one", () => {
    const zero = { ...PLAIN, input_cost_per_token: 0, output_cost_per_token: 0 };
    const paid = offerOf(snapshotOf(litellm, { m: PLAIN, "openai/m": zero }), "openai/m");
    expect(paid).toMatchObject({ key: "m", price_type: "paid" });
    expect(paid.twin).toBeUndefined();
    expect(offerOf(snapshotOf(litellm, { m: PLAIN, "openai/m": PLAIN }), "openai/m").twin).toBeUndefined();
  });
});

describe("facts", () => {
  it("reads limits, tolerating floats and leaving prose out", () => {
    const { offer } = chat({ max_input_tokens: 2_000_000.0, max_output_tokens: "many", max_tokens: 7 });
    expect(offer.limits).toEqual({ context_tokens: 2_000_000, max_input_tokens: 2_000_000 });
  });

  it("reads capabilities, taking prompt caching from the price and not from the flag", () => {
    const flags = {
      supports_function_calling: true,
      supports_vision: false,
      supports_prompt_caching: true,
      supports_response_schema: true,
    };
    expect(chat(flags).offer.capabilities).toEqual(["tools", "structured_output"]);
    expect(chat({ cache_read_input_token_cost: 1e-7 }).offer.capabilities).toEqual(["prompt_caching"]);
  });

  it("reads the retirement date and the cache minimum, and no date that is none", () => {
    const { offer } = chat({ deprecation_date: "2026-02-27", prompt_cache_min_tokens: 1024 });
    expect(offer).toMatchObject({ deprecation_date: "2026-02-27", cache_minimum: { tokens: 1024, source: "litellm" } });
    expect(chat({ deprecation_date: "2026-02-31" }).offer.deprecation_date).toBeUndefined();
  });

  it("takes an unknown mode as unknown, and that of an embedding seller from its name", () => {
    expect(chat({ mode: "telepathy" }).offer.mode).toBe("unknown");
    const bucket = {
      litellm_provider: "fireworks_ai-embedding-models",
      input_cost_per_token: 8e-9,
      output_cost_per_token: 0,
    };
    expect(one("fireworks-ai-embedding-up-to-150m", bucket).offer.mode).toBe("embedding");
  });

  it.each([
    ["vercel_ai_gateway/mistral/codestral-embed", "misfiled_mode"],
    ["vercel_ai_gateway/amazon/titan-embed-text-v2", "misfiled_mode"],
    ["fireworks_ai/accounts/fireworks/models/flux-1-dev-controlnet-union", "misfiled_mode"],
    ["x/some-reranker", "misfiled_mode"],
    ["azure_ai/model_router", "router"],
    ["openrouter/openrouter/auto", "router"],
  ])("flags the chat row %s as %s", (key, flag) => {
    expect(one(key, PLAIN).offer.flags).toEqual([flag]);
  });

  it("flags no text generator for a like-sounding name", () => {
    for (const key of ["gpt-4o", "fluxion-chat", "router-bert-large", "embedded-coder"])
      expect(one(key, PLAIN).offer.flags).toEqual([]);
  });
});
