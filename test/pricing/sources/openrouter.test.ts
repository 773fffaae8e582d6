import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openrouter } from "../../../shared/pricing/sources/openrouter.ts";
import { accountedFor, NOW, offerOf, pricesOf, snapshotOf } from "./reading.ts";

const PRICING = { prompt: "0.000003", completion: "0.000015" };

function row(id: string, pricing: Record<string, unknown> = PRICING, extra: Record<string, unknown> = {}) {
  return { id, name: id, architecture: { input_modalities: ["text"], output_modalities: ["text"] }, pricing, ...extra };
}

function one(id: string, pricing: Record<string, unknown> = PRICING, extra: Record<string, unknown> = {}) {
  const snapshot = snapshotOf(openrouter, { data: [row(id, pricing, extra)] });
  return { snapshot, offer: offerOf(snapshot, `openrouter/${id}`) };
}

describe("rows", () => {
  it("are offers of OpenRouter under its own id, which stays a name of theirs", () => {
    const { offer } = one("anthropic/claude-sonnet-4.5", PRICING, {
      canonical_slug: "anthropic/claude-4.5-sonnet-20250929",
    });
    expect(offer).toMatchObject({
      id: "openrouter/anthropic/claude-sonnet-4.5",
      provider: "openrouter",
      key: "anthropic/claude-sonnet-4.5",
      aliases: ["anthropic/claude-sonnet-4.5"],
      mode: "chat",
      price_type: "paid",
    });
  });

  it("are refused without an id, a pricing object or readable base prices, and all accounted for", () => {
    const data = [
      row("a/ok"),
      7,
      { pricing: PRICING },
      row("a/\u0000"),
      { id: "a/none" },
      row("a/text", { prompt: "cheap", completion: "0" }),
      row("a/half", { prompt: "0.1" }),
      row("a/ok"),
    ];
    const snapshot = snapshotOf(openrouter, { data });
    expect(snapshot.offers).toHaveLength(1);
    expect(snapshot.rejected.map((refused) => refused.reason)).toEqual([
      "not_an_object",
      "no_id",
      "hostile_key",
      "no_pricing",
      "not_a_number",
      "not_a_number",
    ]);
    expect(snapshot.skipped).toMatchObject([{ reason: "duplicate" }]);
    expect(accountedFor(snapshot)).toBe(data.length);
  });

  it.each([
    ["HTML", "<html>"],
    ["a bare list", "[]"],
    ["no data", '{"error":{"code":500}}'],
    ["an empty list", '{"data":[]}'],
    ["a list much shorter than its own count", JSON.stringify({ data: [row("a/b")], total_count: 336 })],
  ])("make %s unusable", (_, body) => {
    expect(openrouter.read([body], NOW)).toHaveProperty("unusable");
  });

  it("come from all pages in order", () => {
    const pages = [
      { data: [row("a/1")], total_count: 2, links: { next: "https://openrouter.ai/api/v1/models?offset=1" } },
      { data: [row("a/2")], total_count: 2, links: { next: null } },
    ];
    expect(snapshotOf(openrouter, ...pages).offers.map((offer) => offer.key)).toEqual(["a/1", "a/2"]);
    expect(pages.map((page) => openrouter.nextPage?.(JSON.stringify(page)))).toEqual([
      "https://openrouter.ai/api/v1/models?offset=1",
      null,
    ]);
    expect(openrouter.nextPage?.("<html>")).toBeNull();
  });

  it("never throw and are accounted for, whatever the JSON", () => {
    const key = fc.constantFrom("prompt", "completion", "image", "overrides", "input_cache_write", "web_search", "odd");
    const price = fc.oneof(fc.constant("0.000001"), fc.constant("-1"), fc.jsonValue({ maxDepth: 3 }));
    const pricing = fc.oneof(fc.dictionary(key, price), fc.jsonValue());
    const entry = fc.oneof(
      fc.record({ id: fc.oneof(fc.string(), fc.constant("google/a")), pricing, architecture: fc.jsonValue() }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (data) => {
        const reading = openrouter.read([JSON.stringify({ data })], NOW);
        return "unusable" in reading || accountedFor(reading) === data.length;
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("prices", () => {
  it("are decimal strings or numbers, with float noise rounded away", () => {
    const { offer } = one("q/m", {
      prompt: "0.0000006000000000000001",
      completion: 3e-6,
      input_cache_read: "0.00000008333333333333334",
    });
    expect(pricesOf(offer)).toEqual({
      input_tokens: "0.0000006",
      output_tokens: "0.000003",
      cache_read_tokens: "0.0000000833333333",
    });
  });

  it("cover every meter OpenRouter lists", () => {
    const { offer } = one("x/m", {
      ...PRICING,
      input_cache_read: "0.1",
      input_audio_cache: "0.2",
      input_cache_write: "0.3",
      input_cache_write_1h: "0.4",
      audio: "0.5",
      audio_output: "0.6",
      image_output: "0.7",
      image_token: "0.8",
      internal_reasoning: "0.9",
      web_search: "1",
      request: "2",
    });
    expect(pricesOf(offer)).toEqual({
      input_tokens: "0.000003",
      output_tokens: "0.000015",
      cache_read_tokens: "0.1",
      cache_read_audio_tokens: "0.2",
      cache_write_tokens: "0.3",
      cache_write_1h_tokens: "0.4",
      input_audio_tokens: "0.5",
      output_audio_tokens: "0.6",
      output_image_tokens: "0.7",
      input_image_tokens: "0.8",
      reasoning_tokens: "0.9",
      web_searches: "1",
      requests: "2",
    });
  });

  it("are dynamic where a base price is negative: never a price, never free", () => {
    const { offer } = one("openrouter/auto", { prompt: "-1", completion: "-1", web_search: "0.01" });
    expect(offer).toMatchObject({
      id: "openrouter/openrouter/auto",
      price_type: "dynamic",
      rates: [],
      flags: ["router"],
    });
    expect(one("a/b", { prompt: "-1", completion: "0.1" }).offer.price_type).toBe("dynamic");
  });

  it("leave a negative extra out and treat zero-stuffed extras as absent", () => {
    const { offer, snapshot } = one("a/b", {
      ...PRICING,
      input_cache_read: "-1",
      request: "0",
      image: "0",
      web_search: "0",
    });
    expect(pricesOf(offer)).toEqual({ input_tokens: "0.000003", output_tokens: "0.000015" });
    expect(snapshot.rejected).toEqual([]);
  });

  it("are free for :free ids alone", () => {
    const zero = { prompt: "0", completion: "0" };
    expect(one("a/b:free", zero).offer.price_type).toBe("free");
    expect(one("a/b", zero).offer.price_type).toBe("unknown");
    expect(one("openrouter/free", zero).offer).toMatchObject({ price_type: "unknown", flags: ["router"] });
    expect(one("a/b:free").offer.price_type).toBe("paid");
  });

  it("add what Google charges for storing to the price of the written tokens, in every tier", () => {
    const google = { prompt: "0.00000125", completion: "0.00001", input_cache_write: "0.000000375" };
    const overrides = [{ min_prompt_tokens: 200_000, prompt: "0.0000025", completion: "0.000015" }];
    expect(pricesOf(one("google/gemini", { ...google, overrides }).offer)).toMatchObject({
      cache_write_tokens: "0.000001625",
      "cache_write_tokens >200000": "0.000002875",
    });
    expect(pricesOf(one("~google/gemini-latest", google).offer)["cache_write_tokens"]).toBe("0.000001625");
    expect(pricesOf(one("anthropic/claude", google).offer)["cache_write_tokens"]).toBe("0.000000375");
  });

  it("take `image` only where it must be a price per image", () => {
    expect(pricesOf(one("a/b", { ...PRICING, image: "0.0048" }).offer)["input_images"]).toBe("0.0048");
    expect(pricesOf(one("a/b", { ...PRICING, image: "0.000003" }).offer)).toEqual(pricesOf(one("a/b").offer));
    const { offer, snapshot } = one("a/b", { ...PRICING, image: "0.00001" });
    expect(pricesOf(offer)).not.toHaveProperty("input_images");
    expect(snapshot.rejected).toMatchObject([{ meter: "input_images", reason: "ambiguous_unit" }]);
  });

  it("count fields that nobody here understands", () => {
    expect(one("a/b", { ...PRICING, discount: 0, telepathy: "1" }).snapshot.unknown_keys).toEqual([
      { key: "telepathy", count: 1 },
    ]);
  });
});

describe("overrides", () => {
  function overriding(...overrides: readonly unknown[]) {
    return one("a/b", { ...PRICING, overrides });
  }

  it("are rates of their own, later ones before earlier ones", () => {
    const { offer } = overriding(
      { min_prompt_tokens: 32_000, prompt: "0.000004" },
      { min_prompt_tokens: 128_000, prompt: "0.000005", completion: "0.00002" },
    );
    expect(offer.rates.map((rate) => [rate.meter, rate.condition, rate.precedence])).toEqual([
      ["input_tokens", null, 0],
      ["output_tokens", null, 0],
      ["input_tokens", { above_tokens: 32_000 }, 1],
      ["input_tokens", { above_tokens: 128_000 }, 2],
      ["output_tokens", { above_tokens: 128_000 }, 2],
    ]);
  });

  it("hold in windows that may wrap midnight, on the named days", () => {
    const { offer } = overriding(
      { utc_start: 1630, utc_end: 30, prompt: "0.000001" },
      { utc_days: ["Saturday", "sunday"], min_prompt_tokens: 200_000, prompt: "0.000002" },
    );
    expect(offer.rates.slice(2).map((rate) => rate.condition)).toEqual([
      { windows: [{ start_minute: 990, end_minute: 30 }] },
      { above_tokens: 200_000, windows: [{ start_minute: 0, end_minute: 0, weekdays: [0, 6] }] },
    ]);
  });

  it.each([
    ["an unknown condition", { min_prompt_tokens: 1, max_price_tokens: 5, prompt: "0.1" }],
    ["a minute that is none", { utc_start: 1299, utc_end: 1300, prompt: "0.1" }],
    ["a day that is none", { utc_days: ["someday"], prompt: "0.1" }],
    ["a negative threshold", { min_prompt_tokens: -1, prompt: "0.1" }],
    ["a text", "cheaper at night"],
  ])("with %s are refused as a whole", (_, entry) => {
    const { offer, snapshot } = overriding(entry);
    expect(pricesOf(offer)).toEqual({ input_tokens: "0.000003", output_tokens: "0.000015" });
    expect(snapshot.rejected).toMatchObject([{ reason: "bad_override", meter: "overrides" }]);
  });
});

describe("facts", () => {
  it("flag aliases and batch rows as what they are", () => {
    expect(one("~x-ai/grok-latest").offer.flags).toEqual(["alias"]);
    expect(one("openai/gpt-5:batch").offer.flags).toEqual(["batch_variant"]);
    expect(one("openai/gpt-5").offer.flags).toEqual([]);
  });

  it("read limits, expiry, modes and capabilities", () => {
    const { offer } = one(
      "a/b",
      { ...PRICING, input_cache_read: "0.0000003" },
      {
        context_length: 200_000,
        top_provider: { max_completion_tokens: 64_000 },
        expiration_date: "2026-12-31",
        architecture: { input_modalities: ["text", "image", "file"], output_modalities: ["text"] },
        supported_parameters: ["tools", "reasoning", "structured_outputs", "temperature"],
      },
    );
    expect(offer).toMatchObject({
      limits: { context_tokens: 200_000, max_output_tokens: 64_000 },
      deprecation_date: "2026-12-31",
      capabilities: ["tools", "vision", "pdf_input", "reasoning", "prompt_caching", "structured_output"],
    });
    expect(one("a/b", PRICING, { architecture: { output_modalities: ["embeddings"] } }).offer.mode).toBe("embedding");
    expect(one("a/b", PRICING, { architecture: null, context_length: null }).offer).toMatchObject({
      mode: "chat",
      limits: {},
    });
  });
});
