import { describe, expect, it } from "vitest";
import type { Meter } from "../../shared/pricing/meter.ts";
import { type RateSlot, type ServiceTier, WINDOW_PRECEDENCE } from "../../shared/pricing/rate.ts";
import { above, multiplier, offer, rate } from "./offers.ts";
import { codes, NOON, problemOf, receiptOf, summary } from "./receipts.ts";

const GPT_4O = offer([
  rate("input_tokens", "0.0000025"),
  rate("output_tokens", "0.00001"),
  rate("cache_read_tokens", "0.00000125"),
]);

/** Claude Sonnet 4.5 as listed: writes, a threshold on everything. */
const SONNET = offer([
  rate("input_tokens", "3e-6"),
  rate("output_tokens", "15e-6"),
  rate("cache_read_tokens", "3e-7"),
  rate("cache_write_tokens", "3.75e-6"),
  rate("cache_write_1h_tokens", "6e-6"),
  above("input_tokens", 200_000, "6e-6"),
  above("output_tokens", 200_000, "22.5e-6"),
  above("cache_read_tokens", 200_000, "6e-7"),
  above("cache_write_tokens", 200_000, "7.5e-6"),
]);

describe("totals and parts", () => {
  it("a cached part is billed once, at its own rate", () => {
    const receipt = receiptOf(GPT_4O, { input_tokens: 1000, output_tokens: 500, cache_read_tokens: 200 });
    expect(receipt.total_usd).toBe("0.00725");
    expect(receipt.lines).toEqual([
      {
        meter: "input_tokens",
        quantity: 800,
        usd_per_unit: "0.0000025",
        usd: "0.002",
        rule: "base",
        source: "litellm",
      },
      {
        meter: "cache_read_tokens",
        quantity: 200,
        usd_per_unit: "0.00000125",
        usd: "0.00025",
        rule: "base",
        source: "litellm",
      },
      { meter: "output_tokens", quantity: 500, usd_per_unit: "0.00001", usd: "0.005", rule: "base", source: "litellm" },
    ]);
    expect(receipt.warnings).toEqual([]);
    expect(receipt).not.toHaveProperty("partial");
  });

  it("ten thousand input of which four thousand cached is 0.025, not 0.035", () => {
    expect(receiptOf(GPT_4O, { input_tokens: 10_000, cache_read_tokens: 4000, output_tokens: 500 }).total_usd).toBe(
      "0.025",
    );
  });

  it("parts that exceed their total are impossible", () => {
    const problem = problemOf(GPT_4O, { input_tokens: 10, cache_read_tokens: 6, cache_write_tokens: 5 });
    expect(problem).toMatchObject({ code: "usage_impossible", pointer: "/cache_write_tokens" });
    expect(problemOf(GPT_4O, { output_tokens: 10, reasoning_tokens: 11 })).toMatchObject({
      code: "usage_impossible",
      pointer: "/reasoning_tokens",
    });
    expect(problemOf(GPT_4O, { input_tokens: 10, cache_read_tokens: 1, cache_read_audio_tokens: 2 })).toMatchObject({
      code: "usage_impossible",
      pointer: "/cache_read_audio_tokens",
    });
  });

  it("a part without its total is impossible", () => {
    expect(problemOf(GPT_4O, { output_tokens: 10, cache_read_tokens: 6 })).toMatchObject({
      code: "usage_impossible",
      pointer: "/cache_read_tokens",
    });
  });

  it.each([
    [{ input_tokens: Number.NaN }, "/input_tokens"],
    [{ input_tokens: -1 }, "/input_tokens"],
    [{ input_tokens: 1.5 }, "/input_tokens"],
    [{ input_tokens: 2 ** 53 }, "/input_tokens"],
    [{ input_tokens: Number.POSITIVE_INFINITY }, "/input_tokens"],
    [{ input_tokens: 10, cache_read_tokens: -5 }, "/cache_read_tokens"],
    [{ input_tokens: 10, cache_read_tokens: Number.NaN }, "/cache_read_tokens"],
    [{ output_images: 0.5 }, "/output_images"],
    [{ input_audio_seconds: Number.NaN }, "/input_audio_seconds"],
  ])("%j is impossible", (usage, pointer) => {
    expect(problemOf(GPT_4O, usage)).toMatchObject({ code: "usage_impossible", pointer });
  });

  it("the largest counts are billed to the last digit", () => {
    const receipt = receiptOf(GPT_4O, { input_tokens: 2 ** 53 - 1, output_tokens: 2 ** 53 - 1 });
    expect(receipt.total_usd).toBe("112589990684.2623875");
  });

  it("a usage of nothing costs nothing", () => {
    expect(receiptOf(GPT_4O, {})).toEqual({ total_usd: "0", lines: [], service_tier: "standard", warnings: [] });
  });
});

