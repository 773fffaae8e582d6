import { describe, expect, it } from "vitest";
import { find, rate, row, Timeline, zeroRow } from "./source-offers.ts";

describe("consensus on a first-party offer", () => {
  it("is agreed when OpenRouter lists a closed author's model at the same price", () => {
    const refreshed = new Timeline().step({
      litellm: [row("openai/gpt-4o", "0.0000025", "0.00001", { key: "gpt-4o" })],
      openrouter: [row("openrouter/openai/gpt-4o", "0.0000025", "0.00001", { key: "openai/gpt-4o" })],
    });
    const offer = find(refreshed, "openai/gpt-4o");
    expect(offer).toMatchObject({ price_status: "agreed", estimated: false, sources: ["litellm"] });
    expect(offer?.rates[0]).toMatchObject({
      source: "litellm",
      source_key: "gpt-4o",
      dissents: [{ source: "openrouter", source_key: "openai/gpt-4o" }],
    });
    expect(find(refreshed, "openrouter/openai/gpt-4o")?.price_status).toBe("single_source");
  });

  it.each([
    ["anthropic/claude-sonnet-4-5", "openrouter/anthropic/claude-sonnet-4.5"],
    ["gemini/gemini-2.5-pro", "openrouter/google/gemini-2.5-pro"],
    ["xai/grok-4", "openrouter/x-ai/grok-4"],
    ["bedrock/amazon.nova-2-lite-v1:0", "openrouter/amazon/nova-2-lite-v1"],
    ["cohere/command-r-08-2024", "openrouter/cohere/command-r-08-2024"],
    ["perplexity/sonar", "openrouter/perplexity/sonar"],
  ])("pairs %s with %s", (first, other) => {
    const refreshed = new Timeline().step({
      litellm: [row(first, "0.000003", "0.000015")],
      openrouter: [row(other, "0.000003", "0.000015")],
    });
    expect(find(refreshed, first)?.price_status).toBe("agreed");
  });

  it.each([
    ["openai/gpt-oss-120b", "openrouter/openai/gpt-oss-120b"],
    ["gemini/gemma-3-27b-it", "openrouter/google/gemma-3-27b-it"],
    ["mistral/mistral-large", "openrouter/mistralai/mistral-large"],
    ["deepseek/deepseek-chat", "openrouter/deepseek/deepseek-chat"],
    ["openai/gpt-5", "openrouter/openai/gpt-5-mini"],
    ["azure/gpt-4o", "openrouter/openai/gpt-4o"],
    ["openai/gpt-4o", "openrouter/openai/gpt-4o:extended"],
  ])("does not take %s and %s for one offer", (first, other) => {
    const refreshed = new Timeline().step({
      litellm: [row(first, "0.000003", "0.000015")],
      openrouter: [row(other, "0.000001", "0.000005")],
    });
    expect(find(refreshed, first)).toMatchObject({ price_status: "single_source" });
    expect(find(refreshed, first)?.rates[0]?.dissents).toStrictEqual([]);
  });

  it("pairs nothing where one spelling names two offers", () => {
    const refreshed = new Timeline().step({
      litellm: [row("openai/gpt-4.1", "0.000003", "0.000015"), row("openai/gpt-4-1", "0.000003", "0.000015")],
      openrouter: [row("openrouter/openai/GPT_4.1", "0.000001", "0.000005")],
    });
    expect(refreshed.offers.every((offer) => offer.price_status === "single_source")).toBe(true);
  });

  it("holds up to half a percent and not beyond", () => {
    const status = (usd: string) =>
      find(
        new Timeline().step({
          litellm: [row("openai/m-1", "0.000001", "0.00001")],
          openrouter: [row("openrouter/openai/m-1", usd, "0.00001")],
        }),
        "openai/m-1",
      );
    expect(status("0.000001005")?.price_status).toBe("agreed");
    expect(status("0.00000101")).toMatchObject({ price_status: "disputed", flags: ["disputed_cheap"] });
    expect(status("0.00000099")).toMatchObject({ price_status: "disputed", flags: [] });
  });

  it("is decided by input and output; a cache price that differs is listed beside the winner's", () => {
    const refreshed = new Timeline().step({
      litellm: [row("xai/grok-4.5", "0.000003", "0.000015", { rates: [rate("cache_read_tokens", "0.0000005")] })],
      openrouter: [
        row("openrouter/x-ai/grok-4.5", "0.000003", "0.000015", { rates: [rate("cache_read_tokens", "0.0000003")] }),
      ],
    });
    const offer = find(refreshed, "xai/grok-4.5");
    expect(offer?.price_status).toBe("agreed");
    expect(offer?.rates[2]?.dissents).toMatchObject([{ usd: { coefficient: 3, scale: 7 } }]);
  });

  it("leaves out Google's cache write at OpenRouter, which is a storage surcharge", () => {
    const refreshed = new Timeline().step({
      litellm: [
        row("gemini/gemini-2.5-pro", "0.00000125", "0.00001", { rates: [rate("cache_write_tokens", "0.00000125")] }),
      ],
      openrouter: [
        row("openrouter/google/gemini-2.5-pro", "0.00000125", "0.00001", {
          rates: [rate("cache_write_tokens", "0.000000375")],
        }),
      ],
    });
    expect(refreshed.held).toStrictEqual([]);
    expect(find(refreshed, "gemini/gemini-2.5-pro")?.rates[2]?.dissents).toStrictEqual([]);
  });

  it("is agreed by two of three sources, with the third beside them", () => {
    const refreshed = new Timeline().step({
      litellm: [row("mistral/m-1", "0.000001", "0.000003")],
      models_dev: [row("mistral/m-1", "0.000001", "0.000003")],
      genai_prices: [row("mistral/m-1", "0.000002", "0.000006")],
    });
    const offer = find(refreshed, "mistral/m-1");
    expect(offer).toMatchObject({ price_status: "agreed", sources: ["litellm", "models_dev", "genai_prices"] });
    expect(offer?.rates[0]?.dissents.map(({ source }) => source)).toStrictEqual(["models_dev", "genai_prices"]);
  });
});

