import { compare, type Decimal, isZero, multiply } from "../money/decimal.ts";
import { isTokenMeter, type Meter } from "../pricing/meter.ts";
import type { Mode, Offer } from "../pricing/offer.ts";
import {
  type Multiplier,
  type RateCondition,
  type RateSlot,
  SERVICE_TIERS,
  type ServiceTier,
  type SourcedRate,
  type SourceName,
} from "../pricing/rate.ts";
import { statedSlots } from "../pricing/slot.ts";
import { FALLBACKS, FEES, OWN_PRICE_PARTS } from "./fallbacks.ts";
import type { CostWarning, CostWarningCode } from "./receipt.ts";
import { ruleName } from "./rule-name.ts";
import { UnitPrice } from "./unit-price.ts";

/** A price that may apply to a meter; of a meter's list the first whose condition holds does. */
export interface PlannedRate {
  readonly condition: RateCondition | null;
  /** Null: the offer lists something here that is no price. */
  readonly unit: UnitPrice | null;
  readonly rule: string;
  readonly source: SourceName | null;
  readonly warning: CostWarning | null;
}

/** The prices of one offer under one service tier and region, worked out meter by meter when first asked for. */
export class RatePlan {
  readonly offer: Offer;
  readonly tier: ServiceTier;
  /** Tier under which the offer's rates are listed: `standard` where the tier is sold as a multiple of it. */
  readonly listed: ServiceTier;
  /** Whether the offer bills each request beside what is in it. */
  readonly has_request_fee: boolean;
  readonly #factor: Decimal | null;
  readonly #region: string | null;
  readonly #chains = new Map<Meter, readonly PlannedRate[]>();

  constructor(offer: Offer, tier: ServiceTier, region: Multiplier | null) {
    this.offer = offer;
    this.tier = tier;
    const multiple = hasRates(offer, tier) ? null : tierMultiplier(offer, tier);
    this.listed = multiple === null ? tier : "standard";
    this.has_request_fee = this.#isListed("requests", this.listed) || this.#isListed("requests", "standard");
    this.#region = region === null ? null : region.name;
    this.#factor = product(multiple, region);
  }

  chain(meter: Meter): readonly PlannedRate[] {
    const known = this.#chains.get(meter);
    if (known !== undefined) return known;
    const made = this.#makeChain(meter);
    this.#chains.set(meter, made);
    return made;
  }

  #makeChain(meter: Meter): readonly PlannedRate[] {
    const own = this.#own(meter, this.listed, (rate) => this.#planned(rate, meter, null, null));
    if (!isTokenMeter(meter)) return own.length === 0 ? this.#fees(meter) : own;
    // What a free offer bills, it lists under its own name.
    if (this.offer.price_type === "free" || (own.length === 0 && this.#isOnlySoldAtStandard(meter))) return own;
    return [...own, ...this.#fallbacks(meter)];
  }

  #fallbacks(meter: Meter): PlannedRate[] {
    return (FALLBACKS.get(meter) ?? []).flatMap((fallback) => {
      const warning = fallback.warning === null ? null : standIn(fallback.warning, meter, fallback.meter);
      return this.#own(fallback.meter, this.listed, (rate) =>
        this.#planned(rate, fallback.meter, fallback.word, warning),
      );
    });
  }

  /** The offer's own rates of a meter, and the withheld ones among them, each in its place. */
  #own(meter: Meter, tier: ServiceTier, plan: (rate: SourcedRate) => PlannedRate): readonly PlannedRate[] {
    const rates = ownRates(this.offer, meter, tier);
    const held = this.offer.withheld?.filter((slot) => slot.meter === meter && slot.tier === tier) ?? [];
    if (held.length === 0) return rates.map(plan);
    // The sort is stable: where a price stands in the very place of a withheld one, the place is in doubt.
    return [
      ...held.map((slot) => ({ slot, planned: withheldRate(slot) })),
      ...rates.map((rate) => ({ slot: rate, planned: plan(rate) })),
    ]
      .sort((a, b) => byPlace(a.slot, b.slot))
      .map(({ planned }) => planned);
  }

  #fees(meter: Meter): readonly PlannedRate[] {
    if (!FEES.has(meter) || this.listed === "standard" || this.#isListed(meter, this.listed)) return [];
    return this.#own(meter, "standard", (rate) => ({
      condition: rate.condition,
      unit: new UnitPrice(rate.usd),
      rule: ruleName("standard", null, rate, null),
      source: rate.source,
      warning: null,
    }));
  }

  #isOnlySoldAtStandard(meter: Meter): boolean {
    return (
      this.listed !== "standard" &&
      OWN_PRICE_PARTS.has(meter) &&
      this.#isListed(meter, "standard") &&
      !this.#isListed(meter, this.listed)
    );
  }

  #isListed(meter: Meter, tier: ServiceTier): boolean {
    return statedSlots(this.offer).some((slot) => slot.meter === meter && slot.tier === tier);
  }

  #planned(rate: SourcedRate, priced: Meter, fallback: string | null, warning: CostWarning | null): PlannedRate {
    const { condition } = rate;
    if (priced === "output_tokens" && isZero(rate.usd) && isPaidChat(this.offer)) {
      return { condition, unit: null, rule: UNPRICED, source: null, warning: ZERO_OUTPUT };
    }
    const isToken = isTokenMeter(rate.meter);
    const factor = isToken ? this.#factor : null;
    return {
      condition,
      unit: new UnitPrice(factor === null ? rate.usd : multiply(rate.usd, factor)),
      rule: ruleName(isToken ? this.tier : this.listed, fallback, rate, isToken ? this.#region : null),
      source: rate.source,
      warning,
    };
  }
}

