import type { Decimal } from "../money/decimal.ts";
import type { Catalog } from "../pricing/catalog.ts";
import type { Mode, Offer } from "../pricing/offer.ts";
import type { ServiceTier } from "../pricing/rate.ts";
import { CheapestRows, SmallestBounds } from "./cheapest-rows.ts";
import type { ExclusionCounts } from "./eligibility.ts";
import { completeCost, type CostRequest, estimate } from "./estimate.ts";
import { usageIn } from "./mode-usage.ts";
import { type Quantity, statedQuantities, statesTwice } from "./quantities.ts";
import {
  countExclusion,
  type Pricing,
  RANKABLE,
  type RankingFilter,
  type RankingPlan,
  rankingPlan,
  rowsThatTake,
} from "./ranking-plan.ts";
import { type RankingTable, rankingTable } from "./ranking-table.ts";
import { type CostProblem, isCostProblem } from "./receipt.ts";
import type { Usage } from "./usage.ts";

export interface CheapestQuery extends RankingFilter {
  readonly usage: Usage;
  readonly service_tier: ServiceTier;
  readonly region?: string | undefined;
  /** Epoch ms: time windows and retirement dates are read at it. */
  readonly at: number;
  /** `chat` means the modes `chat` and `responses`. */
  readonly mode: Mode;
  /** Any other filter (quality, health), by the offer's index in the catalog. */
  readonly admits?: ((position: number) => boolean) | undefined;
  /** At least 1. */
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
  readonly excluded: Readonly<ExclusionCounts>;
}

/**
 * The offers of least exact cost for one usage; of equal cost in the order of their ids.
 * Doubles bound every offer's cost from below; those that could still be among the first are priced exactly.
 */
export function cheapest(catalog: Catalog, query: CheapestQuery): Ranking | CostProblem {
  const usage = usageIn(query.mode, query.usage);
  const quantities = statedQuantities(usage);
  if (!Array.isArray(quantities)) return quantities;
  const table = rankingTable(catalog, query.mode, query.service_tier);
  const search = new Search(table, query, usage, quantities);
  const rows = search.rank().map(({ row, total }, index) => ({
    rank: index + 1,
    offer: offerAt(table, row),
    position: table.positions[row] ?? 0,
    total,
  }));
  return { rows, considered: table.offers.length, excluded: search.excluded };
}

class Search {
  readonly excluded: ExclusionCounts;
  readonly #table: RankingTable;
  readonly #plan: RankingPlan;
  readonly #query: CheapestQuery;
  readonly #request: CostRequest;
  readonly #stated: readonly Quantity[];
  readonly #bounded: readonly Quantity[];
  readonly #statesTwice: boolean;
  readonly #best: CheapestRows;

