import { type CostProblem, isCostProblem, type Receipt, renderLine } from "../../../../shared/cost/receipt.ts";
import { formatDecimal, times } from "../../../../shared/money/decimal.ts";
import { html, type Markup } from "../html.ts";
import { aligned, countText, groupedUsd, meterName, placesOf, UNKNOWN, usdText } from "./figures.ts";
import { emptyState, sourceName } from "./parts.ts";
import type { MyUsage } from "./usage-form.ts";

/** What one call costs, line by line, and what all of them cost together. */
export function receiptTable(outcome: Receipt | CostProblem, mine: MyUsage): Markup {
  if (isCostProblem(outcome)) return emptyState("There is no amount for this usage.", `${outcome.detail}.`);
  const total = formatDecimal(outcome.total);
  const lines = outcome.lines.map(renderLine);
  const amounts = [...lines.map(({ usd }) => (usd === null ? null : groupedUsd(usd))), groupedUsd(total)];
  const places = placesOf(amounts);
  return html`<div class="scroll" role="region" aria-label="Receipt" tabindex="0">
      <table class="receipt">
        <caption>
          One call, USD
        </caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="num">Quantity</th>
            <th scope="col" class="num">$ per unit</th>
            <th scope="col" class="num">$</th>
            <th scope="col" class="mid-only">Rule</th>
            <th scope="col" class="mid-only">Source</th>
          </tr>
        </thead>
        <tbody>
          ${lines.map(
            ({ meter, quantity, usd_per_unit, rule, source }, index) =>
              html`<tr>
                <th scope="row">${meterName(meter)}</th>
                <td class="num">${countText(quantity)}</td>
                <td class="num">${usd_per_unit ?? UNKNOWN}</td>
                <td class="num">${aligned(amounts[index] ?? null, places)}</td>
                <td class="mid-only">${rule}</td>
                <td class="mid-only">${source === null ? UNKNOWN : sourceName(source)}</td>
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan="3">
              ${outcome.partial ? "At least (a part has no known price)" : "Total per call"}
            </th>
            <td class="num"><data value="${total}">${aligned(groupedUsd(total), places)}</data></td>
            <td class="mid-only" colspan="2"></td>
          </tr>
          <tr>
            <th scope="row" colspan="3">${countText(mine.calls)} calls</th>
            <td class="num">${aligned(usdText(times(outcome.total, mine.calls)), places)}</td>
            <td class="mid-only" colspan="2"></td>
          </tr>
        </tfoot>
      </table>
    </div>
    ${outcome.warnings.map(({ detail }) => html`<p class="note">${detail}</p>`)}`;
}
