import type { RankingTable } from "../cost/ranking-table.ts";
import { FLOAT_SLACK } from "../cost/float-slack.ts";
import { add, compare, type Decimal, parseDecimal, subtract, toNumber } from "../money/decimal.ts";
import type { Offer } from "../pricing/offer.ts";
import type { CandidatePlan } from "./candidate-plan.ts";
import { type QualityColumn, qualityColumn, routingColumns } from "./columns.ts";
import type { CostBounds } from "./cost-bounds.ts";
import { LeftOut } from "./left-out.ts";
import type { CandidateCost, PrefixCost } from "./prefix-cost.ts";
import { type ProviderHealth, UNREPORTED } from "./provider-health.ts";
import { CANDIDATE, CODE } from "./rejection.ts";
import type { RouteRequest, RoutingFacts } from "./request.ts";

/** The offers that pass every constraint of one request, with bounds of their cost; and why each other one does not. */
export class Candidates {
  readonly table: RankingTable;
  readonly quality: QualityColumn;
  readonly plan: CandidatePlan;
  /** Rows that this request leaves out beside those of the plan. */
  readonly left_out = new LeftOut();
  rows: Uint32Array;
  /** Lower bounds of the expected cost, index by index of `rows`. */
  readonly bounds: Float64Array;
  length: number;
  /** By number of the provider. */
  readonly health: readonly ProviderHealth[];
  /** Every candidate was unhealthy: they are taken nevertheless. */
  breaker_passed_over = false;
  readonly #request: RouteRequest;
  readonly #facts: RoutingFacts;
  readonly #costs: PrefixCost;
  readonly #exact = new Map<number, CandidateCost | null>();

  constructor(
    table: RankingTable,
    plan: CandidatePlan,
    costs: PrefixCost,
    bounds: CostBounds,
    request: RouteRequest,
    facts: RoutingFacts,
  ) {
    this.table = table;
    this.quality = qualityColumn(table, facts.quality);
    this.plan = plan;
    this.rows = plan.rows;
    this.length = plan.rows.length;
    this.bounds = plan.scratch.bounds;
    this.health = [...table.provider_numbers.keys()].map((provider) => facts.health(provider));
    this.#request = request;
    this.#facts = facts;
    this.#costs = costs;
    this.#rejectShortContext();
    this.#rejectByQuality();
    this.#rejectUnpriced(plan.asks);
    bounds.expected(this.rows, this.length, this.bounds);
    this.#boundExactly(plan.asks);
    this.#rejectAbove(request.max_cost, CODE.over_max_cost);
    this.#rejectAbove(budgetLeft(facts), CODE.over_budget);
    this.#rejectUnhealthy();
  }

  offerAt(row: number): Offer {
    const offer = this.table.offers[row];
    if (offer === undefined) throw new RangeError("a candidate is a row of its table");
    return offer;
  }

  healthAt(row: number): ProviderHealth {
    return this.health[this.table.providers[row] ?? 0] ?? UNREPORTED;
  }

  /** The exact cost; null where it turns out that the usage has no complete price. */
  costAt(row: number): CandidateCost | null {
    const known = this.#exact.get(row);
    if (known !== undefined) return known;
    const cost = this.#costs.costOn(this.offerAt(row));
    this.#exact.set(row, cost);
    return cost;
  }

  unhealthyProviders(): readonly string[] {
    return [...this.table.provider_numbers].flatMap(([name, number]) =>
      this.health[number]?.is_unhealthy === true ? [name] : [],
    );
  }

  isProbe(row: number): boolean {
    const { is_unhealthy, probe_share } = this.healthAt(row);
    return !this.breaker_passed_over && is_unhealthy && probe_share < 1;
  }

