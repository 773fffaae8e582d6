import { isDisputed, isNotEligible, isUnpriced } from "../cost/eligibility.ts";
import { CERTAINTY } from "../cost/lower-bound.ts";
import { capabilityBits, type Column, type RankingTable } from "../cost/ranking-table.ts";
import { planColumn } from "./columns.ts";
import { LeftOut } from "./left-out.ts";
import { CANDIDATE, CODE, NO_CANDIDATE } from "./rejection.ts";
import type { PlanRule, Requirements } from "./request.ts";

/** What of a request is the same for every size of the usage: from it follows who can be a candidate at all. */
export interface CandidateFilter {
  readonly require: Requirements;
  readonly plan: PlanRule | null;
  /** The caller named the offers: each is judged by itself, also those that a ranking would not consider. */
  readonly is_named: boolean;
  /** Epoch ms. */
  readonly at: number;
}

/** Which columns price the usage. */
export interface CandidatePricing {
  /** Tells these columns apart from any others of the table. */
  readonly key: string;
  readonly columns: readonly Column[];
  /** Those that the prefix needs where it is cached; whether it is depends on the offer and the size of the prefix. */
  readonly prefix_columns: readonly Column[];
  /** Fees per request: in no bound, but they too may hold at some hours only. */
  readonly fees: Column;
  readonly has_input: boolean;
  /** No row is certain: only estimates tell what is billed. */
  readonly ask_all: boolean;
}

export interface CandidatePlan {
  /** Ascending. */
  readonly rows: Uint32Array;
  /** The least input limit of the rows: no row refuses an input up to it. */
  readonly least_limit: number;
  /** Rows that are left out whatever the size of the usage, by reason, each in the order of the ids. */
  readonly left_out: LeftOut;
  /** Those of the rows of which only an estimate can tell whether they have a price. */
  readonly asks: readonly number[];
  /** Offers that are judged at all. */
  readonly considered: number;
  /** Scratch of the size of `rows`, so that a request allocates nothing of the size of the catalog. */
  readonly scratch: { readonly rows: Uint32Array; readonly bounds: Float64Array; readonly keys: Float64Array };
}

function makeCandidatePlan(table: RankingTable, filter: CandidateFilter, pricing: CandidatePricing): CandidatePlan {
  const left_out = new LeftOut();
  const judge = judgeOf(table, filter, pricing);
  const rows: number[] = [];
  const asks: number[] = [];
  let considered = 0;
  for (let row = 0; row < table.offers.length; row += 1) {
    const code = judge(row);
    if (code === NO_CANDIDATE) continue;
    considered += 1;
    if (code !== CANDIDATE) {
      left_out.add(row, code);
      continue;
    }
    rows.push(row);
    if (mustAsk(table, row, pricing)) asks.push(row);
  }
  const { input_limit } = table;
  return {
    rows: Uint32Array.from(rows),
    least_limit: rows.reduce((least, row) => Math.min(least, input_limit[row] ?? 0), Number.POSITIVE_INFINITY),
    left_out,
    asks,
    considered,
    scratch: {
      rows: new Uint32Array(rows.length),
      bounds: new Float64Array(rows.length),
      keys: new Float64Array(rows.length),
    },
  };
}

function judgeOf(table: RankingTable, filter: CandidateFilter, pricing: CandidatePricing): (row: number) => number {
  const { require, plan, is_named, at } = filter;
  const { capabilities = [], min_context_tokens = -1 } = require;
  const bits = capabilityBits(capabilities);
  const providers = admittedProviders(table, require);
  const planned = plan === null ? null : planColumn(table, plan);
  return (row) => {
    const offer = table.offers[row];
    if (offer === undefined) return NO_CANDIDATE;
    if (!is_named && (offer.price_type === "free" || isNotEligible(offer))) return NO_CANDIDATE;
    if (planned !== null && planned[row] === 0) return CODE.plan;
    if (providers[table.providers[row] ?? 0] === 0) return CODE.provider;
    if (((table.capabilities[row] ?? 0) & bits) !== bits) return CODE.capability;
    if ((table.context[row] ?? -1) < min_context_tokens) return CODE.context;
    if (isUnpriced(offer) || lacksPrice(table, row, pricing)) return CODE.price;
    if (is_named) return CANDIDATE;
    if ((table.retired_from[row] ?? 0) <= at) return CODE.deprecated;
    return isDisputed(offer) ? CODE.disputed : CANDIDATE;
  };
}

function lacksPrice(table: RankingTable, row: number, pricing: CandidatePricing): boolean {
  if (table.sold[row] === 0) return true;
  return !mustAsk(table, row, pricing) && pricing.columns.some(({ usd }) => usd[row] === Number.POSITIVE_INFINITY);
}

function mustAsk(table: RankingTable, row: number, pricing: CandidatePricing): boolean {
  const { ask_all, columns, prefix_columns, fees, has_input } = pricing;
  if (ask_all || table.may_lack[row] === 1) return true;
  if (prefix_columns.some(({ usd }) => usd[row] === Number.POSITIVE_INFINITY)) return true;
  if (prefix_columns.some((column) => isUncertain(column, row, has_input))) return true;
  return isUncertain(fees, row, has_input) || columns.some((column) => isUncertain(column, row, has_input));
}

function isUncertain({ certainty }: Column, row: number, has_input: boolean): boolean {
  const value = certainty?.[row] ?? CERTAINTY.always;
  return value === CERTAINTY.ask || (value === CERTAINTY.with_input && !has_input);
}

/** By the provider that the source declares, never by a part of the id. */
function admittedProviders(table: RankingTable, { providers, exclude_providers }: Requirements): Uint8Array {
  const admitted = new Uint8Array(table.provider_numbers.size).fill(providers === undefined ? 1 : 0);
  for (const [names, value] of [[providers ?? [], 1] as const, [exclude_providers ?? [], 0] as const]) {
    for (const name of names) {
      const number = table.provider_numbers.get(name);
      if (number !== undefined) admitted[number] = value;
    }
  }
  return admitted;
}

/** Plans that a table keeps; each is two small columns. */
const MAX_PLANS = 32;

const kept = new WeakMap<RankingTable, Map<string, CandidatePlan>>();

/** The plan of a request, made anew only where no recent request had the same filter and the same meters. */
export function candidatePlan(table: RankingTable, filter: CandidateFilter, pricing: CandidatePricing): CandidatePlan {
  let plans = kept.get(table);
  if (plans === undefined) kept.set(table, (plans = new Map()));
  const key = planKey(table, filter, pricing);
  const known = plans.get(key);
  if (known !== undefined) return known;
  const made = makeCandidatePlan(table, filter, pricing);
  if (plans.size >= MAX_PLANS) plans.delete(plans.keys().next().value ?? "");
  plans.set(key, made);
  return made;
}

function planKey(table: RankingTable, { require, plan, at }: CandidateFilter, pricing: CandidatePricing): string {
  const { capabilities = [], min_context_tokens, providers, exclude_providers } = require;
  const isOpen = providers === undefined && exclude_providers === undefined;
  const sellers = isOpen ? "" : JSON.stringify([providers, exclude_providers]);
  const flags = `${pricing.has_input}${pricing.ask_all}`;
  return `${pricing.key}|${flags}|${retired(table, at)}|${plan?.name}|${capabilityBits(capabilities)}|${min_context_tokens}|${sellers}`;
}

/** How many of the retirement days have come: the part of `at` that decides who is retired. */
function retired({ retirements }: RankingTable, at: number): number {
  let low = 0;
  let high = retirements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((retirements[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
