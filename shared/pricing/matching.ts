import type { Catalog } from "./catalog.ts";
import { dateSpellings, splitDatedId, undatedSpellings } from "./matching-dates.ts";
import { findFolded } from "./matching-fold.ts";
import { pathReadings } from "./matching-paths.ts";
import { nearestIds } from "./matching-suggestions.ts";
import type { Offer } from "./offer.ts";
import { firstPartyIds, isFirstParty } from "./providers.ts";

/**
 * How a caller's string was matched, in the order tried:
 * `exact` the offer id; `alias` a source's own key or a declared alias; `first_party` a bare id, sold by who makes the model;
 * `normalized` one of these but for case and version punctuation; `dated` another spelling of a listed snapshot's date;
 * `path` a resource name of Gemini, Vertex or Bedrock; `undated` the undated id of a snapshot that is not listed (an estimate).
 * Never a prefix or a part of an id, another size, or a rolling `-latest`.
 */
export const MATCH_RULES = ["exact", "alias", "first_party", "normalized", "dated", "path", "undated"] as const;
export type MatchRule = (typeof MATCH_RULES)[number];

export interface MatchWarning {
  readonly code: "undated_price" | "base_region_price";
  readonly detail: string;
}

export interface MatchedOffer {
  readonly kind: "offer";
  readonly offer: Offer;
  readonly matched_by: MatchRule;
  /** True where the offer's price is only likely to be that of what was asked for. */
  readonly estimated?: true;
  readonly warning?: MatchWarning;
}

export type ModelMatch = MatchedOffer | { readonly kind: "none"; readonly suggestions: readonly string[] };

/** No id of any source is longer; longer requests are not looked at. */
const LONGEST_ID = 256;

/** The offer that a caller's string names, with the rule that says so, or the nearest ids. `now` in epoch ms. */
export function matchModel(catalog: Catalog, requested: string, now: number): ModelMatch {
  const name = requested.trim();
  if (name === "" || name.length > LONGEST_ID) return { kind: "none", suggestions: [] };
  return (
    named(catalog, name) ??
    normalized(catalog, name) ??
    dated(catalog, name) ??
    path(catalog, name) ??
    undated(catalog, name, now) ?? { kind: "none", suggestions: nearestIds(catalog, name) }
  );
}

/** Exact names only: one or two look-ups for an id or a source's key. */
function named(catalog: Catalog, name: string): MatchedOffer | null {
  const exact = catalog.find(name);
  if (exact !== undefined) return match(exact, "exact");
  const ids = catalog.named(name);
  const id = (name.includes("/") ? undefined : ids.find(isFirstParty)) ?? ids[0];
  const alias = id === undefined ? undefined : catalog.find(id);
  if (alias !== undefined) return match(alias, isOwnBareId(alias, name) ? "first_party" : "alias");
  if (name.includes("/")) return null;
  for (const candidate of firstPartyIds(name)) {
    const offer = catalog.find(candidate) ?? aliasedBySeller(catalog, candidate);
    if (offer !== undefined) return match(offer, "first_party");
  }
  return null;
}

/** `anthropic/claude-…` may be an alias of Anthropic's own offer, but it is also OpenRouter's key for OpenRouter's. */
function aliasedBySeller(catalog: Catalog, candidate: string): Offer | undefined {
  const seller = candidate.slice(0, candidate.indexOf("/") + 1);
  const id = catalog.named(candidate).find((one) => one.startsWith(seller));
  return id === undefined ? undefined : catalog.find(id);
}

/** LiteLLM's own key of a first-party offer is its bare id: named by the seller as much as by the source. */
function isOwnBareId(offer: Offer, name: string): boolean {
  return offer.id === `${offer.provider}/${name}` && isFirstParty(offer.id);
}

function normalized(catalog: Catalog, name: string): MatchedOffer | null {
  const offer = findFolded(catalog, name);
  return offer === undefined ? null : match(offer, "normalized");
}

function dated(catalog: Catalog, name: string): MatchedOffer | null {
  const id = splitDatedId(name);
  if (id === null) return null;
  const offer = firstListed(catalog, dateSpellings(id));
  return offer === null ? null : match(offer, "dated");
}

function path(catalog: Catalog, name: string): MatchedOffer | null {
  for (const reading of pathReadings(name)) {
    const found = named(catalog, reading.id) ?? normalized(catalog, reading.id) ?? dated(catalog, reading.id);
    if (found === null) continue;
    if (reading.base_region !== true) return match(found.offer, "path");
    const detail = `${name} is not listed; the price is that of ${found.offer.id}, which a regional profile may exceed`;
    return { ...match(found.offer, "path"), estimated: true, warning: { code: "base_region_price", detail } };
  }
  return null;
}

function undated(catalog: Catalog, name: string, now: number): MatchedOffer | null {
  for (const spelling of [name, ...pathReadings(name).map((reading) => reading.id)]) {
    const id = splitDatedId(spelling);
    if (id === null || id.time > now) continue;
    const offer = firstListed(catalog, undatedSpellings(id));
    if (offer === null || offer.id.endsWith("-latest")) continue;
    const detail = `no price is listed for ${name}; the price is that of ${offer.id}`;
    return { ...match(offer, "undated"), estimated: true, warning: { code: "undated_price", detail } };
  }
  return null;
}

function firstListed(catalog: Catalog, names: readonly string[]): Offer | null {
  for (const name of names) {
    const found = named(catalog, name) ?? normalized(catalog, name);
    if (found !== null) return found.offer;
  }
  return null;
}

function match(offer: Offer, matched_by: MatchRule): MatchedOffer {
  return { kind: "offer", offer, matched_by };
}
