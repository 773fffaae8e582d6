import { compare, times } from "../../../../shared/money/decimal.ts";
import type { Catalog, SourceState } from "../../../../shared/pricing/catalog.ts";
import { freshness } from "../../../../shared/pricing/freshness.ts";
import type { Offer } from "../../../../shared/pricing/offer.ts";
import type { SourcedRate } from "../../../../shared/pricing/rate.ts";
import type { BoardStatus } from "../../../../shared/quality/board-status.ts";
import { readQuality } from "../../quality-read.ts";
import { type Content, html, type Markup } from "../html.ts";
import { ago, countText, dayMinuteTime, meterName, percentText, UNKNOWN, unitOf, usdText } from "./figures.ts";
import type { FormReader } from "./form-reader.ts";
import { conditionText, dissents } from "./rates-table.ts";
import { providersOf, readPage } from "./offer-filter.ts";
import type { PageRequest } from "./page-call.ts";
import {
  apiLink,
  badge,
  catalogLine,
  emptyState,
  offerMarks,
  offerPath,
  pager,
  problems,
  sourceName,
  type Tone,
} from "./parts.ts";

const DISPUTED_ROWS = 25;

/** `/catalog`: what is served, from which sources, how old, and where they disagree. */
export async function catalogPage({ call, form }: PageRequest) {
  const { catalog, now } = call;
  const { header } = catalog;
  const page = readPage(form);
  const quality = await readQuality(call.env, call.ctx, now);
  const { state } = freshness(header, now);
  return {
    title: "Catalog and sources",
    description: "What is served, from which sources, how old it is, and where sources disagree.",
    path: "/catalog",
    body: html`<div class="head">
        <h1>Catalog and sources</h1>
        ${catalogLine(call)}
      </div>
      ${problems(form)}
      <dl class="facts-list">
        ${fact("State", badge(state, state === "fresh" ? "good" : "warn"))}
        ${fact("Version", html`<code>${header.version}</code>`)}
        ${fact("Published", html`${dayMinuteTime(header.published_at)}, ${ago(header.published_at, now)}`)}
        ${fact("Last confirmed by a live source", header.confirmed_at === null ? "never" : ago(header.confirmed_at, now))}
        ${fact("Offers", countText(catalog.size))} ${fact("Sellers", countText(providersOf(catalog).size))}
        ${header.pinned === null ? null : fact("Pinned by the operator", html`<code>${header.pinned}</code>`)}
      </dl>
      <h2>Prices come from</h2>
      ${priceSources(header.sources, now)}
      <h2>Scores come from</h2>
      ${
        quality.sources.length === 0
          ? emptyState("No board has been read yet.", "The scores are the ones that ship with the service.")
          : qualitySources(quality.sources, now)
      }
      ${statusCounts(catalog)}
      <h2 id="disputes">Where sources disagree</h2>
      ${disputes(catalog, page, form, now)} ${apiLink("/v1/catalog")}`,
  };
}

function fact(name: string, value: Content): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

const TONES: ReadonlyMap<string, Tone> = new Map([
  ["fresh", "good"],
  ["stale", "warn"],
  ["bundled", "warn"],
  ["never", "warn"],
]);