export const UNPRICED = "unpriced";

const ZERO_OUTPUT: CostWarning = {
  code: "zero_output_price",
  detail: "the offer is paid but lists its output at 0, which is no price: the line is unpriced",
};

function withheldRate({ condition, meter }: RateSlot): PlannedRate {
  return { condition, unit: null, rule: UNPRICED, source: null, warning: withheldWarning(meter) };
}

/** One object a meter, for a receipt says the same thing once. */
const withheldWarnings = new Map<Meter, CostWarning>();

function withheldWarning(meter: Meter): CostWarning {
  const known = withheldWarnings.get(meter);
  if (known !== undefined) return known;
  const detail = `the price stated for ${meter} fails a check and no earlier one is known: what it applies to is unpriced`;
  const made: CostWarning = { code: "rate_withheld", detail };
  withheldWarnings.set(meter, made);
  return made;
}

interface OfferPlans {
  standard: RatePlan | null;
  /** Keyed by tier and the name of a multiplier of the offer: bounded by what the offer lists, not by what callers ask. */
  readonly others: Map<string, RatePlan>;
}

/** Derived data of offers that a catalog still holds; it goes when they go. */
const plans = new WeakMap<Offer, OfferPlans>();

/** Null where the offer is not sold under that tier. */
export function ratePlan(offer: Offer, tier: ServiceTier, region: string | undefined): RatePlan | null {
  let known = plans.get(offer);
  if (known === undefined) {
    known = { standard: null, others: new Map() };
    plans.set(offer, known);
  }
  const uplift = region === undefined || offer.multipliers.length === 0 ? null : regionMultiplier(offer, region);
  if (tier === "standard" && uplift === null) return (known.standard ??= new RatePlan(offer, tier, null));
  const key = uplift === null ? tier : `${tier} ${uplift.name}`;
  const made = known.others.get(key);
  if (made !== undefined) return made;
  if (!isSoldUnder(offer, tier)) return null;
  const plan = new RatePlan(offer, tier, uplift);
  known.others.set(key, plan);
  return plan;
}

/** Tiers under which the offer lists a price, standard first. */
export function serviceTiers(offer: Offer): readonly ServiceTier[] {
  return SERVICE_TIERS.filter((tier) => isSoldUnder(offer, tier));
}

function isSoldUnder(offer: Offer, tier: ServiceTier): boolean {
  return tier === "standard" || hasRates(offer, tier) || tierMultiplier(offer, tier) !== null;
}

function hasRates(offer: Offer, tier: ServiceTier): boolean {
  return statedSlots(offer).some((slot) => slot.tier === tier);
}

function tierMultiplier(offer: Offer, tier: ServiceTier): Multiplier | null {
  return offer.multipliers.find(({ kind, name }) => kind === "tier" && name === tier) ?? null;
}

/** `non_global` is the Vertex uplift: every region but `global`. */
function regionMultiplier(offer: Offer, region: string): Multiplier | null {
  const name = region.toLowerCase();
  const named = offer.multipliers.find((multiplier) => multiplier.kind === "region" && multiplier.name === name);
  if (named !== undefined) return named;
  if (name === "global") return null;
  return offer.multipliers.find(({ kind, name }) => kind === "region" && name === "non_global") ?? null;
}

function product(tier: Multiplier | null, region: Multiplier | null): Decimal | null {
  if (tier === null) return region === null ? null : region.factor;
  return region === null ? tier.factor : multiply(tier.factor, region.factor);
}

/** The offer's own believable rates of a meter and tier, the one that beats the others first. */
function ownRates(offer: Offer, meter: Meter, tier: ServiceTier): readonly SourcedRate[] {
  const found = offer.rates.filter((rate) => rate.meter === meter && rate.tier === tier && isBelievable(offer, rate));
  return found.length < 2 ? found : found.sort(byPrecedence);
}

/** A total order, so that the order in which a source lists its rates decides nothing. */
function byPrecedence(a: SourcedRate, b: SourcedRate): number {
  return byPlace(a, b) || compare(b.usd, a.usd);
}

function byPlace(a: RateSlot, b: RateSlot): number {
  return (
    b.precedence - a.precedence ||
    (b.condition?.above_tokens ?? 0) - (a.condition?.above_tokens ?? 0) ||
    specificity(b.condition) - specificity(a.condition)
  );
}

function specificity(condition: RateCondition | null): number {
  if (condition === null) return 0;
  return (condition.windows === undefined ? 0 : 2) + (condition.variant === undefined ? 0 : 1);
}

/**
 * A write price of 0 means free writes where reads are paid (OpenAI, DeepSeek); elsewhere it is an empty field.
 * The zeros of a free offer are its type, and price no line by themselves.
 */
function isBelievable(offer: Offer, rate: SourcedRate): boolean {
  if (offer.price_type === "free") return !isZero(rate.usd);
  const isWrite = rate.meter === "cache_write_tokens" || rate.meter === "cache_write_1h_tokens";
  return !isWrite || !isZero(rate.usd) || hasPaidReads(offer);
}

function hasPaidReads(offer: Offer): boolean {
  return offer.rates.some((rate) => rate.meter === "cache_read_tokens" && !isZero(rate.usd));
}

const CHAT_MODES: ReadonlySet<Mode> = new Set<Mode>(["chat", "responses", "completion"]);

function isPaidChat(offer: Offer): boolean {
  return offer.price_type === "paid" && CHAT_MODES.has(offer.mode);
}

function standIn(code: CostWarningCode, meter: Meter, used: Meter): CostWarning {
  return { code, detail: `the offer has no price for ${meter}: billed at its price for ${used}` };
}
