import { type Decimal, toNumber } from "../money/decimal.ts";
import type { Catalog } from "../pricing/catalog.ts";
import type { Capability, Mode, Offer } from "../pricing/offer.ts";
import type { ServiceTier } from "../pricing/rate.ts";
import { CheapestRows, SmallestBounds } from "./cheapest-rows.ts";
import { type ExclusionCounts, noExclusions } from "./eligibility.ts";
import { type CostRequest, estimate } from "./estimate.ts";
import { CERTAINTY } from "./lower-bound.ts";
import { usageIn } from "./mode-usage.ts";
import { type Quantity, statedQuantities, statesTwice } from "./quantities.ts";
import { capabilityBits, type Column, type RankingTable, STATUS, tableOf } from "./ranking-table.ts";
import { type CostProblem, isCostProblem } from "./receipt.ts";
import type { Usage } from "./usage.ts";

export interface CheapestQuery {
  readonly usage: Usage;
  readonly service_tier: ServiceTier;
  readonly region?: string;
  /** Epoch ms: time windows and retirement dates are read at it. */
  readonly at: number;
  /** `chat` means the modes `chat` and `responses`. */
  readonly mode: Mode;
  /** All of them must be there. */
  readonly capabilities?: readonly Capability[];
  /** Offers of unknown context length are filtered too. */
  readonly min_context_tokens?: number;
  readonly providers?: readonly string[];
  readonly exclude_providers?: readonly string[];
  /** Any other filter (quality, health), by the offer's index in the catalog. */
  readonly admits?: (position: number) => boolean;
  readonly include_free?: boolean;
  readonly limit: number;
}

export interface CheapestRow {
  readonly rank: number;
  readonly offer: Offer;
  /** Index of the offer in the catalog. */
  readonly position: number;
  readonly total: Decimal;
}

export interface Ranking {
  readonly rows: readonly CheapestRow[];
  /** Offers of the mode. */
  readonly considered: number;
  /** Each offer that is left out, under its first reason. `limit` leaves nobody out. */
  readonly excluded: ExclusionCounts;
}

/**
 * The offers of least exact cost for one usage; of equal cost in the order of their ids.
 * Doubles bound every offer's cost from below; those that could still be among the first are estimated exactly.
 */
export function cheapest(catalog: Catalog, query: CheapestQuery): Ranking | CostProblem {
  const usage = usageIn(query.mode, query.usage);
  const quantities = statedQuantities(usage);
  if (!Array.isArray(quantities)) return quantities;
  const table = tableOf(catalog, query.mode, query.service_tier);
  const search = new Search(table, query, usage, quantities);
  search.bound();
  const rows = search.rank().map(({ row, total }, index) => ({
    rank: index + 1,
    offer: offerAt(table, row),
    position: table.positions[row] ?? 0,
    total,
  }));
  return { rows, considered: table.offers.length, excluded: search.excluded };
}

interface Term {
  readonly usd: Float64Array;
  readonly quantity: number;
}

class Search {
  readonly excluded: ExclusionCounts = noExclusions();
  readonly #table: RankingTable;
  readonly #query: CheapestQuery;
  readonly #request: CostRequest;
  readonly #terms: readonly Term[];
  readonly #columns: readonly Column[];
  /** Where columns cannot tell what is billed, each row is asked. */
  readonly #isAsked: boolean;
  readonly #input: number;
  readonly #smallest: SmallestBounds;
  /** Exact totals that were needed before the ranking. */
  readonly #known = new Map<number, Decimal>();

  constructor(table: RankingTable, query: CheapestQuery, usage: Usage, quantities: readonly Quantity[]) {
    const { service_tier, region, at } = query;
    this.#table = table;
    this.#query = query;
    this.#request = region === undefined ? { usage, service_tier, at } : { usage, service_tier, region, at };
    this.#input = usage.input_tokens ?? 0;
    this.#isAsked = statesTwice(quantities);
    const billed = withRequest(quantities);
    this.#columns = billed.map(({ meter }) => table.column(meter, variantOf(meter, usage)));
    this.#terms = billed.map(({ quantity }, index) => ({ usd: this.#columns[index]?.usd ?? NO_ROWS, quantity }));
    this.#smallest = new SmallestBounds(query.limit);
  }