function priceSources(sources: readonly SourceState[], now: number): Markup {
  if (sources.length === 0) return emptyState("No source has been read yet.", "The prices are the shipped snapshot.");
  return html`<div class="scroll" role="region" aria-label="Price sources" tabindex="0">
    <table>
      <caption>
        Rejected rows are unreadable; held ones moved too far and wait for a decision
      </caption>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">State</th>
          <th scope="col">Last good answer</th>
          <th scope="col">Last attempt</th>
          <th scope="col" class="num">Rows</th>
          <th scope="col" class="num">Rejected</th>
          <th scope="col" class="num">Held</th>
          <th scope="col" class="num">Good, 24 h</th>
          <th scope="col" class="num">Good, 7 days</th>
          <th scope="col">License</th>
        </tr>
      </thead>
      <tbody>
        ${sources.map(
          (source) =>
            html`<tr>
              <th scope="row">
                ${linked(source.url, sourceName(source.name))}<span class="facts">${source.attribution}</span>
              </th>
              <td>${badge(source.state, TONES.get(source.state) ?? "plain")}</td>
              <td>${source.last_success_at === null ? "never" : ago(source.last_success_at, now)}</td>
              <td>${ago(source.last_attempt_at, now)} ${outcomeText(source)}</td>
              <td class="num">${countText(source.rows)}</td>
              <td class="num">${countText(source.rejected)}</td>
              <td class="num">${countText(source.held)}</td>
              <td class="num">${percentText(source.success_rate_24h)}</td>
              <td class="num">${percentText(source.success_rate_7d)}</td>
              <td>${source.license}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function outcomeText({ outcome, detail }: SourceState): Content {
  if (outcome === null || outcome === "ok") return null;
  return html`<span class="facts">${outcome.replaceAll("_", " ")}${detail === null ? "" : `: ${detail}`}</span>`;
}

function linked(url: string, name: string): Content {
  return url.startsWith("https://") ? html`<a href="${url}" rel="noreferrer">${name}</a>` : name;
}

function qualitySources(boards: readonly BoardStatus[], now: number): Markup {
  return html`<div class="scroll" role="region" aria-label="Quality sources" tabindex="0">
    <table>
      <caption>
        Leaderboards under licences that allow it
      </caption>
      <thead>
        <tr>
          <th scope="col">Board</th>
          <th scope="col">State</th>
          <th scope="col">Last good answer</th>
          <th scope="col">Published</th>
          <th scope="col" class="num">Rows</th>
          <th scope="col">License</th>
        </tr>
      </thead>
      <tbody>
        ${boards.map(
          (board) =>
            html`<tr>
              <th scope="row">${linked(board.url, board.id)}<span class="facts">${board.attribution}</span></th>
              <td>
                ${badge(board.state, TONES.get(board.state) ?? "plain")}
                ${board.reason === null ? null : html`<span class="facts">${board.reason}</span>`}
              </td>
              <td>${board.last_success_at === null ? "never" : ago(board.last_success_at, now)}</td>
              <td>${board.as_of ?? UNKNOWN}</td>
              <td class="num">${countText(board.rows)}</td>
              <td>${board.license}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const STATUS_WORDS: ReadonlyMap<string, string> = new Map([
  ["agreed", "two sources or more say the same"],
  ["single_source", "one source lists it"],
  ["disputed", "sources differ by more than 0.5 %"],
  ["estimated", "derived, not listed by the seller"],
  ["bundled", "from the shipped snapshot"],
  ["override", "set by a rule"],
]);

function statusCounts(catalog: Catalog): Markup {
  const counts = new Map<string, number>();
  for (let index = 0; index < catalog.size; index += 1) {
    const status = catalog.at(index).price_status;
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return html`<h2>How sure the prices are</h2>
    <table class="narrow">
      <caption class="hidden">
        Offers by how sure their price is
      </caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Meaning</th>
          <th scope="col" class="num">Offers</th>
        </tr>
      </thead>
      <tbody>
        ${[...counts]
          .sort(([, a], [, b]) => b - a)
          .map(
            ([status, count]) =>
              html`<tr>
                <th scope="row">${status.replaceAll("_", " ")}</th>
                <td>${STATUS_WORDS.get(status) ?? ""}</td>
                <td class="num">${countText(count)}</td>
              </tr>`,
          )}
      </tbody>
    </table>`;
}

function disputes(catalog: Catalog, page: number, form: FormReader, now: number): Content {
  const disputed: Offer[] = [];
  for (let index = 0; index < catalog.size; index += 1) {
    const offer = catalog.at(index);
    if (offer.price_status === "disputed") disputed.push(offer);
  }
  if (disputed.length === 0) return emptyState("Nowhere: no price is disputed.");
  const pages = Math.ceil(disputed.length / DISPUTED_ROWS);
  const start = (Math.min(page, pages) - 1) * DISPUTED_ROWS;
  return html`<div class="scroll" role="region" aria-label="Disputes" tabindex="0">
      <table>
        <caption>
          ${countText(disputed.length)} offers whose sources differ by more than 0.5 %; the served price comes first,
          USD
        </caption>
        <thead>
          <tr>
            <th scope="col">Offer</th>
            <th scope="col">What</th>
            <th scope="col" class="num">Served</th>
            <th scope="col">per</th>
            <th scope="col">By</th>
            <th scope="col">Others say</th>
          </tr>
        </thead>
        <tbody>
          ${disputed.slice(start, start + DISPUTED_ROWS).map((offer) => disputeRows(offer, now))}
        </tbody>
      </table>
    </div>
    ${pager({ page: Math.min(page, pages), pages, link: (to) => `${form.link("/catalog", { page: to === 1 ? null : String(to) })}#disputes` })}`;
}

function disputeRows(offer: Offer, now: number): Content {
  return offer.rates.filter(isDisputedRate).map(
    (rate, index) =>
      html`<tr>
        <th scope="row">
          ${index === 0 ? html`<a href="${offerPath(offer.id)}#prices">${offer.id}</a> ${offerMarks(offer, now)}` : html`<span class="hidden">${offer.id}</span>`}
        </th>
        <td>
          ${meterName(rate.meter)}${rate.tier === "standard" ? "" : `, ${rate.tier}`}${rate.condition === null ? "" : `, ${conditionText(rate.condition)}`}
        </td>
        <td class="num">${usdText(times(rate.usd, unitOf(rate.meter).factor))}</td>
        <td>${unitOf(rate.meter).name}</td>
        <td>${sourceName(rate.source)}</td>
        <td>${dissents(rate)}</td>
      </tr>`,
  );
}

function isDisputedRate(rate: SourcedRate): boolean {
  return rate.dissents.some((dissent) => compare(dissent.usd, rate.usd) !== 0);
}
