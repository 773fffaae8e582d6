import { freshness } from "../../../../shared/pricing/freshness.ts";
import type { Offer } from "../../../../shared/pricing/offer.ts";
import type { Call } from "../../call.ts";
import type { ShortScore } from "../../quality-scores.ts";
import { type Content, html, type Markup, trusted } from "../html.ts";
import { ageText, ago, countText, UNKNOWN } from "./figures.ts";
import type { FormError, FormReader } from "./form-reader.ts";

const CHECKED = trusted(" checked");
const SELECTED = trusted(" selected");

export function offerPath(id: string): string {
  return `/models/${id.split("/").map(encodeURIComponent).join("/")}`;
}

export function providerPath(provider: string): string {
  return `/health#${encodeURIComponent(provider)}`;
}

/** From whom the prices are, how old, and what that means: on top of every page that shows prices. */
export function catalogLine({ catalog, now }: Call): Markup {
  const { header, size } = catalog;
  const { state, age_seconds } = freshness(header, now);
  const names = header.sources.filter(({ rows }) => rows > 0).map(({ name }) => sourceName(name));
  const line = html`<p class="provenance">
    ${badge(state, STATE_TONES.get(state) ?? "warn")} ${countText(size)} offers from
    ${names.join(", ") || "the shipped snapshot"}, ${state === "bundled" ? "made" : "confirmed"} ${ageText(age_seconds)}
    · version <a href="/catalog" class="version">${header.version.slice(0, 8)}</a>
  </p>`;
  return state === "fresh" ? line : html`${line}${staleNote(state)}`;
}

const STATE_TONES: ReadonlyMap<string, Tone> = new Map([
  ["fresh", "good"],
  ["stale", "warn"],
  ["bundled", "warn"],
]);

function staleNote(state: string): Markup {
  return state === "bundled"
    ? html`<p class="note" role="status">
        No live price source has been read yet: these prices are the snapshot that ships with the service and may be out
        of date.
      </p>`
    : html`<p class="note" role="status">
        No price source has been confirmed for more than a day: prices may have changed since.
      </p>`;
}

export function sourceName(name: string): string {
  return SOURCE_LABELS.get(name) ?? name;
}

const SOURCE_LABELS: ReadonlyMap<string, string> = new Map([
  ["litellm", "LiteLLM"],
  ["openrouter", "OpenRouter"],
  ["models_dev", "models.dev"],
  ["genai_prices", "genai-prices"],
  ["bundled", "snapshot"],
]);

export type Tone = "good" | "warn" | "bad" | "plain";

export function badge(text: string, tone: Tone = "plain"): Markup {
  return html`<span class="badge ${tone}">${text.replaceAll("_", " ")}</span>`;
}

/** What is wrong with the address, in one place at the top, each entry leading to its field. */
export function problems(form: FormReader): Content {
  const unknown = form.unknown();
  if (form.errors.length === 0 && unknown.length === 0) return null;
  return html`<div class="problems" role="alert">
    <p><strong>Some of it was not understood</strong>; the rest is applied.</p>
    <ul>
      ${form.errors.map(
        ({ name, label, typed, message }) =>
          html`<li><a href="#f-${name}">${label}</a> ${message}; you gave <code>${typed}</code>.</li>`,
      )}
      ${unknown.map((name) => html`<li><code>${name}</code> is no filter of this page and is ignored.</li>`)}
    </ul>
  </div>`;
}

interface FieldLook {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly wide?: boolean;
  readonly numeric?: boolean;
  readonly list?: string;
}

export function textField(form: FormReader, name: string, look: FieldLook): Markup {
  const error = errorOf(form, name);
  return html`<div class="field${look.wide === true ? " wide" : ""}">
    <label for="f-${name}">${look.label}</label>
    <input
      id="f-${name}"
      name="${name}"
      value="${look.value}"
      placeholder="${look.placeholder ?? ""}"
      autocomplete="off"
      maxlength="256"
      ${look.numeric === true ? trusted('inputmode="numeric" class="num"') : trusted('type="search"')}
      ${look.list === undefined ? "" : html`list="${look.list}"`}
      ${error === undefined ? "" : trusted('aria-invalid="true"')}
      ${error === undefined ? "" : html`aria-describedby="e-${name}"`}
    />
    ${error === undefined ? null : html`<span class="field-error" id="e-${name}">${error.message}</span>`}
  </div>`;
}

