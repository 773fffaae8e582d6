import { describe, expect, it } from "vitest";
import { cacheMinimum, cachingFacts, withPredictedRead } from "../../shared/cost/caching.ts";
import { CACHING_DEFAULTS, cachingDefault } from "../../shared/pricing/cache-minimums.ts";
import { offer, rate } from "./offers.ts";
import { receiptOf } from "./receipts.ts";

const RATES = [
  rate("input_tokens", "3e-6"),
  rate("output_tokens", "15e-6"),
  rate("cache_read_tokens", "3e-7"),
  rate("cache_write_tokens", "3.75e-6"),
  rate("cache_write_1h_tokens", "6e-6"),
];
const SONNET = offer(RATES, { id: "anthropic/claude-sonnet-4-5", provider: "anthropic", model: "claude-sonnet-4-5" });

describe("caching facts", () => {
  it("say what a cache costs and needs, with source and date", () => {
    expect(cachingFacts(SONNET)).toMatchObject({
      supported: true,
      mode: "explicit",
      read_ratio: 0.1,
      write_ratio: 1.25,
      write_1h_ratio: 2,
      cache_min_tokens: 1024,
      saving_per_token_usd: "0.0000027",
      minimum: { tokens: 1024, as_of: "2026-11-23" },
    });
  });

  it("an offer without a cache-read price supports none, whatever its flags say", () => {
    const flagged = offer(RATES.slice(0, 2), { provider: "openai", capabilities: ["prompt_caching"] });
    expect(cachingFacts(flagged)).toEqual({
      supported: false,
      mode: null,
      read_ratio: null,
      write_ratio: null,
      write_1h_ratio: null,
      minimum: null,
      cache_min_tokens: null,
      saving_per_token_usd: null,
    });
  });

  it("the row's own minimum wins over the dated default", () => {
    const own = { tokens: 512, source: "litellm", as_of: "2026-08-01" };
    expect(cacheMinimum({ ...SONNET, cache_minimum: own })).toEqual(own);
  });

  it.each([
    ["anthropic", "claude-opus-5", 512],
    ["bedrock", "claude-sonnet-4.5", 1024],
    ["anthropic", "claude-sonnet-4-5-20250929", 1024],
    ["vertex_ai", "claude-opus-4-7", 2048],
    ["bedrock", "claude-haiku-4-5", 4096],
    ["openai", "gpt-5.6-luna", 1024],
    ["azure", "gpt-4o", 1024],
    ["gemini", "gemini-2.5-flash", 2048],
    ["vertex_ai", "gemini-3.1-pro-preview", 4096],
    ["bedrock", "nova-pro", 1000],
    // Not documented, and not guessed from a similar name or another seller.
    ["gemini", "gemini-2.5-flash-lite", null],
    ["anthropic", "claude-sonnet-4-9", null],
    ["bedrock", "llama-4-scout", null],
    ["deepseek", "deepseek-chat", null],
    ["together_ai", "claude-opus-5", null],
  ])("%s %s has a default minimum of %s", (provider, model, tokens) => {
    expect(cachingDefault(provider, model)?.tokens ?? null).toBe(tokens);
  });

  it("every default has a source and a date", () => {
    for (const { source, as_of } of CACHING_DEFAULTS) {
      expect(source).toMatch(/^https:\/\//);
      expect(as_of).toMatch(/^2026-\d\d-\d\d$/);
    }
  });
});

describe("predictions", () => {
  const usage = { input_tokens: 10_000, output_tokens: 100 };

  it("a prefix of the minimum is discounted, a shorter one is not", () => {
    expect(withPredictedRead(SONNET, usage, 1023)).toEqual({ usage, outcome: "below_minimum" });
    expect(withPredictedRead(SONNET, usage, 1024)).toEqual({
      usage: { ...usage, cache_read_tokens: 1024 },
      outcome: "predicted",
    });
  });

  it("stated reads below the minimum are billed as stated", () => {
    expect(receiptOf(SONNET, { input_tokens: 100, cache_read_tokens: 100 }).total_usd).toBe("0.00003");
  });

  it("a prefix longer than the plain input covers all of it and no more", () => {
    const { usage: predicted } = withPredictedRead(SONNET, { ...usage, cache_write_tokens: 4000 }, 50_000);
    expect(predicted.cache_read_tokens).toBe(6000);
  });

  it("a predicted read is priced as one", () => {
    expect(receiptOf(SONNET, usage).total_usd).toBe("0.0315");
    expect(receiptOf(SONNET, withPredictedRead(SONNET, usage, 8000).usage).total_usd).toBe("0.0099");
  });

  it("nothing is predicted of an offer without a cache", () => {
    expect(withPredictedRead(offer(RATES.slice(0, 2)), usage, 8000)).toEqual({ usage, outcome: "unsupported" });
  });
});
