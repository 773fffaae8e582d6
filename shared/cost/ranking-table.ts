import type { Catalog } from "../pricing/catalog.ts";
import type { Meter } from "../pricing/meter.ts";
import { CAPABILITIES, type Capability, type Mode, type Offer } from "../pricing/offer.ts";
import type { ServiceTier } from "../pricing/rate.ts";
import { isUnpriced, retiredFrom } from "./eligibility.ts";
import { inputLimit } from "./estimate.ts";
import { CERTAINTY, unitBound } from "./lower-bound.ts";
import { modesOf } from "./mode-usage.ts";
import { ratePlan } from "./rate-plan.ts";

/** Lower bounds of one meter's price, row by row. */
export interface Column {
  readonly usd: Float64Array;
  /** `CERTAINTY` by row; null where every row is certain. */
  readonly certainty: Uint8Array | null;
}

/** The offers that a mode means, under one service tier, as columns; row order is the order of the offer ids. */
export class RankingTable {
  readonly offers: readonly Offer[];
  readonly tier: ServiceTier;
  /** 1 where the offer is sold under the tier; offers without a price are not. */
  readonly sold: Uint8Array;
  readonly retired_from: Float64Array;
  /** Days on which an offer of the table is retired, ascending: between two of them the same offers are. */
  readonly retirements: Float64Array;
  readonly input_limit: Float64Array;
  /** Context length; -1 where it is unknown, which no minimum admits. */
  readonly context: Float64Array;
  readonly capabilities: Uint32Array;
  readonly providers: Uint32Array;
  readonly provider_numbers: ReadonlyMap<string, number>;
  /** Index in the catalog. */
  readonly positions: Uint32Array;
  /** Input above which a tier may lack a price that the standard tier has. */
  readonly ceiling: Float64Array;
  readonly #columns = new Map<string, Column>();

  constructor(entries: readonly Entry[], tier: ServiceTier) {
    const offers = entries.map(({ offer }) => offer);
    const numbers = numbered(offers.map(({ provider }) => provider));
    this.offers = offers;
    this.tier = tier;
    this.sold = Uint8Array.from(offers, (offer) => Number(ratePlan(offer, tier, undefined) !== null));
    this.retired_from = Float64Array.from(offers, retiredFrom);
    this.retirements = Float64Array.from(new Set(this.retired_from)).sort();
    this.input_limit = Float64Array.from(offers, (offer) => inputLimit(offer) ?? Number.POSITIVE_INFINITY);
    this.context = Float64Array.from(offers, ({ limits }) => limits.context_tokens ?? limits.max_input_tokens ?? -1);
    this.capabilities = Uint32Array.from(offers, ({ capabilities }) => capabilityBits(capabilities));
    this.providers = Uint32Array.from(offers, ({ provider }) => numbers.get(provider) ?? 0);
    this.provider_numbers = numbers;
    this.positions = Uint32Array.from(entries, ({ position }) => position);
    this.ceiling = Float64Array.from(offers, (offer) => ceilingOf(offer, tier));
  }

  column(meter: Meter, variant: string | undefined): Column {
    const key = variant === undefined ? meter : `${meter} ${variant}`;
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const made = this.#makeColumn(meter, variant);
    this.#columns.set(key, made);
    return made;
  }

  #makeColumn(meter: Meter, variant: string | undefined): Column {
    const usd = new Float64Array(this.offers.length);
    const certainty = new Uint8Array(this.offers.length);
    this.offers.forEach((offer, row) => {
      const plan = isUnpriced(offer) ? null : ratePlan(offer, this.tier, undefined);
      const bound = plan === null ? null : unitBound(plan, meter, variant);
      usd[row] = bound === null ? Number.POSITIVE_INFINITY : bound.usd;
      certainty[row] = bound === null ? CERTAINTY.always : bound.certainty;
    });
    return { usd, certainty: certainty.some((value) => value !== CERTAINTY.always) ? certainty : null };
  }
}

interface Entry {
  readonly offer: Offer;
  readonly position: number;
}

interface CatalogTables {
  readonly entries: readonly Entry[];
  readonly tables: Map<string, RankingTable>;
}

/** Derived from a catalog, and only when a ranking is first asked for; it goes when the catalog goes. */
const derived = new WeakMap<Catalog, CatalogTables>();

export function rankingTable(catalog: Catalog, mode: Mode, tier: ServiceTier): RankingTable {
  let known = derived.get(catalog);
  if (known === undefined) {
    known = { entries: sortedEntries(catalog), tables: new Map() };
    derived.set(catalog, known);
  }
  const key = `${mode} ${tier}`;
  const made = known.tables.get(key);
  if (made !== undefined) return made;
  const modes = modesOf(mode);
  const entries = known.entries.filter(({ offer }) => modes.includes(offer.mode));
  const table = new RankingTable(entries, tier);
  known.tables.set(key, table);
  return table;
}

function sortedEntries(catalog: Catalog): readonly Entry[] {
  const entries = Array.from({ length: catalog.size }, (_unused, position) => ({
    offer: catalog.at(position),
    position,
  }));
  return entries.sort((a, b) => (a.offer.id < b.offer.id ? -1 : 1));
}

function ceilingOf(offer: Offer, asked: ServiceTier): number {
  if (asked === "standard") return Number.POSITIVE_INFINITY;
  return offer.rates.reduce(
    (least, { tier, condition }) =>
      tier === "standard" && condition?.above_tokens !== undefined ? Math.min(least, condition.above_tokens) : least,
    Number.POSITIVE_INFINITY,
  );
}

export function capabilityBits(capabilities: readonly Capability[]): number {
  return capabilities.reduce((bits, capability) => bits | (1 << CAPABILITIES.indexOf(capability)), 0);
}

function numbered(names: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const name of names) if (!numbers.has(name)) numbers.set(name, numbers.size);
  return numbers;
}
