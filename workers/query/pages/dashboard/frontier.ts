import { oneOf } from "../../../../shared/contract/query-field.ts";
import { cheapest } from "../../../../shared/cost/ranking.ts";
import { isCostProblem } from "../../../../shared/cost/receipt.ts";
import { compare, type Decimal, formatDecimal, isZero, times, toNumber } from "../../../../shared/money/decimal.ts";
import { CATEGORIES, SCORED_CATEGORIES } from "../../../../shared/quality/category.ts";
import {
  type DominatedPoint,
  type ParetoPoint,
  paretoFrontier,
  type ParetoResult,
} from "../../../../shared/quality/pareto.ts";
import { readQuality } from "../../quality-read.ts";
import { summaryScore } from "../../quality-scores.ts";
import { type Content, html, type Markup } from "../html.ts";
import { aligned, countText, placesOf, usdText } from "./figures.ts";
import { type ChartPoint, frontierChart } from "./frontier-chart.ts";
import type { FormReader } from "./form-reader.ts";
import {
  contextControl,
  capabilityControls,
  modeControl,
  type OfferFilter,
  readFilter,
  readMode,
  readPage,
} from "./offer-filter.ts";
import type { PageRequest } from "./page-call.ts";
import {
  apiLink,
  badge,
  catalogLine,
  emptyState,
  intervalText,
  offerPath,
  pager,
  problems,
  selectField,
} from "./parts.ts";
import { type MyUsage, readUsage, usageControls, usageLink, usageParams } from "./usage-form.ts";

const DOMINATED_ROWS = 50;

type Point = ParetoPoint<Decimal>;

/** `/frontier`: which models are worth their price for the reader's usage. */
export async function frontierPage({ call, form }: PageRequest) {
  const { catalog, now } = call;
  const mode = readMode(form);
  const mine = readUsage(form, mode, now);
  const filter = readFilter(form, mode, catalog);
  const category = form.value("category", "Quality in", oneOf(CATEGORIES)) ?? "general";
  const page = readPage(form);
  const view: View = { form, mine, filter, page, category };
  const score = await summaryScore(call, category);
  const quality = await readQuality(call.env, call.ctx, now);
  const ranking = cheapest(catalog, {
    usage: mine.usage,
    service_tier: mine.service_tier,
    at: now,
    mode,
    limit: catalog.size + 1,
    admits: (position) => score(catalog.at(position)) !== null,
    ...(filter.capabilities.length === 0 ? {} : { capabilities: filter.capabilities }),
    ...(filter.min_context_tokens === undefined ? {} : { min_context_tokens: filter.min_context_tokens }),
  });
  const points: Point[] = isCostProblem(ranking)
    ? []
    : ranking.rows.flatMap(({ offer, total }) => {
        const known = score(offer);
        if (known === null) return [];
        return [
          { id: offer.id, total_usd: formatDecimal(total), usd: total, score: known.score, interval: known.interval },
        ];
      });
  return {
    title: "Cost and quality",
    description: "The models that nothing cheaper matches, for your own usage, with intervals.",
    path: "/frontier",
    body: html`<div class="head">
        <h1>Cost and quality</h1>
        <p class="lead">
          The models that no cheaper one matches, for your own usage. Differences within both intervals count as ties.
        </p>
        ${catalogLine(call)}
        <p class="provenance">
          ${badge(`scores ${quality.state}`, quality.state === "fresh" ? "good" : "warn")}
          ${quality.sources.filter(({ rows }) => rows > 0).map(({ attribution }) => html`<span>${attribution}</span> `)}
          ${quality.state === "bundled" ? "The scores are the ones that ship with the service." : null}
        </p>
      </div>
      ${problems(form)}
      <form class="panel" action="/frontier" method="get" data-live="results">
        ${usageControls(form, mine)}
        <fieldset class="filters">
          <legend>Which models</legend>
          ${selectField(
            form,
            "category",
            "Quality in",
            CATEGORIES.map((value) => ({
              value,
              text: value.replaceAll("_", " ") + (SCORED_CATEGORIES.has(value) ? "" : " (no scores yet)"),
            })),
            category,
          )}
          ${modeControl(form, mode)} ${contextControl(form)}
        </fieldset>
        <details class="more" ${filter.capabilities.length > 0 ? html`open` : ""}>
          <summary>Capabilities</summary>
          ${capabilityControls(filter.capabilities)}
        </details>
        <div class="actions"><button type="submit">Show the frontier</button><a href="/frontier">Reset</a></div>
      </form>
      <section id="results" aria-label="Results">
        ${
          isCostProblem(ranking)
            ? emptyState("This usage cannot be priced.", ranking.detail)
            : results(paretoFrontier(points, compare), view)
        }
      </section>`,
  };
}

