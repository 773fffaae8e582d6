import type { SourceOffer } from "./offer.ts";
import type { Rate, RateSlot } from "./rate.ts";

/** A rate in force at its source; `as_of` where it is kept from an earlier fetch than the row's. */
export interface AcceptedRate extends Rate {
  readonly as_of?: string;
}

/** A source's offer after the gates: what may be published of it, and what becomes its last good value. */
export interface AcceptedOffer extends SourceOffer {
  readonly rates: readonly AcceptedRate[];
  /** Held rates without an earlier good value. */
  readonly withheld?: readonly RateSlot[];
  /** RFC 3339 instant at which the source last listed it; only while it is missing there. */
  readonly last_seen?: string;
}
