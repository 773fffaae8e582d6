import { integer, oneOf, quantity, text } from "../../../../shared/contract/query-field.ts";
import { CAPABILITIES, type Capability, MODES, type Mode, type Offer } from "../../../../shared/pricing/offer.ts";
import type { Catalog } from "../../../../shared/pricing/catalog.ts";
import { html, type Markup } from "../html.ts";
import { type FormReader, peopleCount } from "./form-reader.ts";
import { checkField, selectField, textField } from "./parts.ts";

/** Which offers the reader wants to see. */
export interface OfferFilter {
  readonly mode: Mode;
  readonly words: readonly string[];
  readonly provider: string | undefined;
  readonly capabilities: readonly Capability[];
  readonly min_context_tokens: number | undefined;
  readonly min_quality: number | undefined;
  readonly healthy: boolean;
  readonly include_free: boolean;
}

export function readMode(form: FormReader): Mode {
  return form.value("mode", "Kind", oneOf(MODES)) ?? "chat";
}

export function readFilter(form: FormReader, mode: Mode, catalog: Catalog): OfferFilter {
  const provider = form.value("provider", "Seller", text(64));
  if (provider !== undefined && !providersOf(catalog).has(provider)) {
    form.refuse("provider", "Seller", "is not one of the sellers listed");
  }
  return {
    mode,
    words: (form.value("q", "Search", text(128)) ?? "")
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== ""),
    provider: provider !== undefined && providersOf(catalog).has(provider) ? provider : undefined,
    capabilities: form.values("capability", "Can do", oneOf(CAPABILITIES), CAPABILITIES.length),
    min_context_tokens: form.value("min_context_tokens", "Context, at least", peopleCount()),
    min_quality: form.value("min_quality", "Quality, at least", quantity(0, 100)),
    healthy: form.flag("healthy"),
    include_free: form.flag("include_free"),
  };
}

/** Every word in the id or the name, in any order. */
export function holdsWords(offer: Offer, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const within = `${offer.id} ${offer.name ?? ""}`.toLowerCase();
  return words.every((word) => within.includes(word));
}

/** An unknown context satisfies no minimum. */
export function contextOf({ limits }: Offer): number | undefined {
  return limits.context_tokens ?? limits.max_input_tokens;
}

const providers = new WeakMap<Catalog, ReadonlyMap<string, number>>();

/** Sellers of a catalog with the number of their offers, in order of name. */
export function providersOf(catalog: Catalog): ReadonlyMap<string, number> {
  const known = providers.get(catalog);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const id of catalog.ids) {
    const provider = id.slice(0, id.indexOf("/"));
    counts.set(provider, (counts.get(provider) ?? 0) + 1);
  }
  const sorted = new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  providers.set(catalog, sorted);
  return sorted;
}

export function filterControls(form: FormReader, filter: OfferFilter, catalog: Catalog): Markup {
  const sellers = [...providersOf(catalog)].map(([value, count]) => ({ value, text: `${value} (${count})` }));
  return html`<fieldset class="filters">
    <legend>Which offers</legend>
    ${textField(form, "q", { label: "Search", value: form.typed("q"), placeholder: "gpt-5, sonnet, llama 70b …", wide: true })}
    ${selectField(form, "provider", "Seller", [{ value: "", text: "any" }, ...sellers], filter.provider ?? "")}
    ${modeControl(form, filter.mode)} ${contextControl(form)}
    ${textField(form, "min_quality", {
      label: "Quality, at least",
      value: form.typed("min_quality"),
      placeholder: "0–100",
      numeric: true,
    })}
  </fieldset>`;
}

export function modeControl(form: FormReader, mode: Mode): Markup {
  const modes: readonly Mode[] = MODES.filter((name) => name !== "responses" && name !== "unknown");
  const all = modes.includes(mode) ? modes : [...modes, mode];
  const choices = all.map((value) => ({ value, text: value.replaceAll("_", " ") }));
  return selectField(form, "mode", "Kind", choices, mode);
}

export function contextControl(form: FormReader): Markup {
  return html`${textField(form, "min_context_tokens", {
      label: "Context, at least",
      value: form.typed("min_context_tokens"),
      placeholder: "200k",
      numeric: true,
      list: "contexts",
    })}<datalist id="contexts">
      ${["8k", "32k", "128k", "200k", "1M"].map((size) => html`<option value="${size}"></option>`)}
    </datalist>`;
}

export function capabilityControls(chosen: readonly Capability[]): Markup {
  return html`<fieldset class="checks">
    <legend>Can do</legend>
    ${CAPABILITIES.map((name) => checkField("capability", name, name.replaceAll("_", " "), chosen.includes(name)))}
  </fieldset>`;
}

/** A page number from 1. */
export function readPage(form: FormReader): number {
  return form.value("page", "Page", integer(1, 10_000)) ?? 1;
}