describe("long context", () => {
  it("exactly at the threshold the base price holds", () => {
    expect(summary(receiptOf(SONNET, { input_tokens: 200_000 }))).toEqual([
      "input_tokens base 200000 x 0.000003 = 0.6",
    ]);
  });

  it("above it the whole request moves, cached and written tokens counted", () => {
    const receipt = receiptOf(SONNET, {
      input_tokens: 200_001,
      cache_read_tokens: 150_000,
      cache_write_tokens: 50_000,
      output_tokens: 10,
    });
    expect(summary(receipt)).toEqual([
      "input_tokens above_200k 1 x 0.000006 = 0.000006",
      "cache_read_tokens above_200k 150000 x 0.0000006 = 0.09",
      "cache_write_tokens above_200k 50000 x 0.0000075 = 0.375",
      "output_tokens above_200k 10 x 0.0000225 = 0.000225",
    ]);
    expect(receipt.total_usd).toBe("0.465231");
  });

  it("an inclusive threshold holds at its number", () => {
    const grok = offer([
      rate("input_tokens", "2e-6"),
      rate("input_tokens", "4e-6", { condition: { above_tokens: 200_000, inclusive: true }, precedence: 200_000 }),
    ]);
    expect(receiptOf(grok, { input_tokens: 199_999 }).total_usd).toBe("0.399998");
    expect(receiptOf(grok, { input_tokens: 200_000 }).total_usd).toBe("0.8");
  });

  it("the highest threshold passed applies, in whatever order they are listed", () => {
    const rates = [
      above("input_tokens", 32_000, "2e-6"),
      rate("input_tokens", "1e-6"),
      above("input_tokens", 128_000, "3e-6"),
    ];
    for (const listed of [rates, rates.toReversed()]) {
      expect(receiptOf(offer(listed), { input_tokens: 130_000 }).lines[0]?.rule).toBe("above_128k");
      expect(receiptOf(offer(listed), { input_tokens: 128_000 }).lines[0]?.rule).toBe("above_32k");
      expect(receiptOf(offer(listed), { input_tokens: 32_000 }).lines[0]?.rule).toBe("base");
    }
  });

  it("a meter without a rate of its own above the threshold keeps its base rate", () => {
    const receipt = receiptOf(SONNET, { input_tokens: 300_000, cache_write_1h_tokens: 1000 });
    expect(summary(receipt)).toContain("cache_write_1h_tokens base 1000 x 0.000006 = 0.006");
  });

  it("thresholds that are no round number are named in full", () => {
    const rates = [rate("input_tokens", "1e-6"), above("input_tokens", 131_072, "2e-6")];
    expect(receiptOf(offer(rates), { input_tokens: 131_073 }).lines[0]?.rule).toBe("above_131072");
  });
});

