import { oneOf } from "../../../../shared/contract/query-field.ts";
import { STATUS_PAGES } from "../../../../shared/health/status-pages/table.ts";
import { HEALTH_STATES, type HealthState } from "../../../../shared/health/state-machine.ts";
import type { BoardEntry } from "../../../../shared/health/board.ts";
import { type Board, readBoard } from "../../health-read.ts";
import { type Content, html, type Markup } from "../html.ts";
import { ageText, ago, countText, percentText, UNKNOWN } from "./figures.ts";
import { providersOf } from "./offer-filter.ts";
import type { PageRequest } from "./page-call.ts";
import { apiLink, badge, emptyState, problems, selectField, stateMark, textField } from "./parts.ts";

/** A reader who asks for health itself waits a little longer than one who asks for prices, ms. */
const PATIENCE_MS = 1_000;
/** Worst first: what needs a look stands on top. */
const ORDER: readonly HealthState[] = ["unhealthy", "degraded", "healthy", "unknown"];

/** `/health`: every provider that reports or has a status page, worst first. */
export async function healthPage({ call, form }: PageRequest) {
  const state = form.value("state", "State", oneOf(HEALTH_STATES));
  const words = form.typed("q").trim().toLowerCase();
  form.flag("q");
  const board = await readBoard(call.env, call.ctx, call.now, PATIENCE_MS);
  const entries = entriesOf(board).filter(
    ({ data }) => (state === undefined || data.state === state) && data.provider.includes(words),
  );
  const counts = countsOf(entriesOf(board));
  return {
    title: "Provider health",
    description: "State, success, latency and status pages of LLM providers, worst first, with reasons and age.",
    path: "/health",
    headers: { "cache-control": "public, max-age=10" },
    body: html`<div class="head">
        <h1>Provider health</h1>
        <p class="lead">Calls of the last five minutes as clients report them, and the providers' own status pages.</p>
        <p class="provenance">
          ${ORDER.map((name) => countMark(name, counts.get(name) ?? 0))} ·
          ${board.age_seconds === null ? "the board could not be read" : `board read ${ageText(board.age_seconds)}`}
        </p>
      </div>
      ${
        board.age_seconds === null
          ? html`<p class="note" role="status">
              The health board did not answer in time: everything below is unknown, which is not the same as well.
            </p>`
          : null
      }
      ${problems(form)}
      <form class="panel slim" action="/health" method="get" data-live="results" role="search" aria-label="Providers">
        <fieldset class="filters">
          <legend class="hidden">Which providers</legend>
          ${textField(form, "q", { label: "Provider", value: form.typed("q") })}
          ${selectField(
            form,
            "state",
            "State",
            [{ value: "", text: "any" }, ...ORDER.map((value) => ({ value, text: value }))],
            state ?? "",
          )}
        </fieldset>
        <div class="actions"><button type="submit">Filter</button><a href="/health">Reset</a></div>
      </form>
      <section id="results" aria-label="Results">
        ${
          entries.length === 0
            ? emptyState("No provider fits this.", html`<a href="/health">Show all</a>`)
            : table(entries, call.now, providersOf(call.catalog))
        }
      </section>
      ${apiLink("/v1/health")}`,
  };
}

/** None in a state is no alarm: it is said without the state's colour. */
function countMark(state: HealthState, count: number): Markup {
  return html`<span>${count === 0 ? html`${state} 0` : html`${stateMark(state)} ${count}`}</span> `;
}

function entriesOf(board: Board): BoardEntry[] {
  const ids = [...new Set([...board.providers, ...STATUS_PAGES.keys()])];
  return ids.map(board.entry).sort((a, b) => rankOf(a) - rankOf(b) || (a.data.provider < b.data.provider ? -1 : 1));
}

/** Among the unknown, those of which the status page at least says something. */
function rankOf({ data }: BoardEntry): number {
  const page = data.status_page?.status ?? "unknown";
  return ORDER.indexOf(data.state) * 2 + (page === "unknown" ? 1 : 0);
}

function countsOf(entries: readonly BoardEntry[]): Map<HealthState, number> {
  const counts = new Map<HealthState, number>();
  for (const { data } of entries) counts.set(data.state, (counts.get(data.state) ?? 0) + 1);
  return counts;
}

function table(entries: readonly BoardEntry[], now: number, sellers: ReadonlyMap<string, number>): Markup {
  return html`<div class="scroll" role="region" aria-label="Health board" tabindex="0">
    <table class="board">
      <caption>
        Worst first. Percentiles need 100 calls; a provider nobody reports on is unknown, not healthy.
      </caption>
      <thead>
        <tr>
          <th scope="col">Provider</th>
          <th scope="col">State</th>
          <th scope="col" class="mid-only">Why</th>
          <th scope="col" class="num mid-only">Success</th>
          <th scope="col" class="num wide-only">Calls, 5 min</th>
          <th scope="col" class="num wide-only">p50 / p95, ms</th>
          <th scope="col">Status page</th>
          <th scope="col" class="num mid-only">Age</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map((entry) => row(entry, now, sellers))}
      </tbody>
    </table>
  </div>`;
}

function row({ data, age_seconds }: BoardEntry, now: number, sellers: ReadonlyMap<string, number>): Markup {
  const { provider, window, since } = data;
  const offers = sellers.get(provider) ?? 0;
  const { p50, p95 } = window.latency_ms;
  return html`<tr id="${provider}">
    <th scope="row">
      ${provider}
      ${
        offers === 0
          ? null
          : html`<a class="aside" href="/?provider=${encodeURIComponent(provider)}">${countText(offers)} offers</a>`
      }
    </th>
    <td>
      ${stateMark(data.state)} ${data.confidence === "low" ? badge("low confidence") : null}
      ${since === null ? null : html`<span class="facts">since ${ago(since, now)}</span>`}
      <span class="facts narrow-only">${data.reasons.join("; ")}</span>
    </td>
    <td class="mid-only reasons">
      ${data.reasons.length === 0 ? html`<span class="soft">nothing known</span>` : data.reasons.join("; ")}
    </td>
    <td class="num mid-only">${percentText(window.success_rate)}</td>
    <td class="num wide-only">${countText(window.calls)}</td>
    <td class="num wide-only">
      ${p50 === null ? UNKNOWN : `${countText(p50)} / ${p95 === null ? "–" : countText(p95)}`}
    </td>
    <td>${pageCell(provider, data.status_page, now)}</td>
    <td class="num mid-only">${ageText(age_seconds)}</td>
  </tr>`;
}

function pageCell(provider: string, page: BoardEntry["data"]["status_page"], now: number): Content {
  if (page === null)
    return html`<span class="soft">${STATUS_PAGES.has(provider) ? "not read yet" : "none known"}</span>`;
  const open = page.incidents.filter(({ status }) => status !== "resolved" && status !== "completed").slice(0, 3);
  const name = page.url.startsWith("https://")
    ? html`<a href="${page.url}" rel="noreferrer">${stateMark(page.status)}</a>`
    : stateMark(page.status);
  return html`${name}
    <span class="facts"
      >${page.stale ? "stale, " : ""}${page.polled_at === null ? "never read" : html`read ${ago(page.polled_at, now)}`}${
        page.reason === undefined ? "" : `: ${page.reason}`
      }</span
    >
    ${open.map(({ title, url }) =>
      url !== null && url.startsWith("https://")
        ? html`<span class="incident"><a href="${url}" rel="noreferrer">${title}</a></span>`
        : html`<span class="incident">${title}</span>`,
    )}`;
}
