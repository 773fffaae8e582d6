import { readFileSync } from "node:fs";
import { calcPrice } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { add, formatDecimal, times, toNumber, ZERO } from "../../shared/money/decimal.ts";
import { decodeSourceOffers } from "../../shared/pricing/catalog-codec.ts";
import type { Meter } from "../../shared/pricing/meter.ts";
import type { SourceOffer } from "../../shared/pricing/offer.ts";
import { BUNDLED_PACKAGE, bundledOffers, isBundledCatalogFresh } from "../../workers/build/bundled-catalog.ts";

const text = readFileSync(new URL("../../workers/generated/bundled-catalog.txt", import.meta.url), "utf8");
const offers = decodeSourceOffers(text);

function offerOf(id: string): SourceOffer {
  const offer = offers.find((one) => one.id === id);
  if (offer === undefined) throw new Error(`${id} is not bundled`);
  return offer;
}

function basePrice(offer: SourceOffer, meter: Meter) {
  return offer.rates.find((rate) => rate.meter === meter && rate.condition === null)?.usd ?? ZERO;
}

describe("the bundled catalog", () => {
  it("is what the pinned package gives", () => {
    expect(isBundledCatalogFresh()).toBe(true);
  });

  it("reads back as it was written", () => {
    expect(offers).toStrictEqual(bundledOffers());
  });

  it("dates every offer with the day the package was published", () => {
    expect(new Set(offers.map((offer) => offer.as_of))).toEqual(new Set([BUNDLED_PACKAGE.published]));
  });

  it("prices gpt-4o with 1,000 tokens in and 500 out at 0.0075", () => {
    const offer = offerOf("openai/gpt-4o");
    const total = add(times(basePrice(offer, "input_tokens"), 1_000), times(basePrice(offer, "output_tokens"), 500));
    expect(formatDecimal(total)).toBe("0.0075");
  });

  it("agrees with the package's own calculation for every first-party chat offer", () => {
    const timestamp = new Date(`${BUNDLED_PACKAGE.published}T12:00:00Z`);
    const compared = ["openai", "anthropic", "mistral", "groq"].flatMap((provider) =>
      offers
        .filter((offer) => offer.provider === provider && offer.mode === "chat" && offer.price_type === "paid")
        .map((offer) => {
          const price = calcPrice({ input_tokens: 1_000, output_tokens: 500 }, offer.id.slice(provider.length + 1), {
            providerId: provider,
            timestamp,
          });
          const own = add(
            times(basePrice(offer, "input_tokens"), 1_000),
            times(basePrice(offer, "output_tokens"), 500),
          );
          return {
            id: offer.id,
            theirs: price?.model.id === offer.id.slice(provider.length + 1) ? price.total_price : null,
            own: toNumber(own),
          };
        }),
    );
    const comparable = compared.filter((one) => one.theirs !== null);
    expect(comparable.length).toBeGreaterThan(100);
    expect(comparable.filter((one) => Math.abs((one.theirs ?? 0) - one.own) > 1e-12)).toEqual([]);
  });

  it("lists free variants as free and other empty price lists as unknown", () => {
    expect(offerOf("openrouter/openai/gpt-oss-20b:free").price_type).toBe("free");
    expect(offerOf("github_copilot/gpt-4o")).toMatchObject({ price_type: "unknown", rates: [] });
  });
});
