import { describe, expect, it } from "vitest";
import { compareText } from "./text.ts";
import {
  billingAlternatives,
  distinct,
  eventCosts,
  searchUnits,
  withoutCache,
} from "../../shared/tenancy/event-costs.ts";
import { formatDecimal } from "../../shared/money/decimal.ts";
import type { Usage } from "../../shared/cost/usage.ts";
import { causeOf } from "../../shared/tenancy/bill-cause.ts";
import { reconcile, type BilledRow } from "../../shared/tenancy/reconciliation.ts";
import { offer, rate, usd } from "./offers.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");

const sonnet = offer("anthropic/claude-x", [
  rate("input_tokens", "0.000003"),
  rate("input_tokens", "0.000006", "standard", { above_tokens: 200_000 }),
  rate("output_tokens", "0.000015"),
  rate("output_tokens", "0.0000225", "standard", { above_tokens: 200_000 }),
  rate("cache_read_tokens", "0.0000003"),
  rate("cache_write_tokens", "0.00000375"),
  rate("cache_write_1h_tokens", "0.000006"),
  rate("input_tokens", "0.0000015", "batch"),
  rate("output_tokens", "0.0000075", "batch"),
  rate("input_tokens", "0.000006", "priority"),
  rate("output_tokens", "0.00003", "priority"),
  rate("web_searches", "0.01"),
]);

function call(usage: Usage) {
  return { list: sonnet, sell: sonnet, usage, service_tier: "standard", region: undefined, at: NOW } as const;
}

function judged(
  usage: Usage,
  billed: string,
  over: { estimated?: string; repriced?: boolean; passed_threshold?: boolean } = {},
) {
  const costs = eventCosts(call(usage));
  if ("code" in costs) throw new Error(costs.detail);
  return causeOf({
    estimated: over.estimated === undefined ? costs.cost : usd(over.estimated),
    billed: usd(billed),
    cost: costs.cost,
    repriced: over.repriced ?? false,
    passed_threshold: over.passed_threshold ?? false,
    alternatives: distinct(billingAlternatives(call(usage)), costs.cost),
    search_units: searchUnits(sonnet),
  });
}

describe("causes", () => {
  const plain: Usage = { input_tokens: 1_000, output_tokens: 1_000 };

  it("an equal bill has none, and rounding is equal", () => {
    expect(judged(plain, "0.018")).toBeNull();
    expect(judged(plain, "0.01801")).toBeNull();
    expect(judged(plain, "0.0181")).toBe("unknown");
  });

  it("a batch price, a priority price and a missed long-context price are recognised", () => {
    expect(judged(plain, "0.009")).toBe("batch_discount");
    expect(judged(plain, "0.036")).toBe("tier_missed");
    expect(judged(plain, "0.0285")).toBe("tier_missed");
    const long: Usage = { input_tokens: 300_000, output_tokens: 1_000 };
    expect(judged(long, "1.8225")).toBeNull();
    expect(judged(long, "1.8225", { estimated: "0.3", passed_threshold: true })).toBe("tier_missed");
    expect(judged(long, "0.915")).toBe("tier_missed");
  });

  it("of several long-context prices each is recognised", () => {
    const ranges = offer("dashscope/qwen-x", [
      rate("input_tokens", "0.000001", "standard", { above_tokens: 0 }),
      rate("input_tokens", "0.000002", "standard", { above_tokens: 32_000 }),
      rate("input_tokens", "0.000004", "standard", { above_tokens: 128_000 }),
    ]);
    const causes = ["0.01", "0.02", "0.04", "0.03"].map((billed) =>
      causeOf({
        estimated: usd("0.05"),
        billed: usd(billed),
        cost: null,
        repriced: false,
        passed_threshold: false,
        alternatives: billingAlternatives({ ...call({ input_tokens: 10_000 }), list: ranges, sell: ranges }),
        search_units: [],
      }),
    );
    expect(causes).toEqual(["tier_missed", "tier_missed", "tier_missed", "unknown"]);
  });

  it("writes billed for an hour, and searches that the usage does not state, are recognised", () => {
    expect(judged({ input_tokens: 3_000, output_tokens: 10, cache_write_tokens: 2_000 }, "0.01515")).toBe("cache_1h");
    expect(judged(plain, "0.048")).toBe("search_fee");
    expect(judged({ ...plain, web_searches: 2 }, "0.018")).toBe("search_fee");
  });

  it("a bill at the price of now, estimated at the price of before, is a stale price", () => {
    expect(judged(plain, "0.018", { estimated: "0.012", repriced: true })).toBe("stale_price");
    expect(judged(plain, "0.018", { estimated: "0.012" })).toBe("unknown");
  });
});

