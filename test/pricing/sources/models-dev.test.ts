import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modelsDev } from "../../../shared/pricing/sources/models-dev.ts";
import { accountedFor, NOW, offerOf, pricesOf, snapshotOf } from "./reading.ts";

const COST = { input: 3, output: 15, cache_read: 0.3, cache_write: 3.75 };

function one(row: Record<string, unknown>, provider = "anthropic") {
  const snapshot = snapshotOf(modelsDev, { [provider]: { id: provider, models: { m: { id: "m", ...row } } } });
  const [offer] = snapshot.offers;
  if (offer === undefined) throw new Error("no offer");
  return { snapshot, offer };
}

describe("models.dev", () => {
  it("states USD per million tokens", () => {
    const { offer } = one({ cost: { ...COST, reasoning: 15, input_audio: 1, output_audio: 2 } });
    expect(pricesOf(offer)).toEqual({
      input_tokens: "0.000003",
      output_tokens: "0.000015",
      cache_read_tokens: "0.0000003",
      cache_write_tokens: "0.00000375",
      reasoning_tokens: "0.000015",
      input_audio_tokens: "0.000001",
      output_audio_tokens: "0.000002",
    });
  });

  it("states long-context prices as tiers, or in the older form where there are none", () => {
    const old = { input: 6, output: 22.5 };
    const tiers = [
      { input: 10, output: 45, tier: { type: "context", size: 272_000 } },
      { input: 1, output: 1, tier: { type: "batch", size: 0 } },
    ];
    expect(pricesOf(one({ cost: { input: 3, output: 15, context_over_200k: old } }).offer)).toMatchObject({
      "input_tokens >200000": "0.000006",
      "output_tokens >200000": "0.0000225",
    });
    const { offer, snapshot } = one({ cost: { input: 3, output: 15, context_over_200k: old, tiers } });
    expect(Object.keys(pricesOf(offer))).toEqual([
      "input_tokens",
      "output_tokens",
      "input_tokens >272000",
      "output_tokens >272000",
    ]);
    expect(snapshot.rejected).toMatchObject([{ meter: "tiers", reason: "bad_tier" }]);
  });

  it("names sellers its own way", () => {
    expect(one({ cost: COST }, "google").offer.id).toBe("gemini/m");
    expect(one({ cost: COST }, "amazon-bedrock").offer.id).toBe("bedrock/m");
    expect(one({ cost: COST }, "google-vertex-anthropic").offer.id).toBe("vertex_ai/m");
    expect(one({ cost: COST }, "groq").offer.id).toBe("groq/m");
  });

  it("states facts that become limits, modes and capabilities", () => {
    const { offer } = one({
      name: "M",
      cost: COST,
      tool_call: true,
      reasoning: false,
      modalities: { input: ["text", "image", "pdf"], output: ["text"] },
      limit: { context: 200_000, output: 64_000 },
    });
    expect(offer).toMatchObject({
      name: "M",
      mode: "chat",
      limits: { context_tokens: 200_000, max_output_tokens: 64_000 },
      capabilities: ["tools", "vision", "pdf_input", "prompt_caching"],
    });
  });

  it("offers no price where it has none or a zero", () => {
    for (const cost of [undefined, { input: 0, output: 0 }]) {
      expect(one({ cost }).offer).toMatchObject({ price_type: "unknown", rates: [] });
    }
  });

  it("accounts for every row, retired, refused and repeated ones", () => {
    const snapshot = snapshotOf(modelsDev, {
      google: {
        models: {
          a: { cost: COST },
          b: { cost: COST, status: "deprecated" },
          c: 1,
          d: { cost: { input: -1 } },
          e: { cost: "x" },
        },
      },
      gemini: { models: { a: { cost: COST } } },
      empty: {},
    });
    expect(offerOf(snapshot, "gemini/a").key).toBe("google/a");
    expect(snapshot.skipped.map((row) => row.reason)).toEqual(["retired", "duplicate"]);
    expect(snapshot.rejected.map((row) => row.reason)).toEqual([
      "not_an_object",
      "negative",
      "not_an_object",
      "no_models",
    ]);
    expect(accountedFor(snapshot)).toBe(snapshot.rows);
  });

  it.each(["<html>", "[]", "{}", '{"a":{"models":{}}}'])("is no body like %s", (body) => {
    expect(modelsDev.read([body], NOW)).toHaveProperty("unusable");
  });

  it("never throws and is accounted for, whatever the JSON", () => {
    const cost = fc.oneof(
      fc.jsonValue(),
      fc.record({
        input: fc.jsonValue(),
        output: fc.jsonValue(),
        tiers: fc.jsonValue(),
        context_over_200k: fc.jsonValue(),
      }),
    );
    const model = fc.oneof(fc.jsonValue(), fc.record({ cost, modalities: fc.jsonValue(), limit: fc.jsonValue() }));
    const provider = fc.oneof(fc.jsonValue(), fc.record({ models: fc.dictionary(fc.string(), model, { maxKeys: 4 }) }));
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("google", "gemini")), provider, { maxKeys: 4 }),
        (body) => {
          const reading = modelsDev.read([JSON.stringify(body)], NOW);
          return "unusable" in reading || accountedFor(reading) === reading.rows;
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
