import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bounds, expectedBounds } from "../../shared/cost/bounds.ts";
import { estimate } from "../../shared/cost/estimate.ts";
import { isCostProblem } from "../../shared/cost/receipt.ts";
import type { Usage } from "../../shared/cost/usage.ts";
import { compare, formatDecimal } from "../../shared/money/decimal.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { above, offer, rate } from "./offers.ts";
import { randomOffer, randomRequest } from "./random.ts";
import { Random } from "../random.ts";
import { request } from "./receipts.ts";

const CLAUDE = offer([
  rate("input_tokens", "3e-6"),
  rate("output_tokens", "15e-6"),
  rate("cache_read_tokens", "3e-7"),
  rate("cache_write_tokens", "3.75e-6"),
]);

function boundsOf(one: Offer, usage: Usage, most: number): Bounds {
  const bounds = expectedBounds(one, request(usage), most);
  if (isCostProblem(bounds)) throw new Error(bounds.detail);
  return bounds;
}

function shown({ min, expected, max }: Bounds): readonly string[] {
  return [min, expected, max].map(formatDecimal);
}

describe("bounds before a call", () => {
  it("run from a warm cache without output to a written cache with all of it", () => {
    expect(shown(boundsOf(CLAUDE, { input_tokens: 10_000, output_tokens: 200 }, 1000))).toEqual([
      "0.003",
      "0.033",
      "0.0525",
    ]);
  });

  it("expect all of the allowed output where none is stated", () => {
    expect(shown(boundsOf(CLAUDE, { input_tokens: 10_000 }, 1000))).toEqual(["0.003", "0.045", "0.0525"]);
  });

  it("leave a stated cache as stated", () => {
    const usage = { input_tokens: 10_000, output_tokens: 200, cache_read_tokens: 4000 };
    expect(shown(boundsOf(CLAUDE, usage, 1000))).toEqual(["0.0192", "0.0222", "0.0342"]);
  });

  it("take reasoning where it is dearer than text, and end at the offer's own output limit", () => {
    const thinker = offer([...CLAUDE.rates.slice(0, 2), rate("reasoning_tokens", "20e-6")], {
      limits: { max_output_tokens: 500 },
    });
    expect(shown(boundsOf(thinker, { input_tokens: 1000 }, 1_000_000))).toEqual(["0.003", "0.0105", "0.013"]);
  });

  it("move with the threshold that the input passes", () => {
    const stepped = offer([...CLAUDE.rates, above("output_tokens", 200_000, "30e-6")]);
    const [, , max] = shown(boundsOf(stepped, { input_tokens: 200_001, cache_read_tokens: 0 }, 1000));
    expect(max).toBe("0.630003");
  });

  it("count stated tools in what is expected and not in the least", () => {
    const searcher = offer([...CLAUDE.rates.slice(0, 2), rate("web_searches", "0.01")]);
    expect(shown(boundsOf(searcher, { input_tokens: 1000, web_searches: 2 }, 100))).toEqual([
      "0.003",
      "0.0245",
      "0.0245",
    ]);
  });

  it("say so where a part has no price, and refuse what an estimate refuses", () => {
    expect(boundsOf(offer([rate("input_tokens", "1e-6")]), { input_tokens: 10 }, 10).partial).toBe(true);
    expect(expectedBounds({ ...CLAUDE, price_type: "unknown" }, request({}), 10)).toMatchObject({
      code: "price_unknown",
    });
  });

  it("hold between them whatever output comes, in order", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fff_ffff }), (seed) => {
        const random = new Random(seed);
        const one = randomOffer(random, "acme/model");
        const { usage, ...rest } = randomRequest(random);
        const most = random.whole(5000);
        const input = { input_tokens: usage.input_tokens ?? 0 };
        const bounds = expectedBounds(one, { ...rest, usage: input }, most);
        if (isCostProblem(bounds) || bounds.partial) return;
        expect(compare(bounds.min, bounds.expected)).toBeLessThanOrEqual(0);
        expect(compare(bounds.expected, bounds.max)).toBeLessThanOrEqual(0);
        const actual = estimate(one, { ...rest, usage: { ...input, output_tokens: random.whole(most + 1) } });
        if (isCostProblem(actual) || actual.partial) return;
        expect(compare(actual.total, bounds.max)).toBeLessThanOrEqual(0);
        expect(compare(bounds.min, actual.total)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });
});
