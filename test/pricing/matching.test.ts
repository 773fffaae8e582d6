import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCatalog, encodeCatalog } from "../../shared/pricing/catalog-codec.ts";
import type { Catalog } from "../../shared/pricing/catalog.ts";
import { foldName } from "../../shared/pricing/matching-fold.ts";
import { matchModel } from "../../shared/pricing/matching.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { HEADER } from "./arbitraries.ts";

const NOW = Date.UTC(2026, 10, 1);

function offer(id: string, aliases: readonly string[] = []): Offer {
  return {
    id,
    provider: id.slice(0, id.indexOf("/")),
    declared_provider: id.slice(0, id.indexOf("/")),
    aliases,
    mode: "chat",
    multipliers: [],
    limits: {},
    capabilities: [],
    flags: [],
    model: foldName(id.slice(id.lastIndexOf("/") + 1)),
    price_type: "unknown",
    price_status: "single_source",
    estimated: false,
    rates: [],
    sources: ["litellm"],
  };
}

function catalogOf(...offers: readonly (Offer | string)[]): Catalog {
  const list = offers.map((one) => (typeof one === "string" ? offer(one) : one));
  const catalog = decodeCatalog(encodeCatalog(HEADER, list));
  if (catalog === null) throw new Error("no catalog");
  return catalog;
}

const CATALOG = catalogOf(
  offer("openai/gpt-4o", ["gpt-4o"]),
  offer("openai/gpt-4o-2024-08-06", ["gpt-4o-2024-08-06"]),
  offer("openai/gpt-5", ["gpt-5", "gpt-5-main"]),
  "openai/gpt-4.1",
  "openai/o1",
  "azure/gpt-4o",
  "azure/gpt-4",
  offer("anthropic/claude-sonnet-4-5", ["claude-sonnet-4-5"]),
  offer("anthropic/claude-sonnet-4-5-20250929", ["claude-sonnet-4-5-20250929"]),
  "anthropic/claude-opus-5",
  "vertex_ai/claude-sonnet-4-5@20250929",
  "vertex_ai/meta/llama-3.1-405b",
  offer("vertex_ai/gemini-2.5-pro", ["gemini-2.5-pro"]),
  "gemini/gemini-2.5-pro",
  "gemini/gemini-2.5-flash",
  offer("bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0", ["anthropic.claude-sonnet-4-5-20250929-v1:0"]),
  "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
  "bedrock/anthropic.claude-opus-5",
  "bedrock/us-east-1/meta.llama3-70b",
  "bedrock/meta.llama3-70b",
  offer("openrouter/anthropic/claude-sonnet-4.5", ["anthropic/claude-sonnet-4.5"]),
  "openrouter/qwen/qwen3-max",
  "mistral/mistral-large-latest",
  "deepseek/deepseek-v3.2",
  "groq/llama-3.3-70b",
  "together_ai/llama-3.3-70b",
);

function found(requested: string, catalog = CATALOG) {
  const match = matchModel(catalog, requested, NOW);
  return match.kind === "none" ? null : [match.offer.id, match.matched_by];
}

