import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCatalog, encodeBody, encodeCatalog } from "../../shared/pricing/catalog-codec.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { isSameOffer } from "../../shared/pricing/same-offer.ts";
import { HEADER, offer } from "./arbitraries.ts";

/** What a ledger compares: the offer's own text, without instants. */
const text = (one: Offer): string => encodeBody([one]).timeless;

const copyOf = (one: Offer): Offer => structuredClone(one);

describe("two states of an offer", () => {
  it("are the same when one is read back from what is published of the other", () => {
    fc.assert(
      fc.property(offer, (one) => {
        const read = decodeCatalog(encodeCatalog(HEADER, [one]))?.at(0);
        expect(read !== undefined && isSameOffer(one, copyOf(one)) && isSameOffer(read, copyOf(read))).toBe(true);
      }),
    );
  });

  it("differ whenever one field of what is published differs", () => {
    fc.assert(
      fc.property(offer, offer, (one, other) => {
        const fields = new Set([...Object.keys(one), ...Object.keys(other)]);
        for (const field of fields) {
          const changed = { ...one, ...pick(other, field) };
          if (isSameOffer(one, changed)) expect(text(changed)).toBe(text(one));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("differ whenever one field of one rate differs", () => {
    fc.assert(
      fc.property(offer, offer, (one, other) => {
        const [rate] = one.rates;
        const [donor] = other.rates;
        if (rate === undefined || donor === undefined) return;
        for (const field of Object.keys(donor)) {
          const changed = { ...one, rates: [{ ...rate, ...pick(donor, field) }, ...one.rates.slice(1)] };
          if (isSameOffer(one, changed)) expect(text(changed)).toBe(text(one));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are the same whenever they were read", () => {
    fc.assert(
      fc.property(offer, (one) => {
        const rates = one.rates.map((rate) => ({
          ...rate,
          as_of: "2026-08-02T00:00:00.000Z",
          dissents: rate.dissents.map((dissent) => ({ ...dissent, as_of: "2026-08-03T00:00:00.000Z" })),
        }));
        const later = {
          ...one,
          rates,
          ...(one.last_seen === undefined ? {} : { last_seen: "2026-08-01T00:00:00.000Z" }),
        };
        expect(isSameOffer(one, later)).toBe(true);
        expect(text(later)).toBe(text(one));
      }),
    );
  });
});

function pick<Whole extends object>(whole: Whole, field: string): Partial<Whole> {
  const entries = Object.entries(whole).filter(([name]) => name === field);
  const picked: Partial<Whole> = {};
  return Object.assign(picked, Object.fromEntries(entries));
}
