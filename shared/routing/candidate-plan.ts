import { isDisputed, isNotEligible, isUnpriced } from "../cost/eligibility.ts";
import { isUncertain, isUnsold, mustAsk, type Pricing } from "../cost/pricing-columns.ts";
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
export interface CandidatePricing extends Pricing {
  /** Those that the prefix needs where it is cached; whether it is depends on the offer and the size of the prefix. */
  readonly prefix_columns: readonly Column[];
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
    if (mustAskPrefix(table, row, pricing)) asks.push(row);
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
  const providers = table.admittedProviders(require.providers, require.exclude_providers);
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
  return !mustAskPrefix(table, row, pricing) && isUnsold(pricing.columns, row);
}

function mustAskPrefix(table: RankingTable, row: number, pricing: CandidatePricing): boolean {
  const { prefix_columns, has_input } = pricing;
  if (isUnsold(prefix_columns, row) || mustAsk(table, row, pricing)) return true;
  return prefix_columns.some((column) => isUncertain(column, row, has_input));
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
  return `${pricing.key}|${flags}|${table.retiredBy(at)}|${plan?.name}|${capabilityBits(capabilities)}|${min_context_tokens}|${sellers}`;
}
