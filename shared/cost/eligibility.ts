import type { Flag, Offer } from "../pricing/offer.ts";

/** Why an offer is not in a ranking, in the order in which the first reason is counted. */
export const EXCLUSIONS = ["filtered", "unknown_price", "free", "deprecated", "disputed", "not_eligible"] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

export type ExclusionCounts = { [Reason in Exclusion]: number };

export function noExclusions(): ExclusionCounts {
  return { filtered: 0, unknown_price: 0, free: 0, deprecated: 0, disputed: 0, not_eligible: 0 };
}

/**
 * Flags that keep an offer out. `vanished` does not: in every recorded incident of the sources the missing rows were back
 * within days at the same price. Neither do `odd_ratio` and `peer_outlier_high`, which no ranking by cost is misled by.
 */
const NOT_ELIGIBLE: ReadonlySet<Flag> = new Set<Flag>([
  "alias",
  "batch_variant",
  "router",
  "misfiled_mode",
  "unlisted_copy",
  "bundled_only",
  "peer_outlier_low",
]);

export function isUnpriced({ price_type }: Offer): boolean {
  return price_type !== "paid" && price_type !== "free";
}

export function isDisputed({ flags }: Offer): boolean {
  return flags.includes("disputed_cheap");
}

export function isNotEligible({ flags }: Offer): boolean {
  return flags.some((flag) => NOT_ELIGIBLE.has(flag));
}

/** Epoch ms from which the seller retires the offer; infinity where it says nothing. */
export function retiredFrom({ deprecation_date }: Offer): number {
  const instant = deprecation_date === undefined ? Number.NaN : Date.parse(deprecation_date);
  return Number.isNaN(instant) ? Number.POSITIVE_INFINITY : instant;
}