describe("missing rates", () => {
  const bare = offer([rate("input_tokens", "1e-6"), rate("output_tokens", "4e-6")]);

  it("cache reads bill at the input rate, with a warning", () => {
    const receipt = receiptOf(bare, { input_tokens: 100, cache_read_tokens: 40 });
    expect(summary(receipt)).toEqual([
      "input_tokens base 60 x 0.000001 = 0.00006",
      "cache_read_tokens input_rate 40 x 0.000001 = 0.00004",
    ]);
    expect(codes(receipt)).toEqual(["cache_read_rate_missing"]);
  });

  it("cache writes bill at the input rate, with a warning", () => {
    const receipt = receiptOf(bare, { input_tokens: 100, cache_write_tokens: 40, cache_write_1h_tokens: 10 });
    expect(receipt.total_usd).toBe("0.0001");
    expect(codes(receipt)).toEqual(["cache_write_rate_missing", "cache_write_1h_rate_missing"]);
  });

  it("a 1-hour write with only a 5-minute rate bills at that, with a warning", () => {
    const receipt = receiptOf(offer([rate("input_tokens", "1e-6"), rate("cache_write_tokens", "1.25e-6")]), {
      input_tokens: 100,
      cache_write_1h_tokens: 100,
    });
    expect(summary(receipt)).toEqual(["cache_write_1h_tokens cache_write_rate 100 x 0.00000125 = 0.000125"]);
    expect(codes(receipt)).toEqual(["cache_write_1h_rate_missing"]);
  });

  it("a write rate of 0 beside paid reads means free writes", () => {
    const rates = [rate("input_tokens", "1e-6"), rate("cache_write_tokens", 0), rate("cache_read_tokens", "1e-7")];
    const receipt = receiptOf(offer(rates), { input_tokens: 100, cache_write_tokens: 100 });
    expect(summary(receipt)).toEqual(["cache_write_tokens base 100 x 0 = 0"]);
    expect(receipt.warnings).toEqual([]);
  });

  it("a write rate of 0 without paid reads is no price: the input rate, with a warning", () => {
    const rates = [rate("input_tokens", "1e-6"), rate("cache_write_tokens", 0)];
    const receipt = receiptOf(offer(rates), { input_tokens: 100, cache_write_tokens: 100 });
    expect(receipt.total_usd).toBe("0.0001");
    expect(codes(receipt)).toEqual(["cache_write_rate_missing"]);
  });

  it("reasoning bills at the output rate, in its threshold too, without a warning", () => {
    const tiered = offer([...bare.rates, above("output_tokens", 200_000, "8e-6")]);
    expect(summary(receiptOf(tiered, { output_tokens: 10, reasoning_tokens: 10 }))).toEqual([
      "reasoning_tokens output_rate 10 x 0.000004 = 0.00004",
    ]);
    const long = receiptOf(tiered, { input_tokens: 200_001, output_tokens: 10, reasoning_tokens: 10 });
    expect(summary(long)).toContain("reasoning_tokens output_rate_above_200k 10 x 0.000008 = 0.00008");
    expect(long.warnings).toEqual([]);
  });

  it("a reasoning rate without a threshold keeps its base rate", () => {
    const rates = [...bare.rates, above("output_tokens", 200_000, "8e-6"), rate("reasoning_tokens", "5e-6")];
    const receipt = receiptOf(offer(rates), { input_tokens: 300_000, output_tokens: 10, reasoning_tokens: 10 });
    expect(summary(receipt)).toContain("reasoning_tokens base 10 x 0.000005 = 0.00005");
  });

  it("audio and video bill at their total's rate with a warning, image input without one", () => {
    const receipt = receiptOf(bare, {
      input_tokens: 30,
      input_audio_tokens: 10,
      input_image_tokens: 10,
      input_video_tokens: 10,
      output_tokens: 40,
      output_audio_tokens: 10,
      output_image_tokens: 10,
      output_video_tokens: 10,
      citation_tokens: 10,
    });
    expect(receipt.total_usd).toBe("0.00019");
    expect(codes(receipt)).toEqual([
      "input_audio_rate_missing",
      "input_video_rate_missing",
      "output_audio_rate_missing",
      "output_image_rate_missing",
      "output_video_rate_missing",
      "citation_rate_missing",
    ]);
  });

  it("cached audio bills at the cache-read rate, without one at the audio rate, without that at the input rate", () => {
    const usage = { input_tokens: 10, cache_read_tokens: 10, cache_read_audio_tokens: 10 };
    const rules = [
      [rate("cache_read_tokens", "1e-7"), rate("input_audio_tokens", "9e-6")],
      [rate("input_audio_tokens", "9e-6")],
      [],
    ].map((more) => receiptOf(offer([...bare.rates, ...more]), usage).lines[0]?.rule);
    expect(rules).toEqual(["cache_read_rate", "input_audio_rate", "input_rate"]);
  });

  it("a zero output price of an otherwise paid chat offer is an unpriced line, and the total is partial", () => {
    const receipt = receiptOf(offer([rate("input_tokens", "1e-6"), rate("output_tokens", 0)]), {
      input_tokens: 10,
      output_tokens: 20,
      reasoning_tokens: 5,
    });
    expect(receipt).toMatchObject({ total_usd: "0.00001", partial: true });
    expect(summary(receipt).slice(1)).toEqual([
      "output_tokens unpriced 15 x null = null",
      "reasoning_tokens unpriced 5 x null = null",
    ]);
    expect(codes(receipt)).toEqual(["zero_output_price"]);
  });

  it("a zero output price of an embedding is its price", () => {
    const embedding = offer([rate("input_tokens", "1e-6"), rate("output_tokens", 0)], { mode: "embedding" });
    expect(receiptOf(embedding, { input_tokens: 10, output_tokens: 20 })).toMatchObject({ total_usd: "0.00001" });
  });

  it("a meter the offer does not sell is an unpriced line with a warning", () => {
    const receipt = receiptOf(bare, { input_tokens: 10, web_searches: 2 });
    expect(receipt).toMatchObject({ total_usd: "0.00001", partial: true });
    expect(summary(receipt)[1]).toBe("web_searches unpriced 2 x null = null");
    expect(codes(receipt)).toEqual(["meter_not_sold"]);
  });
});

