import type { AcceptedOffer } from "./accepted.ts";
import type { SourceLedger } from "./pricing-state.ts";

/** An offer that vanishes from its source is kept so long: 134 keys vanished for one day in March 2026 and came back. */
export const KEEP_VANISHED_MS = 7 * 86_400_000;

/** Offers of a source that it lists no more, not longer than seven days after it last did. */
export function tombstones(
  ledger: SourceLedger,
  present: readonly AcceptedOffer[],
  now: number,
): readonly AcceptedOffer[] {
  const listed = new Set(present.map(({ id }) => id));
  return ledger.offers
    .filter((offer) => !listed.has(offer.id))
    .map((offer) => vanished(offer, ledger))
    .filter(({ last_seen }) => now - Date.parse(last_seen) <= KEEP_VANISHED_MS);
}

/** Prices stay dated by the fetch that brought them. */
function vanished(offer: AcceptedOffer, ledger: SourceLedger): AcceptedOffer & { readonly last_seen: string } {
  const { as_of = ledger.fetched_at, last_seen = ledger.confirmed_at } = offer;
  return { ...offer, as_of, last_seen };
}