  /** Gives every row its lower bound, infinity to those left out, and counts these. */
  bound(): void {
    const { bounds } = this.#table;
    const filter = rowFilter(this.#table, this.#query);
    this.#addTerms(bounds);
    for (let row = 0; row < bounds.length; row += 1) {
      const reason = filter !== null && !filter(row) ? "filtered" : this.#exclusion(row);
      if (reason !== null) {
        this.excluded[reason] += 1;
        bounds[row] = Number.POSITIVE_INFINITY;
        continue;
      }
      const bound = bounds[row] ?? 0;
      if (bound < this.#smallest.limit) this.#smallest.insert(bound, row);
    }
  }

  /** Estimates the most promising rows first: after them hardly any other bound is low enough. */
  rank(): CheapestRows["rows"] {
    const { bounds } = this.#table;
    const best = new CheapestRows(this.#query.limit);
    const done = new Set(this.#smallest.rows);
    for (const row of this.#smallest.rows) this.#rankRow(best, row);
    for (let row = 0; row < bounds.length; row += 1) {
      const bound = bounds[row] ?? Number.POSITIVE_INFINITY;
      if (bound > best.ceiling || bound === Number.POSITIVE_INFINITY) continue;
      if (best.admits(bound, row) && !done.has(row)) this.#rankRow(best, row);
    }
    return best.rows;
  }

  #rankRow(best: CheapestRows, row: number): void {
    const total = this.#known.get(row) ?? this.#exact(row);
    if (total !== null) best.insert({ row, total });
  }

  #addTerms(bounds: Float64Array): void {
    bounds.fill(0);
    for (const { usd, quantity } of this.#terms) {
      for (let row = 0; row < bounds.length; row += 1) bounds[row] = (bounds[row] ?? 0) + quantity * (usd[row] ?? 0);
    }
  }

  #exclusion(row: number): keyof ExclusionCounts | null {
    const status = this.#table.status[row] ?? 0;
    if ((status & STATUS.unsold) !== 0) return "filtered";
    if ((status & STATUS.unpriced) !== 0 || !this.#isPriced(row)) return "unknown_price";
    if ((status & STATUS.free) !== 0 && this.#query.include_free !== true) return "free";
    if ((this.#table.retired_from[row] ?? 0) <= this.#query.at) return "deprecated";
    if ((status & STATUS.disputed) !== 0) return "disputed";
    if ((status & STATUS.not_eligible) !== 0 || this.#input > (this.#table.input_limit[row] ?? 0))
      return "not_eligible";
    return null;
  }

  #isPriced(row: number): boolean {
    if (!this.#mustAsk(row)) return this.#table.bounds[row] !== Number.POSITIVE_INFINITY;
    const total = this.#exact(row);
    if (total === null) return false;
    this.#known.set(row, total);
    this.#table.bounds[row] = toNumber(total);
    return true;
  }

  #mustAsk(row: number): boolean {
    if (this.#isAsked || this.#input > (this.#table.ceiling[row] ?? 0)) return true;
    for (const { certainty } of this.#columns) {
      if (certainty === null) continue;
      const value = certainty[row];
      if (value === CERTAINTY.ask || (value === CERTAINTY.with_input && this.#input === 0)) return true;
    }
    return false;
  }

  /** Null where a part of the usage has no price: a partial total is no cost to rank by. */
  #exact(row: number): Decimal | null {
    const outcome = estimate(offerAt(this.#table, row), this.#request);
    return isCostProblem(outcome) || outcome.partial ? null : outcome.total;
  }
}

const NO_ROWS = new Float64Array(0);

/** Offers with a fee per request bill one where none is stated. */
function withRequest(quantities: readonly Quantity[]): readonly Quantity[] {
  if (quantities.some(({ meter }) => meter === "requests")) return quantities;
  return [...quantities, { meter: "requests", quantity: 1, counted: null }];
}

function variantOf(meter: string, usage: Usage): string | undefined {
  return meter === "web_searches" ? (usage.web_search_context_size ?? "medium") : undefined;
}

function offerAt(table: RankingTable, row: number): Offer {
  const offer = table.offers[row];
  if (offer === undefined) throw new RangeError("a ranked row is a row of its table");
  return offer;
}

/** Null where the query filters nothing. */
function rowFilter(table: RankingTable, query: CheapestQuery): ((row: number) => boolean) | null {
  const { capabilities, min_context_tokens, providers, exclude_providers, admits } = query;
  const tests: ((row: number) => boolean)[] = [];
  if (providers !== undefined) tests.push(providerTest(table, providers, true));
  if (exclude_providers !== undefined) tests.push(providerTest(table, exclude_providers, false));
  if (capabilities !== undefined && capabilities.length > 0) {
    const bits = capabilityBits(capabilities);
    tests.push((row) => ((table.capabilities[row] ?? 0) & bits) === bits);
  }
  if (min_context_tokens !== undefined) tests.push((row) => (table.context[row] ?? -1) >= min_context_tokens);
  if (admits !== undefined) tests.push((row) => admits(table.positions[row] ?? 0));
  return tests.length === 0 ? null : (row) => tests.every((test) => test(row));
}

function providerTest(table: RankingTable, names: readonly string[], isAdmitted: boolean): (row: number) => boolean {
  const admitted = new Uint8Array(table.provider_numbers.size).fill(isAdmitted ? 0 : 1);
  for (const name of names) {
    const number = table.provider_numbers.get(name);
    if (number !== undefined) admitted[number] = isAdmitted ? 1 : 0;
  }
  return (row) => admitted[table.providers[row] ?? 0] === 1;
}
