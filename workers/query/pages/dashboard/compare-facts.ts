import type { Comparison } from "../../../../shared/cost/compare.ts";
import { isTie } from "../../../../shared/quality/tie.ts";
import { html, type Markup } from "../html.ts";
import type { ScoreLookup } from "../../quality-scores.ts";
import type { FormReader } from "./form-reader.ts";
import type { MyUsage } from "./usage-form.ts";
import { aligned, perMillion, placesOf, tokensText, UNKNOWN } from "./figures.ts";
import { contextOf } from "./offer-filter.ts";
import { scoreCell, stateMark } from "./parts.ts";
import { basePrice } from "./price-list.ts";
import { NONE_LISTED } from "./ranked-table.ts";

/** What one comparison shows, and where its values come from. */
export interface CompareView {
  readonly form: FormReader;
  readonly mine: MyUsage;
  readonly ids: readonly string[];
  readonly score: ScoreLookup;
  readonly state: (provider: string) => string;
  readonly now: number;
}

/** Prices, limits, quality, health and capabilities side by side. */
export function factTable({ rows, problems: unpriced }: Comparison, view: CompareView): Markup {
  const offers = [...rows.map(({ offer }) => offer), ...unpriced.map(({ offer }) => offer)];
  const scores = offers.flatMap((offer) => view.score(offer) ?? []);
  const best = scores.reduce<(typeof scores)[number] | null>((a, b) => (a === null || b.score > a.score ? b : a), null);
  const columns = (["input_tokens", "cache_read_tokens", "output_tokens"] as const).map((meter) => {
    const texts = offers.map((offer) => {
      const usd = basePrice(offer, meter);
      return usd === null ? null : perMillion(usd);
    });
    return { texts, places: placesOf(texts) };
  });
  return html`<div class="scroll" role="region" aria-label="Facts" tabindex="0">
    <table>
      <caption>
        Unit prices in USD per 1M tokens; scores within each other's intervals are ties
      </caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col" class="num">Input</th>
          <th scope="col" class="num">Cached</th>
          <th scope="col" class="num">Output</th>
          <th scope="col" class="num">Context</th>
          <th scope="col" class="num">Quality</th>
          <th scope="col">Health</th>
          <th scope="col">Can do</th>
          <th scope="col">Price</th>
        </tr>
      </thead>
      <tbody>
        ${offers.map((offer, index) => {
          const score = view.score(offer);
          return html`<tr>
            <th scope="row" class="model">${offer.id}</th>
            ${columns.map(
              ({ texts, places }, column) =>
                html`<td class="num">
                  ${column === 1 && texts[index] === null ? NONE_LISTED : aligned(texts[index] ?? null, places)}
                </td>`,
            )}
            <td class="num">${tokensText(contextOf(offer))}</td>
            <td class="num">
              ${scoreCell(score)}${
                score !== null && best !== null && isTie(score, best) && scores.length > 1
                  ? html` <span class="good">best${score === best ? "" : " (tie)"}</span>`
                  : ""
              }
            </td>
            <td>${stateMark(view.state(offer.provider))}</td>
            <td class="capabilities">
              ${offer.capabilities.length === 0 ? UNKNOWN : offer.capabilities.join(", ").replaceAll("_", " ")}
            </td>
            <td class="tight">${offer.price_status.replaceAll("_", " ")}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
