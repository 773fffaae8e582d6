import type { Catalog } from "../pricing/catalog.ts";
import type { Meter } from "../pricing/meter.ts";
import { CAPABILITIES, type Capability, type Mode, type Offer } from "../pricing/offer.ts";
import type { ServiceTier } from "../pricing/rate.ts";
import { statedSlots } from "../pricing/slot.ts";
import { isUnpriced, retiredFrom } from "./eligibility.ts";
import { inputLimit } from "./estimate.ts";
import { CERTAINTY, lacksUnit, plainBound, type UnitBound, unitBound } from "./lower-bound.ts";
import { partitionPoint } from "../pricing/partition-point.ts";
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
  /** 1 where the standard tier has a long-context price that the asked one may lack. */
  readonly may_lack: Uint8Array;
  readonly #columns = new Map<string, Column>();

  constructor(entries: readonly Entry[], tier: ServiceTier) {
    const count = entries.length;
    this.offers = entries.map(({ offer }) => offer);
    this.tier = tier;
    this.sold = new Uint8Array(count);
    this.retired_from = new Float64Array(count);
    this.input_limit = new Float64Array(count);
    this.context = new Float64Array(count);
    this.capabilities = new Uint32Array(count);
    this.providers = new Uint32Array(count);
    this.positions = new Uint32Array(count);
    this.may_lack = new Uint8Array(count);
    const numbers = new Map<string, number>();
    entries.forEach(({ offer, position }, row) => {
      this.positions[row] = position;
      this.providers[row] = numberOf(numbers, offer.provider);
      this.#describe(offer, row);
    });
    this.provider_numbers = numbers;
    this.retirements = Float64Array.from(new Set(this.retired_from)).sort();
  }

  #describe(offer: Offer, row: number): void {
    const { limits } = offer;
    this.sold[row] = Number(this.tier === "standard" || ratePlan(offer, this.tier, undefined) !== null);
    this.retired_from[row] = retiredFrom(offer);
    this.input_limit[row] = inputLimit(offer) ?? Number.POSITIVE_INFINITY;
    this.context[row] = limits.context_tokens ?? limits.max_input_tokens ?? -1;
    this.capabilities[row] = capabilityBits(offer.capabilities);
    this.may_lack[row] = Number(this.tier !== "standard" && hasLongContextPrice(offer));
  }

  /** How many of the retirement days have come at an instant (epoch ms): the part of it that decides who is retired. */
  retiredBy(at: number): number {
    return partitionPoint(this.retirements.length, (index) => (this.retirements[index] ?? 0) <= at);
  }

  /** 1 by number of each provider that may sell: by the name that the source declares, never by a part of an id. */
  admittedProviders(named: readonly string[] | undefined, excluded: readonly string[] = []): Uint8Array {
    const admitted = new Uint8Array(this.provider_numbers.size).fill(named === undefined ? 1 : 0);
    const set = (names: readonly string[], value: number): void => {
      for (const name of names) {
        const number = this.provider_numbers.get(name);
        if (number !== undefined) admitted[number] = value;
      }
    };
    set(named ?? [], 1);
    set(excluded, 0);
    return admitted;
  }

  /** The row of an offer's id; null where the table has none. */
  rowOf(id: string): number | null {
    const row = partitionPoint(this.offers.length, (index) => (this.offers[index]?.id ?? "") < id);
    return this.offers[row]?.id === id ? row : null;
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
    let isCertain = true;
    this.offers.forEach((offer, row) => {
      const bound = this.#bound(offer, meter, variant);
      usd[row] = bound.usd;
      certainty[row] = bound.certainty;
      if (bound.certainty !== CERTAINTY.always) isCertain = false;
    });
    return { usd, certainty: isCertain ? null : certainty };
  }

  #bound(offer: Offer, meter: Meter, variant: string | undefined): UnitBound {
    if (isUnpriced(offer) || lacksUnit(offer, meter)) return UNSOLD;
    const plain = plainBound(offer, meter, this.tier);
    if (plain !== null) return { usd: plain, certainty: CERTAINTY.always };
    const plan = ratePlan(offer, this.tier, undefined);
    return plan === null ? UNSOLD : unitBound(plan, meter, variant);
  }
}

const UNSOLD: UnitBound = { usd: Number.POSITIVE_INFINITY, certainty: CERTAINTY.always };

interface Entry {
  readonly offer: Offer;
  readonly position: number;
}

interface CatalogTables {
  readonly entries: Map<Mode, readonly Entry[]>;
  readonly tables: Map<string, RankingTable>;
}

/** Derived from a catalog, and only when a ranking is first asked for; it goes when the catalog goes. */
const derived = new WeakMap<Catalog, CatalogTables>();

export function rankingTable(catalog: Catalog, mode: Mode, tier: ServiceTier): RankingTable {
  const { tables } = derivedFrom(catalog);
  const key = `${mode} ${tier}`;
  const made = tables.get(key);
  if (made !== undefined) return made;
  const table = new RankingTable(entriesOf(catalog, mode), tier);
  tables.set(key, table);
  return table;
}

/** The offers that a mode means, or all of a model group. */
export function offersOf(catalog: Catalog, mode: Mode, model: string | undefined): readonly Offer[] {
  if (model === undefined) return rankingTable(catalog, mode, "standard").offers;
  const offers = Array.from({ length: catalog.size }, (_unused, position) => catalog.at(position));
  return offers.filter((offer) => offer.model === model).sort(byId);
}

function derivedFrom(catalog: Catalog): CatalogTables {
  const known = derived.get(catalog);
  if (known !== undefined) return known;
  const made: CatalogTables = { entries: new Map(), tables: new Map() };
  derived.set(catalog, made);
  return made;
}

/** Once per catalog and mode; offers of other modes are not even read. */
function entriesOf(catalog: Catalog, mode: Mode): readonly Entry[] {
  const { entries } = derivedFrom(catalog);
  const known = entries.get(mode);
  if (known !== undefined) return known;
  const found: Entry[] = [];
  for (let position = 0; position < catalog.size; position += 1) {
    if (catalog.modeAt(position) !== mode) continue;
    const offer = catalog.at(position);
    if (offer.mode === mode) found.push({ offer, position });
  }
  found.sort((a, b) => byId(a.offer, b.offer));
  entries.set(mode, found);
  return found;
}

function byId(a: Offer, b: Offer): number {
  return a.id < b.id ? -1 : 1;
}

function hasLongContextPrice(offer: Offer): boolean {
  return statedSlots(offer).some(({ tier, condition }) => tier === "standard" && condition?.above_tokens !== undefined);
}

export function capabilityBits(capabilities: readonly Capability[]): number {
  return capabilities.reduce((bits, capability) => bits | (1 << CAPABILITIES.indexOf(capability)), 0);
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}