  constructor(table: RankingTable, query: CheapestQuery, usage: Usage, stated: readonly Quantity[]) {
    const { service_tier, region, at, limit } = query;
    this.#table = table;
    this.#query = query;
    this.#request = region === undefined ? { usage, service_tier, at } : { usage, service_tier, region, at };
    this.#stated = stated;
    this.#bounded = withoutRequests(stated);
    this.#statesTwice = statesTwice(stated, usage);
    this.#plan = rankingPlan(table, query, pricingOf(table, usage, this.#bounded, this.#statesTwice), at);
    this.excluded = { ...this.#plan.excluded };
    this.#best = new CheapestRows(limit);
  }

  rank(): CheapestRows["rows"] {
    const { bounds } = this.#plan;
    const input = this.#request.usage.input_tokens ?? 0;
    sumProducts(bounds, this.#plan.prices, this.#bounded);
    if (this.#query.admits !== undefined) this.#admit(this.#query.admits);
    this.#ask(input);
    const length = rowsThatTake(this.#plan, input);
    this.#leaveOutShort(length);
    this.#priceLowest(length);
    return this.#best.rows;
  }

  /** A filter that only the caller knows comes first, so that the counts begin anew. */
  #admit(admits: (position: number) => boolean): void {
    const { reasons, rows, bounds, is_asked } = this.#plan;
    const { positions } = this.#table;
    const refused = new Uint8Array(reasons.length);
    for (let row = 0; row < reasons.length; row += 1) {
      const reason = reasons[row] ?? 0;
      if (reason === 0 || admits(positions[row] ?? 0)) continue;
      refused[row] = 1;
      this.excluded.filtered += 1;
      if (reason !== RANKABLE && is_asked[row] === 0) countExclusion(this.excluded, reason, -1);
    }
    for (let index = 0; index < rows.length; index += 1) {
      if (refused[rows[index] ?? 0] === 1) bounds[index] = Number.POSITIVE_INFINITY;
    }
    this.#refused = refused;
  }

  #refused: Uint8Array | null = null;

  /** Rows of which no column knows whether they have a price. */
  #ask(input: number): void {
    const { asks, reasons } = this.#plan;
    const { input_limit } = this.#table;
    for (const row of asks) {
      if (this.#refused?.[row] === 1) continue;
      const total = this.#exact(row);
      const reason = reasons[row] ?? 0;
      if (total === null) this.excluded.unknown_price += 1;
      else if (reason !== RANKABLE) countExclusion(this.excluded, reason, 1);
      else if (input > (input_limit[row] ?? 0)) this.excluded.not_eligible += 1;
      else this.#best.insert({ row, total });
    }
  }

  /** From this row on the input is too long; those refused before are counted already. */
  #leaveOutShort(length: number): void {
    const { bounds } = this.#plan;
    for (let index = length; index < bounds.length; index += 1) {
      if (bounds[index] !== Number.POSITIVE_INFINITY) this.excluded.not_eligible += 1;
    }
  }

  /** The most promising rows first: after them hardly any other bound is low enough. */
  #priceLowest(length: number): void {
    const { bounds, rows } = this.#plan;
    const smallest = new SmallestBounds(this.#query.limit);
    smallest.take(bounds, length);
    for (const index of smallest.indices) this.#price(rows[index] ?? 0);
    const done = new Set(smallest.indices);
    for (const index of smallest.covers(this.#best.ceiling) ? smallest.near : indicesOf(length)) {
      const bound = bounds[index] ?? 0;
      if (bound > this.#best.ceiling || bound === Number.POSITIVE_INFINITY || done.has(index)) continue;
      const row = rows[index] ?? 0;
      if (this.#best.admits(bound, row)) this.#price(row);
    }
  }

  #price(row: number): void {
    const total = this.#exact(row);
    if (total !== null) this.#best.insert({ row, total });
  }

  /** Null where a part of the usage has no price: a partial total is no cost to rank by. */
  #exact(row: number): Decimal | null {
    const offer = offerAt(this.#table, row);
    if (!this.#statesTwice) return completeCost(offer, this.#request, this.#stated);
    const outcome = estimate(offer, this.#request);
    return isCostProblem(outcome) || outcome.partial ? null : outcome.total;
  }
}

function* indicesOf(length: number): Iterable<number> {
  for (let index = 0; index < length; index += 1) yield index;
}

/** Quantities times prices, row by row. Most usages are two totals: one pass. */
function sumProducts(sums: Float64Array, prices: readonly Float64Array[], bounded: readonly Quantity[]): void {
  const [first, second, ...rest] = bounded.map(({ quantity }) => quantity);
  const [a, b, ...others] = prices;
  if (a === undefined || b === undefined) sums.fill(0);
  if (a !== undefined && b === undefined) addProducts(sums, a, first ?? 0);
  if (a !== undefined && b !== undefined) addPairs(sums, a, first ?? 0, b, second ?? 0);
  others.forEach((column, index) => addProducts(sums, column, rest[index] ?? 0));
}

function addPairs(sums: Float64Array, a: Float64Array, x: number, b: Float64Array, y: number): void {
  for (let index = 0; index < sums.length; index += 1) sums[index] = x * (a[index] ?? 0) + y * (b[index] ?? 0);
}

function addProducts(sums: Float64Array, prices: Float64Array, quantity: number): void {
  for (let index = 0; index < sums.length; index += 1) {
    sums[index] = (sums[index] ?? 0) + quantity * (prices[index] ?? 0);
  }
}

function pricingOf(table: RankingTable, usage: Usage, bounded: readonly Quantity[], ask_all: boolean): Pricing {
  const size = usage.web_searches === undefined ? undefined : (usage.web_search_context_size ?? "medium");
  return {
    key: `${bounded.map(({ meter }) => meter).join(" ")} ${size}`,
    columns: bounded.map(({ meter }) => table.column(meter, meter === "web_searches" ? size : undefined)),
    fees: table.column("requests", undefined),
    has_input: (usage.input_tokens ?? 0) > 0,
    ask_all,
  };
}

/** A fee per request is left out of the bounds: without it they are still bounds, and hardly any offer has one. */
function withoutRequests(stated: readonly Quantity[]): readonly Quantity[] {
  return stated.some(({ meter }) => meter === "requests") ? stated.filter(({ meter }) => meter !== "requests") : stated;
}

function offerAt(table: RankingTable, row: number): Offer {
  const offer = table.offers[row];
  if (offer === undefined) throw new RangeError("a ranked row is a row of its table");
  return offer;
}
