import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { decodeCatalog, decodeSourceOffers, encodeBody, sealCatalog } from "../../shared/pricing/catalog-codec.ts";
import type { CatalogHeader } from "../../shared/pricing/catalog.ts";
import { NO_DECISIONS } from "../../shared/pricing/held.ts";
import type { Intake } from "../../shared/pricing/intake.ts";
import type { LiveSource, PricingState } from "../../shared/pricing/pricing-state.ts";
import { advance } from "../../shared/pricing/refresh.ts";
import { encodeSourceOffers, readSourceOffers } from "../../shared/pricing/source-offer-codec.ts";
import type { PriceSource } from "../../shared/pricing/source.ts";
import { PRICE_SOURCES } from "../../shared/pricing/sources/index.ts";
import { fetchPages, UNMARKED } from "../refresh/price-feed.ts";

/**
 * The refresh outside the Worker, for a plan whose CPU limit it does not fit: `node workers/build/publish-prices.ts FOLDER`, hourly, in a folder that is
 * kept from run to run. Judges against its last good rows as the ledger does, and writes `hot.txt` for `wrangler kv key put catalog:hot`.
 */
interface KeptPrices {
  readonly sequence: number;
  readonly held: PricingState["held"];
  readonly sources: readonly (Omit<PricingState["sources"][number], "offers" | "pending"> & {
    readonly good: string;
    readonly pending_rows: string;
  })[];
}

type Bodies = ReadonlyMap<LiveSource, readonly string[]>;

/** The next value to serve and what to keep; null when no source said anything usable: then what is served stays. */
export function nextPrices(
  bodies: Bodies,
  before: { readonly kept: KeptPrices; readonly hot: string } | null,
  bundledText: string,
  now: number,
): { readonly kept: KeptPrices; readonly hot: string } | null {
  const snapshots = new Map<LiveSource, Intake>();
  for (const source of PRICE_SOURCES) snapshots.set(source.name, intakeOf(source, bodies.get(source.name), now));
  if ([...snapshots.values()].every(({ kind }) => kind !== "new")) return null;
  const bundled = decodeSourceOffers(bundledText);
  const published = before === null ? null : decodeCatalog(before.hot);
  const { state, offers, outcomes } = advance({
    previous: before === null ? null : stateOf(before.kept),
    published: published === null ? null : published.ids.map((_, index) => published.at(index)),
    snapshots,
    bundled,
    bundled_as_of: bundled[0]?.as_of ?? new Date(0).toISOString(),
    decisions: NO_DECISIONS,
    now,
  });
  if (!outcomes.some(({ outcome }) => outcome === "ok")) return null;
  const body = encodeBody(offers);
  const sequence = (before?.kept.sequence ?? 0) + 1;
  const at = new Date(now).toISOString();
  const header: CatalogHeader = {
    schema: 1,
    version: createHash("sha256").update(body.timeless).digest("hex").slice(0, 32),
    sequence,
    published_at: at,
    confirmed_at: at,
    pinned: null,
    sources: [],
  };
  return { kept: keptOf(state, sequence), hot: sealCatalog(header, body) };
}

function intakeOf(source: PriceSource, bodies: readonly string[] | undefined, now: number): Intake {
  if (bodies === undefined) return { kind: "failed", detail: "no answer" };
  const read = source.read(bodies, now);
  if ("unusable" in read) return { kind: "rejected", detail: read.unusable };
  return { kind: "new", snapshot: read, fetched_at: now };
}

function stateOf({ sources, held }: KeptPrices): PricingState {
  return {
    held,
    sources: sources.map(({ good, pending_rows, ...meta }) => ({
      ...meta,
      offers: readSourceOffers(good) ?? [],
      pending: readSourceOffers(pending_rows) ?? [],
    })),
  };
}

function keptOf({ sources, held }: PricingState, sequence: number): KeptPrices {
  return {
    sequence,
    held,
    sources: sources.map(({ offers, pending, ...meta }) => ({
      ...meta,
      good: encodeSourceOffers(offers),
      pending_rows: encodeSourceOffers(pending),
    })),
  };
}

/** By the same guard as in the Worker; a source that does not answer is left out. */
export async function fetchBodies(sources: readonly PriceSource[]): Promise<Bodies> {
  const fetched = await Promise.all(
    sources.map(async (source) => ({ source, pages: await fetchPages(source, UNMARKED, Date.now()) })),
  );
  return new Map(
    fetched.flatMap(({ source, pages }) => (pages.kind === "pages" ? [[source.name, pages.bodies] as const] : [])),
  );
}

if (import.meta.main) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error("usage: node workers/build/publish-prices.ts FOLDER");
  const keptFile = `${folder}/kept.json`;
  const hotFile = `${folder}/hot.txt`;
  const before = existsSync(keptFile)
    ? { kept: JSON.parse(readFileSync(keptFile, "utf8")), hot: readFileSync(hotFile, "utf8") }
    : null;
  const bodies = await fetchBodies(PRICE_SOURCES);
  const bundled = readFileSync(new URL("../generated/bundled-catalog.txt", import.meta.url), "utf8");
  const next = nextPrices(bodies, before, bundled, Date.now());
  if (next === null) throw new Error("no source said anything usable: what is served stays");
  writeFileSync(keptFile, JSON.stringify(next.kept));
  writeFileSync(hotFile, next.hot);
}
