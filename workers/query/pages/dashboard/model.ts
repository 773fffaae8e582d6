import { isDeprecated } from "../../../../shared/contract/offer-view.ts";
import { cachingFacts } from "../../../../shared/cost/caching.ts";
import { compareOffers } from "../../../../shared/cost/compare.ts";
import { estimate } from "../../../../shared/cost/estimate.ts";
import { formatDecimal, times } from "../../../../shared/money/decimal.ts";
import type { Offer } from "../../../../shared/pricing/offer.ts";
import type { Problem } from "../../../../shared/contract/problem.ts";
import type { Catalog } from "../../../../shared/pricing/catalog.ts";
import type { Call } from "../../call.ts";
import { readBoard } from "../../health-read.ts";
import { findModel } from "../../model-lookup.ts";
import { scoresOf } from "../../quality-scores.ts";
import { type Content, html, type Markup } from "../html.ts";
import { ageText, ago, aligned, countText, percentText, placesOf, tokensText, UNKNOWN, usdText } from "./figures.ts";
import type { FormReader } from "./form-reader.ts";
import { contextOf } from "./offer-filter.ts";
import type { PageRequest } from "./page-call.ts";
import {
  apiLink,
  badge,
  catalogLine,
  emptyState,
  offerMarks,
  offerPath,
  problems,
  providerPath,
  sourceName,
  stateMark,
} from "./parts.ts";
import { priceHistory } from "./price-history.ts";
import { HEALTH_PATIENCE_MS } from "./prices.ts";
import { modelOf } from "./ranked-table.ts";
import { ratesTable } from "./rates-table.ts";
import { scoreTable } from "./score-table.ts";
import { receiptTable } from "./receipt-table.ts";
import { type MyUsage, readUsage, usageControls, usageLink, usageParams } from "./usage-form.ts";

/** `/models/{id}`: everything known of one offer. */
export async function modelPage({ call, form }: PageRequest, requested: string) {
  const found = findModel(requested, call);
  if ("code" in found) return absentPage(requested, found, call);
  const { offer } = found;
  const mine = readUsage(form, offer.mode, call.now);
  const [scores, board, history] = await Promise.all([
    scoresOf(offer, call),
    readBoard(call.env, call.ctx, call.now, HEALTH_PATIENCE_MS),
    priceHistory(offer, call),
  ]);
  const health = board.entry(offer.provider);
  return {
    title: offer.id,
    description: `Price, history, quality and health of ${offer.id}`,
    path: offerPath(offer.id),
    scripts: ["history-chart.js"],
    styles: ["history-chart.css"],
    body: html`<div class="head">
        <p class="crumbs"><a href="${usageLink(form, "/")}">Prices</a> / ${offer.provider}</p>
        <h1 class="id">${offer.name ?? modelOf(offer.id)}</h1>
        <p><code>${offer.id}</code> ${offerMarks(offer, call.now)} ${statusMark(offer)}</p>
        ${catalogLine(call)}
      </div>
      ${problems(form)}
      ${
        found.matched_by === "exact" || requested === offer.id
          ? null
          : html`<p class="note">You asked for <code>${requested}</code>: this is the offer it names.</p>`
      }
      ${keyFacts(offer, health.data.state, health.age_seconds, call)}
      <h2 id="cost">What my usage costs here</h2>
      <form class="panel" method="get" action="${offerPath(offer.id)}">
        ${usageControls(form, mine)}
        <div class="actions"><button type="submit">Price it</button></div>
      </form>
      ${receiptTable(estimate(offer, mine), mine)}
      ${apiLink(`/v1/estimate?model=${encodeURIComponent(offer.id).replaceAll("%2F", "/")}&${usageParams(mine)}`)}
      <h2 id="prices">Prices</h2>
      ${ratesTable(offer)}
      <h2 id="history">Price history</h2>
      ${history}
      <h2 id="sellers">Other sellers of the same model</h2>
      ${sellers(offer, call.catalog, mine, form)}
      <h2 id="quality">Quality</h2>
      ${scoreTable(scores)}`,
  };
}

/** Statuses that ask for care are among the marks already. */
function statusMark({ price_status }: Offer): Content {
  if (price_status === "agreed") return badge("sources agree", "good");
  return price_status === "single_source" ? badge("single source") : null;
}

