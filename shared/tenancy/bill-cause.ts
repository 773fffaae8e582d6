import { compare, isZero, magnitude, multiply, subtract, toNumber, type Decimal } from "../money/decimal.ts";

/** Why the provider billed something else than was estimated. */
export const CAUSES = [
  /** A service tier or long-context price that the estimate did not use. */
  "tier_missed",
  "batch_discount",
  /** Cache writes billed at the one-hour price. */
  "cache_1h",
  /** A fee per web search that the usage does not state, or states and was not billed. */
  "search_fee",
  /** The price changed between the estimate and the call, or the bill follows an earlier price. */
  "stale_price",
  /** The same ratio on at least five events of a model. */
  "negotiated_rate",
  "unknown",
] as const;
export type Cause = (typeof CAUSES)[number];

/** What the bill would be if one thing had been different. */
export interface Alternative {
  readonly cause: Cause;
  readonly usd: Decimal;
}

/** Bills are rounded: amounts within a thousandth, or half a millionth of a dollar, are the same. */
const RELATIVE_TOLERANCE: Decimal = { coefficient: 1, scale: 3 };
const ABSOLUTE_TOLERANCE: Decimal = { coefficient: 5, scale: 7 };

/** Searches of one call that are looked for in a difference. */
const MOST_SEARCHES = 50;

export function sameAmount(a: Decimal, b: Decimal): boolean {
  const difference = magnitude(subtract(a, b));
  return (
    compare(difference, ABSOLUTE_TOLERANCE) <= 0 || compare(difference, multiply(magnitude(b), RELATIVE_TOLERANCE)) <= 0
  );
}

/** All that is known of one billed event when it comes in. */
export interface BilledEvent {
  readonly estimated: Decimal;
  readonly billed: Decimal;
  /** Our price of the actual usage at the time it was recorded; null where unknown. */
  readonly cost: Decimal | null;
  /** True where the estimate was made under another price version than the cost. */
  readonly repriced: boolean;
  /** True where the actual input passes a long-context threshold that the estimated input did not. */
  readonly passed_threshold: boolean;
  readonly alternatives: readonly Alternative[];
  /** Prices of one web search at any context size. */
  readonly search_units: readonly Decimal[];
}

/** The cause of a difference, null where there is none. A rate common to many events is seen only over all of them: `reconcile`. */
export function causeOf(event: BilledEvent): Cause | null {
  const { estimated, billed, cost } = event;
  if (sameAmount(estimated, billed)) return null;
  const explained = event.alternatives.find((alternative) => sameAmount(alternative.usd, billed));
  if (explained !== undefined) return explained.cause;
  if (cost !== null && sameAmount(cost, billed)) {
    if (event.passed_threshold) return "tier_missed";
    if (event.repriced) return "stale_price";
  }
  return isSearchFee(event, cost ?? estimated) ? "search_fee" : "unknown";
}

/** The difference is a whole number of searches, in either direction. */
function isSearchFee(event: BilledEvent, expected: Decimal): boolean {
  const difference = magnitude(subtract(event.billed, expected));
  return event.search_units.some((unit) => {
    if (isZero(unit)) return false;
    const searches = Math.round(toNumber(difference) / toNumber(unit));
    const fee = multiply(unit, { coefficient: searches, scale: 0 });
    return searches >= 1 && searches <= MOST_SEARCHES && sameAmount(difference, fee);
  });
}
