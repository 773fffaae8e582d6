import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal } from "../../shared/money/decimal.ts";
import { decodeCatalog, encodeCatalog, versionInput } from "../../shared/pricing/catalog-codec.ts";
import type { Intake } from "../../shared/pricing/intake.ts";
import { TOKEN_METERS } from "../../shared/pricing/meter.ts";
import type { Offer, SourceOffer } from "../../shared/pricing/offer.ts";
import { MODES, PRICE_TYPES } from "../../shared/pricing/offer.ts";
import { HEADER, hostileText, sourceOffer } from "./arbitraries.ts";
import type { Bodies } from "./source-offers.ts";
import { FAILED, rate, row, snapshot, Timeline, UNCHANGED } from "./source-offers.ts";

const usd = fc.constantFrom("0", "1e-8", "2.5e-7", "3e-6", "3.01e-6", "3.3e-5", "1e-3", "1.1e-3", "0.1", "-1", "1e30");

const condition = fc.constantFrom(
  undefined,
  { above_tokens: 200_000 },
  { above_tokens: 200_000, inclusive: true },
  { variant: "low" },
);

const price = fc
  .tuple(
    fc.constantFrom(...TOKEN_METERS.slice(0, 10), "requests", "output_images"),
    usd,
    fc.constantFrom("standard", "batch"),
    condition,
  )
  .map(([meter, digits, tier, when]) => rate(meter, digits, { tier, ...(when !== undefined && { condition: when }) }));

const id = fc.constantFrom(
  "openai/gpt-4o",
  "azure/gpt-4o",
  "vertex_ai/gpt-4o",
  "openrouter/openai/gpt-4o",
  "anthropic/claude-sonnet-4-5",
  "openrouter/anthropic/claude-sonnet-4.5",
  "gemini/gemini-2.5-pro",
  "openrouter/google/gemini-2.5-pro",
  "openrouter/a/b:free",
  "ollama/llama-3.1-8b",
  "__proto__/constructor",
);

const plausible: fc.Arbitrary<SourceOffer> = fc
  .tuple(
    id,
    usd,
    usd,
    fc.array(price, { maxLength: 5 }),
    fc.constantFrom(...PRICE_TYPES),
    fc.constantFrom(...MODES),
    hostileText,
  )
  .map(([offer, input, output, rates, price_type, mode, key]) =>
    row(offer, input, output, { rates, price_type, mode, key }),
  );

/** Rows that no source writes, too. */
const hostile: fc.Arbitrary<SourceOffer> = sourceOffer.map(({ last_seen: _seen, withheld: _withheld, ...offer }) => ({
  ...offer,
  rates: offer.rates.map(({ as_of: _as_of, ...each }) => each),
}));

const body = fc.array(fc.oneof({ weight: 9, arbitrary: plausible }, { weight: 1, arbitrary: hostile }), {
  maxLength: 8,
});

const intake: fc.Arbitrary<readonly SourceOffer[] | Intake> = fc.oneof(
  { weight: 8, arbitrary: body },
  { weight: 1, arbitrary: fc.constantFrom(UNCHANGED, FAILED) },
);

const bodies = fc.record({ litellm: intake, openrouter: intake, models_dev: intake }, { noNullPrototype: true });

const steps = fc.array(bodies, { minLength: 1, maxLength: 4 });

function run(bundled: readonly SourceOffer[], list: readonly Bodies[]): Timeline {
  const time = new Timeline(bundled);
  for (const each of list) time.step(each);
  return time;
}

const isToken: ReadonlySet<string> = new Set(TOKEN_METERS);

/** Bounds from the digits themselves, not through the code that enforces them. */
function breaksBound(meter: string, digits: string): boolean {
  return digits.startsWith("-") || (isToken.has(meter) && Number(digits) > 0.001);
}

function published(offers: readonly Offer[]): readonly (readonly [string, string])[] {
  return offers.flatMap((offer) =>
    offer.rates.flatMap((each) => [
      [each.meter, formatDecimal(each.usd)] as const,
      ...each.dissents.map((dissent) => [each.meter, formatDecimal(dissent.usd)] as const),
    ]),
  );
}

const RUNS = { numRuns: 60 };

describe("any sequence of refreshes", { timeout: 60_000 }, () => {
  it("never publishes or repeats a price beyond an absolute bound, and always ends in a readable catalog", () => {
    fc.assert(
      fc.property(body, steps, (bundled, list) => {
        const offers = run(bundled, list).last?.offers ?? [];
        expect(published(offers).filter(([meter, digits]) => breaksBound(meter, digits))).toStrictEqual([]);
        const catalog = decodeCatalog(encodeCatalog(HEADER, offers));
        expect(catalog?.ids.map((_, at) => catalog.at(at))).toStrictEqual(offers);
      }),
      RUNS,
    );
  });

  it("changes nothing when the same bodies come again", () => {
    fc.assert(
      fc.property(body, steps, (bundled, list) => {
        const time = run(bundled, list);
        const first = time.last;
        const again = time.step(list.at(-1) ?? {});
        expect(versionInput(again.offers)).toBe(versionInput(first?.offers ?? []));
        expect(again.changes).toStrictEqual([]);
        expect(again.held).toStrictEqual(first?.held);
        expect(again.outcomes.filter(({ changed }) => changed > 0)).toStrictEqual([]);
      }),
      RUNS,
    );
  });

  it("does not depend on the order of rows in a body", () => {
    fc.assert(
      fc.property(body, steps, (bundled, list) => {
        const forth = run(bundled, list).last;
        const reversed = list.map((each) =>
          Object.fromEntries(
            Object.entries(each).map(([name, offers]) => [name, "kind" in offers ? offers : offers.toReversed()]),
          ),
        );
        const back = run(bundled, reversed).last;
        expect(versionInput(back?.offers ?? [])).toBe(versionInput(forth?.offers ?? []));
        expect(back?.held).toStrictEqual(forth?.held);
      }),
      RUNS,
    );
  });

  it("never lets one source remove another's offers, or a zero of an unknown seller be a price", () => {
    fc.assert(
      fc.property(steps, body, (list, other) => {
        const time = run([], list);
        const before = time.last?.offers.filter((offer) => offer.sources.includes("litellm")).map((offer) => offer.id);
        const after = time.step({ litellm: UNCHANGED, openrouter: other });
        expect(after.offers.map((offer) => offer.id)).toStrictEqual(expect.arrayContaining([...(before ?? [])]));
        for (const offer of after.offers) {
          if (offer.price_type === "free")
            expect(offer.provider === "ollama" || offer.id.endsWith(":free") || offer.provider === "lemonade").toBe(
              true,
            );
          if (offer.price_type === "paid") expect(offer.rates.some((each) => each.usd.coefficient !== 0)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it("takes what it takes whatever the numbers are: no snapshot makes it throw", () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 10 }), fc.array(hostile, { maxLength: 10 }), (one, two) => {
        const time = new Timeline(one);
        time.step({ litellm: one, openrouter: two });
        expect(() =>
          time.step({ litellm: { kind: "new", snapshot: snapshot(two), fetched_at: 0 }, openrouter: one }),
        ).not.toThrow();
      }),
    );
  });
});
