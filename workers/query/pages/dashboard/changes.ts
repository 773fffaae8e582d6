import { integer } from "../../../../shared/contract/query-field.ts";
import { compare, parseDecimal, times } from "../../../../shared/money/decimal.ts";
import type { PriceChange } from "../../../../shared/pricing/changes.ts";
import type { ChangeEntry } from "../../../ledger/changes.ts";
import { priceLedger } from "../../../ledger/stub.ts";
import { type Content, html, type Markup } from "../html.ts";
import { aligned, dayMinuteTime, meterName, placesOf, UNKNOWN, unitOf, usdText } from "./figures.ts";
import type { FormReader } from "./form-reader.ts";
import { conditionText } from "./rates-table.ts";
import { providersOf, readFilter } from "./offer-filter.ts";
import type { PageRequest } from "./page-call.ts";
import { apiLink, badge, catalogLine, emptyState, offerPath, problems, selectField, sourceName } from "./parts.ts";
import { soon } from "./patience.ts";

const STEP = 100;
const MAX_ROWS = 1_000;

/** `/changes`: every published change of a price, newest first. */
export async function changesPage({ call, form }: PageRequest) {
  const { provider } = readFilter(form, "chat", call.catalog);
  const limit = form.value("limit", "Rows", integer(1, MAX_ROWS)) ?? STEP;
  const entries = await soon(priceLedger(call.env).changes({ provider, limit: Math.min(MAX_ROWS, limit + 1) }));
  const sellers = [...providersOf(call.catalog).keys()].map((value) => ({ value, text: value }));
  const feed =
    provider === undefined ? "/v1/changes.atom" : `/v1/changes.atom?provider=${encodeURIComponent(provider)}`;
  return {
    title: "Price changes",
    description: "Every published change of an LLM price, newest first.",
    path: "/changes",
    body: html`<div class="head">
        <h1>Price changes</h1>
        <p class="lead">
          What sellers changed since the service first read their prices. <a href="${feed}">Atom feed</a>
        </p>
        ${catalogLine(call)}
      </div>
      ${problems(form)}
      <form class="panel slim" action="/changes" method="get" data-live="results">
        <fieldset class="filters">
          <legend class="hidden">Which changes</legend>
          ${selectField(form, "provider", "Seller", [{ value: "", text: "any" }, ...sellers], provider ?? "")}
        </fieldset>
        <div class="actions"><button type="submit">Filter</button><a href="/changes">Reset</a></div>
      </form>
      <section id="results" aria-label="Results">${listing(entries, limit, form)}</section>
      ${apiLink(provider === undefined ? "/v1/changes" : `/v1/changes?provider=${encodeURIComponent(provider)}`)}`,
  };
}

function listing(entries: readonly ChangeEntry[] | null, limit: number, form: FormReader): Content {
  if (entries === null)
    return emptyState("The price ledger did not answer in time.", "Load the page again in a moment.");
  if (entries.length === 0) {
    return emptyState(
      "No change is recorded.",
      "Changes appear when a refresh finds a price that differs from the one before.",
    );
  }
  const shown = entries.slice(0, limit);
  return html`${table(shown)}
  ${
    entries.length > limit && limit < MAX_ROWS
      ? html`<p>
          <a href="${form.link("/changes", { limit: String(Math.min(MAX_ROWS, limit + STEP)) })}">Show more</a>
        </p>`
      : null
  }`;
}

function table(entries: readonly ChangeEntry[]): Markup {
  const texts = entries.map(({ change }) => ({ old: amount(change, change.old), now: amount(change, change.new) }));
  const places = Math.min(6, placesOf(texts.flatMap(({ old, now }) => [old, now])));
  return html`<div class="scroll" role="region" aria-label="Changes" tabindex="0">
    <table>
      <caption>
        Newest first, USD
      </caption>
      <thead>
        <tr>
          <th scope="col" class="mid-only">When</th>
          <th scope="col">Model</th>
          <th scope="col">What</th>
          <th scope="col" class="num">Before</th>
          <th scope="col" class="num">After</th>
          <th scope="col" class="num">Change</th>
          <th scope="col" class="mid-only">per</th>
          <th scope="col" class="wide-only">Source</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map(({ at, change }, index) => {
          const { old, now } = texts[index] ?? { old: null, now: null };
          return html`<tr>
            <td class="mid-only">${dayMinuteTime(at)}</td>
            <th scope="row">
              <a href="${offerPath(change.offer)}#history">${change.offer}</a>
              <span class="facts narrow-only">${dayMinuteTime(at)}</span>
            </th>
            <td>
              ${meterName(change.meter)}${change.tier === "standard" ? "" : `, ${change.tier}`}${
                change.condition === null ? "" : `, ${conditionText(change.condition)}`
              }
              ${change.held_and_released ? badge("was held back first") : null}
            </td>
            <td class="num">${change.old === null ? html`<span class="soft">none</span>` : aligned(old, places)}</td>
            <td class="num">${change.new === null ? html`<span class="soft">none</span>` : aligned(now, places)}</td>
            <td class="num">${movement(change)}</td>
            <td class="mid-only">${unitOf(change.meter).name}</td>
            <td class="wide-only">${sourceName(change.source)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function amount({ meter }: PriceChange, usd: string | null): string | null {
  const exact = usd === null ? null : parseDecimal(usd);
  return exact === null ? null : usdText(times(exact, unitOf(meter).factor));
}

/** Up is dearer: the word and the sign say it, the colour only repeats it. */
function movement({ old, new: now, factor }: PriceChange): Content {
  if (old === null) return "new";
  if (now === null) return "gone";
  const before = parseDecimal(old);
  const after = parseDecimal(now);
  if (before === null || after === null) return UNKNOWN;
  const isUp = compare(after, before) > 0;
  const text = factor === null ? (isUp ? "up from 0" : "down to 0") : percentOf(factor);
  return html`<span class="${isUp ? "bad" : "good"}">${text}</span>`;
}

function percentOf(factor: number): string {
  if (factor >= 3) return `× ${Number(factor.toPrecision(3))}`;
  const percent = (factor - 1) * 100;
  return `${percent > 0 ? "+" : "−"}${Math.abs(percent).toFixed(1)} %`;
}
