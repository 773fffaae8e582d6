import type { Catalog } from "../../shared/pricing/catalog.ts";
import type { Offer } from "../../shared/pricing/offer.ts";

/** A catalog of exactly these offers. */
export function catalogOf(offers: readonly Offer[], version = "v1"): Catalog {
  const byId = new Map(offers.map((offer, index) => [offer.id, index]));
  const at = (index: number): Offer => {
    const offer = offers[index];
    if (offer === undefined) throw new RangeError("no such offer");
    return offer;
  };
  return {
    header: {
      schema: 1,
      version,
      sequence: 1,
      published_at: "2026-11-25T00:00:00Z",
      confirmed_at: "2026-11-25T00:00:00Z",
      pinned: null,
      sources: [],
    },
    size: offers.length,
    ids: offers.map(({ id }) => id),
    at,
    modeAt: (index) => at(index).mode,
    find: (id) => {
      const index = byId.get(id);
      return index === undefined ? undefined : at(index);
    },
    indexOf: (id) => byId.get(id),
    named: () => [],
  };
}