describe("service tiers", () => {
  const tiered = offer(
    [
      ...SONNET.rates,
      rate("input_tokens", "1.5e-6", { tier: "batch" }),
      rate("output_tokens", "7.5e-6", { tier: "batch" }),
      rate("input_tokens", "6e-6", { tier: "priority" }),
      rate("output_tokens", "30e-6", { tier: "priority" }),
      rate("cache_read_tokens", "6e-7", { tier: "priority" }),
      above("input_tokens", 200_000, "12e-6", "priority"),
      above("output_tokens", 200_000, "45e-6", "priority"),
      rate("web_searches", "0.01"),
      rate("input_audio_tokens", "9e-6"),
    ],
    { multipliers: [multiplier("tier", "fast", "6")] },
  );

  it("a tier bills at its own rates, and composes with thresholds", () => {
    expect(summary(receiptOf(tiered, { input_tokens: 10, output_tokens: 10 }, { service_tier: "batch" }))).toEqual([
      "input_tokens batch 10 x 0.0000015 = 0.000015",
      "output_tokens batch 10 x 0.0000075 = 0.000075",
    ]);
    expect(summary(receiptOf(tiered, { input_tokens: 300_000 }, { service_tier: "priority" }))).toEqual([
      "input_tokens priority_above_200k 300000 x 0.000012 = 3.6",
    ]);
  });

  it("a cache read without a rate in the tier bills at the tier's input rate, with a warning", () => {
    const receipt = receiptOf(tiered, { input_tokens: 10, cache_read_tokens: 10 }, { service_tier: "batch" });
    expect(summary(receipt)).toEqual(["cache_read_tokens batch_input_rate 10 x 0.0000015 = 0.000015"]);
    expect(codes(receipt)).toEqual(["cache_read_rate_missing"]);
  });

  it("a tier without a long-context rate is unavailable above a threshold that the standard price passes", () => {
    expect(problemOf(tiered, { input_tokens: 200_001 }, { service_tier: "batch" })).toMatchObject({
      code: "service_tier_unavailable",
      available_tiers: ["standard", "priority", "fast"],
    });
    expect(
      problemOf(tiered, { input_tokens: 200_001, cache_read_tokens: 200_001 }, { service_tier: "batch" }),
    ).toMatchObject({ code: "service_tier_unavailable" });
    expect(receiptOf(tiered, { input_tokens: 200_000 }, { service_tier: "batch" }).total_usd).toBe("0.3");
  });

  it("a tier the offer does not have is unavailable, and the tiers it has are named", () => {
    expect(problemOf(tiered, { input_tokens: 1 }, { service_tier: "flex" })).toEqual({
      code: "service_tier_unavailable",
      detail: "acme/model is not sold under flex",
      available_tiers: ["standard", "batch", "priority", "fast"],
    });
  });

  it("a tier that lists no price for a part with a price of its own is unavailable for it", () => {
    expect(problemOf(tiered, { input_tokens: 9, input_audio_tokens: 9 }, { service_tier: "batch" })).toMatchObject({
      code: "service_tier_unavailable",
      detail: "acme/model has no batch price for input_audio_tokens",
    });
  });

  it("fees beside the model's work cost the same under every tier", () => {
    const receipt = receiptOf(tiered, { input_tokens: 10, web_searches: 1 }, { service_tier: "batch" });
    expect(summary(receipt)[1]).toBe("web_searches base 1 x 0.01 = 0.01");
  });

  it("a tier sold as a multiple of the standard price multiplies every token meter, thresholds too, and no fee", () => {
    const receipt = receiptOf(
      tiered,
      { input_tokens: 300_000, output_tokens: 1, web_searches: 1 },
      { service_tier: "fast" },
    );
    expect(summary(receipt)).toEqual([
      "input_tokens fast_above_200k 300000 x 0.000036 = 10.8",
      "output_tokens fast_above_200k 1 x 0.000135 = 0.000135",
      "web_searches base 1 x 0.01 = 0.01",
    ]);
  });
});

