import { pricingOf, withoutRequests } from "../cost/pricing-columns.ts";
import type { Quantity } from "../cost/quantities.ts";
import type { Column, RankingTable } from "../cost/ranking-table.ts";
import type { CandidatePricing } from "./candidate-plan.ts";
import { routingColumns } from "./columns.ts";
import { type PrefixCost, writeMeter } from "./prefix-cost.ts";

/** Lower bounds of what candidates cost, as doubles: hardly any offer then has to be priced exactly. */
export class CostBounds {
  readonly pricing: CandidatePricing;
  readonly #table: RankingTable;
  readonly #costs: PrefixCost;
  readonly #quantities: readonly Quantity[];
  readonly #input: Column;
  readonly #read: Column;
  readonly #write: Column;

  constructor(table: RankingTable, costs: PrefixCost) {
    const { usage } = costs.plain.request;
    const write = writeMeter(usage);
    this.#table = table;
    this.#costs = costs;
    this.#quantities = withoutRequests(costs.plain.quantities);
    this.#input = table.column("input_tokens", undefined);
    this.#read = table.column("cache_read_tokens", undefined);
    this.#write = table.column(write, undefined);
    const hasPrefix = costs.prefix_tokens > 0;
    const plain = pricingOf(table, usage, this.#quantities, costs.plain.states_twice);
    this.pricing = {
      ...plain,
      key: `${plain.key} ${hasPrefix ? write : ""}`,
      prefix_columns: hasPrefix ? [this.#read, this.#write] : [],
    };
  }

  /** Bounds of the expected cost of these rows, index by index. */
  expected(rows: Uint32Array, length: number, bounds: Float64Array): void {
    this.#plain(rows, length, bounds);
    const { prefix_tokens } = this.#costs;
    if (prefix_tokens === 0) return;
    const p = this.#costs.hitRate("")?.value ?? 0;
    this.#addPrefix(rows, length, bounds, p);
    this.#correctOwnRates(rows, length, bounds, p);
  }

  /** The same for a prefix that is not in the cache. */
  cold(rows: Uint32Array, length: number, bounds: Float64Array): void {
    this.#plain(rows, length, bounds);
    if (this.#costs.prefix_tokens > 0) this.#addPrefix(rows, length, bounds, 0);
  }

  #plain(rows: Uint32Array, length: number, bounds: Float64Array): void {
    const [first, second, ...others] = this.#quantities;
    const [a, b, ...columns] = this.pricing.columns;
    if (first === undefined || a === undefined) {
      bounds.fill(0, 0, length);
    } else if (second === undefined || b === undefined) {
      bounds.fill(0, 0, length);
      addProducts(rows, length, bounds, a.usd, first.quantity);
    } else {
      setPairs(rows, length, bounds, [a.usd, first.quantity, b.usd, second.quantity]);
    }
    columns.forEach(({ usd }, index) => addProducts(rows, length, bounds, usd, others[index]?.quantity ?? 0));
  }

  /** What the prefix costs instead of plain input, where it is long enough to be cached. */
  #addPrefix(rows: Uint32Array, length: number, bounds: Float64Array, p: number): void {
    const { prefix_tokens } = this.#costs;
    const { least_prefix } = routingColumns(this.#table);
    for (let index = 0; index < length; index += 1) {
      const row = rows[index] ?? 0;
      if (prefix_tokens < (least_prefix[row] ?? 0)) continue;
      const bound = (bounds[index] ?? 0) + prefix_tokens * this.#prefixPremium(row, p);
      // A meter that is not sold has no bound: nothing is below 0.
      bounds[index] = Number.isFinite(bound) ? bound : 0;
    }
  }

  #prefixPremium(row: number, p: number): number {
    const cached = p * (this.#read.usd[row] ?? 0) + (1 - p) * (this.#write.usd[row] ?? 0);
    return cached - (this.#input.usd[row] ?? 0);
  }

  /** The few offers that the tenant has a hit rate of their own for. */
  #correctOwnRates(rows: Uint32Array, length: number, bounds: Float64Array, p: number): void {
    const { prefix_tokens } = this.#costs;
    const { least_prefix } = routingColumns(this.#table);
    for (const [id, own] of this.#costs.own_rates) {
      const row = this.#table.rowOf(id);
      const index = row === null ? -1 : rows.subarray(0, length).indexOf(row);
      if (row === null || index === -1 || prefix_tokens < (least_prefix[row] ?? 0)) continue;
      const change = this.#prefixPremium(row, own.value) - this.#prefixPremium(row, p);
      const bound = (bounds[index] ?? 0) + prefix_tokens * change;
      bounds[index] = Number.isFinite(bound) ? bound : 0;
    }
  }
}

function addProducts(rows: Uint32Array, length: number, sums: Float64Array, usd: Float64Array, quantity: number): void {
  for (let index = 0; index < length; index += 1) {
    sums[index] = (sums[index] ?? 0) + quantity * (usd[rows[index] ?? 0] ?? 0);
  }
}

/** Most usages are two totals: one pass. */
function setPairs(
  rows: Uint32Array,
  length: number,
  sums: Float64Array,
  [a, x, b, y]: readonly [Float64Array, number, Float64Array, number],
): void {
  for (let index = 0; index < length; index += 1) {
    const row = rows[index] ?? 0;
    sums[index] = x * (a[row] ?? 0) + y * (b[row] ?? 0);
  }
}
