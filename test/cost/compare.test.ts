import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareOffers } from "../../shared/cost/compare.ts";
import { compareProviders } from "../../shared/cost/compare-providers.ts";
import { type CostRequest, estimate } from "../../shared/cost/estimate.ts";
import { isCostProblem } from "../../shared/cost/receipt.ts";
import type { Usage } from "../../shared/cost/usage.ts";
import { formatDecimal } from "../../shared/money/decimal.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { catalogOf } from "./catalogs.ts";
import { offer, rate } from "./offers.ts";
import { fixed } from "./oracle.ts";
import { randomOffer, randomRequest } from "./random.ts";
import { Random } from "../random.ts";
import { receiptOf, request } from "./receipts.ts";

const priced = (id: string, input: string, output: string, read?: string, facts: Partial<Offer> = {}): Offer =>
  offer(
    [
      rate("input_tokens", input),
      rate("output_tokens", output),
      ...(read === undefined ? [] : [rate("cache_read_tokens", read)]),
    ],
    { id, ...facts },
  );

/** None where there is no amount, or only part of one. */
function estimatedTotals(one: Offer, asked: CostRequest): readonly bigint[] {
  const outcome = estimate(one, asked);
  return isCostProblem(outcome) || outcome.partial ? [] : [fixed(outcome.total)];
}

const USAGE: Usage = { input_tokens: 1000, output_tokens: 500 };

describe("compare", () => {
  it("orders by cost with the ratio to the cheapest; ties say so and go by id", () => {
    const offers = [priced("c/x", "2e-6", "2e-6"), priced("b/x", "1e-6", "1e-6"), priced("a/x", "1e-6", "1e-6")];
    const { rows } = compareOffers(offers, request(USAGE));
    expect(rows.map(({ offer, ratio_to_cheapest, tied }) => [offer.id, ratio_to_cheapest, tied])).toEqual([
      ["a/x", 1, true],
      ["b/x", 1, true],
      ["c/x", 2, false],
    ]);
  });

  it("puts offers with an unpriced part after all others, without a ratio", () => {
    const offers = [priced("a/partial", "1e-9", "0"), priced("b/x", "1e-6", "1e-6")];
    const { rows } = compareOffers(offers, request(USAGE));
    expect(rows.map(({ offer, ratio_to_cheapest }) => [offer.id, ratio_to_cheapest])).toEqual([
      ["b/x", 1],
      ["a/partial", null],
    ]);
  });

  it("has no ratio to a free offer", () => {
    const offers = [priced("a/x", "1e-6", "1e-6"), priced("b/free", "0", "0", undefined, { price_type: "free" })];
    const { rows } = compareOffers(offers, request(USAGE));
    expect(rows.map(({ ratio_to_cheapest }) => ratio_to_cheapest)).toEqual([1, null]);
  });

  it("lists an offer without an amount as a problem", () => {
    const { rows, problems } = compareOffers(
      [priced("a/x", "1", "1", undefined, { price_type: "dynamic" })],
      request(USAGE),
    );
    expect(rows).toEqual([]);
    expect(problems.map(({ problem }) => problem.code)).toEqual(["price_unknown"]);
  });

  it("finds the cache-hit rate from which on the dearer offer costs the same", () => {
    const flat = priced("a/flat", "1e-6", "1e-6");
    const cached = priced("b/cached", "1.5e-6", "1e-6", "1.5e-7");
    const { break_even } = compareOffers([flat, cached], request(USAGE));
    // 1.5 - h * 1.35 = 1
    expect(break_even).toEqual([{ offer: cached, cheapest: flat, cache_hit_rate: 0.3704 }]);
    const at = (read: number) => Number(receiptOf(cached, { ...USAGE, cache_read_tokens: read }).total_usd);
    expect(at(370)).toBeGreaterThan(0.0015);
    expect(at(371)).toBeLessThan(0.0015);
  });

  it("has no break-even where the two never meet, or where the prompt is too short to be cached", () => {
    const minimum = { tokens: 1024, source: "test", as_of: "2026-08-01" };
    const flat = priced("a/flat", "1e-6", "1e-6");
    const dear = priced("b/dear", "9e-6", "1e-6", "8e-6");
    const short = priced("c/short", "1.5e-6", "1e-6", "1e-7", { cache_minimum: minimum });
    expect(
      compareOffers([flat, dear, short], request(USAGE)).break_even.map(({ cache_hit_rate }) => cache_hit_rate),
    ).toEqual([null, null]);
  });
});

describe("compare by provider", () => {
  const catalog = catalogOf([
    priced("acme/a", "1e-6", "1e-6", undefined, { provider: "acme", model: "m" }),
    priced("acme/b", "2e-6", "2e-6", undefined, { provider: "acme" }),
    priced("acme/c", "4e-6", "4e-6", undefined, { provider: "acme" }),
    priced("acme/router", "1e-9", "1e-9", undefined, { provider: "acme", flags: ["router"] }),
    priced("globex/a", "3e-6", "3e-6", undefined, { provider: "globex", model: "m" }),
    priced("globex/b", "4e-6", "4e-6", undefined, { provider: "globex" }),
    priced("globex/free", "0", "0", undefined, { provider: "globex", price_type: "free" }),
    priced("initech/embed", "1e-9", "0", undefined, { provider: "initech", mode: "embedding" }),
  ]);
  const figures = (scope: Parameters<typeof compareProviders>[2]) => {
    const rows = compareProviders(catalog, request(USAGE), scope);
    if (isCostProblem(rows)) throw new Error(rows.detail);
    return rows.map(({ provider, offers, min, median, mean, cheapest }) => [
      provider,
      offers,
      ...[min, median, mean].map(formatDecimal),
      cheapest.id,
    ]);
  };

  it("gives least, median and mean cost of the offers that a ranking would show", () => {
    expect(figures({ mode: "chat" })).toEqual([
      ["acme", 3, "0.0015", "0.003", "0.0035", "acme/a"],
      ["globex", 2, "0.0045", "0.00525", "0.00525", "globex/a"],
    ]);
  });

  it("compares the hosts of one model", () => {
    expect(figures({ mode: "chat", model: "m" })).toEqual([
      ["acme", 1, "0.0015", "0.0015", "0.0015", "acme/a"],
      ["globex", 1, "0.0045", "0.0045", "0.0045", "globex/a"],
    ]);
  });

  it("counts each provider's offers by their full estimates, whatever the usage", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fff_ffff }), (seed) => {
        const random = new Random(seed);
        const offers = Array.from({ length: 20 }, (_unused, index) => ({
          ...randomOffer(random, `offer/${index}`),
          mode: "chat" as const,
          flags: [],
        }));
        const asked = randomRequest(random);
        const rows = compareProviders(catalogOf(offers), asked, { mode: "chat" });
        if (isCostProblem(rows)) return;
        const isRanked = (one: Offer) =>
          one.price_type === "paid" && !(Date.parse(one.deprecation_date ?? "9999-01-01") <= asked.at);
        for (const { provider, offers: count, min } of rows) {
          const totals = offers
            .filter((one) => one.provider === provider && isRanked(one))
            .flatMap((one) => estimatedTotals(one, asked));
          expect(count).toBe(totals.length);
          expect(fixed(min)).toBe(totals.reduce((a, b) => (b < a ? b : a)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("refuses an impossible usage", () => {
    expect(compareProviders(catalog, request({ cache_read_tokens: 1 }), { mode: "chat" })).toMatchObject({
      code: "usage_impossible",
    });
  });
});