describe("regions", () => {
  const regional = offer([...GPT_4O.rates, rate("web_searches", "0.01")], {
    multipliers: [multiplier("region", "eu", "1.1")],
  });
  const vertex = offer(GPT_4O.rates, { multipliers: [multiplier("region", "non_global", "1.1")] });

  it("an uplift multiplies every token meter and no other", () => {
    const usage = { input_tokens: 1000, cache_read_tokens: 1000, output_tokens: 100, web_searches: 1 };
    const receipt = receiptOf(regional, usage, { region: "EU" });
    expect(summary(receipt)).toEqual([
      "cache_read_tokens region_eu 1000 x 0.000001375 = 0.001375",
      "output_tokens region_eu 100 x 0.000011 = 0.0011",
      "web_searches base 1 x 0.01 = 0.01",
    ]);
  });

  it("a region without an uplift has the base price", () => {
    expect(receiptOf(regional, { input_tokens: 1000 }, { region: "us" }).total_usd).toBe("0.0025");
  });

  it("the Vertex uplift holds for every region but global", () => {
    expect(receiptOf(vertex, { input_tokens: 1000 }, { region: "europe-west4" }).total_usd).toBe("0.00275");
    expect(receiptOf(vertex, { input_tokens: 1000 }, { region: "global" }).total_usd).toBe("0.0025");
    expect(receiptOf(vertex, { input_tokens: 1000 }).total_usd).toBe("0.0025");
  });
});

