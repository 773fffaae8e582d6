import { createHash } from "node:crypto";
import { bundledOffers } from "../../workers/build/bundled-catalog.ts";
import { decodeCatalog, encodeBody, sealCatalog } from "../../shared/pricing/catalog-codec.ts";
import type { Catalog, CatalogHeader } from "../../shared/pricing/catalog.ts";
import { NO_DECISIONS } from "../../shared/pricing/held.ts";
import type { Intake } from "../../shared/pricing/intake.ts";
import type { Offer, SourceOffer } from "../../shared/pricing/offer.ts";
import type { LiveSource, PricingState } from "../../shared/pricing/pricing-state.ts";
import { advance, type Refreshed } from "../../shared/pricing/refresh.ts";
import { litellm } from "../../shared/pricing/sources/litellm.ts";
import { openrouter } from "../../shared/pricing/sources/openrouter.ts";
import type { Bodies } from "./bodies.ts";

/** The instant of the benches: prices are asked of that day. */
export const NOW = Date.parse("2026-08-01T12:00:00Z");

let bundled: readonly SourceOffer[] | null = null;

export interface Past {
  readonly state: PricingState;
  readonly offers: readonly Offer[];
}

/** Reads both bodies, judges them against what was good before, merges: all that a refresh computes but the encoding. */
export function refreshed({ litellm: file, openrouter: answer }: Bodies, past: Past | null, now = NOW): Refreshed {
  bundled ??= bundledOffers();
  const snapshots = new Map<LiveSource, Intake>();
  for (const [source, body] of [
    [litellm, file],
    [openrouter, answer],
  ] as const) {
    const read = source.read([body], now);
    if ("unusable" in read) throw new Error(`${source.name}: ${read.unusable}`);
    snapshots.set(source.name, { kind: "new", snapshot: read, fetched_at: now });
  }
  return advance({
    previous: past?.state ?? null,
    published: past?.offers ?? null,
    snapshots,
    bundled,
    bundled_as_of: bundled[0]?.as_of ?? new Date(0).toISOString(),
    decisions: NO_DECISIONS,
    now,
  });
}

/** The value that readers load. */
export function hotText(offers: readonly Offer[], now = NOW): string {
  const body = encodeBody(offers);
  const published_at = new Date(now).toISOString();
  const header: CatalogHeader = {
    schema: 1,
    version: createHash("sha256").update(body.timeless).digest("hex").slice(0, 32),
    sequence: 1,
    published_at,
    confirmed_at: published_at,
    pinned: null,
    sources: [],
  };
  return sealCatalog(header, body);
}

export function opened(text: string): Catalog {
  const catalog = decodeCatalog(text);
  if (catalog === null) throw new Error("the catalog cannot be read");
  return catalog;
}

/** The same offers over and over under other ids, until there are so many. */
export function multiplied(offers: readonly Offer[], count: number): readonly Offer[] {
  const many = [...offers];
  for (let index = 0; many.length < count; index += 1) {
    const offer = offers[index % offers.length];
    if (offer !== undefined) many.push({ ...offer, id: `${offer.id}-${many.length}`, aliases: [] });
  }
  return many;
}
