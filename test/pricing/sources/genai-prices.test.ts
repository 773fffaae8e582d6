import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WINDOW_PRECEDENCE } from "../../../shared/pricing/rate.ts";
import { genaiPrices } from "../../../shared/pricing/sources/genai-prices.ts";
import { accountedFor, NOW, offerOf, pricesOf, snapshotOf } from "./reading.ts";

function one(model: Record<string, unknown>, provider = "openai") {
  const snapshot = snapshotOf(genaiPrices, [{ id: provider, models: [{ id: "m", ...model }] }]);
  const [offer] = snapshot.offers;
  if (offer === undefined) throw new Error("no offer");
  return { snapshot, offer };
}

describe("prices per million", () => {
  it("are exact per unit, whatever the unit", () => {
    const { offer } = one({
      prices: {
        input_mtok: 0.15,
        output_mtok: 0.6,
        cache_write_mtok: 1.25,
        web_searches_kcount: 10,
        input_document_kpages: 1,
        requests_kcount: 5,
      },
    });
    expect(pricesOf(offer)).toEqual({
      input_tokens: "0.00000015",
      output_tokens: "0.0000006",
      cache_write_tokens: "0.00000125",
      web_searches: "0.01",
      pages: "0.001",
      requests: "0.005",
    });
  });

  it("are rounded to nine digits where an hour does not divide into seconds", () => {
    expect(pricesOf(one({ prices: { audio_hours: 0.36 } }).offer)).toEqual({ input_audio_seconds: "0.0001" });
    expect(pricesOf(one({ prices: { audio_hours: 0.04 } }).offer)).toEqual({ input_audio_seconds: "0.0000111111111" });
  });

  it("step up above their thresholds, 271,999 being below 272,000", () => {
    const tiered = { base: 2, tiers: [{ start: 200_000, price: 4 }] };
    expect(
      pricesOf(
        one({ prices: { input_mtok: tiered, output_mtok: { base: 6, tiers: [{ start: 271_999, price: 9 }] } } }).offer,
      ),
    ).toEqual({
      input_tokens: "0.000002",
      "input_tokens >200000": "0.000004",
      output_tokens: "0.000006",
      "output_tokens >=272000": "0.000009",
    });
  });

  it("are those whose date has come", () => {
    const dated = (start_date: string) => ({
      constraint: { type: "start_date", start_date },
      prices: { input_mtok: 1, output_mtok: 4 },
    });
    const before = { prices: { input_mtok: 2, output_mtok: 8 } };
    expect(pricesOf(one({ prices: [before, dated("2026-10-31")] }).offer)).toMatchObject({ input_tokens: "0.000001" });
    expect(pricesOf(one({ prices: [before, dated("2027-01-01")] }).offer)).toMatchObject({ input_tokens: "0.000002" });
  });

  it("hold in daily windows, later ones before earlier ones and all before thresholds", () => {
    const window = (start_time: string, end_time: string, input: number) => ({
      constraint: { type: "time_of_date", start_time, end_time },
      prices: { input_mtok: input, output_mtok: 1 },
    });
    const { offer } = one({
      prices: [
        { prices: { input_mtok: 1, output_mtok: 1 } },
        window("00:30:00Z", "16:30:00Z", 2),
        window("06:00:00Z", "10:00:00Z", 3),
      ],
    });
    const input = offer.rates.filter((rate) => rate.meter === "input_tokens");
    expect(input.map((rate) => [rate.precedence, rate.condition])).toEqual([
      [0, null],
      [WINDOW_PRECEDENCE, { windows: [{ start_minute: 30, end_minute: 990 }] }],
      [2 * WINDOW_PRECEDENCE, { windows: [{ start_minute: 360, end_minute: 600 }] }],
    ]);
  });
});

