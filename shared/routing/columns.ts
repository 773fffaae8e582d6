import type { RankingTable } from "../cost/ranking-table.ts";
import { compare } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import type { ServiceTier, SourcedRate } from "../pricing/rate.ts";
import { leastPrefix } from "./prefix-cost.ts";
import { qualityValue } from "./policies.ts";
import type { PlanRule, QualitySource } from "./request.ts";

/** What routing asks of every offer, side by side; in the row order of the ranking table. */
export interface RoutingColumns {
  /** Tokens; infinite where nothing is cached. */
  readonly least_prefix: Float64Array;
  /**
   * Total input (tokens) up to which the lower bound of the cost is the cost itself, but for rounding: the price of each meter is one
   * number, or its thresholds lie above and raise it. -1 where the price depends on more than that.
   */
  readonly flat_up_to: Float64Array;
}

export interface QualityColumn {
  /** 0..100; NaN where nothing is known. */
  readonly score: Float64Array;
  /** Value of the part, 0..1. */
  readonly value: Float64Array;
}

const columns = new WeakMap<RankingTable, RoutingColumns>();

export function routingColumns(table: RankingTable): RoutingColumns {
  const known = columns.get(table);
  if (known !== undefined) return known;
  const { offers } = table;
  const made = {
    least_prefix: Float64Array.from(offers, leastPrefix),
    flat_up_to: Float64Array.from(offers, (offer) => flatUpTo(offer, table.tier)),
  };
  columns.set(table, made);
  return made;
}

function flatUpTo({ multipliers, rates }: Offer, tier: ServiceTier): number {
  if (multipliers.length > 0 || rates.some(({ meter }) => meter === "requests")) return -1;
  const base = new Map(rates.flatMap((rate) => (isBase(rate, tier) ? [[rate.meter, rate.usd] as const] : [])));
  let least = Number.POSITIVE_INFINITY;
  for (const rate of rates) {
    if (rate.condition === null) continue;
    const { above_tokens, windows, variant, inclusive } = rate.condition;
    const plain = base.get(rate.meter);
    if (above_tokens === undefined || windows !== undefined || variant !== undefined || plain === undefined) return -1;
    if (rate.tier === tier && compare(rate.usd, plain) < 0) return -1;
    least = Math.min(least, inclusive === true ? above_tokens - 1 : above_tokens);
  }
  return least;
}

function isBase(rate: SourcedRate, tier: ServiceTier): boolean {
  return rate.tier === tier && rate.condition === null;
}

/** Matching a model to its scores costs far more than reading a number: done once per table and source. */
const qualities = new WeakMap<QualitySource, WeakMap<RankingTable, QualityColumn>>();

export function qualityColumn(table: RankingTable, source: QualitySource): QualityColumn {
  let known = qualities.get(source);
  if (known === undefined) qualities.set(source, (known = new WeakMap()));
  const column = known.get(table);
  if (column !== undefined) return column;
  const scores = table.offers.map((offer) => source.score(offer));
  const made = {
    score: Float64Array.from(scores, (score) => score ?? Number.NaN),
    value: Float64Array.from(scores, qualityValue),
  };
  known.set(table, made);
  return made;
}

const plans = new WeakMap<RankingTable, Map<string, Uint8Array>>();

/** 1 where the plan admits the offer. Plans are few and fixed: their names tell them apart. */
export function planColumn(table: RankingTable, plan: PlanRule): Uint8Array {
  let known = plans.get(table);
  if (known === undefined) plans.set(table, (known = new Map()));
  const column = known.get(plan.name);
  if (column !== undefined) return column;
  const made = Uint8Array.from(table.offers, ({ id }) => Number(plan.admits(id)));
  known.set(plan.name, made);
  return made;
}
