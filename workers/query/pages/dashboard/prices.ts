import { oneOf } from "../../../../shared/contract/query-field.ts";
import { isCostProblem } from "../../../../shared/cost/receipt.ts";
import { type Decimal, formatDecimal, times } from "../../../../shared/money/decimal.ts";
import { readBoard } from "../../health-read.ts";
import { summaryScore } from "../../quality-scores.ts";
import { type Content, html, type Markup } from "../html.ts";
import { aligned, countText, perMillion, placesOf, tokensText, UNKNOWN, usdText } from "./figures.ts";
import type { FormReader } from "./form-reader.ts";
import {
  capabilityControls,
  contextOf,
  filterControls,
  type OfferFilter,
  readFilter,
  readMode,
  readPage,
} from "./offer-filter.ts";
import type { PageRequest } from "./page-call.ts";
import {
  apiLink,
  catalogLine,
  checkField,
  emptyState,
  hidden,
  offerMarks,
  offerPath,
  pager,
  problems,
  scoreCell,
  stateMark,
} from "./parts.ts";
import {
  basePrice,
  type ListRow,
  type Lookups,
  PAGE_ROWS,
  type PriceList,
  priceList,
  type Sort,
  SORTS,
} from "./price-list.ts";
import { type MyUsage, readUsage, usageControls, usageLink, usageParams, usageText } from "./usage-form.ts";

/** The board is waited for only so long before the page goes out without it, ms. */
export const HEALTH_PATIENCE_MS = 300;

/** `/`: all offers, by what the reader's own usage costs. */
export async function pricesPage({ call, form }: PageRequest) {
  const { catalog, now } = call;
  const mode = readMode(form);
  const mine = readUsage(form, mode, now);
  const filter = readFilter(form, mode, catalog);
  const sort = form.value("sort", "Order", oneOf(SORTS)) ?? "cost";
  const show = form.value("show", "List", oneOf(["ranked", "unranked"])) ?? "ranked";
  const page = readPage(form);
  const [score, board] = await Promise.all([
    summaryScore(call),
    readBoard(call.env, call.ctx, now, HEALTH_PATIENCE_MS),
  ]);
  const lookups: Lookups = { score, health: (provider) => board.entry(provider).data };
  const list = priceList(catalog, { filter, mine, sort, page, show }, lookups);
  const view = { form, filter, mine, sort, show, page, lookups, now };
  return {
    title: "LLM prices for your own usage",
    description: "What every model costs at every seller for your own usage, with context, quality and health.",
    path: "/",
    body: html`<div class="head">
        <h1>LLM prices for your own usage</h1>
        ${catalogLine(call)}
      </div>
      ${problems(form)}
      <form class="panel" action="/" method="get" data-live="results" role="search" aria-label="Offers">
        ${usageControls(form, mine)} ${filterControls(form, filter, catalog)}
        <details class="more" ${isOpen(filter) ? html`open` : ""}>
          <summary>
            Capabilities${filter.capabilities.length > 0 ? ` (${filter.capabilities.length})` : ""} and more
          </summary>
          ${capabilityControls(filter.capabilities)}
          <div class="checks">
            ${checkField("healthy", "true", "without unhealthy sellers", filter.healthy)}
            ${checkField("include_free", "true", "free ones too", filter.include_free)}
          </div>
        </details>
        ${hidden("sort", sort === "cost" ? "" : sort)}
        <div class="actions"><button type="submit">Show prices</button><a href="/">Reset</a></div>
      </form>
      <section id="results" aria-label="Results">
        ${isCostProblem(list) ? emptyState("This usage cannot be priced.", list.detail) : results(list, view)}
      </section>
      ${
        board.age_seconds === null
          ? html`<p class="soft">The health of sellers could not be read just now: it is shown as unknown.</p>`
          : null
      }`,
  };
}

function isOpen(filter: OfferFilter): boolean {
  return filter.capabilities.length > 0 || filter.healthy || filter.include_free;
}

interface View {
  readonly form: FormReader;
  readonly filter: OfferFilter;
  readonly mine: MyUsage;
  readonly sort: Sort;
  readonly show: "ranked" | "unranked";
  readonly page: number;
  readonly lookups: Lookups;
  readonly now: number;
}

function results(list: PriceList, view: View): Content {
  const { form, show, page } = view;
  const count = show === "ranked" ? list.ranked : list.unranked;
  const pages = Math.ceil(count / PAGE_ROWS);
  return html`<div class="result-head">
      <ul class="tabs" aria-label="Lists">
        ${tab(form, show, "ranked", `Ranked ${countText(list.ranked)}`)}
        ${tab(form, show, "unranked", `Not ranked ${countText(list.unranked)}`)}
      </ul>
      <p class="soft" role="status">${usageText(view.mine)}</p>
    </div>
    ${list.rows.length === 0 ? nothing(list, view, pages) : show === "ranked" ? ranked(list, view) : unranked(list)}
    ${pager({ page, pages, link: (to) => form.link("/", { page: to === 1 ? null : String(to) }) })} ${apiAnswer(view)}`;
}

