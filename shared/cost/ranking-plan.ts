import type { Capability } from "../pricing/offer.ts";
import {
  type ExclusionCounts,
  EXCLUSIONS,
  isDisputed,
  isNotEligible,
  isUnpriced,
  noExclusions,
} from "./eligibility.ts";
import { partitionPoint } from "../pricing/partition-point.ts";
import { isUnsold, mustAsk, type Pricing } from "./pricing-columns.ts";
import { capabilityBits, type Column, type RankingTable } from "./ranking-table.ts";

/** What of a query is the same for every size of the usage: from it follows who is left out, and why. */
export interface RankingFilter {
  readonly capabilities?: readonly Capability[] | undefined;
  readonly min_context_tokens?: number | undefined;
  readonly providers?: readonly string[] | undefined;
  readonly exclude_providers?: readonly string[] | undefined;
  readonly include_free?: boolean | undefined;
}

/** Index into EXCLUSIONS of a row that is left out; this for one that may be ranked. */
export const RANKABLE = EXCLUSIONS.length;

/** The rows that may win under one filter, with their columns side by side: a query is then one pass over numbers. */
export class RankingPlan {
  /** By row of the table, as if every row that must be asked had a price. */
  readonly reasons: Uint8Array;
  readonly excluded: ExclusionCounts;
  /** Rows that only an estimate can tell a price of; they are in no count and not among `rows`. */
  readonly asks: Uint32Array;
  readonly is_asked: Uint8Array;
  /** Cheapest first by the sum of their prices, so that a block of neighbours is soon known to be too dear. */
  readonly rows: Uint32Array;
  readonly prices: readonly Float64Array[];
  /** Least price of each column in each block of rows. */
  readonly block_prices: readonly Float64Array[];
  readonly input_limits: Float64Array;
  readonly #sorted_limits: Float64Array;

  constructor(table: RankingTable, filter: RankingFilter, pricing: Pricing, at: number) {
    const count = table.offers.length;
    this.reasons = new Uint8Array(count);
    this.is_asked = new Uint8Array(count);
    this.excluded = noExclusions();
    const passes = rowFilter(table, filter);
    const rows: number[] = [];
    const asks: number[] = [];
    for (let row = 0; row < count; row += 1) {
      const reason = passes(row) ? reasonOf(table, row, filter, pricing, at) : FILTERED;
      this.reasons[row] = reason;
      if (reason > UNKNOWN && mustAsk(table, row, pricing)) {
        asks.push(row);
        this.is_asked[row] = 1;
      } else if (reason === RANKABLE) rows.push(row);
      else countExclusion(this.excluded, reason, 1);
    }
    this.asks = Uint32Array.from(asks);
    const sums = rowSums(pricing.columns, count);
    this.rows = Uint32Array.from(rows.sort((a, b) => (sums[a] ?? 0) - (sums[b] ?? 0) || a - b));
    this.prices = pricing.columns.map(({ usd }) => gathered(usd, this.rows));
    this.block_prices = this.prices.map(blockMinima);
    this.input_limits = gathered(table.input_limit, this.rows);
    this.#sorted_limits = this.input_limits.toSorted();
  }

  /** How many of the rows take no input of this size. */
  countShort(input: number): number {
    return partitionPoint(this.#sorted_limits.length, (index) => (this.#sorted_limits[index] ?? 0) < input);
  }
}

export const BLOCK = 64;

function blockMinima(prices: Float64Array): Float64Array {
  const minima = new Float64Array(Math.ceil(prices.length / BLOCK)).fill(Number.POSITIVE_INFINITY);
  prices.forEach((price, index) => {
    const block = Math.floor(index / BLOCK);
    if (price < (minima[block] ?? 0)) minima[block] = price;
  });
  return minima;
}

/** Rows whose sum is infinite are never among those sorted by it. */
function rowSums(columns: readonly Column[], count: number): Float64Array {
  const sums = new Float64Array(count);
  for (const { usd } of columns) {
    for (let row = 0; row < count; row += 1) sums[row] = (sums[row] ?? 0) + (usd[row] ?? 0);
  }
  return sums;
}

export const FILTERED = EXCLUSIONS.indexOf("filtered");
const UNKNOWN = EXCLUSIONS.indexOf("unknown_price");
const FREE = EXCLUSIONS.indexOf("free");
const DEPRECATED = EXCLUSIONS.indexOf("deprecated");
const DISPUTED = EXCLUSIONS.indexOf("disputed");
const NOT_ELIGIBLE = EXCLUSIONS.indexOf("not_eligible");

export function countExclusion(excluded: ExclusionCounts, reason: number, change: 1 | -1): void {
  const name = EXCLUSIONS[reason];
  if (name !== undefined) excluded[name] += change;
}

function reasonOf(table: RankingTable, row: number, filter: RankingFilter, pricing: Pricing, at: number): number {
  const offer = table.offers[row];
  if (offer === undefined || isUnpriced(offer)) return UNKNOWN;
  if (table.sold[row] === 0) return FILTERED;
  if (!mustAsk(table, row, pricing) && isUnsold(pricing.columns, row)) return UNKNOWN;
  if (offer.price_type === "free" && filter.include_free !== true) return FREE;
  if ((table.retired_from[row] ?? 0) <= at) return DEPRECATED;
  if (isDisputed(offer)) return DISPUTED;
  return isNotEligible(offer) ? NOT_ELIGIBLE : RANKABLE;
}

function gathered(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? 0);
}

function rowFilter(table: RankingTable, filter: RankingFilter): (row: number) => boolean {
  const { capabilities = [], min_context_tokens = -1, providers, exclude_providers } = filter;
  const bits = capabilityBits(capabilities);
  const admitted = table.admittedProviders(providers, exclude_providers);
  return (row) =>
    admitted[table.providers[row] ?? 0] === 1 &&
    ((table.capabilities[row] ?? 0) & bits) === bits &&
    (table.context[row] ?? -1) >= min_context_tokens;
}

/** Rows times plans that a table keeps: about 25 MB of columns at most. */
const CELLS = 400_000;
const MAX_PLANS = 24;

const kept = new WeakMap<RankingTable, Map<string, RankingPlan>>();

/** The plan of a query, made anew only where no recent query had the same filter and the same meters. */
export function rankingPlan(table: RankingTable, filter: RankingFilter, pricing: Pricing, at: number): RankingPlan {
  let plans = kept.get(table);
  if (plans === undefined) {
    plans = new Map();
    kept.set(table, plans);
  }
  const key = planKey(table, filter, pricing, at);
  const known = plans.get(key);
  if (known !== undefined) return known;
  const made = new RankingPlan(table, filter, pricing, at);
  const most = Math.min(MAX_PLANS, Math.max(2, Math.floor(CELLS / Math.max(1, table.offers.length))));
  for (const oldest of plans.keys()) {
    if (plans.size < most) break;
    plans.delete(oldest);
  }
  plans.set(key, made);
  return made;
}

function planKey(table: RankingTable, filter: RankingFilter, pricing: Pricing, at: number): string {
  const { capabilities = [], min_context_tokens, providers, exclude_providers, include_free } = filter;
  const flags = `${pricing.has_input}${pricing.ask_all}${include_free === true}`;
  const sellers =
    providers === undefined && exclude_providers === undefined ? "" : JSON.stringify([providers, exclude_providers]);
  return `${pricing.key}|${flags}|${table.retiredBy(at)}|${capabilityBits(capabilities)}|${min_context_tokens}|${sellers}`;
}
