import { describe, expect, it } from "vitest";
import { estimate } from "../../shared/cost/estimate.ts";
import { isCostProblem } from "../../shared/cost/receipt.ts";
import { formatDecimal } from "../../shared/money/decimal.ts";
import { decodeCatalog } from "../../shared/pricing/catalog-codec.ts";
import { readSourceOffers } from "../../shared/pricing/source-offer-codec.ts";
import { openTable } from "../../shared/quality/table.ts";
import { scoresOfModel } from "../../shared/quality/select.ts";
import { decodeBoards, decodeDocument } from "../../workers/storage/quality.ts";
import { keyRecordSchema, tenantViewSchema } from "../../workers/storage/tenants.ts";
import catalogHot from "./fixtures/catalog-hot.txt";
import qualityTable from "./fixtures/quality-table.txt";
import sourceOffers from "./fixtures/source-offers.txt";

/**
 * Values as version 0.1 wrote them. Stored data outlives the code that wrote it: a deployment finds what the one before it left, and a roll-back
 * finds what the newer one wrote. A change that fails here needs a reader of both shapes first. The fixtures are never written anew.
 */
describe("what is stored already", () => {
  const at = Date.parse("2026-08-01T12:00:00Z");

  function total(
    model: string,
    usage: Readonly<Record<string, number>>,
    tier: "standard" | "batch" = "standard",
  ): string {
    const offer = decodeCatalog(catalogHot)?.find(model);
    if (offer === undefined) return "not found";
    const receipt = estimate(offer, { usage, service_tier: tier, at });
    return isCostProblem(receipt) ? receipt.code : formatDecimal(receipt.total);
  }

  it("is a catalog that answers as it did: base, cache, threshold and tier prices to the last digit", () => {
    expect(total("openai/gpt-4o", { input_tokens: 1000, output_tokens: 500 })).toBe("0.0075");
    expect(total("openai/gpt-4o", { input_tokens: 1000, output_tokens: 500 }, "batch")).toBe("0.00375");
    expect(total("openai/gpt-4o", { input_tokens: 1000, output_tokens: 500, cache_read_tokens: 400 })).toBe("0.007");
    expect(total("gemini/gemini-2.5-pro", { input_tokens: 200_000, output_tokens: 1000 })).toBe("0.26");
    expect(total("gemini/gemini-2.5-pro", { input_tokens: 200_001, output_tokens: 1000 })).toBe("0.5150025");
    expect(
      total("anthropic/claude-sonnet-4-5", { input_tokens: 10_000, output_tokens: 100, cache_write_1h_tokens: 2000 }),
    ).toBe("0.0375");
  });

  it("is a catalog with its header, names, status and every source's opinion", () => {
    const catalog = decodeCatalog(catalogHot);
    expect(catalog?.header).toMatchObject({ version: "0123456789abcdef0123456789abcdef", sequence: 7, pinned: null });
    expect(catalog?.header.sources[0]).toMatchObject({ name: "litellm", outcome: "ok", success_rate_24h: 1 });
    expect(catalog?.named("gpt-4o")).toEqual(["openai/gpt-4o"]);
    const offer = catalog?.find("openai/gpt-4o");
    expect(offer).toMatchObject({ price_status: "agreed", model: "gpt-4o", provider: "openai", mode: "chat" });
    expect(offer?.rates[0]).toMatchObject({ source: "litellm", source_key: "gpt-4o" });
    expect(offer?.rates[0]?.dissents.map(({ source }) => source)).toEqual(["bundled", "openrouter"]);
  });

  it("is the last good rows of a source", () => {
    const offers = readSourceOffers(sourceOffers);
    expect(offers?.map(({ id }) => id).sort()).toEqual([
      "anthropic/claude-sonnet-4-5",
      "deepseek/deepseek-chat",
      "gemini/gemini-2.5-pro",
      "openai/gpt-4o",
      "openrouter/openai/gpt-4o",
    ]);
    expect(offers?.every(({ price_type, rates }) => price_type === "paid" && rates.length > 1)).toBe(true);
  });

  it("is a table of scores", () => {
    const document = decodeDocument(qualityTable);
    if (document === null) throw new Error("the table cannot be read");
    const scores = scoresOfModel(openTable(document, [], Date.parse("2026-10-09T00:00:00Z")), "claude-sonnet-4-5");
    expect(scores?.map(({ category }) => category)).toContain("chat");
    expect(document.boards[0]).toMatchObject({ id: "arena_text", state: "fresh" });
  });

  it("is the boards' last good rows", () => {
    const text =
      '{"format":"quality-boards-1","boards":[{"board":"arena_text","etag":"\\"a\\"","as_of":"2026-10-02","last_success_at":"2026-10-08T05:43:00Z","rejected":0,"rows":[["gpt-4o-mini","arena_text_overall",1300,1295,1305,"2026-10-02",null,null]]}]}';
    expect(decodeBoards(text)?.[0]).toMatchObject({
      etag: '"a"',
      parsed: { board: "arena_text", rows: [{ name: "gpt-4o-mini", value: 1300, low: 1295 }] },
    });
  });

  it("is the read copies of a key and of a tenant", () => {
    const key = { schema: 1, tenant_id: "acme", key_id: "k1", scopes: ["read"], expires_at: null, revoked: false };
    expect(keyRecordSchema.parse(key)).toEqual(key);
    const rules = [{ match: "openai/*", operation: "discount_percent", value: "18" }];
    const tenant = {
      schema: 1,
      id: "acme",
      plan: "team",
      sequence: 3,
      rules,
      held: [["openai/gpt-4o", "input_tokens|standard|", "0.0000025"]],
    };
    expect(tenantViewSchema.parse(tenant)).toEqual(tenant);
  });
});
