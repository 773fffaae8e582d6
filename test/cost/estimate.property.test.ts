import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CostRequest, estimate } from "../../shared/cost/estimate.ts";
import { isCostProblem, renderReceipt } from "../../shared/cost/receipt.ts";
import type { Meter } from "../../shared/pricing/meter.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { compare } from "../../shared/money/decimal.ts";
import { fixed, oracle, type Verdict } from "./oracle.ts";
import { randomOffer, randomRequest } from "./random.ts";
import { Random } from "../random.ts";

/** What the engine says, in the words of the oracle. */
function verdict(offer: Offer, request: CostRequest): Verdict {
  const outcome = estimate(offer, request);
  if (isCostProblem(outcome)) return { refused: outcome.code };
  const lines = new Map<Meter, bigint | null>();
  for (const { meter, usd } of outcome.lines) lines.set(meter, usd === null ? null : fixed(usd));
  return { total: fixed(outcome.total), partial: outcome.partial, lines };
}

/** Comparing texts is many times faster than comparing maps of bigints, a hundred thousand times over. */
function text(verdict: Verdict): string {
  if ("refused" in verdict) return verdict.refused;
  return `${verdict.total} ${verdict.partial} ${[...verdict.lines].map(([meter, usd]) => `${meter}=${usd}`).join(" ")}`;
}

const seeds = fc.integer({ min: 0, max: 0x7fff_ffff });

describe("estimates", () => {
  it("equal, to the last digit, what the rulings say of the raw rates", { timeout: 120_000 }, () => {
    const seen = { cases: 0, refused: 0, partial: 0 };
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = new Random(seed);
        for (let index = 0; index < 10; index += 1) {
          const offer = randomOffer(random, "acme/model");
          for (let asked = 0; asked < 30; asked += 1) {
            const request = randomRequest(random);
            const expected = oracle(offer, request);
            if (text(verdict(offer, request)) !== text(expected)) expect(verdict(offer, request)).toEqual(expected);
            seen.cases += 1;
            if ("refused" in expected) seen.refused += 1;
            else if (expected.partial) seen.partial += 1;
          }
        }
      }),
      { numRuns: 400 },
    );
    expect(seen.cases).toBe(120_000);
    // The cases are worth the name: most have an amount, and every kind of answer occurs.
    expect(seen.cases - seen.refused - seen.partial).toBeGreaterThan(20_000);
    expect(seen.refused).toBeGreaterThan(5000);
    expect(seen.partial).toBeGreaterThan(5000);
  });

  it("do not depend on the order in which rates are listed", () => {
    everyCase(100, (offer, request, random) => {
      const shuffled = { ...offer, rates: offer.rates.toSorted(() => random.next() - 0.5) };
      expect(estimate(shuffled, request)).toEqual(estimate(offer, request));
    });
  });

  it("have a total that is the exact sum of their lines, and render as plain decimals", () => {
    everyCase(100, (offer, request) => {
      const outcome = estimate(offer, request);
      if (isCostProblem(outcome)) return;
      const sum = outcome.lines.reduce((total, { usd }) => total + (usd === null ? 0n : fixed(usd)), 0n);
      expect(fixed(outcome.total)).toBe(sum);
      const wire = renderReceipt(outcome);
      for (const text of [wire.total_usd, ...wire.lines.flatMap(({ usd }) => (usd === null ? [] : [usd]))]) {
        expect(text).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
      }
    });
  });

  it("never fall when tokens are added within the same tier of the price", () => {
    everyCase(100, (offer, request, random) => {
      const before = estimate(offer, request);
      const more = { ...request.usage, output_tokens: (request.usage.output_tokens ?? 0) + 1 + random.whole(1000) };
      const after = estimate(offer, { ...request, usage: more });
      if (isCostProblem(before) || isCostProblem(after) || request.usage.output_characters !== undefined) return;
      expect(compare(after.total, before.total)).toBeGreaterThanOrEqual(0);
    });
  });

  it("change in two lines only when a part is split out of its total", () => {
    everyCase(100, (offer, request, random) => {
      const { usage } = request;
      const before = estimate(offer, request);
      if (isCostProblem(before)) return;
      const plain = before.lines.find(({ meter }) => meter === "output_tokens")?.quantity ?? 0;
      if (plain === 0 || usage.reasoning_tokens !== undefined) return;
      const part = 1 + random.whole(plain);
      const after = estimate(offer, { ...request, usage: { ...usage, reasoning_tokens: part } });
      if (isCostProblem(after)) return;
      const others = (receipt: typeof before) =>
        receipt.lines.filter(({ meter }) => meter !== "output_tokens" && meter !== "reasoning_tokens");
      expect(others(after)).toEqual(others(before));
    });
  });
});

function everyCase(runs: number, check: (offer: Offer, request: CostRequest, random: Random) => void): void {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = new Random(seed);
      for (let index = 0; index < 20; index += 1)
        check(randomOffer(random, "acme/model"), randomRequest(random), random);
    }),
    { numRuns: runs },
  );
}