function errorOf(form: FormReader, name: string): FormError | undefined {
  return form.errors.find((error) => error.name === name);
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

export function selectField(
  form: FormReader,
  name: string,
  label: string,
  choices: readonly Choice[],
  value: string,
): Markup {
  const error = errorOf(form, name);
  // What was typed into the address stays visible although it is no choice.
  const kept = error === undefined ? [] : [{ value: error.typed, text: `${error.typed} (not known)` }];
  const chosen = error === undefined ? value : error.typed;
  return html`<div class="field">
    <label for="f-${name}">${label}</label>
    <select id="f-${name}" name="${name}" ${error === undefined ? "" : trusted('aria-invalid="true"')}>
      ${[...kept, ...choices].map(
        (choice) =>
          html`<option value="${choice.value}" ${choice.value === chosen ? SELECTED : ""}>${choice.text}</option>`,
      )}
    </select>
  </div>`;
}

export function checkField(name: string, value: string, label: string, checked: boolean): Markup {
  return html`<label class="check"
    ><input type="checkbox" name="${name}" value="${value}" ${checked ? CHECKED : ""} /><span>${label}</span></label
  >`;
}

/** Parameters that a form must not lose although it has no field for them. */
export function hidden(name: string, value: string | undefined): Content {
  return value === undefined || value === "" ? null : html`<input type="hidden" name="${name}" value="${value}" />`;
}

const HEALTH_TONES: ReadonlyMap<string, Tone> = new Map([
  ["healthy", "good"],
  ["operational", "good"],
  ["degraded", "warn"],
  ["maintenance", "warn"],
  ["partial_outage", "warn"],
  ["unhealthy", "bad"],
  ["major_outage", "bad"],
]);

/** A state as a mark and a word: never by colour alone. */
export function stateMark(state: string): Markup {
  const tone = HEALTH_TONES.get(state) ?? "plain";
  return html`<span class="state ${tone}"
    ><span class="dot" aria-hidden="true"></span>${state.replaceAll("_", " ")}</span
  >`;
}

/** `62.1` with its interval, or unknown. */
export function scoreCell(score: ShortScore | null): Content {
  if (score === null) return UNKNOWN;
  return html`<span title="${score.category}, grade ${score.grade}, as of ${score.as_of}"
      >${score.score.toFixed(1)}</span
    >${intervalText(score.interval)}`;
}

export function intervalText(interval: readonly [number, number] | null): Content {
  return interval === null
    ? null
    : html` <span class="interval">${interval[0].toFixed(1)}–${interval[1].toFixed(1)}</span>`;
}

/** What a reader should know of an offer beside its price; nothing where all is well. */
export function offerMarks(offer: Offer, now: number): Content {
  const marks: Content[] = [];
  if (offer.price_status === "disputed") marks.push(badge("disputed", "warn"));
  if (offer.price_status === "bundled") marks.push(badge("snapshot price", "warn"));
  if (offer.estimated || offer.price_status === "estimated") marks.push(badge("estimated", "warn"));
  if (offer.price_type === "free") marks.push(badge("free", "good"));
  if (offer.deprecation_date !== undefined) {
    const gone = Date.parse(offer.deprecation_date) <= now;
    marks.push(
      badge(gone ? `retired ${offer.deprecation_date}` : `retires ${offer.deprecation_date}`, gone ? "bad" : "warn"),
    );
  }
  if (offer.last_seen !== undefined)
    marks.push(html`<span class="badge warn">last listed ${ago(offer.last_seen, now)}</span>`);
  return marks;
}

interface PagerLook {
  readonly page: number;
  readonly pages: number;
  readonly link: (page: number) => string;
}

export function pager({ page, pages, link }: PagerLook): Content {
  if (pages <= 1) return null;
  const step = (to: number, text: string, rel: string): Content =>
    to >= 1 && to <= pages
      ? html`<a href="${link(to)}" rel="${rel}">${text}</a>`
      : html`<span class="soft">${text}</span>`;
  return html`<nav class="pager" aria-label="Pages">
    ${step(page - 1, "Previous", "prev")}<span>Page ${page} of ${countText(pages)}</span
    >${step(page + 1, "Next", "next")}
  </nav>`;
}

/** Where the same answer is had by a program. */
export function apiLink(path: string): Markup {
  return html`<p class="api">
    Same answer from the API: <a href="${path}"><code>GET ${path}</code></a>
  </p>`;
}

export function emptyState(title: string, ...lines: readonly Content[]): Markup {
  return html`<div class="empty">
    <p><strong>${title}</strong></p>
    ${lines.map((line) => html`<p>${line}</p>`)}
  </div>`;
}
