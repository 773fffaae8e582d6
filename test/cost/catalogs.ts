import type { Catalog } from "../../shared/pricing/catalog.ts";
import type { Offer } from "../../shared/pricing/offer.ts";

/** A catalog in memory of just these offers, in the order given. */
export function catalogOf(offers: readonly Offer[]): Catalog {
  const positions = new Map(offers.map(({ id }, position) => [id, position]));
  return {
    header: {
      schema: 1,
      version: "test",
      sequence: 1,
      published_at: "2026-08-01T00:00:00Z",
      confirmed_at: null,
      pinned: null,
      sources: [],
    },
    size: offers.length,
    ids: offers.map(({ id }) => id),
    find: (id) => offers[positions.get(id) ?? -1],
    at: (index) => {
      const found = offers[index];
      if (found === undefined) throw new RangeError(`no offer at ${index}`);
      return found;
    },
    modeAt: (index) => offers[index]?.mode ?? "unknown",
    indexOf: (id) => positions.get(id),
    named: () => [],
  };
}
