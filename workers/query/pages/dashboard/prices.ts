import { oneOf } from "../../../../shared/contract/query-field.ts";
import { isCostProblem } from "../../../../shared/cost/receipt.ts";
import { readBoard } from "../../health-read.ts";
import { summaryScore } from "../../quality-scores.ts";
import { type Content, html, type Markup } from "../html.ts";
import { countText, UNKNOWN } from "./figures.ts";
import type { FormReader } from "./form-reader.ts";
import {
  capabilityControls,
  filterControls,
  type OfferFilter,
  readFilter,
  readMode,
  readPage,
} from "./offer-filter.ts";
import type { PageRequest } from "./page-call.ts";
import { apiLink, catalogLine, checkField, emptyState, hidden, offerPath, pager, problems } from "./parts.ts";
import { basePrice, type Lookups, PAGE_ROWS, type PriceList, priceList, SORTS } from "./price-list.ts";
import { millions, modelOf, rankedTable, type View } from "./ranked-table.ts";
import { readUsage, usageControls, usageParams, usageText } from "./usage-form.ts";

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
    ${list.rows.length === 0 ? nothing(list, view, pages) : show === "ranked" ? rankedTable(list, view) : unranked(list)}
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