  #rejectShortContext(): void {
    const input = this.#request.usage.input_tokens ?? 0;
    if (input <= this.plan.least_limit) return;
    const { input_limit } = this.table;
    this.#keep((row) => (input > (input_limit[row] ?? 0) ? CODE.context : CANDIDATE));
  }

  #rejectByQuality(): void {
    const { min_quality } = this.#request.require;
    if (min_quality === undefined) return;
    const { score } = this.quality;
    this.#keep((row) => {
      const own = score[row] ?? Number.NaN;
      if (Number.isNaN(own)) return CODE.quality_unknown;
      return own < min_quality ? CODE.quality_low : CANDIDATE;
    });
  }

  #rejectUnpriced(asks: readonly number[]): void {
    const unpriced = new Set(asks.filter((row) => this.costAt(row) === null));
    if (unpriced.size > 0) this.#keep((row) => (unpriced.has(row) ? CODE.price : CANDIDATE));
  }

  /** What had to be priced anyway is its own best bound. */
  #boundExactly(asks: readonly number[]): void {
    if (asks.length === 0) return;
    for (let index = 0; index < this.length; index += 1) {
      const cost = this.#exact.get(this.rows[index] ?? 0) ?? null;
      if (cost !== null) this.bounds[index] = toNumber(cost.expected);
    }
  }

  /** Bounds decide far from the ceiling; near it, and where a price depends on more than the meter, the exact cost does. */
  #rejectAbove(ceiling: Decimal | null, code: number): void {
    if (ceiling === null) return;
    const most = toNumber(ceiling);
    const slack = Math.abs(most) * 4 * FLOAT_SLACK;
    const { flat_up_to } = routingColumns(this.table);
    const input = this.#request.usage.input_tokens ?? 0;
    this.#keep((row, bound) => {
      if (bound > most + slack) return code;
      if (input <= (flat_up_to[row] ?? -1) && bound < most - slack) return CANDIDATE;
      const cost = this.costAt(row);
      if (cost === null) return CODE.price;
      return compare(cost.expected, ceiling) > 0 ? code : CANDIDATE;
    });
  }

  #rejectUnhealthy(): void {
    const codes = this.health.map((health) => healthCode(health, this.#facts.random));
    if (codes.every((code) => code === CANDIDATE)) return;
    const { providers } = this.table;
    if (this.#everyRow((row) => codes[providers[row] ?? 0] !== CANDIDATE)) {
      this.breaker_passed_over = this.length > 0;
      return;
    }
    this.#keep((row) => codes[providers[row] ?? 0] ?? CANDIDATE);
  }

  #everyRow(test: (row: number) => boolean): boolean {
    for (let index = 0; index < this.length; index += 1) if (!test(this.rows[index] ?? 0)) return false;
    return true;
  }

  #keep(judge: (row: number, bound: number) => number): void {
    const { rows, bounds, left_out } = this;
    const remaining = this.plan.scratch.rows;
    let kept = 0;
    for (let index = 0; index < this.length; index += 1) {
      const row = rows[index] ?? 0;
      const bound = bounds[index] ?? 0;
      const code = judge(row, bound);
      if (code !== CANDIDATE) {
        left_out.add(row, code);
        continue;
      }
      remaining[kept] = row;
      bounds[kept] = bound;
      kept += 1;
    }
    this.rows = remaining;
    this.length = kept;
  }
}

function healthCode({ is_unhealthy, is_major_outage, probe_share }: ProviderHealth, random: number): number {
  if (!is_unhealthy) return CANDIDATE;
  if (is_major_outage) return CODE.major_outage;
  return random < probe_share ? CANDIDATE : CODE.unhealthy;
}

/** What one request may cost at most under the tenant's budget; null without a limit. May be negative. */
function budgetLeft({ budget }: RoutingFacts): Decimal | null {
  if (budget === null) return null;
  const { limits, position } = budget;
  const left = [
    parsed(limits.per_request_usd),
    remaining(parsed(limits.day_usd), position.day, position.reserved),
    remaining(parsed(limits.month_usd), position.month, position.reserved),
  ];
  return left.reduce<Decimal | null>((least, each) => {
    if (each === null || least === null) return least ?? each;
    return compare(each, least) < 0 ? each : least;
  }, null);
}

function parsed(text: string | undefined): Decimal | null {
  return text === undefined ? null : parseDecimal(text);
}

function remaining(limit: Decimal | null, spent: Decimal, reserved: Decimal): Decimal | null {
  return limit === null ? null : subtract(limit, add(spent, reserved));
}