describe("matching a caller's model string", () => {
  it.each([
    ["openai/gpt-4o", "openai/gpt-4o", "exact"],
    ["azure/gpt-4o", "azure/gpt-4o", "exact"],
    ["gpt-5-main", "openai/gpt-5", "alias"],
    ["anthropic/claude-sonnet-4.5", "openrouter/anthropic/claude-sonnet-4.5", "alias"],
    ["anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0", "alias"],
    ["gemini-2.5-pro", "vertex_ai/gemini-2.5-pro", "alias"],
    ["gpt-4o", "openai/gpt-4o", "first_party"],
    ["gpt-4.1", "openai/gpt-4.1", "first_party"],
    ["gemini-2.5-flash", "gemini/gemini-2.5-flash", "first_party"],
    ["GPT-4o", "openai/gpt-4o", "normalized"],
    ["gpt-4-1", "openai/gpt-4.1", "normalized"],
    ["claude-sonnet-4.5", "anthropic/claude-sonnet-4-5", "normalized"],
    ["Anthropic/Claude-Opus-5", "anthropic/claude-opus-5", "normalized"],
    ["gpt-4o-20240806", "openai/gpt-4o-2024-08-06", "dated"],
    ["claude-sonnet-4-5@20250929", "anthropic/claude-sonnet-4-5-20250929", "dated"],
    ["claude-sonnet-4.5-2025-09-29", "anthropic/claude-sonnet-4-5-20250929", "dated"],
    ["vertex_ai/claude-sonnet-4-5-20250929", "vertex_ai/claude-sonnet-4-5@20250929", "dated"],
    ["models/gemini-2.5-pro", "gemini/gemini-2.5-pro", "path"],
    ["gemini/models/gemini-2.5-pro", "gemini/gemini-2.5-pro", "path"],
    ["publishers/google/models/gemini-2.5-pro", "vertex_ai/gemini-2.5-pro", "path"],
    ["publishers/meta/models/llama-3.1-405b", "vertex_ai/meta/llama-3.1-405b", "path"],
    [
      "projects/p-1/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929",
      "vertex_ai/claude-sonnet-4-5@20250929",
      "path",
    ],
    [
      "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "path",
    ],
    [
      "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
      "bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
      "path",
    ],
    ["arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-70b", "bedrock/us-east-1/meta.llama3-70b", "path"],
    ["us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "path"],
    ["global.anthropic.claude-opus-5", "bedrock/anthropic.claude-opus-5", "path"],
    ["claude-opus-5-20260401", "anthropic/claude-opus-5", "undated"],
    ["anthropic/claude-opus-5-2026-04-01", "anthropic/claude-opus-5", "undated"],
    ["gpt-5-2025-08-07", "openai/gpt-5", "undated"],
    ["publishers/google/models/gemini-2.5-pro@20250601", "vertex_ai/gemini-2.5-pro", "undated"],
  ])("%s names %s by the rule %s", (requested, id, rule) => {
    expect(found(requested)).toEqual([id, rule]);
  });

  it.each([
    ["a prefix", "gpt-4"],
    ["a longer id", "gpt-4o-turbo"],
    ["another size", "gpt-5-nano"],
    ["a size that nobody sells", "gpt-4-mini"],
    ["a part of an id", "sonnet"],
    ["a bare id that only hosts sell", "llama-3.3-70b"],
    ["an experiment of a listed version", "deepseek-v3.2-exp"],
    ["a dated experiment", "gpt-4.1-exp-2025-01-01"],
    ["a model whose rolling alias alone is listed", "mistral-large"],
    ["a dated snapshot of a rolling alias", "mistral-large-latest-2025-01-01"],
    ["a date in the future", "gpt-5-2027-08-07"],
    ["a date that is none", "gpt-5-2025-02-30"],
    ["nothing", ""],
    ["blanks", "   "],
    ["more than any id is long", "g".repeat(300)],
    ["a property of every object", "__proto__"],
    ["another one", "constructor"],
  ])("matches nothing for %s (%s)", (_, requested) => {
    expect(found(requested)).toBeNull();
  });

  it("calls the price of an unlisted snapshot an estimate and says whose it is", () => {
    expect(matchModel(CATALOG, "gpt-5-2025-08-07", NOW)).toMatchObject({
      estimated: true,
      warning: { code: "undated_price" },
    });
    expect(matchModel(CATALOG, "gpt-4o", NOW)).not.toHaveProperty("estimated");
  });

  it("calls the price of an unlisted regional profile an estimate", () => {
    expect(matchModel(CATALOG, "eu.anthropic.claude-opus-5", NOW)).toMatchObject({
      matched_by: "path",
      estimated: true,
      warning: { code: "base_region_price" },
    });
    expect(matchModel(CATALOG, "global.anthropic.claude-opus-5", NOW)).not.toHaveProperty("estimated");
  });

  it("takes no snapshot of a listed experiment for the experiment", () => {
    const catalog = catalogOf("deepseek/deepseek-v3.2-exp", "deepseek/deepseek-v3.2");
    expect(found("deepseek-v3.2-exp", catalog)).toEqual(["deepseek/deepseek-v3.2-exp", "first_party"]);
    expect(found("deepseek-v3.2-exp-20250929", catalog)).toBeNull();
  });

  it("takes a date that has just come and none that comes tomorrow", () => {
    const day = Date.UTC(2025, 7, 7);
    expect(matchModel(CATALOG, "gpt-5-2025-08-07", day).kind).toBe("offer");
    expect(matchModel(CATALOG, "gpt-5-2025-08-07", day - 1).kind).toBe("none");
  });

  it("folds only to one model", () => {
    const one = offer("xai/grok-4.1");
    const other = { ...offer("xai/grok-4-1"), model: "another" };
    expect(found("xai/GROK-4.1", catalogOf(one, other))).toBeNull();
    expect(found("xai/GROK-4.1", catalogOf(one, offer("xai/grok-4-1")))).not.toBeNull();
  });

  it("answers every offer id with that offer", () => {
    for (const id of CATALOG.ids) expect(found(id)).toEqual([id, "exact"]);
  });

  it("never throws, and matches only to an id that is the name but for the rules", () => {
    const parts = fc.constantFrom(
      "gpt",
      "claude",
      "-",
      ".",
      "4o",
      "5",
      "/",
      "@20250929",
      "openai",
      "bedrock",
      "models/",
      "us.",
      ":0",
      "latest",
      "exp",
    );
    const name = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(parts, { maxLength: 8 }).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(name, (requested) => {
        const match = matchModel(CATALOG, requested, NOW);
        if (match.kind === "none") return match.suggestions.length <= 5;
        const bare = foldName(match.offer.id.slice(match.offer.id.indexOf("/") + 1));
        const asked = foldName(requested);
        return match.matched_by !== "normalized" || asked.endsWith(bare);
      }),
    );
  });
});

describe("suggestions", () => {
  function suggestions(requested: string, catalog = CATALOG): readonly string[] {
    const match = matchModel(catalog, requested, NOW);
    return match.kind === "none" ? match.suggestions : [];
  }

  it("are the nearest ids, nearest first, the maker before other sellers", () => {
    expect(suggestions("gpt-4oo")[0]).toBe("openai/gpt-4o");
    expect(suggestions("openai/gpt-4oo")[0]).toBe("openai/gpt-4o");
    expect(suggestions("claude-sonet-4-5")[0]).toBe("anthropic/claude-sonnet-4-5");
    expect(suggestions("gpt-5-nano")).toContain("openai/gpt-5");
    expect(suggestions("llama-3.3-70b")).toEqual(
      expect.arrayContaining(["groq/llama-3.3-70b", "together_ai/llama-3.3-70b"]),
    );
  });

  it("are at most five and none for noise", () => {
    const many = catalogOf(...Array.from({ length: 200 }, (_, index) => `openai/gpt-${index}`));
    expect(suggestions("gpt-x", many)).toHaveLength(5);
    expect(suggestions("zzzzzzzzzzzzzzzz")).toEqual([]);
    expect(suggestions("zzz", catalogOf())).toEqual([]);
  });

  it("stay bounded for hostile names on a large catalog", () => {
    const large = catalogOf(
      ...Array.from({ length: 20_000 }, (_, index) => `host${index % 50}/model-${index}-instruct`),
    );
    expect(suggestions("model-1-".repeat(32), large).length).toBeLessThanOrEqual(5);
  });
});