interface View {
  readonly form: FormReader;
  readonly mine: MyUsage;
  readonly filter: OfferFilter;
  readonly page: number;
  readonly category: string;
}

function results({ frontier, dominated }: ParetoResult<Decimal>, view: View): Content {
  if (frontier.length === 0) {
    return emptyState(
      "No model has both a price for this usage and a score here.",
      "Ask for less context or fewer capabilities, or for quality in general or chat.",
    );
  }
  const { mine } = view;
  const drawn = (points: readonly Point[]): ChartPoint[] =>
    points
      .filter(({ usd }) => !isZero(usd))
      .map(({ id, usd, score, interval }) => ({
        id,
        href: usageLink(view.form, offerPath(id)),
        cost: toNumber(times(usd, mine.calls)),
        score,
        interval,
      }));
  return html`<figure class="figure">
      ${frontierChart(drawn(frontier), drawn(dominated.map(({ point }) => point)), `cost of ${countText(mine.calls)} calls, logarithmic`)}
      <figcaption>
        ${countText(frontier.length)} on the frontier (numbered), ${countText(dominated.length)} that something on it
        beats (dots). Bars are intervals of the scores.
      </figcaption>
    </figure>
    <h2>On the frontier</h2>
    ${frontierTable(frontier, view)} ${apiLink(apiPath(view))}
    <h2>Beaten by one on the frontier</h2>
    ${dominatedTable(dominated, view)}`;
}

function apiPath({ mine, filter, category }: View): string {
  const params = usageParams(mine);
  if (filter.mode !== "chat") params.set("mode", filter.mode);
  if (category !== "general") params.set("category", category);
  if (filter.capabilities.length > 0) params.set("capability", filter.capabilities.join(","));
  if (filter.min_context_tokens !== undefined) params.set("min_context_tokens", String(filter.min_context_tokens));
  return `/v1/pareto?${params.toString().replaceAll("%2C", ",")}`;
}

function frontierTable(frontier: readonly Point[], { form, mine }: View): Markup {
  const texts = frontier.map(({ usd }) => usdText(times(usd, mine.calls)));
  const places = placesOf(texts);
  return html`<div class="scroll" role="region" aria-label="The frontier" tabindex="0">
    <table>
      <caption>
        From the cheapest to the best
      </caption>
      <thead>
        <tr>
          <th scope="col" class="num">#</th>
          <th scope="col">Model</th>
          <th scope="col" class="num">${countText(mine.calls)} calls, $</th>
          <th scope="col" class="num">Score</th>
        </tr>
      </thead>
      <tbody>
        ${frontier.map(
          ({ id, score, interval, total_usd }, index) =>
            html`<tr>
              <td class="num">${index + 1}</td>
              <th scope="row" class="model"><a href="${usageLink(form, offerPath(id))}">${id}</a></th>
              <td class="num"><data value="${total_usd}">${aligned(texts[index] ?? null, places)}</data></td>
              <td class="num">${score.toFixed(1)}${intervalText(interval)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function dominatedTable(dominated: readonly DominatedPoint<Decimal>[], view: View): Content {
  const { form, mine, page } = view;
  const pages = Math.max(1, Math.ceil(dominated.length / DOMINATED_ROWS));
  const start = (Math.min(page, pages) - 1) * DOMINATED_ROWS;
  const shown = dominated.slice(start, start + DOMINATED_ROWS);
  if (shown.length === 0) return emptyState("None: everything that is scored is on the frontier.");
  const texts = shown.map(({ point }) => usdText(times(point.usd, mine.calls)));
  const places = placesOf(texts);
  return html`<div class="scroll" role="region" aria-label="Beaten models" tabindex="0">
      <table>
        <caption>
          In order of cost, with what is better for no more money
        </caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" class="num">${countText(mine.calls)} calls, $</th>
            <th scope="col" class="num">Score</th>
            <th scope="col">Beaten by</th>
            <th scope="col" class="num">Score gained</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            ({ point, by, score_gain, tie }, index) =>
              html`<tr>
                <th scope="row" class="model"><a href="${usageLink(form, offerPath(point.id))}">${point.id}</a></th>
                <td class="num">${aligned(texts[index] ?? null, places)}</td>
                <td class="num">${point.score.toFixed(1)}${intervalText(point.interval)}</td>
                <td>${by.id}</td>
                <td class="num">${tie ? "tie" : `+${score_gain.toFixed(1)}`}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${pager({ page, pages, link: (to) => form.link("/frontier", { page: to === 1 ? null : String(to) }) })}`;
}