describe("over all events", () => {
  const row = (id: string, estimated: string, billed: string, over: Partial<BilledRow> = {}): BilledRow => ({
    id,
    model: "m",
    estimated_usd: estimated,
    billed_usd: billed,
    cause: "unknown",
    ...over,
  });

  it("the same ratio on five events of a model is a negotiated rate, on four it is not", () => {
    const four = [1, 2, 3, 4].map((n) => row(`${n}`, `${n}`, (n * 0.82).toFixed(2)));
    expect(reconcile(four).rows.map(({ cause }) => cause)).toEqual(Array(4).fill("unknown"));
    const five = [...four, row("5", "10", "8.2"), row("6", "10", "9"), row("7", "10", "8.2", { model: "n" })];
    expect(reconcile(five).rows.map(({ cause }) => cause)).toEqual([
      ...Array(5).fill("negotiated_rate"),
      "unknown",
      "unknown",
    ]);
  });

  it("a rate between two thousandths is one rate, whichever way the bills of it were rounded", () => {
    const rows = [1.1, 1.3, 1.7, 2.3, 2.9].map((usd) => row(`${usd}`, `${usd}`, (usd * 0.8205).toFixed(3)));
    const apart = [1, 2, 3, 4, 5].map((n) => row(`apart ${n}`, "1", `0.${700 + 2 * n}`));
    expect(reconcile([...rows, ...apart]).rows.map(({ cause }) => cause)).toEqual([
      ...Array(5).fill("negotiated_rate"),
      ...Array(5).fill("unknown"),
    ]);
  });

  it("error and bias are percentages of the sums billed", () => {
    const { models } = reconcile([row("a", "2", "1"), row("b", "1", "3"), row("c", "5", "0", { model: "z" })]);
    expect(models).toEqual([
      { model: "m", events: 2, error_percent: 75, bias_percent: -25 },
      { model: "z", events: 1, error_percent: null, bias_percent: null },
    ]);
  });
});

describe("savings of one event", () => {
  const costsOf = (usage: Usage, service_tier: "standard" | "batch" = "standard") => {
    const costs = eventCosts({ ...call(usage), service_tier });
    if ("code" in costs) throw new Error(costs.detail);
    return compareText(costs, formatDecimal);
  };

  it("caching is what the reads saved less what the writes cost more, and may be negative", () => {
    expect(costsOf({ input_tokens: 10_000, output_tokens: 0, cache_read_tokens: 8_000 })).toMatchObject({
      caching: "0.0216",
    });
    expect(costsOf({ input_tokens: 10_000, output_tokens: 0, cache_write_tokens: 8_000 })).toMatchObject({
      caching: "-0.006",
    });
  });

  it("batch is the standard price less the billed one; the list price knows neither cache nor tier", () => {
    expect(costsOf({ input_tokens: 1_000, output_tokens: 1_000 }, "batch")).toMatchObject({
      cost: "0.009",
      batch: "0.009",
      list: "0.018",
      caching: "0",
    });
    expect(costsOf({ input_tokens: 1_000, output_tokens: 0, cache_read_tokens: 1_000 })).toMatchObject({
      list: "0.003",
    });
  });

  it("cached audio is audio again without the cache", () => {
    expect(
      withoutCache({ input_tokens: 10, cache_read_tokens: 6, cache_read_audio_tokens: 4, input_audio_tokens: 1 }),
    ).toEqual({
      input_tokens: 10,
      input_audio_tokens: 5,
    });
  });
});
