import { formatDecimal, times, toNumber } from "../../../../shared/money/decimal.ts";
import { decodeCatalog } from "../../../../shared/pricing/catalog-codec.ts";
import type { Meter } from "../../../../shared/pricing/meter.ts";
import type { Offer } from "../../../../shared/pricing/offer.ts";
import { priceLedger } from "../../../ledger/stub.ts";
import type { Call } from "../../call.ts";
import { type Content, html } from "../html.ts";
import { aligned, dayMinuteTime, meterName, placesOf, UNKNOWN, unitOf, usdText } from "./figures.ts";
import { emptyState } from "./parts.ts";
import { soon } from "./patience.ts";
import { basePrice } from "./price-list.ts";
import { stepChart, type StepSeries } from "./step-chart.ts";

/** Publications that changed one offer, on its page; all of them are under `/history` of the API. */
const MAX_ENTRIES = 100;
/** Lines that one chart can hold apart. */
const MAX_SERIES = 3;

interface DatedOffer {
  readonly at: number;
  /** Null from where the offer was dropped. */
  readonly offer: Offer | null;
}

/** The dated prices of an offer: a chart for the eye, a table for everybody. */
export async function priceHistory(offer: Offer, call: Call): Promise<Content> {
  const entries = await soon(priceLedger(call.env).history(offer.id, MAX_ENTRIES));
  if (entries === null)
    return emptyState("The price ledger did not answer in time.", "Load the page again in a moment.");
  const dated = entries
    .map(({ published_at, text }) => ({
      at: published_at,
      offer: text === null ? null : (decodeCatalog(text)?.at(0) ?? null),
    }))
    .toReversed();
  if (dated.length === 0) {
    return emptyState("No history yet.", "Prices are recorded from the first refresh of the catalog on.");
  }
  const meters = metersOf(offer, dated);
  return html`${meters.length === 0 ? null : chart(dated, meters, call.now, offer.id)} ${table(dated, meters)}`;
}

/** The meters worth a line: those that have a standard price at some time. */
function metersOf(current: Offer, dated: readonly DatedOffer[]): Meter[] {
  const found = new Set<Meter>();
  for (const offer of [current, ...dated.map((entry) => entry.offer)]) {
    for (const rate of offer?.rates ?? []) {
      if (rate.tier === "standard" && rate.condition === null) found.add(rate.meter);
    }
  }
  const order: readonly Meter[] = ["input_tokens", "output_tokens", "cache_read_tokens"];
  const first = order.filter((meter) => found.delete(meter));
  return first.length > 0 ? first : [...found].slice(0, MAX_SERIES);
}

function chart(dated: readonly DatedOffer[], meters: readonly Meter[], now: number, id: string): Content {
  const series: StepSeries[] = meters.map((meter) => ({
    name: meterName(meter),
    points: dated.map(({ at, offer }) => ({ at, value: amount(offer, meter) })),
  }));
  const unit = unitOf(meters[0] ?? "input_tokens").name;
  return html`<figure class="figure" data-chart="history" data-until="${now}">
    ${stepChart(series, now, `Prices of ${id} over time, USD per ${unit}; the table below has the same numbers`)}
    <figcaption>
      <ul class="legend">
        ${series.map(({ name }, index) => html`<li><span class="swatch s${index}" aria-hidden="true"></span>${name}</li>`)}
      </ul>
      USD per ${unit}
    </figcaption>
  </figure>`;
}

function amount(offer: Offer | null, meter: Meter): number | null {
  const usd = offer === null ? null : basePrice(offer, meter);
  return usd === null ? null : toNumber(times(usd, unitOf(meter).factor));
}

function table(dated: readonly DatedOffer[], meters: readonly Meter[]): Content {
  const newest = dated.toReversed();
  const columns = meters.map((meter) => {
    const prices = newest.map(({ offer }) => (offer === null ? null : basePrice(offer, meter)));
    const texts = prices.map((usd) => (usd === null ? null : usdText(times(usd, unitOf(meter).factor))));
    return { meter, prices, texts, places: placesOf(texts) };
  });
  return html`<div class="scroll" role="region" aria-label="Dated prices" tabindex="0">
    <table data-history>
      <caption>
        ${dated.length === 1 ? "One price is recorded; no change since." : `${dated.length} prices recorded, newest first.`}
      </caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          ${columns.map(
            ({ meter }) =>
              html`<th scope="col" class="num" data-name="${meterName(meter)}">
                ${meterName(meter)}, $ per ${unitOf(meter).name}
              </th>`,
          )}
          <th scope="col">Status</th>
        </tr>
      </thead>
      <tbody>
        ${newest.map(
          ({ at, offer }, row) =>
            html`<tr>
              <th scope="row">${dayMinuteTime(new Date(at).toISOString())}</th>
              ${columns.map(({ meter, prices, texts, places }) => {
                const usd = prices[row] ?? null;
                return html`<td class="num">
                  ${
                    usd === null
                      ? UNKNOWN
                      : html`<data value="${formatDecimal(times(usd, unitOf(meter).factor))}"
                          >${aligned(texts[row] ?? null, places)}</data
                        >`
                  }
                </td>`;
              })}
              <td>${offer === null ? "no longer listed" : offer.price_status.replaceAll("_", " ")}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
