import { describe, expect, it } from "vitest";
import { modelAnswer } from "../../shared/contract/answers/models.ts";
import { offerDetail } from "../../shared/contract/offer-view.ts";
import { NOON } from "../cost/receipts.ts";
import { offer, rate } from "../cost/offers.ts";

/** What the route adds to the offer's own detail. */
const BESIDE = { requested: "acme/model", matched_by: "id", caching: null, quality: [], same_model: [] };

describe("an offer in detail", () => {
  it("names the places of prices that a check holds, without a number", () => {
    const view = offerDetail(
      offer([rate("input_tokens", "1e-6")], {
        withheld: [
          { meter: "cache_write_tokens", tier: "standard", condition: null, precedence: 0 },
          { meter: "output_tokens", tier: "batch", condition: { above_tokens: 200_000 }, precedence: 200_000 },
        ],
      }),
      NOON,
    );
    expect(view["withheld"]).toStrictEqual([
      { meter: "cache_write_tokens", service_tier: "standard" },
      { meter: "output_tokens", service_tier: "batch", condition: { above_input_tokens: 200_000 } },
    ]);
    expect(modelAnswer.safeParse({ ...view, ...BESIDE })).toMatchObject({ success: true, data: view });
  });

  it("says nothing of held prices where none is held", () => {
    const view = offerDetail(offer([rate("input_tokens", "1e-6")]), NOON);
    expect(view).not.toHaveProperty("withheld");
    expect(modelAnswer.safeParse({ ...view, ...BESIDE }).success).toBe(true);
  });
});
