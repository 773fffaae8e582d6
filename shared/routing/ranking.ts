import { FLOAT_SLACK } from "../cost/float-slack.ts";
import { compare, toNumber } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import type { Candidates } from "./candidates.ts";
import {
  bpcScore,
  COST_FLOOR_USD,
  COST_VALUE_PER_OCTAVE,
  costValue,
  healthValue,
  latencyValue,
  type PartValues,
  qualityValue,
  SCORE_STEP,
  VALUE_STEP,
  weightedScore,
  WEIGHTS,
} from "./policies.ts";
import type { Policy } from "./policy.ts";
import type { CandidateCost } from "./prefix-cost.ts";
import type { ProviderHealth } from "./provider-health.ts";
import { smallest } from "./smallest.ts";

export interface RankedOffer {
  readonly offer: Offer;
  readonly row: number;
  readonly cost: CandidateCost;
  /** 0..100; null where nothing is known. */
  readonly quality: number | null;
  readonly health: ProviderHealth;
  readonly values: PartValues;
  readonly score: number;
  /** Its provider is unhealthy and this request is one of the few that find out whether it still is. */
  readonly is_probe: boolean;
}

/**
 * The first `limit` candidates under a policy. Scores fall as costs rise, so a lower bound of the cost is an upper bound of the score:
 * candidates are priced exactly best first, until none of the others can still be among the first.
 */
export function rankCandidates(candidates: Candidates, policy: Policy, limit: number): readonly RankedOffer[] {
  const cheapest = leastCost(candidates);
  if (cheapest === null) return [];
  return new Ranking(candidates, policy, limit, cheapest).run();
}

/** The least exact expected cost of all candidates as a double: what cost values are relative to. */
function leastCost(candidates: Candidates): number | null {
  const { bounds, rows, length } = candidates;
  let least: number | null = null;
  const take = (index: number): void => {
    const cost = candidates.costAt(rows[index] ?? 0);
    if (cost === null) return;
    const usd = toNumber(cost.expected);
    if (least === null || usd < least) least = usd;
  };
  for (const index of smallest(bounds, length, 1)) take(index);
  for (let index = 0; index < length; index += 1) {
    if (least === null || (bounds[index] ?? 0) < least * (1 + FLOAT_SLACK)) take(index);
  }
  return least;
}

/** `bpcScore` is rounded to nine digits; its bounds are wider than that. */
const BPC_SLACK = 1e-8;

/** The upper half of a double as an integer, over 2^20, is its exponent plus a straight line: at most its binary logarithm. */
const WORDS_PER_OCTAVE = 1_048_576;
const EXPONENT_BIAS = 1_023;

class Ranking {
  readonly #candidates: Candidates;
  readonly #policy: Policy;
  readonly #limit: number;
  readonly #cheapest: number;
  /** The parts of a score that depend on the provider alone, by its number. */
  readonly #fixed: readonly number[];
  readonly #best: RankedOffer[] = [];
  #last_row = -1;
  #must_beat = Number.POSITIVE_INFINITY;
  #must_tie = Number.POSITIVE_INFINITY;

