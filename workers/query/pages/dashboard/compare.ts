import { text } from "../../../../shared/contract/query-field.ts";
import { type ComparedOffer, type Comparison, compareOffers } from "../../../../shared/cost/compare.ts";
import { formatDecimal, times, toNumber } from "../../../../shared/money/decimal.ts";
import type { Offer } from "../../../../shared/pricing/offer.ts";
import type { Call } from "../../call.ts";
import { readBoard } from "../../health-read.ts";
import { findModel } from "../../model-lookup.ts";
import { summaryScore } from "../../quality-scores.ts";
import { type Content, html, type Markup } from "../html.ts";
import { aligned, countText, meterName, percentText, placesOf, UNKNOWN, usdText } from "./figures.ts";
import type { FormReader } from "./form-reader.ts";
import { type CompareView, factTable } from "./compare-facts.ts";
import type { PageRequest } from "./page-call.ts";
import { apiLink, catalogLine, emptyState, offerMarks, offerPath, problems } from "./parts.ts";
import { HEALTH_PATIENCE_MS } from "./prices.ts";
import { readUsage, usageControls, usageLink, usageParams, usageText } from "./usage-form.ts";

/** Rows that a reader can still hold side by side. */
export const MAX_COMPARED = 10;

interface Missing {
  readonly requested: string;
  readonly detail: string;
  readonly suggestions: readonly string[];
}

/** `/compare`: the same usage on up to ten offers. */
export async function comparePage({ call, form }: PageRequest) {
  const requested = form.values("models", "Models", text(256), MAX_COMPARED);
  const added = form.value("add", "Add a model", text(256));
  if (added !== undefined && requested.length < MAX_COMPARED && !requested.includes(added)) requested.push(added);
  else if (added !== undefined && requested.length >= MAX_COMPARED) {
    form.refuse("add", "Add a model", `needs room: ${MAX_COMPARED} models are compared already`);
  }
  const { offers, missing } = look(requested, call);
  const mine = readUsage(form, offers[0]?.mode ?? "chat", call.now);
  const [score, board] = await Promise.all([
    summaryScore(call),
    readBoard(call.env, call.ctx, call.now, HEALTH_PATIENCE_MS),
  ]);
  const comparison = compareOffers(offers, mine);
  const ids = offers.map(({ id }) => id);
  const view: CompareView = {
    form,
    mine,
    ids,
    score,
    state: (provider) => board.entry(provider).data.state,
    now: call.now,
  };
  return {
    title: "Compare models",
    description: "The same usage on up to ten offers, side by side.",
    path: "/compare",
    body: html`<div class="head">
        <h1>Compare models</h1>
        ${catalogLine(call)}
      </div>
      ${problems(form)}
      <form class="panel" action="/compare" method="get">
        ${requested.length === 0 ? null : html`<input type="hidden" name="models" value="${requested.join(",")}" />`}
        ${usageControls(form, mine)}
        <fieldset class="filters">
          <legend>Models</legend>
          <div class="field wide">
            <label for="f-add">Add a model</label>
            <input
              id="f-add"
              name="add"
              type="search"
              maxlength="256"
              autocomplete="off"
              placeholder="gpt-4o, anthropic/claude-sonnet-4-5 …"
            />
          </div>
        </fieldset>
        <div class="actions"><button type="submit">Compare</button><a href="/compare">Start anew</a></div>
      </form>
      ${missing.map((row) => absent(row, view))} ${sections(comparison, view)}`,
  };
}

function look(requested: readonly string[], call: Call): { offers: Offer[]; missing: Missing[] } {
  const offers = new Set<Offer>();
  const missing: Missing[] = [];
  for (const name of requested) {
    const found = findModel(name, call);
    if (!("code" in found)) offers.add(found.offer);
    else {
      const suggestions = found.extra?.["suggestions"];
      const ids = Array.isArray(suggestions) ? suggestions.map(String).slice(0, 3) : [];
      missing.push({ requested: name, detail: found.detail, suggestions: ids });
    }
  }
  return { offers: [...offers], missing };
}

function absent({ requested, suggestions }: Missing, { form, ids }: CompareView): Markup {
  return html`<p class="note" role="status">
    No offer is named <code>${requested}</code>. ${suggestions.length === 0 ? null : "Did you mean "}
    ${suggestions.map(
      (id, index) => html`${index > 0 ? ", " : ""}<a href="${compareLink(form, [...ids, id])}">${id}</a>`,
    )}${suggestions.length === 0 ? "" : "?"}
  </p>`;
}

function compareLink(form: FormReader, ids: readonly string[]): string {
  return usageLink(form, "/compare", { models: ids.join(",") })
    .replaceAll("%2C", ",")
    .replaceAll("%2F", "/");
}

