import type { AcceptedOffer } from "./accepted.ts";
import type { SourceName } from "./rate.ts";

/** The accepted offers of one source and when they were fetched. */
export interface Listing {
  readonly source: SourceName;
  readonly fetched_at: string;
  readonly offers: readonly AcceptedOffer[];
}

/** One offer as one source lists it. */
export interface Entry {
  readonly source: SourceName;
  readonly fetched_at: string;
  readonly offer: AcceptedOffer;
}