describe("time windows", () => {
  const window = (start_minute: number, end_minute: number, rest = {}) =>
    offer([
      rate("input_tokens", "1e-6"),
      above("input_tokens", 100, "2e-6"),
      rate("output_tokens", "4e-6"),
      rate("input_tokens", "5e-7", {
        condition: { windows: [{ start_minute, end_minute, ...rest }] },
        precedence: WINDOW_PRECEDENCE,
      }),
    ]);
  const ruleAt = (listed: ReturnType<typeof window>, at: number) =>
    receiptOf(listed, { input_tokens: 1000 }, { at }).lines[0]?.rule;
  const at = (hour: number, minute = 0, day = 1) => Date.UTC(2026, 7, day, hour, minute);

  it("a window replaces the price and beats thresholds for the meters it names; others keep theirs", () => {
    const receipt = receiptOf(window(11 * 60, 13 * 60), { input_tokens: 1000, output_tokens: 1 });
    expect(summary(receipt)).toEqual([
      "input_tokens off_peak 1000 x 0.0000005 = 0.0005",
      "output_tokens base 1 x 0.000004 = 0.000004",
    ]);
  });

  it("its start is in, its end is out", () => {
    const listed = window(11 * 60, 13 * 60);
    expect(ruleAt(listed, at(10, 59))).toBe("above_100");
    expect(ruleAt(listed, at(11))).toBe("off_peak");
    expect(ruleAt(listed, at(12, 59))).toBe("off_peak");
    expect(ruleAt(listed, at(13))).toBe("above_100");
  });

  it("it may wrap midnight", () => {
    const listed = window(16 * 60 + 30, 30);
    expect(ruleAt(listed, at(23))).toBe("off_peak");
    expect(ruleAt(listed, at(0, 29))).toBe("off_peak");
    expect(ruleAt(listed, at(0, 30))).toBe("above_100");
    expect(ruleAt(listed, at(16, 29))).toBe("above_100");
  });

  it("equal ends are the whole day", () => {
    expect(ruleAt(window(600, 600), at(3))).toBe("off_peak");
  });

  it("a weekday is that of the billed instant in the window's zone", () => {
    const saturday = window(0, 0, { weekdays: [6] });
    expect(ruleAt(saturday, at(12))).toBe("off_peak");
    expect(ruleAt(saturday, at(12, 0, 2))).toBe("above_100");
    // 17:00 UTC on Friday is Saturday in Shanghai.
    const shanghai = window(0, 0, { weekdays: [6], weekday_timezone: "Asia/Shanghai" });
    expect(ruleAt(shanghai, Date.UTC(2026, 6, 31, 17))).toBe("off_peak");
    expect(ruleAt(shanghai, Date.UTC(2026, 6, 31, 15))).toBe("above_100");
  });

  it("a zone that does not exist never applies", () => {
    expect(ruleAt(window(0, 0, { weekdays: [6], weekday_timezone: "Mars/Olympus" }), NOON)).toBe("above_100");
  });
});