  constructor(candidates: Candidates, policy: Policy, limit: number, cheapest: number) {
    this.#candidates = candidates;
    this.#policy = policy;
    this.#limit = limit;
    this.#cheapest = cheapest;
    const weights = WEIGHTS[policy];
    this.#fixed = candidates.health.map(
      ({ routing_score, latency_ms }) =>
        weights.health * healthValue(routing_score) + weights.latency * latencyValue(latency_ms),
    );
  }

  run(): readonly RankedOffer[] {
    const { rows, length } = this.#candidates;
    const keys = this.#keys();
    const first = smallest(keys, length, this.#limit);
    for (const index of first) this.#take(rows[index] ?? 0);
    const done = new Set(first);
    for (let index = 0; index < length; index += 1) {
      const row = rows[index] ?? 0;
      if (this.#isOut(keys[index] ?? 0, row) || done.has(index)) continue;
      if (!this.#isOut(this.#exactKey(index), row)) this.#take(row);
    }
    return this.#best;
  }

  /** Smaller is better: the bound of the cost, or an upper bound of the score with its sign turned. */
  #keys(): Float64Array {
    const { bounds, plan } = this.#candidates;
    if (this.#policy === "cheapest") return bounds;
    if (this.#policy === "bpc") this.#fillBpc(plan.scratch.keys);
    else this.#fillWeighted(plan.scratch.keys);
    return plan.scratch.keys;
  }

  #fillBpc(keys: Float64Array): void {
    const { bounds, rows, quality, length } = this.#candidates;
    for (let index = 0; index < length; index += 1) {
      const score = quality.score[rows[index] ?? 0] ?? Number.NaN;
      const cost = Math.max(bounds[index] ?? 0, COST_FLOOR_USD) * 1e6;
      keys[index] = Number.isNaN(score) ? 0 : -(1 + BPC_SLACK) * ((score * score) / cost);
    }
  }

  /** A logarithm of every cost would be half of a route: a straight line under it between powers of two is enough for a bound. */
  #fillWeighted(keys: Float64Array): void {
    const { bounds, rows, quality, table, length } = this.#candidates;
    const weights = WEIGHTS[this.#policy];
    const { value } = quality;
    const { providers } = table;
    const words = new Uint32Array(bounds.buffer);
    const base = 1 + (Math.log2(Math.max(this.#cheapest, COST_FLOOR_USD)) + EXPONENT_BIAS) * COST_VALUE_PER_OCTAVE;
    for (let index = 0; index < length; index += 1) {
      const cost = base - (words[2 * index + 1] ?? 0) * (COST_VALUE_PER_OCTAVE / WORDS_PER_OCTAVE);
      const clamped = cost > 1 ? 1 : cost < 0 ? 0 : cost;
      const row = rows[index] ?? 0;
      const sum = weights.cost * (clamped + VALUE_STEP) + weights.quality * (value[row] ?? 0);
      keys[index] = -(sum + (this.#fixed[providers[row] ?? 0] ?? 0)) / 100;
    }
  }

  /** The same without the approximation. */
  #exactKey(index: number): number {
    const { bounds, rows, quality, table } = this.#candidates;
    if (this.#policy === "cheapest" || this.#policy === "bpc") return Number.NEGATIVE_INFINITY;
    const weights = WEIGHTS[this.#policy];
    const row = rows[index] ?? 0;
    const cost = costValue((bounds[index] ?? 0) * (1 - 10 * FLOAT_SLACK), this.#cheapest);
    const sum = weights.cost * cost + weights.quality * (quality.value[row] ?? 0);
    return -(sum + (this.#fixed[table.providers[row] ?? 0] ?? 0)) / 100;
  }

  #take(row: number): void {
    const entry = this.#rank(row);
    if (entry === null) return;
    const best = this.#best;
    let at = best.length;
    while (at > 0 && this.#isBefore(entry, best[at - 1])) at -= 1;
    if (at >= this.#limit) return;
    best.splice(at, 0, entry);
    if (best.length > this.#limit) best.pop();
    this.#raiseBar();
  }

  #rank(row: number): RankedOffer | null {
    const candidates = this.#candidates;
    const cost = candidates.costAt(row);
    if (cost === null) return null;
    const usd = toNumber(cost.expected);
    const known = candidates.quality.score[row] ?? Number.NaN;
    const quality = Number.isNaN(known) ? null : known;
    const health = candidates.healthAt(row);
    const values = {
      cost: costValue(usd, this.#cheapest),
      quality: qualityValue(quality),
      health: healthValue(health.routing_score),
      latency: latencyValue(health.latency_ms),
    };
    const score = this.#policy === "bpc" ? bpcScore(quality, usd) : weightedScore(this.#policy, values);
    const offer = candidates.offerAt(row);
    return { offer, row, cost, quality, health, values, score, is_probe: candidates.isProbe(row) };
  }

  /** Of equal rank the earlier id, which is the earlier row. */
  #isBefore(a: RankedOffer, b: RankedOffer | undefined): boolean {
    if (b === undefined) return false;
    const order = this.#policy === "cheapest" ? compare(a.cost.expected, b.cost.expected) : b.score - a.score;
    return order < 0 || (order === 0 && a.row < b.row);
  }

  /** Whether a candidate with this key cannot be among the first any more. */
  #isOut(key: number, row: number): boolean {
    // Where it can at best be the last one's equal, it comes after it unless its id is earlier.
    return key > (row > this.#last_row ? this.#must_beat : this.#must_tie);
  }

  /** How good a key must be to beat the last rank or to tie it, given how scores are rounded. */
  #raiseBar(): void {
    const last = this.#best.length === this.#limit ? this.#best[this.#best.length - 1] : undefined;
    if (last === undefined) return;
    const isByCost = this.#policy === "cheapest";
    const worst = isByCost ? toNumber(last.cost.expected) : -last.score;
    const slack = isByCost ? worst * FLOAT_SLACK : 0;
    const step = isByCost || this.#policy === "bpc" ? 0 : SCORE_STEP;
    this.#last_row = last.row;
    this.#must_beat = worst + slack - 0.49 * step;
    this.#must_tie = worst + slack + 0.51 * step;
  }
}
