import { compare, times } from "../../../../shared/money/decimal.ts";
import { METERS } from "../../../../shared/pricing/meter.ts";
import type { Offer } from "../../../../shared/pricing/offer.ts";
import { type RateCondition, SERVICE_TIERS, type SourcedRate } from "../../../../shared/pricing/rate.ts";
import { type Content, html, type Markup } from "../html.ts";
import { aligned, countText, meterName, placesOf, unitOf, usdText } from "./figures.ts";
import { emptyState, sourceName } from "./parts.ts";

/** Every rate of an offer with its provenance. */
export function ratesTable(offer: Offer): Markup {
  if (offer.rates.length === 0) {
    return emptyState("No price is known.", "No source states one, so nothing here is estimated or ranked.");
  }
  const rates = offer.rates.toSorted(inReadingOrder);
  const texts = rates.map(({ meter, usd }) => usdText(times(usd, unitOf(meter).factor)));
  const places = placesOf(texts);
  return html`<div class="scroll" role="region" aria-label="All prices" tabindex="0">
    <table>
      <caption>
        Every price with who says it, as of when, and who says otherwise
      </caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" class="num">$</th>
          <th scope="col">per</th>
          <th scope="col">Tier</th>
          <th scope="col">When</th>
          <th scope="col">Source, as of</th>
          <th scope="col">Other sources</th>
        </tr>
      </thead>
      <tbody>
        ${rates.map(
          (rate, index) =>
            html`<tr>
              <th scope="row">${meterName(rate.meter)}</th>
              <td class="num">${aligned(texts[index] ?? null, places)}</td>
              <td>${unitOf(rate.meter).name}</td>
              <td>${rate.tier}</td>
              <td>${conditionText(rate.condition)}</td>
              <td>
                ${sourceName(rate.source)}
                <span class="soft"><code>${rate.source_key}</code>, ${rate.as_of.slice(0, 10)}</span>
              </td>
              <td>${dissents(rate)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** As a price list is read: standard prices first, input before output, the unconditional before the special. */
function inReadingOrder(a: SourcedRate, b: SourcedRate): number {
  return (
    SERVICE_TIERS.indexOf(a.tier) - SERVICE_TIERS.indexOf(b.tier) ||
    METERS.indexOf(a.meter) - METERS.indexOf(b.meter) ||
    a.precedence - b.precedence
  );
}

export function dissents(rate: SourcedRate): Content {
  if (rate.dissents.length === 0) return html`<span class="soft">none</span>`;
  const { factor } = unitOf(rate.meter);
  return rate.dissents.map((dissent) => {
    const agrees = compare(dissent.usd, rate.usd) === 0;
    return html`<span class="dissent"
      >${sourceName(dissent.source)}
      ${
        agrees
          ? html`<span class="good">agrees</span>`
          : html`<span class="warn">$${usdText(times(dissent.usd, factor))}</span>`
      }</span
    > `;
  });
}

export function conditionText(condition: RateCondition | null): string {
  if (condition === null) return "always";
  const parts: string[] = [];
  if (condition.above_tokens !== undefined) {
    parts.push(`input ${condition.inclusive === true ? "from" : "above"} ${countText(condition.above_tokens)} tokens`);
  }
  if (condition.windows !== undefined) {
    parts.push(condition.windows.map((span) => `${clock(span.start_minute)}–${clock(span.end_minute)} UTC`).join(", "));
  }
  if (condition.variant !== undefined) parts.push(condition.variant);
  return parts.join(", ");
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
