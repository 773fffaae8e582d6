import { csvText } from "../../../shared/text/csv.ts";
import { isDeprecated } from "../../../shared/contract/offer-view.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { formatDecimal } from "../../../shared/money/decimal.ts";
import { METERS } from "../../../shared/pricing/meter.ts";
import type { Offer } from "../../../shared/pricing/offer.ts";
import type { Handler } from "../call.ts";
import { tenantOffer } from "../tenant-prices.ts";

const FACTS = ["id", "provider", "model", "name", "mode", "price_type", "price_status", "deprecated", "context_tokens"];

/** Bounded by the catalog: one row an offer, about 200 bytes each. */
export const modelsCsv: Handler<typeof OPERATIONS.modelsCsv> = ({ query }, call) => {
  const header = [...FACTS, "max_output_tokens", "capabilities", ...METERS.map((meter) => `${meter}_usd`)];
  const rows: (string | number | boolean | null)[][] = [header];
  for (let index = 0; index < call.catalog.size; index += 1) {
    const offer = call.catalog.at(index);
    if (query.provider !== undefined && offer.provider !== query.provider) continue;
    rows.push(rowOf(tenantOffer(offer, call, call.now), call.now));
  }
  const headers = { "content-disposition": 'attachment; filename="ratecard-models.csv"' };
  return { data: null, text: csvText(rows), headers };
};

function rowOf(offer: Offer, now: number): (string | number | boolean | null)[] {
  const prices = new Map(
    offer.rates
      .filter((rate) => rate.tier === "standard" && rate.condition === null)
      .map((rate) => [rate.meter, formatDecimal(rate.usd)]),
  );
  return [
    offer.id,
    offer.provider,
    offer.model,
    offer.name ?? null,
    offer.mode,
    offer.price_type,
    offer.price_status,
    isDeprecated(offer, now),
    offer.limits.context_tokens ?? offer.limits.max_input_tokens ?? null,
    offer.limits.max_output_tokens ?? null,
    offer.capabilities.join(" "),
    ...METERS.map((meter) => prices.get(meter) ?? null),
  ];
}