describe("other meters", () => {
  it("images are billed by the piece or by their tokens as the usage states, never both", () => {
    const both = offer([
      rate("input_tokens", "3e-7"),
      rate("output_tokens", "2.5e-6"),
      rate("output_images", "0.039"),
      rate("output_image_tokens", "3e-5"),
    ]);
    const byPiece = receiptOf(both, { output_images: 2 });
    const byToken = receiptOf(both, { output_tokens: 1290, output_image_tokens: 1290 });
    const stated = receiptOf(both, { output_tokens: 1290, output_image_tokens: 1290, output_images: 1 });
    expect([byPiece.total_usd, byToken.total_usd, stated.total_usd]).toEqual(["0.078", "0.0387", "0.0387"]);
    expect(codes(stated)).toEqual(["counted_once"]);
  });

  it("an offer that sells images only by the piece does not bill their tokens too", () => {
    const receipt = receiptOf(offer([rate("output_images", "0.04")], { mode: "image_generation" }), {
      output_tokens: 1000,
      output_image_tokens: 1000,
      output_images: 1,
    });
    expect(summary(receipt)).toEqual(["output_images base 1 x 0.04 = 0.04"]);
  });

  it("a web search without a size is of medium size", () => {
    const sizes = (["low", "medium", "high"] as const).map((variant, index) =>
      rate("web_searches", `0.0${index + 1}`, { condition: { variant } }),
    );
    const listed = offer([...GPT_4O.rates, ...sizes]);
    expect(summary(receiptOf(listed, { web_searches: 3 }))).toEqual(["web_searches medium 3 x 0.02 = 0.06"]);
    expect(receiptOf(listed, { web_searches: 3, web_search_context_size: "high" }).total_usd).toBe("0.09");
  });

  it("a price per request counts one where none is stated, and is no line where the offer has none", () => {
    const online = offer([rate("requests", "0.005"), rate("output_tokens", "2.8e-7"), rate("input_tokens", 0)]);
    expect(receiptOf(online, { input_tokens: 100, output_tokens: 100 }).total_usd).toBe("0.005028");
    expect(receiptOf(online, { requests: 3 }).total_usd).toBe("0.015");
    expect(receiptOf(GPT_4O, { requests: 3 })).toEqual({
      total_usd: "0",
      lines: [],
      service_tier: "standard",
      warnings: [],
    });
  });

  it.each([
    ["embedding", "input_tokens", "2e-8", 1000, "0.00002"],
    ["rerank", "queries", "0.002", 3, "0.006"],
    ["moderation", "input_tokens", "2e-7", 1000, "0.0002"],
    ["audio_transcription", "input_audio_seconds", "0.0001", 12.34, "0.001234"],
    ["audio_speech", "input_characters", "0.000015", 1234, "0.01851"],
    ["audio_speech", "output_audio_seconds", "0.00025", 0.1, "0.000025"],
    ["image_generation", "output_images", "0.04", 2, "0.08"],
    ["image_generation", "output_pixels", "1.9e-8", 1_048_576, "0.019922944"],
    ["image_edit", "input_images", "0.01", 1, "0.01"],
    ["video_generation", "output_video_seconds", "0.1", 8.5, "0.85"],
    ["search", "queries", "0.005", 7, "0.035"],
    ["ocr", "pages", "0.001", 10, "0.01"],
    ["ocr", "annotation_pages", "0.003", 10, "0.03"],
    ["chat", "code_interpreter_sessions", "0.03", 2, "0.06"],
    ["chat", "input_video_seconds", "0.00049", 10, "0.0049"],
    ["chat", "citation_tokens", "2e-6", 10, "0.00002"],
  ] as const)("%s by %s at %s times %d is %s", (mode, meter, price, quantity, total) => {
    const usage = meter === "citation_tokens" ? { output_tokens: quantity, [meter]: quantity } : { [meter]: quantity };
    expect(receiptOf(offer([rate(meter, price)], { mode }), usage).total_usd).toBe(total);
  });
});