describe("what OpenRouter sells", () => {
  it("is priced by OpenRouter alone; LiteLLM's copy is a dissent and no evidence", () => {
    const id = "openrouter/gryphe/mythomax-l2-13b";
    const refreshed = new Timeline().step({
      litellm: [row(id, "0.000001875", "0.000001875")],
      openrouter: [row(id, "0.00000006", "0.00000006", { key: "gryphe/mythomax-l2-13b" })],
    });
    const offer = find(refreshed, id);
    expect(offer).toMatchObject({ price_status: "single_source", flags: [], sources: ["openrouter", "litellm"] });
    expect(offer?.rates[0]).toMatchObject({ source: "openrouter", source_key: "gryphe/mythomax-l2-13b" });
    expect(offer?.rates[0]?.dissents).toMatchObject([{ source: "litellm" }]);
  });

  it("is no evidence for OpenRouter either when the copy equals it", () => {
    const id = "openrouter/a/b-1";
    const refreshed = new Timeline().step({
      litellm: [row(id, "0.000001", "0.000002")],
      openrouter: [row(id, "0.000001", "0.000002")],
    });
    expect(find(refreshed, id)?.price_status).toBe("single_source");
  });

  it("stays listed and flagged when only LiteLLM still has it", () => {
    const refreshed = new Timeline().step({
      litellm: [row("openrouter/gone/m-1", "0.000001", "0.000002")],
      openrouter: [row("openrouter/a/b-1", "0.000001", "0.000002")],
    });
    expect(find(refreshed, "openrouter/gone/m-1")).toMatchObject({
      price_status: "single_source",
      flags: ["unlisted_copy"],
    });
  });
});