function absentPage(requested: string, problem: Problem, call: Call) {
  const suggestions = problem.extra?.["suggestions"];
  const ids = Array.isArray(suggestions) ? suggestions.map(String) : [];
  return {
    title: "No such model",
    description: "There is no offer of this name",
    path: "/models",
    status: 404,
    body: html`<h1>No such model</h1>
      <p>No offer is named <code>${requested.slice(0, 256)}</code>.</p>
      ${
        ids.length === 0
          ? null
          : html`<h2>Did you mean</h2>
              <ul>
                ${ids.map((id) => html`<li><a href="${offerPath(id)}">${id}</a></li>`)}
              </ul>`
      }
      <form class="panel" action="/" method="get" role="search">
        <div class="field wide">
          <label for="f-q">Search</label><input id="f-q" name="q" type="search" value="${requested.slice(0, 128)}" />
        </div>
        <div class="actions"><button type="submit">Search all offers</button></div>
      </form>
      ${catalogLine(call)}`,
  };
}

function keyFacts(offer: Offer, state: string, age: number, { now }: Call): Markup {
  const caching = cachingFacts(offer);
  const minimum = caching.cache_min_tokens;
  return html`<dl class="facts-list">
    ${fact("Kind", offer.mode.replaceAll("_", " "))} ${fact("Context", tokensText(contextOf(offer)))}
    ${fact("Longest answer", tokensText(offer.limits.max_output_tokens))}
    ${fact("Can do", offer.capabilities.length === 0 ? UNKNOWN : offer.capabilities.join(", ").replaceAll("_", " "))}
    ${fact(
      "Prompt cache",
      caching.supported
        ? html`${caching.mode ?? "unknown"}, reads at ${percentText(caching.read_ratio, 0)} of the input
          price${minimum === null ? "" : `, from ${countText(minimum)} tokens`}`
        : "no cached price is listed",
    )}
    ${fact("Health of the seller", html`<a href="${providerPath(offer.provider)}">${stateMark(state)}</a> <span class="soft">${ageText(age)}</span>`)}
    ${fact("Listed by", offer.sources.map(sourceName).join(", "))}
    ${
      offer.deprecation_date === undefined
        ? null
        : fact("Retirement", `${offer.deprecation_date}${isDeprecated(offer, now) ? " (past)" : ""}`)
    }
    ${offer.last_seen === undefined ? null : fact("Last listed", ago(offer.last_seen, now))}
  </dl>`;
}

function fact(name: string, value: Content): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function sellers(offer: Offer, catalog: Catalog, mine: MyUsage, form: FormReader): Markup {
  const group: Offer[] = [];
  for (let index = 0; index < catalog.size; index += 1) {
    const other = catalog.at(index);
    if (other.model === offer.model) group.push(other);
  }
  if (group.length === 1) return emptyState("Nobody else is known to sell it.");
  const { rows, problems: unpriced } = compareOffers(group, mine);
  const texts = rows.map(({ receipt }) => usdText(times(receipt.total, mine.calls)));
  const places = placesOf(texts);
  return html`<div class="scroll" role="region" aria-label="Sellers" tabindex="0">
    <table class="reading">
      <caption>
        The same usage at every seller, cheapest first
      </caption>
      <thead>
        <tr>
          <th scope="col">Seller</th>
          <th scope="col" class="num">${countText(mine.calls)} calls, $</th>
          <th scope="col" class="num">to the cheapest</th>
          <th scope="col">Price</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, index) =>
            html`<tr ${row.offer.id === offer.id ? html`class="here"` : ""}>
              <th scope="row">${sellerLink(row.offer, offer, form)}</th>
              <td class="num">
                <data value="${formatDecimal(row.receipt.total)}"
                  >${row.receipt.partial ? "≥ " : ""}${aligned(texts[index] ?? null, places)}</data
                >
              </td>
              <td class="num">${row.ratio_to_cheapest === null ? UNKNOWN : `${row.ratio_to_cheapest.toFixed(2)} ×`}</td>
              <td>${row.offer.price_status.replaceAll("_", " ")}</td>
            </tr>`,
        )}
        ${unpriced.map(
          ({ offer: other, problem }) =>
            html`<tr>
              <th scope="row">${sellerLink(other, offer, form)}</th>
              <td class="num">${UNKNOWN}</td>
              <td class="num"></td>
              <td>${problem.detail}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function sellerLink(other: Offer, here: Offer, form: FormReader): Content {
  if (other.id === here.id) return html`${other.id} <span class="soft">(this one)</span>`;
  return html`<a href="${usageLink(form, offerPath(other.id))}">${other.id}</a>`;
}
