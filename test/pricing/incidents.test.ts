import { describe, expect, it } from "vitest";
import { DAY, FAILED, find, heldOf, price, rate, row, Timeline, UNCHANGED, zeroRow } from "./source-offers.ts";

/** Prices of one model at sellers who are right. */
const PEERS = [
  row("azure/gpt-x-1", "0.000003", "0.000015"),
  row("vertex_ai/gpt-x-1", "0.000003", "0.000015"),
  row("groq/gpt-x-1", "0.0000025", "0.000012"),
];

describe("incidents of the price lists, replayed", () => {
  it("gemini-2.0-flash per 1,000 as per token: below the bound, flagged beside its peers, corrected at once", () => {
    const time = new Timeline();
    const sellers = ["vertex_ai", "openrouter/google", "vercel_ai_gateway"].map((seller) =>
      row(`${seller}/gemini-2.0-flash`, "0.0000001", "0.0000004"),
    );
    const wrong = time.step({ litellm: [...sellers, row("gemini/gemini-2.0-flash", "0.0001", "0.0004")] });
    expect(find(wrong, "gemini/gemini-2.0-flash")?.flags).toContain("peer_outlier_high");
    const right = time.step({ litellm: [...sellers, row("gemini/gemini-2.0-flash", "0.0000001", "0.0000004")] });
    expect(price(right, "gemini/gemini-2.0-flash")).toBe(1e-7);
    expect(right.held).toStrictEqual([]);
    expect(right.changes).toContainEqual(expect.objectContaining({ offer: "gemini/gemini-2.0-flash", factor: 0.001 }));
  });

  it("ui-tars at 0.1 USD a token: held whole, listed without a price", () => {
    const wrong = new Timeline().step({ litellm: [row("openrouter/bytedance/ui-tars", "0.1", "0.2")] });
    expect(find(wrong, "openrouter/bytedance/ui-tars")).toMatchObject({ price_type: "unknown", rates: [] });
    expect(heldOf(wrong)).toStrictEqual([
      ["openrouter/bytedance/ui-tars", "input_tokens", "above_bound"],
      ["openrouter/bytedance/ui-tars", "output_tokens", "above_bound"],
    ]);
  });

  it("wandb times 100,000, born wrong for eleven months: never published, never a last good, taken when right", () => {
    const time = new Timeline();
    const id = "wandb/deepseek-ai/DeepSeek-R1-0528";
    for (let day = 0; day < 5; day += 1) {
      const wrong = time.step({ litellm: [...PEERS, row(id, "0.135", "0.54")] }, { after: DAY });
      expect(find(wrong, id)).toMatchObject({ price_type: "unknown", rates: [] });
      expect(wrong.held).toHaveLength(2);
      expect(wrong.held[0]?.since).toBe(new Date(time.now - day * DAY).toISOString());
    }
    const right = time.step({ litellm: [...PEERS, row(id, "0.00000135", "0.0000054")] });
    expect(price(right, id)).toBe(0.000_001_35);
    expect(right.held).toStrictEqual([]);
  });

  it("grok-4-fast output at 0.0029: the output alone breaks the bound and the whole row is held", () => {
    const time = new Timeline();
    time.step({ litellm: [row("azure_ai/grok-4-fast", "0.00000043", "0.00000173")] });
    const wrong = time.step({ litellm: [row("azure_ai/grok-4-fast", "0.00000043", "0.0029")] });
    expect(price(wrong, "azure_ai/grok-4-fast", "output_tokens")).toBe(0.000_001_73);
    expect(wrong.held).toMatchObject([
      { meter: "output_tokens", reason: "above_bound", scope: "row", old: "0.00000173", new: "0.0029" },
    ]);
  });

  it("watsonx times 1,000: rows keep their last good price until the file is right", () => {
    const time = new Timeline();
    time.step({ litellm: [row("watsonx/m-1", "0.0000018", "0.0000018")] });
    const wrong = time.step({ litellm: [row("watsonx/m-1", "0.0018", "0.0018")] });
    expect(price(wrong, "watsonx/m-1")).toBe(0.000_001_8);
    const right = time.step({ litellm: [row("watsonx/m-1", "0.0000018", "0.0000018")] });
    expect(right.held).toStrictEqual([]);
  });

  it("a decimal slip of tenfold exactly: held too, because the cache writes that stayed no longer fit the input price", () => {
    const id = "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    const writes = { rates: [rate("cache_write_tokens", "0.000004125"), rate("cache_write_1h_tokens", "0.0000066")] };
    const time = new Timeline();
    time.step({ litellm: [row(id, "0.0000033", "0.0000165", writes)] });
    const wrong = time.step({ litellm: [row(id, "0.000033", "0.0000165", writes)] });
    expect(price(wrong, id)).toBe(0.000_003_3);
    expect(wrong.held).toContainEqual(expect.objectContaining({ meter: "input_tokens", reason: "moved_tenfold" }));
    const cut = time.step({ litellm: [row(id, "0.00000033", "0.00000165", { rates: [] })] });
    expect(price(cut, id)).toBe(0.000_000_33);
  });

  it("a whole file times 1,000 or by 1,000: its own rows are no witnesses for each other, and every price stays", () => {
    const sellers = ["openai", "azure", "github", "vercel_ai_gateway"];
    const file = (usd: string) => sellers.map((seller) => row(`${seller}/gpt-x-1`, usd, usd));
    for (const wrong of ["0.0000002", "0.0002", "0.0000000002"]) {
      const time = new Timeline();
      time.step({ litellm: file("0.000003") });
      const next = time.step({ litellm: file(wrong) });
      expect(sellers.map((seller) => price(next, `${seller}/gpt-x-1`))).toStrictEqual(sellers.map(() => 0.000_003));
      expect(time.step({ litellm: file("0.000003") }).held).toStrictEqual([]);
    }
  });

  it("a decimal slip from 3e-6 to 3.3e-5 on input and cache read: the row keeps its last good prices, all of them", () => {
    const id = "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    const cached = (read: string) => ({
      rates: [rate("cache_read_tokens", read), rate("cache_write_tokens", "0.000004125")],
    });
    const siblings = [
      row("bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "0.0000033", "0.0000165"),
      row("anthropic/claude-sonnet-4-5", "0.000003", "0.000015"),
      row("vertex_ai/claude-sonnet-4-5@20250929", "0.000003", "0.000015"),
    ];
    const time = new Timeline();
    time.step({ litellm: [...siblings, row(id, "0.000003", "0.0000165", cached("0.0000003"))] });
    const wrong = time.step({ litellm: [...siblings, row(id, "0.000033", "0.0000165", cached("0.0000033"))] });
    expect(price(wrong, id)).toBe(0.000_003);
    expect(price(wrong, id, "cache_read_tokens")).toBe(3e-7);
    expect(heldOf(wrong)).toStrictEqual([[id, "input_tokens", "moved_tenfold"]]);
    const right = time.step({ litellm: [...siblings, row(id, "0.0000033", "0.0000165", cached("0.00000033"))] });
    expect(price(right, id)).toBe(0.000_003_3);
  });

  it("the same slip when it is born wrong: flagged by its ratio and its peers, and its write price withheld", () => {
    const id = "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    const wrong = new Timeline().step({
      litellm: [
        row("anthropic/claude-sonnet-4-5", "0.000003", "0.000015"),
        row("vertex_ai/claude-sonnet-4-5@20250929", "0.000003", "0.000015"),
        row(id, "0.000033", "0.0000165", { rates: [rate("cache_write_tokens", "0.000004125")] }),
      ],
    });
    expect(find(wrong, id)?.flags).toStrictEqual(["peer_outlier_high", "odd_ratio"]);
    expect(heldOf(wrong)).toStrictEqual([[id, "cache_write_tokens", "cache_write_ratio"]]);
    expect(find(wrong, id)?.withheld).toStrictEqual([
      { meter: "cache_write_tokens", tier: "standard", condition: null, precedence: 0 },
    ]);
  });

  it("novita per million over the wrong unit: a correction by 10,000 is not held, because the old value broke the bound", () => {
    const time = new Timeline();
    time.step({ litellm: [row("novita/m-2", "0.00269", "0.004")] });
    const right = time.step({ litellm: [row("novita/m-2", "0.000000269", "0.0000004")] });
    expect(price(right, "novita/m-2")).toBe(2.69e-7);
    expect(right.held).toStrictEqual([]);
  });

  it("grok-3 output a hundred times too low, born wrong: flagged, then corrected at once", () => {
    const time = new Timeline();
    const wrong = time.step({ litellm: [row("oci/xai.grok-3", "0.000003", "0.00000015")] });
    expect(find(wrong, "oci/xai.grok-3")?.flags).toContain("odd_ratio");
    const right = time.step({ litellm: [row("oci/xai.grok-3", "0.000003", "0.000015")] });
    expect(price(right, "oci/xai.grok-3", "output_tokens")).toBe(0.000_015);
    expect(right.held).toStrictEqual([]);
  });

  it("claude-sonnet-5 at 3/15 instead of 2/10: only the other source can tell, and the offer is disputed", () => {
    const wrong = new Timeline().step({
      litellm: [row("anthropic/claude-sonnet-5", "0.000003", "0.000015")],
      openrouter: [row("openrouter/anthropic/claude-sonnet-5", "0.000002", "0.00001")],
    });
    const offer = find(wrong, "anthropic/claude-sonnet-5");
    expect(offer).toMatchObject({ price_status: "disputed", flags: [] });
    expect(offer?.rates[0]?.dissents).toMatchObject([{ source: "openrouter", usd: { coefficient: 2, scale: 6 } }]);
    expect(price(wrong, "anthropic/claude-sonnet-5")).toBe(0.000_003);
  });

  it("flaps A to B to A by small factors are followed, each a change", () => {
    const time = new Timeline();
    const prices = ["0.000001", "0.0000012", "0.000001"].map(
      (usd) => time.step({ litellm: [row("groq/m-3", usd, "0.000002")] }).changes.length,
    );
    expect(prices).toStrictEqual([0, 1, 1]);
  });

  it("134 keys that vanish for a day stay listed, flagged and dated, and come back as if nothing was", () => {
    const all = Array.from({ length: 2713 }, (_, at) => row(`openai/m-${at}`, "0.000001", "0.000002"));
    const time = new Timeline();
    const before = time.step({ litellm: all });
    const seen = new Date(time.now).toISOString();
    const gone = time.step({ litellm: all.slice(134) });
    expect(gone.offers).toHaveLength(2713);
    expect(find(gone, "openai/m-5")).toMatchObject({ flags: ["vanished"], last_seen: seen, price_type: "paid" });
    expect(gone.outcomes).toMatchObject([{ outcome: "ok", changed: 134 }]);
    const later = time.step({ litellm: UNCHANGED }, { after: DAY });
    expect(find(later, "openai/m-5")?.last_seen).toBe(seen);
    const back = time.step({ litellm: all });
    expect(back.changes).toStrictEqual([]);
    expect(back.offers.map((offer) => offer.flags)).toStrictEqual(before.offers.map((offer) => offer.flags));
  });

  it("a key that stays away is dropped after seven days, also while its source fails", () => {
    const kept = ["b", "c", "d", "e"].map((name) => row(`openai/${name}`, "0.000001", "0.000002"));
    const time = new Timeline();
    time.step({ litellm: [row("openai/a", "0.000001", "0.000002"), ...kept] });
    time.step({ litellm: kept });
    expect(find(time.step({ litellm: FAILED }, { after: 7 * DAY - 3_600_000 }), "openai/a")).toBeDefined();
    expect(find(time.step({ litellm: FAILED }), "openai/a")).toBeUndefined();
  });

  it("kimi-k2.5 at 0 for a day: its last good price stays, and no change is told", () => {
    const time = new Timeline();
    const id = "openrouter/moonshotai/kimi-k2.5";
    const paid = row(id, "0.0000005", "0.000002");
    time.step({ openrouter: [paid] });
    const zero = time.step({ openrouter: [zeroRow(id)] });
    expect(find(zero, id)).toMatchObject({ price_type: "paid" });
    expect(price(zero, id)).toBe(5e-7);
    expect(heldOf(zero)).toStrictEqual([[id, "input_tokens", "crosses_zero"]]);
    expect(zero.changes).toStrictEqual([]);
    const back = time.step({ openrouter: [paid] });
    expect(back.held).toStrictEqual([]);
    expect(back.changes).toStrictEqual([]);
  });

  it("a free variant that costs something for two days stays free", () => {
    const time = new Timeline();
    const id = "openrouter/google/gemini-2.0-flash-exp:free";
    const free = row(id, "0", "0", { price_type: "free" });
    time.step({ openrouter: [free] });
    const priced = time.step({ openrouter: [row(id, "0.0000001", "0.0000004")] });
    expect(find(priced, id)).toMatchObject({ price_type: "free" });
    expect(priced.held).toMatchObject([{ reason: "crosses_zero", scope: "row" }]);
    expect(time.step({ openrouter: [free] }).held).toStrictEqual([]);
  });

  it("a frontier model at 0/0 is an offer of unknown price", () => {
    const born = new Timeline().step({ litellm: [row("bedrock/anthropic.claude-mythos-preview", "0", "0")] });
    expect(find(born, "bedrock/anthropic.claude-mythos-preview")?.price_type).toBe("unknown");
  });

  it("a router at -1 has no price, and a model that turns to -1 keeps its last one", () => {
    const time = new Timeline();
    const dynamic = (id: string) => ({ ...row(id, "0", "0", { price_type: "dynamic" }), rates: [] });
    time.step({ openrouter: [dynamic("openrouter/auto"), row("openrouter/a/b", "0.000001", "0.000002")] });
    const withdrawn = time.step({ openrouter: [dynamic("openrouter/auto"), dynamic("openrouter/a/b")] });
    expect(find(withdrawn, "openrouter/auto")).toMatchObject({ price_type: "dynamic", rates: [] });
    expect(price(withdrawn, "openrouter/a/b")).toBe(0.000_001);
    expect(heldOf(withdrawn)).toStrictEqual([["openrouter/a/b", "input_tokens", "price_withdrawn"]]);
  });

  it("glm-5.2 with a prompt a thousand times cheaper than its completion: held as a move, flagged when born so", () => {
    const id = "openrouter/z-ai/glm-5.2";
    const wrong = row(id, "0.0000000062", "0.0000068");
    expect(find(new Timeline().step({ openrouter: [wrong] }), id)?.flags).toContain("odd_ratio");
    const time = new Timeline();
    time.step({ openrouter: [row(id, "0.0000018", "0.0000068")] });
    expect(price(time.step({ openrouter: [wrong] }), id)).toBe(0.000_001_8);
  });

  it("a 24-fold switch of the top provider is held unless other sellers ask about the same", () => {
    const id = "openrouter/meta-llama/llama-guard-3-8b";
    const alone = new Timeline();
    alone.step({ openrouter: [row(id, "0.00000002", "0.00000006")] });
    const held = alone.step({ openrouter: [row(id, "0.00000048", "0.00000048")] });
    expect(price(held, id)).toBe(2e-8);
    const sold = new Timeline();
    const others = ["together_ai", "groq"].map((seller) => row(`${seller}/llama-guard-3-8b`, "0.0000004", "0.0000004"));
    sold.step({ litellm: others, openrouter: [row(id, "0.00000002", "0.00000006")] });
    const taken = sold.step({ litellm: others, openrouter: [row(id, "0.00000048", "0.00000048")] });
    expect(price(taken, id)).toBe(4.8e-7);
  });

  it("claude-3-haiku's 1-hour write at 24 times the input, opus's at 0.4: withheld, the rest of the row stands", () => {
    const born = new Timeline().step({
      litellm: [
        row("anthropic/claude-3-haiku-20240307", "0.00000025", "0.00000125", {
          rates: [rate("cache_write_1h_tokens", "0.000006"), rate("cache_write_tokens", "0.0000003")],
        }),
        row("anthropic/claude-3-opus-20240229", "0.000015", "0.000075", {
          rates: [rate("cache_write_1h_tokens", "0.000006")],
        }),
      ],
    });
    expect(heldOf(born)).toStrictEqual([
      ["anthropic/claude-3-haiku-20240307", "cache_write_1h_tokens", "cache_write_1h_ratio"],
      ["anthropic/claude-3-opus-20240229", "cache_write_1h_tokens", "cache_write_1h_ratio"],
    ]);
    expect(price(born, "anthropic/claude-3-haiku-20240307", "cache_write_tokens")).toBe(3e-7);
    expect(price(born, "anthropic/claude-3-haiku-20240307", "cache_write_1h_tokens")).toBeNull();
  });

  it("hyperbolic's 405B a 25th of its peers: flagged low", () => {
    const flagged = new Timeline().step({
      litellm: [
        row("hyperbolic/meta-llama/Meta-Llama-3.1-405B-Instruct", "0.00000012", "0.0000003"),
        row("together_ai/meta-llama/Meta-Llama-3.1-405B-Instruct", "0.0000035", "0.0000035"),
        row("sambanova/Meta-Llama-3.1-405B-Instruct", "0.000003", "0.00001"),
        row("fireworks_ai/accounts/fireworks/models/llama-v3p1-405b-instruct", "0.000003", "0.000003"),
      ],
    });
    expect(find(flagged, "hyperbolic/meta-llama/Meta-Llama-3.1-405B-Instruct")?.flags).toStrictEqual([
      "peer_outlier_low",
    ]);
    expect(new Set(flagged.offers.map((offer) => offer.model)).size).toBe(1);
  });

  it("swapped input and output prices are flagged", () => {
    const swapped = new Timeline().step({
      litellm: [row("azure_ai/Meta-Llama-3-70B-Instruct", "0.0000011", "0.00000037")],
    });
    expect(find(swapped, "azure_ai/Meta-Llama-3-70B-Instruct")?.flags).toStrictEqual(["odd_ratio"]);
  });

  it("keys that are names of object internals are offers like any other", () => {
    const ids = ["__proto__/constructor", "openai/__proto__", "toString/valueOf"];
    const time = new Timeline();
    time.step({ litellm: ids.map((id) => row(id, "0.000001", "0.000002")) });
    const next = time.step({ litellm: ids.map((id) => row(id, "0.5", "0.000002")) });
    expect(next.offers.map((offer) => offer.id)).toStrictEqual([...ids].sort());
    expect(ids.map((id) => price(next, id))).toStrictEqual([0.000_001, 0.000_001, 0.000_001]);
  });
});