function sections(comparison: Comparison, view: CompareView): Content {
  if (view.ids.length === 0) {
    return emptyState(
      "Nothing to compare yet.",
      "Add models by name above, or tick them in the list of prices.",
      html`<a href="${compareLink(view.form, ["gpt-4o", "claude-sonnet-4-5", "gemini-2.5-pro"])}"
        >Try three well-known ones</a
      >`,
    );
  }
  const params = usageParams(view.mine);
  return html`<h2>Cost of ${usageText(view.mine)}</h2>
    ${costTable(comparison, view)} ${breakEvens(comparison)}
    ${apiLink(`/v1/compare?models=${view.ids.map(encodeURIComponent).join(",").replaceAll("%2F", "/")}&${params}`)}
    <h2>What each can do</h2>
    ${factTable(comparison, view)}`;
}

function costTable({ rows, problems: unpriced }: Comparison, view: CompareView): Markup {
  const { mine } = view;
  const many = rows.map(({ receipt }) => usdText(times(receipt.total, mine.calls)));
  const single = rows.map(({ receipt }) => usdText(receipt.total));
  const places = { many: placesOf(many), single: placesOf(single) };
  const top = Math.max(...rows.map(({ receipt }) => toNumber(receipt.total)), 0);
  return html`<div class="scroll" role="region" aria-label="Costs" tabindex="0">
    <table class="compare">
      <caption>
        Cheapest first; where a part of the usage has no known price, the amount is a lower bound
      </caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col" class="num">${countText(mine.calls)} calls, $</th>
          <th scope="col" class="bar-cell mid-only"><span class="hidden">As a bar</span></th>
          <th scope="col" class="num mid-only">Per call, $</th>
          <th scope="col" class="num mid-only">to the cheapest</th>
          <th scope="col" class="mid-only">Made of, per call</th>
          <th scope="col"><span class="hidden">Take out</span></th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row, index) => costRow(row, index, { many, single, places, top }, view))}
        ${unpriced.map(
          ({ offer, problem }) =>
            html`<tr>
              ${modelHeader(offer, view)}
              <td class="num">${UNKNOWN}</td>
              <td class="mid-only"></td>
              <td class="mid-only"></td>
              <td class="mid-only"></td>
              <td class="mid-only">${problem.detail}</td>
              <td>${removal(offer, view)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

interface CostColumns {
  readonly many: readonly string[];
  readonly single: readonly string[];
  readonly places: { readonly many: number; readonly single: number };
  readonly top: number;
}

function costRow(row: ComparedOffer, index: number, columns: CostColumns, view: CompareView): Markup {
  const { offer, receipt, ratio_to_cheapest, tied } = row;
  const share = columns.top === 0 ? 0 : toNumber(receipt.total) / columns.top;
  return html`<tr>
    ${modelHeader(offer, view)}
    <td class="num main-figure">
      ${receipt.partial ? "≥ " : ""}${aligned(columns.many[index] ?? null, columns.places.many)}
    </td>
    <td class="bar-cell mid-only">${bar(share)}</td>
    <td class="num mid-only">
      <data value="${formatDecimal(receipt.total)}"
        >${aligned(columns.single[index] ?? null, columns.places.single)}</data
      >
    </td>
    <td class="num mid-only">
      ${ratio_to_cheapest === null ? UNKNOWN : `${ratio_to_cheapest.toFixed(2)} ×`}${tied ? html` <span class="soft">tied</span>` : ""}
    </td>
    <td class="mid-only lines">
      ${receipt.lines.map(
        ({ meter, usd }) => html`<span>${meterName(meter)} ${usd === null ? UNKNOWN : `$${usdText(usd)}`}</span> `,
      )}
    </td>
    <td>${removal(offer, view)}</td>
  </tr>`;
}

function modelHeader(offer: Offer, { form, now }: CompareView): Markup {
  return html`<th scope="row" class="model">
    <a href="${usageLink(form, offerPath(offer.id))}">${offer.id}</a> ${offerMarks(offer, now)}
  </th>`;
}

function removal(offer: Offer, { form, ids }: CompareView): Markup {
  const rest = ids.filter((id) => id !== offer.id);
  const href = rest.length === 0 ? "/compare" : compareLink(form, rest);
  return html`<a class="quiet" href="${href}">remove<span class="hidden"> ${offer.id}</span></a>`;
}

function bar(share: number): Markup {
  return html`<svg class="bar-chart" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width="${Math.max(1, Math.round(share * 100))}" height="8" rx="1" />
  </svg>`;
}

function breakEvens({ break_even }: Comparison): Content {
  const meeting = break_even.filter(({ cache_hit_rate }) => cache_hit_rate !== null);
  if (meeting.length === 0) return null;
  return html`<ul class="plain-list">
    ${meeting.map(
      ({ offer, cheapest, cache_hit_rate }) =>
        html`<li>
          <strong>${offer.id}</strong> and <strong>${cheapest.id}</strong> cost the same when
          ${percentText(cache_hit_rate, 1)} of the input comes from the cache.
        </li>`,
    )}
  </ul>`;
}