describe("offers", () => {
  it("carry our names of sellers, and the ids that the match rule states in full", () => {
    const match = { or: [{ equals: "m" }, { equals: "m-2026-01-01" }, { starts_with: "m-" }] };
    const { offer } = one({ prices: { input_mtok: 1, output_mtok: 1 }, match }, "x-ai");
    expect(offer).toMatchObject({
      id: "xai/m",
      key: "x-ai/m",
      declared_provider: "x-ai",
      aliases: ["xai/m-2026-01-01"],
    });
  });

  it("of OpenRouter answer to OpenRouter's own ids", () => {
    const snapshot = snapshotOf(genaiPrices, [
      { id: "openrouter", models: [{ id: "a/b", prices: { input_mtok: 1, output_mtok: 1 } }] },
    ]);
    expect(offerOf(snapshot, "openrouter/a/b").aliases).toEqual(["a/b"]);
  });

  it("are free for :free ids with nothing to pay, and of unknown price otherwise", () => {
    expect(one({ id: "a:free", prices: {} }, "openrouter").offer).toMatchObject({ price_type: "free" });
    expect(pricesOf(one({ id: "a:free", prices: {} }, "openrouter").offer)).toEqual({
      input_tokens: "0",
      output_tokens: "0",
    });
    expect(one({ prices: {} }).offer).toMatchObject({ price_type: "unknown", rates: [] });
    expect(one({ prices: { input_mtok: 0, output_mtok: 0 } }).offer).toMatchObject({
      price_type: "unknown",
      rates: [],
    });
  });

  it("have the mode that their meters and name tell", () => {
    expect(one({ prices: { input_mtok: 1, output_mtok: 1 } }).offer.mode).toBe("chat");
    expect(one({ id: "text-embedding-3", prices: { input_mtok: 1 } }).offer.mode).toBe("embedding");
    expect(one({ id: "bge-reranker", prices: { input_mtok: 1 } }).offer.mode).toBe("rerank");
    expect(one({ prices: { audio_hours: 1 } }).offer.mode).toBe("audio_transcription");
    expect(one({ prices: { input_mtok: 1 } }).offer.mode).toBe("unknown");
  });

  it("are refused or skipped with a reason, and all accounted for", () => {
    const prices = { input_mtok: 1, output_mtok: 1 };
    const snapshot = snapshotOf(genaiPrices, [
      {
        id: "openai",
        models: [
          { id: "a", prices },
          { prices },
          3,
          { id: "b", prices: "none" },
          { id: "c", prices: { input_mtok: -1 } },
          { id: "d", prices, deprecated: true },
          { id: "a", prices },
        ],
      },
      { id: "google", models: [{ id: "claude-opus", prices }] },
      { id: "no models" },
      null,
    ]);
    expect(snapshot.rejected.map((row) => row.reason)).toEqual([
      "no_id",
      "no_id",
      "bad_prices",
      "negative",
      "no_models",
      "no_models",
    ]);
    expect(snapshot.skipped.map((row) => row.reason)).toEqual(["retired", "duplicate", "other_platform"]);
    expect(accountedFor(snapshot)).toBe(snapshot.rows);
  });

  it("keep other prices when one is bad, and count unknown keys", () => {
    const { offer, snapshot } = one({
      prices: { input_mtok: 1, output_mtok: 1, cache_read_mtok: "x", storage_searches_kcount: 2.5 },
    });
    expect(pricesOf(offer)).toEqual({ input_tokens: "0.000001", output_tokens: "0.000001" });
    expect(snapshot.rejected).toMatchObject([{ meter: "cache_read_mtok", reason: "not_a_number" }]);
    expect(snapshot.unknown_keys).toEqual([{ key: "storage_searches_kcount", count: 1 }]);
  });

  it.each(["<html>", "{}", "[]", "null"])("come from no body like %s", (body) => {
    expect(genaiPrices.read([body], NOW)).toHaveProperty("unusable");
  });

  it("never throw and are accounted for, whatever the JSON", () => {
    const prices = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({ input_mtok: fc.jsonValue(), audio_hours: fc.jsonValue() }),
    );
    const list = fc.array(
      fc.record({ constraint: fc.oneof(fc.jsonValue(), fc.constant({ start_date: "2026-01-01" })), prices }),
      { maxLength: 3 },
    );
    const model = fc.oneof(
      fc.jsonValue(),
      fc.record({ id: fc.string(), prices: fc.oneof(prices, list), match: fc.jsonValue() }),
    );
    const provider = fc.oneof(
      fc.jsonValue(),
      fc.record({ id: fc.constantFrom("openai", "google", " "), models: fc.array(model, { maxLength: 4 }) }),
    );
    fc.assert(
      fc.property(fc.array(provider, { maxLength: 4 }), (body) => {
        const reading = genaiPrices.read([JSON.stringify(body)], NOW);
        return "unusable" in reading || accountedFor(reading) === reading.rows;
      }),
      { numRuns: 2_000 },
    );
  });
});