describe("a price that a check holds", () => {
  const held = (meter: Meter, options: { tier?: ServiceTier; above?: number } = {}): RateSlot => ({
    meter,
    tier: options.tier ?? "standard",
    condition: options.above === undefined ? null : { above_tokens: options.above },
    precedence: options.above ?? 0,
  });
  const base = [rate("input_tokens", "1e-6"), rate("output_tokens", "2e-6")];

  it("leaves its line unpriced: no other price stands in for it", () => {
    const receipt = receiptOf(offer(base, { withheld: [held("cache_read_tokens")] }), {
      input_tokens: 10,
      cache_read_tokens: 4,
      output_tokens: 1,
    });
    expect(receipt).toMatchObject({ total_usd: "0.000008", partial: true });
    expect(summary(receipt)).toEqual([
      "input_tokens base 6 x 0.000001 = 0.000006",
      "cache_read_tokens unpriced 4 x null = null",
      "output_tokens base 1 x 0.000002 = 0.000002",
    ]);
    expect(codes(receipt)).toEqual(["rate_withheld"]);
    expect(receipt.warnings[0]?.detail).toContain("cache_read_tokens");
  });

  it("leaves unpriced what it stands in for, and says so once", () => {
    const outputs = receiptOf(offer([rate("input_tokens", "1e-6")], { withheld: [held("output_tokens")] }), {
      output_tokens: 10,
      reasoning_tokens: 4,
    });
    expect(summary(outputs)).toEqual([
      "output_tokens unpriced 6 x null = null",
      "reasoning_tokens unpriced 4 x null = null",
    ]);
    expect(codes(outputs)).toEqual(["rate_withheld"]);
  });

  it("matters only where its condition holds and nothing beats it", () => {
    const long = offer(base, { withheld: [held("input_tokens", { above: 1000 })] });
    expect(receiptOf(long, { input_tokens: 1000 })).toMatchObject({ total_usd: "0.001", warnings: [] });
    expect(receiptOf(long, { input_tokens: 1001 })).toMatchObject({ total_usd: "0", partial: true });
    const beaten = { ...long, rates: [...base, above("input_tokens", 2000, "3e-6")] };
    expect(receiptOf(beaten, { input_tokens: 2001 })).toMatchObject({ total_usd: "0.006003", warnings: [] });
  });

  it("casts doubt on a price in the very same place", () => {
    const receipt = receiptOf(offer(base, { withheld: [held("input_tokens")] }), { input_tokens: 10 });
    expect(summary(receipt)).toEqual(["input_tokens unpriced 10 x null = null"]);
  });

  it("is a fee that is due, in an amount nobody knows", () => {
    const receipt = receiptOf(offer(base, { withheld: [held("requests")] }), { input_tokens: 10 });
    expect(summary(receipt)).toEqual([
      "input_tokens base 10 x 0.000001 = 0.00001",
      "requests unpriced 1 x null = null",
    ]);
  });

  it("is still a price of its tier: what the tier costs there is unknown, not unavailable", () => {
    const batch = offer([...base, rate("output_tokens", "1e-6", { tier: "batch" })], {
      withheld: [held("input_tokens", { tier: "batch" })],
    });
    const receipt = receiptOf(batch, { input_tokens: 10, output_tokens: 10 }, { service_tier: "batch" });
    expect(receipt).toMatchObject({ total_usd: "0.00001", partial: true });
  });

  it("keeps one of several units of the same thing from being billed by another", () => {
    const image = offer([rate("output_images", "0.04")], {
      mode: "image_generation",
      withheld: [held("output_image_tokens")],
    });
    const receipt = receiptOf(image, { output_tokens: 100, output_image_tokens: 100, output_images: 1 });
    expect(summary(receipt)).toEqual(["output_image_tokens unpriced 100 x null = null"]);
    expect(codes(receipt)).toEqual(["rate_withheld", "counted_once"]);
  });
});

describe("kinds of price", () => {
  it.each(["unknown", "dynamic", "not_per_token"] as const)("an offer of type %s has no amount", (price_type) => {
    const problem = problemOf(offer([rate("input_tokens", "1e-6")], { price_type }), { input_tokens: 1 });
    expect(problem.code).toBe("price_unknown");
    expect(problem.detail).toContain(price_type);
  });

  it("a free offer costs exactly 0, line by line", () => {
    const free = offer([rate("input_tokens", 0), rate("output_tokens", 0)], { price_type: "free" });
    const receipt = receiptOf(free, { input_tokens: 100, cache_read_tokens: 50, output_tokens: 10 });
    expect(summary(receipt)).toEqual([
      "input_tokens free 50 x 0 = 0",
      "cache_read_tokens free 50 x 0 = 0",
      "output_tokens free 10 x 0 = 0",
    ]);
    expect(receipt).toMatchObject({ total_usd: "0", warnings: [] });
  });

  it("an input beyond the offer's limit is priced, with a warning", () => {
    const small = offer(GPT_4O.rates, { limits: { context_tokens: 128_000 } });
    expect(codes(receiptOf(small, { input_tokens: 128_001 }))).toEqual(["over_context"]);
    expect(codes(receiptOf(small, { input_tokens: 128_000 }))).toEqual([]);
  });
});