function tab(form: FormReader, shown: string, name: "ranked" | "unranked", text: string): Markup {
  const href = form.link("/", { show: name === "ranked" ? null : name, page: null });
  return shown === name
    ? html`<li><a href="${href}" aria-current="true">${text}</a></li>`
    : html`<li><a href="${href}">${text}</a></li>`;
}

function nothing(list: PriceList, { form, show, page }: View, pages: number): Markup {
  if (page > 1 && pages > 0) {
    const last = form.link("/", { page: pages === 1 ? null : String(pages) });
    return emptyState(`There are only ${pages} pages.`, html`<a href="${last}">Go to the last one</a>`);
  }
  const other = show === "ranked" ? list.unranked : list.ranked;
  const link = form.link("/", { show: show === "ranked" ? "unranked" : null, page: null });
  const hint = html`<a href="${link}"
    >${countText(other)} matching ${other === 1 ? "offer is" : "offers are"}
    ${show === "ranked" ? "not ranked: see why" : "ranked"}</a
  >`;
  return emptyState(
    show === "ranked" ? "No ranked offer fits all of this." : "Every matching offer is ranked.",
    other > 0 ? hint : "Ask for less context, fewer capabilities or fewer words.",
  );
}

function ranked({ rows }: PriceList, view: View): Markup {
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
          Offers in order of ${SORT_WORDS[view.sort]}. Unit prices in USD per 1M tokens.
        </caption>
        <thead>
          <tr>
            <th scope="col" class="pick-cell"><span class="hidden">Compare</span></th>
            ${sortHeader(view, "name", "Model", "")}
            <th scope="col" class="mid-only">Seller</th>
            ${sortHeader(view, "cost", `${countText(mine.calls)} calls, $`, "num")}
            <th scope="col" class="num wide-only">Per call, $</th>
            ${sortHeader(view, "input", "Input", "num wide-only")}
            <th scope="col" class="num wide-only">Cached</th>
            ${sortHeader(view, "output", "Output", "num wide-only")}
            ${sortHeader(view, "context", "Context", "num mid-only")}
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
        ${columns[2]?.texts[index] ?? "unknown"} in · ${columns[4]?.texts[index] ?? "unknown"} out · ${context} context
        · quality ${score === null ? UNKNOWN : score.score.toFixed(0)}
      </span>
    </th>
    <td class="mid-only seller-cell">${offer.provider}</td>
    <td class="num main-figure">${cell(0)}</td>
    <td class="num wide-only">
      <data value="${total === null ? "" : formatDecimal(total)}">${cell(1)}</data>
    </td>
    <td class="num wide-only">${cell(2)}</td>
    <td class="num wide-only">${columns[3]?.texts[index] === null ? NONE_LISTED : cell(3)}</td>
    <td class="num wide-only">${cell(4)}</td>
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

function millions(usd: Decimal | null): string | null {
  return usd === null ? null : perMillion(usd);
}

function unranked({ rows }: PriceList): Markup {
  return html`<div class="scroll" role="region" aria-label="Offers that are not ranked" tabindex="0">
    <table>
      <caption>
        Offers that a ranking by cost would only be misled by. Unit prices in USD per 1M tokens.
      </caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Why it is not ranked</th>
          <th scope="col" class="num">Input</th>
          <th scope="col" class="num">Output</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(({ offer, reason }) => {
          const input = offer.price_type === "paid" ? millions(basePrice(offer, "input_tokens")) : null;
          const output = offer.price_type === "paid" ? millions(basePrice(offer, "output_tokens")) : null;
          return html`<tr>
            <th scope="row" class="model">
              <a href="${offerPath(offer.id)}">${modelOf(offer.id)}</a> <span class="seller">${offer.provider}</span>
            </th>
            <td>${reason}</td>
            <td class="num">${offer.price_type === "free" ? "free" : (input ?? UNKNOWN)}</td>
            <td class="num">${offer.price_type === "free" ? "free" : (output ?? UNKNOWN)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** Words are no filter of `/v1/cheapest`, and its order is by cost: only then is the answer the same. */
function apiAnswer({ filter, mine, sort, show, page }: View): Content {
  if (filter.words.length > 0 || sort !== "cost" || show !== "ranked" || page !== 1) return null;
  const params = usageParams(mine);
  if (filter.mode !== "chat") params.set("mode", filter.mode);
  if (filter.capabilities.length > 0) params.set("capability", filter.capabilities.join(","));
  if (filter.min_context_tokens !== undefined) params.set("min_context_tokens", String(filter.min_context_tokens));
  if (filter.min_quality !== undefined) params.set("min_quality", String(filter.min_quality));
  if (filter.provider !== undefined) params.set("provider", filter.provider);
  if (filter.healthy) params.set("healthy", "true");
  if (filter.include_free) params.set("include_free", "true");
  params.set("limit", String(PAGE_ROWS));
  return apiLink(`/v1/cheapest?${params.toString().replaceAll("%2C", ",")}`);
}
