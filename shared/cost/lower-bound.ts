import { type Decimal, toNumber } from "../money/decimal.ts";
import { isTokenMeter, type Meter } from "../pricing/meter.ts";
import type { Offer } from "../pricing/offer.ts";
import type { ServiceTier } from "../pricing/rate.ts";
import { statedSlots } from "../pricing/slot.ts";
import type { PlannedRate, RatePlan } from "./rate-plan.ts";

/** The least that one unit of a meter can cost, as a double, and whether that there is a price at all is known without asking. */
export interface UnitBound {
  /** Infinity: the offer does not sell the meter. */
  readonly usd: number;
  readonly certainty: Certainty;
}

/** `always`; `with_input`: where the usage has input tokens (tiers that begin above 0); `ask`: only an estimate can tell. */
export const CERTAINTY = { always: 0, with_input: 1, ask: 2 } as const;
export type Certainty = (typeof CERTAINTY)[keyof typeof CERTAINTY];

/**
 * The bound of an offer whose price of the meter is one unconditional number, as most are; null where it takes a plan to tell.
 * Zeros are left to the plan, which knows when they are no price.
 */
export function plainBound({ rates, multipliers, withheld }: Offer, meter: Meter, tier: ServiceTier): number | null {
  if (multipliers.length > 0 || withheld !== undefined) return null;
  let found: Decimal | null = null;
  for (const rate of rates) {
    if (rate.meter !== meter || rate.tier !== tier) continue;
    if (found !== null || rate.condition !== null || rate.usd.coefficient === 0) return null;
    found = rate.usd;
  }
  return found === null ? null : toNumber(found);
}

/** Whether a paid offer lists nothing for a unit that no other price stands in for: hardly any offer has a fee per request. */
export function lacksUnit(offer: Offer, meter: Meter): boolean {
  if (offer.price_type !== "paid" || isTokenMeter(meter)) return false;
  return statedSlots(offer).every((slot) => slot.meter !== meter);
}

/** Every price that may apply whatever the size and time of the request; `variant` is the usage's own word, known beforehand. */
export function unitBound(plan: RatePlan, meter: Meter, variant: string | undefined): UnitBound {
  const rates = plan
    .chain(meter)
    .filter(({ condition }) => condition?.variant === undefined || condition.variant === variant);
  const last = rates.findIndex(isUnconditional);
  const applicable = last === -1 ? rates : rates.slice(0, last + 1);
  if (applicable.length === 0) return { usd: withoutRate(plan.offer), certainty: CERTAINTY.always };
  const units = applicable.flatMap(({ unit }) => (unit === null ? [] : [toNumber(unit)]));
  const usd = units.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...units) * leastUplift(plan.offer);
  // A fee is due unasked: one without a price is no meter that the offer does not sell.
  const isPriced = units.length === applicable.length || (units.length === 0 && meter !== "requests");
  return { usd, certainty: !isPriced ? CERTAINTY.ask : coverage(applicable) };
}

/** Free offers price everything at 0. */
function withoutRate(offer: Offer): number {
  return offer.price_type === "free" ? 0 : Number.POSITIVE_INFINITY;
}

function isUnconditional({ condition }: PlannedRate): boolean {
  if (condition === null) return true;
  return condition.above_tokens === undefined && condition.windows === undefined;
}

function coverage(rates: readonly PlannedRate[]): Certainty {
  if (rates.some(isUnconditional)) return CERTAINTY.always;
  const isFromFirstToken = rates.some(
    ({ condition }) => condition !== null && condition.above_tokens === 0 && condition.windows === undefined,
  );
  return isFromFirstToken ? CERTAINTY.with_input : CERTAINTY.ask;
}

function leastUplift({ multipliers }: Offer): number {
  return multipliers.reduce(
    (least, { kind, factor }) => (kind === "region" ? Math.min(least, toNumber(factor)) : least),
    1,
  );
}