describe("the bundled snapshot", () => {
  const bundled = [row("openai/gpt-4o", "0.0000025", "0.00001"), row("openai/old-1", "0.00003", "0.00006")];

  it("is everything before the first refresh: bundled, estimated, rankable", () => {
    const offline = new Timeline(bundled).step({});
    expect(offline.offers).toMatchObject([
      { id: "openai/gpt-4o", price_status: "bundled", estimated: true, flags: [] },
      { id: "openai/old-1", price_status: "bundled", estimated: true, flags: [] },
    ]);
    expect(offline.offers[0]?.rates[0]).toMatchObject({ source: "bundled", as_of: "2026-01-01" });
  });

  it("confirms a live price that equals it", () => {
    const live = new Timeline(bundled).step({ litellm: [row("openai/gpt-4o", "0.0000025", "0.00001")] });
    expect(find(live, "openai/gpt-4o")).toMatchObject({ price_status: "agreed", sources: ["litellm", "bundled"] });
  });

  it("disputes nothing by itself: it is older", () => {
    const live = new Timeline(bundled).step({ litellm: [row("openai/gpt-4o", "0.000002", "0.000008")] });
    const offer = find(live, "openai/gpt-4o");
    expect(offer).toMatchObject({ price_status: "single_source", flags: [] });
    expect(offer?.rates[0]?.dissents).toMatchObject([{ source: "bundled" }]);
  });

  it("is no second opinion beside the live list that it was made from", () => {
    const live = new Timeline(bundled).step({ genai_prices: [row("openai/gpt-4o", "0.0000025", "0.00001")] });
    expect(find(live, "openai/gpt-4o")?.price_status).toBe("single_source");
  });

  it("keeps what no live source knows, flagged", () => {
    const live = new Timeline(bundled).step({ litellm: [row("openai/gpt-4o", "0.0000025", "0.00001")] });
    expect(find(live, "openai/old-1")).toMatchObject({
      price_status: "bundled",
      estimated: true,
      flags: ["bundled_only"],
    });
  });

  it("does not price what a live source lists at 0/0", () => {
    const live = new Timeline(bundled).step({ litellm: [zeroRow("openai/old-1")] });
    expect(find(live, "openai/old-1")).toMatchObject({ price_type: "unknown", sources: ["litellm", "bundled"] });
  });

  it("is never a last good: a live price that differs by any factor is taken", () => {
    const live = new Timeline(bundled).step({ litellm: [row("openai/old-1", "0.0000001", "0.0000002")] });
    expect(live.held).toStrictEqual([]);
    expect(find(live, "openai/old-1")?.price_status).toBe("single_source");
  });
});

describe("the facts of an offer in several sources", () => {
  it("are the winner's, with what it does not state from the next", () => {
    const refreshed = new Timeline().step({
      litellm: [row("mistral/m-1", "0.000001", "0.000003", { aliases: ["m-1"], limits: { max_output_tokens: 5 } })],
      models_dev: [
        row("mistral/m-1", "0.000001", "0.000003", {
          aliases: ["m-one"],
          name: "M One",
          limits: { context_tokens: 100, max_output_tokens: 9 },
          capabilities: ["tools"],
          deprecation_date: "2027-01-01",
        }),
      ],
    });
    expect(find(refreshed, "mistral/m-1")).toMatchObject({
      aliases: ["m-1", "m-one"],
      name: "M One",
      limits: { context_tokens: 100, max_output_tokens: 5 },
      capabilities: ["tools"],
      deprecation_date: "2027-01-01",
    });
  });

  it("carry the differing prices of a twin row as dissents that dispute nothing", () => {
    const twin = { key: "twin-key", rates: [rate("input_tokens", "0.000009"), rate("output_tokens", "0.5")] };
    const offer = find(
      new Timeline().step({ litellm: [row("azure/m-1", "0.000001", "0.000003", { twin })] }),
      "azure/m-1",
    );
    expect(offer?.price_status).toBe("single_source");
    expect(offer?.rates.map((each) => each.dissents.map((dissent) => dissent.source_key))).toStrictEqual([
      ["twin-key"],
      [],
    ]);
  });
});

describe("an offer that a deciding source lists without a price", () => {
  const listed = zeroRow("groq/made-up-1");
  const priced = row("groq/made-up-1", "0.000001", "0.000002");

  it.each(["models_dev", "genai_prices"] as const)("stays unknown where %s has one, which is a dissent", (source) => {
    const offer = find(new Timeline().step({ litellm: [listed], [source]: [priced] }), "groq/made-up-1");
    expect(offer).toMatchObject({ price_type: "unknown", sources: ["litellm", source] });
    expect(offer?.rates.map(({ source: who, usd, dissents }) => [who, usd.coefficient, dissents])).toMatchObject([
      ["litellm", 0, [{ source, usd: { coefficient: 1, scale: 6 } }]],
      ["litellm", 0, [{ source, usd: { coefficient: 2, scale: 6 } }]],
    ]);
  });

  it("stays unknown at OpenRouter too, whoever copies a price for it", () => {
    const id = "openrouter/made/up-1";
    const refreshed = new Timeline().step({
      openrouter: [zeroRow(id)],
      models_dev: [row(id, "0.000001", "0.000002")],
    });
    expect(find(refreshed, id)?.price_type).toBe("unknown");
  });

  it("takes the price of models.dev where neither deciding source lists it", () => {
    const refreshed = new Timeline().step({
      litellm: [row("groq/other", "0.000001", "0.000002")],
      models_dev: [priced],
    });
    expect(find(refreshed, "groq/made-up-1")).toMatchObject({ price_type: "paid", sources: ["models_dev"] });
  });
});
