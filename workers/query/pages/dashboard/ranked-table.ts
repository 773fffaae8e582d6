import { type Decimal, formatDecimal, times } from "../../../../shared/money/decimal.ts";
import { type Content, html, type Markup } from "../html.ts";
import { aligned, countText, perMillion, placesOf, tokensText, UNKNOWN, usdText } from "./figures.ts";
import type { FormReader } from "./form-reader.ts";
import { contextOf, type OfferFilter } from "./offer-filter.ts";
import { hidden, offerMarks, offerPath, scoreCell, stateMark } from "./parts.ts";
import { basePrice, type ListRow, type Lookups, type PriceList, type Sort } from "./price-list.ts";
import { type MyUsage, usageLink } from "./usage-form.ts";

/** What one view of the list shows, and for whom. */
export interface View {
  readonly form: FormReader;
  readonly filter: OfferFilter;
  readonly mine: MyUsage;
  readonly sort: Sort;
  readonly show: "ranked" | "unranked";
  readonly page: number;
  readonly lookups: Lookups;
  readonly now: number;
}

/** Images, pages and seconds have no price per token, which is not to say that it is unknown. */
function isByToken({ mine }: View): boolean {
  return mine.usage.input_tokens !== undefined;
}

function tokenHeaders(view: View): Markup {
  return html`${sortHeader(view, "input", "Input", "num wide-only")}
    <th scope="col" class="num wide-only">Cached</th>
    ${sortHeader(view, "output", "Output", "num wide-only")}`;
}

/** The offers of one page in a table that can be sorted and ticked. */
export function rankedTable({ rows }: PriceList, view: View): Markup {
  const { form, mine } = view;
  const totals = rows.map(({ total }) => (total === null ? null : usdText(total)));
  const many = rows.map(({ total }) => (total === null ? null : usdText(times(total, mine.calls))));
  const units = (["input_tokens", "cache_read_tokens", "output_tokens"] as const).map((meter) =>
    rows.map(({ offer }) => millions(basePrice(offer, meter))),
  );
  const columns = [many, totals, ...units].map((texts) => ({ texts, places: Math.min(8, placesOf(texts)) }));
  return html`<form action="/compare" method="get" class="pick" aria-label="Compare">
    ${CARRIED_FIELDS.map((name) => hidden(name, form.typed(name)))}
    <div class="scroll" role="region" aria-label="Offers" tabindex="0">
      <table class="prices">
        <caption>
          Offers in order of ${SORT_WORDS[view.sort]}.${isByToken(view) ? " Unit prices in USD per 1M tokens." : ""}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="pick-cell"><span class="hidden">Compare</span></th>
            ${sortHeader(view, "name", "Model", "")}
            <th scope="col" class="mid-only">Seller</th>
            ${sortHeader(view, "cost", `${countText(mine.calls)} calls, $`, "num")}
            <th scope="col" class="num wide-only">Per call, $</th>
            ${isByToken(view) ? tokenHeaders(view) : null} ${sortHeader(view, "context", "Context", "num mid-only")}
            ${sortHeader(view, "quality", "Quality", "num mid-only")}
            <th scope="col" class="wide-only">Health</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row, index) => rankedRow(row, index, columns, view))}
        </tbody>
      </table>
    </div>
    <div class="compare-bar">
      <button type="submit">Compare the ticked ones</button><span class="soft" data-picked>up to ten</span>
    </div>
  </form>`;
}

const CARRIED_FIELDS = ["input_tokens", "output_tokens", "cache_share", "calls", "service_tier"];

const SORT_WORDS: Readonly<Record<Sort, string>> = {
  cost: "the cost of this usage, cheapest first",
  input: "input price",
  output: "output price",
  context: "context, largest first",
  quality: "quality, best first",
  name: "name",
};

function sortHeader({ form, sort }: View, name: Sort, text: string, look: string): Markup {
  const href = form.link("/", { sort: name === "cost" ? null : name, page: null });
  const descending = name === "context" || name === "quality";
  return sort === name
    ? html`<th scope="col" class="${look}" aria-sort="${descending ? "descending" : "ascending"}">
        <a href="${href}">${text}</a>
      </th>`
    : html`<th scope="col" class="${look}"><a href="${href}">${text}</a></th>`;
}

interface AlignedColumn {
  readonly texts: readonly (string | null)[];
  readonly places: number;
}

function rankedRow({ offer, total }: ListRow, index: number, columns: readonly AlignedColumn[], view: View): Markup {
  const { form, lookups, now } = view;
  const cell = (column: number): Content =>
    aligned(columns[column]?.texts[index] ?? null, columns[column]?.places ?? 0);
  const context = tokensText(contextOf(offer));
  const score = lookups.score(offer);
  return html`<tr>
    <td class="pick-cell">
      <input type="checkbox" name="models" value="${offer.id}" aria-label="Compare ${offer.id}" />
    </td>
    <th scope="row" class="model">
      <a href="${usageLink(form, offerPath(offer.id))}">${modelOf(offer.id)}</a> ${offerMarks(offer, now)}
      <span class="facts narrow-only">
        <span class="seller">${offer.provider}</span>
        ${isByToken(view) ? `${columns[2]?.texts[index] ?? "unknown"} in · ${columns[4]?.texts[index] ?? "unknown"} out · ` : ""}${context}
        context · quality ${score === null ? UNKNOWN : score.score.toFixed(0)}
      </span>
    </th>
    <td class="mid-only seller-cell">${offer.provider}</td>
    <td class="num main-figure">${cell(0)}</td>
    <td class="num wide-only">
      <data value="${total === null ? "" : formatDecimal(total)}">${cell(1)}</data>
    </td>
    ${
      isByToken(view)
        ? html`<td class="num wide-only">${cell(2)}</td>
            <td class="num wide-only">${columns[3]?.texts[index] === null ? NONE_LISTED : cell(3)}</td>
            <td class="num wide-only">${cell(4)}</td>`
        : null
    }
    <td class="num mid-only">${context}</td>
    <td class="num mid-only">${scoreCell(score)}</td>
    <td class="wide-only">${stateMark(lookups.health(offer.provider).state)}</td>
  </tr>`;
}

/** A seller that lists no price for cached input bills it as input, or not at all: the receipt says which. */
export const NONE_LISTED = html`<span class="soft" title="no price for cached input is listed">none</span>`;

/** The seller's own name of the model: long ids may break where they have a joint. */
export function modelOf(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

export function millions(usd: Decimal | null): string | null {
  return usd === null ? null : perMillion(usd);
}
