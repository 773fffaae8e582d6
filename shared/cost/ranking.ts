import type { Decimal } from "../money/decimal.ts";
import type { Catalog } from "../pricing/catalog.ts";
import type { Mode, Offer } from "../pricing/offer.ts";
import type { ServiceTier } from "../pricing/rate.ts";
import { type BoundedRow, CheapestRows, SmallestBounds } from "./cheapest-rows.ts";
import type { ExclusionCounts } from "./eligibility.ts";
import { completeCost, type CostRequest, estimatedCost } from "./estimate.ts";
import { usageIn } from "./mode-usage.ts";
import { pricingOf, withoutRequests } from "./pricing-columns.ts";
import { type Quantity, statedQuantities, statesTwice } from "./quantities.ts";
import {
  BLOCK,
  countExclusion,
  FILTERED,
  RANKABLE,
  type RankingFilter,
  type RankingPlan,
  rankingPlan,
} from "./ranking-plan.ts";
import { type RankingTable, rankingTable } from "./ranking-table.ts";
import type { CostProblem } from "./receipt.ts";
import type { Usage } from "./usage.ts";

export interface CheapestQuery extends RankingFilter {
  readonly usage: Usage;
  readonly service_tier: ServiceTier;
  readonly region?: string | undefined;
  /** Epoch ms: time windows and retirement dates are read at it. */
  readonly at: number;
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

/** Takes rows whose bound is at most its limit. */
interface Takes {
  readonly limit: number;
  take(bound: number, index: number): void;
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
  /** Rows that the caller's own filter refuses; null where there is none. */
  #refused: Uint8Array | null = null;

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
    const input = this.#request.usage.input_tokens ?? 0;
    if (this.#query.admits !== undefined) this.#refused = this.#refuse(this.#query.admits);
    this.#ask(input);
    this.excluded.not_eligible +=
      this.#refused === null ? this.#plan.countShort(input) : this.#countShortAdmitted(input);
    this.#priceLowest(input);
    return this.#best.rows;
  }

  /** A filter that only the caller knows comes first: rows that were counted under another reason are filtered instead. */
  #refuse(admits: (position: number) => boolean): Uint8Array {
    const { reasons, is_asked } = this.#plan;
    const { positions } = this.#table;
    const refused = new Uint8Array(reasons.length);
    for (let row = 0; row < reasons.length; row += 1) {
      const reason = reasons[row] ?? 0;
      if (reason === FILTERED || admits(positions[row] ?? 0)) continue;
      refused[row] = 1;
      this.excluded.filtered += 1;
      if (reason !== RANKABLE && is_asked[row] === 0) countExclusion(this.excluded, reason, -1);
    }
    return refused;
  }

  #countShortAdmitted(input: number): number {
    const { rows, input_limits } = this.#plan;
    let count = 0;
    for (let index = 0; index < rows.length; index += 1) {
      if ((input_limits[index] ?? 0) < input && !this.#isRefused(rows[index] ?? 0)) count += 1;
    }
    return count;
  }

  #isRefused(row: number): boolean {
    return this.#refused !== null && this.#refused[row] === 1;
  }

  /** Rows of which no column knows whether they have a price. */
  #ask(input: number): void {
    const { asks, reasons } = this.#plan;
    const { input_limit } = this.#table;
    for (const row of asks) {
      if (this.#isRefused(row)) continue;
      const total = this.#exact(row);
      const reason = reasons[row] ?? 0;
      if (total === null) this.excluded.unknown_price += 1;
      else if (reason !== RANKABLE) countExclusion(this.excluded, reason, 1);
      else if (input > (input_limit[row] ?? 0)) this.excluded.not_eligible += 1;
      else this.#best.insert({ row, total });
    }
  }

  /** The most promising rows first: after them hardly any other bound is low enough. */
  #priceLowest(input: number): void {
    const { rows } = this.#plan;
    const lowest = new SmallestBounds(this.#query.limit);
    this.#scan(input, lowest);
    const done = new Set<number>();
    for (const { index } of lowest.smallest) {
      done.add(index);
      this.#price(rows[index] ?? 0);
    }
    for (const { index, bound } of this.#rest(input, lowest)) {
      const row = rows[index] ?? 0;
      if (this.#best.admits(bound, row) && !done.has(index)) this.#price(row);
    }
  }

  /** All rows whose bound is at most the ceiling. Where thresholds lifted it far above the bounds, they are looked for again. */
  #rest(input: number, lowest: SmallestBounds): readonly BoundedRow[] {
    const { ceiling } = this.#best;
    if (ceiling <= lowest.limit) return lowest.near;
    const found: BoundedRow[] = [];
    this.#scan(input, { limit: ceiling, take: (bound, index) => found.push({ index, bound }) });
    return found;
  }

  /** Block by block, and row by row only where the block's least prices could still be low enough. */
  #scan(input: number, lowest: Takes): void {
    const { rows, prices, block_prices, input_limits } = this.#plan;
    const quantities = this.#bounded.map(({ quantity }) => quantity);
    for (let start = 0; start < rows.length; start += BLOCK) {
      if (sumAt(block_prices, quantities, start / BLOCK) > lowest.limit) continue;
      const end = Math.min(start + BLOCK, rows.length);
      for (let index = start; index < end; index += 1) {
        const bound = sumAt(prices, quantities, index);
        if (bound > lowest.limit || input > (input_limits[index] ?? 0) || this.#isRefused(rows[index] ?? 0)) continue;
        lowest.take(bound, index);
      }
    }
  }

  #price(row: number): void {
    const total = this.#exact(row);
    if (total !== null) this.#best.insert({ row, total });
  }

  /** Null where a part of the usage has no price. */
  #exact(row: number): Decimal | null {
    const offer = offerAt(this.#table, row);
    return this.#statesTwice ? estimatedCost(offer, this.#request) : completeCost(offer, this.#request, this.#stated);
  }
}

function sumAt(prices: readonly Float64Array[], quantities: readonly number[], index: number): number {
  let sum = 0;
  for (let column = 0; column < prices.length; column += 1) {
    sum += (quantities[column] ?? 0) * (prices[column]?.[index] ?? 0);
  }
  return sum;
}

function offerAt(table: RankingTable, row: number): Offer {
  const offer = table.offers[row];
  if (offer === undefined) throw new RangeError("a ranked row is a row of its table");
  return offer;
}
