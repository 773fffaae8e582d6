import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeCatalog,
  decodeSourceOffers,
  encodeCatalog,
  encodeSourceOffers,
  versionInput,
} from "../../shared/pricing/catalog-codec.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import { PRICE_TYPES } from "../../shared/pricing/offer.ts";
import { HEADER, hostileText, offer, offers, sourceOffer } from "./arbitraries.ts";

function sorted(list: readonly Offer[]): readonly Offer[] {
  return [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function decoded(text: string): readonly Offer[] | null {
  const catalog = decodeCatalog(text);
  return catalog === null ? null : catalog.ids.map((_, index) => catalog.at(index));
}

describe("the published catalog as text", () => {
  it("gives back every offer as it was, whatever its texts and prices", () => {
    fc.assert(
      fc.property(offers, (list) => {
        expect(decoded(encodeCatalog(HEADER, list))).toStrictEqual(sorted(list));
      }),
    );
  });

  it("gives back the header", () => {
    expect(decodeCatalog(encodeCatalog(HEADER, []))?.header).toStrictEqual(HEADER);
  });

  it("finds each offer by its id and by each of its aliases", () => {
    fc.assert(
      fc.property(offers, (list) => {
        const catalog = decodeCatalog(encodeCatalog(HEADER, list));
        for (const each of list) {
          expect(catalog?.find(each.id)).toStrictEqual(each);
          for (const alias of each.aliases) expect(catalog?.named(alias)).toContain(each.id);
        }
        expect(catalog?.find("no such id")).toBeUndefined();
      }),
    );
  });

  it("names the same offers whether names are searched for or looked up", () => {
    fc.assert(
      fc.property(offers, (list) => {
        const text = encodeCatalog(HEADER, list);
        const indexed = decodeCatalog(text);
        for (let question = 0; question < 100; question += 1) indexed?.named("made");
        for (const name of [...list.flatMap(({ id, aliases }) => [id, ...aliases]), "", "no such name"]) {
          expect(decodeCatalog(text)?.named(name)).toStrictEqual(indexed?.named(name));
        }
      }),
      { numRuns: 30 },
    );
  });

  it("says the mode of each offer whether it has been read or not", () => {
    fc.assert(
      fc.property(offers, (list) => {
        const catalog = decodeCatalog(encodeCatalog(HEADER, list));
        const modes = sorted(list).map(({ mode }) => mode);
        const said = (): unknown => modes.map((_, index) => catalog?.modeAt(index));
        expect(said()).toEqual(modes);
        for (const index of modes.keys()) catalog?.at(index);
        expect(said()).toEqual(modes);
      }),
    );
  });

  it("finds the same positions whether ids are searched for or looked up", () => {
    fc.assert(
      fc.property(offers, fc.array(hostileText), (list, strangers) => {
        const text = encodeCatalog(HEADER, list);
        const indexed = decodeCatalog(text);
        for (let question = 0; question < 100; question += 1) indexed?.indexOf("made");
        const ids = sorted(list).map(({ id }) => id);
        for (const id of [...ids, ...strangers, "", "\uffff"]) {
          const position = ids.includes(id) ? ids.indexOf(id) : undefined;
          expect(indexed?.indexOf(id)).toBe(position);
          expect(decodeCatalog(text)?.indexOf(id)).toBe(position);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is null when its header lacks a field, has one of another kind, or is of another schema", () => {
    const [head = "", ...body] = encodeCatalog(HEADER, []).split("\n");
    const withHead = (change: object): string =>
      [JSON.stringify({ ...JSON.parse(head), ...change }), ...body].join("\n");
    const [source] = HEADER.sources;
    expect(decodeCatalog(withHead({}))).not.toBeNull();
    for (const field of Object.keys(HEADER)) expect(decodeCatalog(withHead({ [field]: undefined }))).toBeNull();
    for (const field of Object.keys(source ?? {})) {
      expect(decodeCatalog(withHead({ sources: [{ ...source, [field]: [] }] }))).toBeNull();
    }
    expect(decodeCatalog(withHead({ schema: 2 }))).toBeNull();
    expect(decodeCatalog(withHead({ sources: [{ ...source, name: "nobody" }] }))).toBeNull();
  });

  it("keeps ids that are names of object internals", () => {
    const [sample] = fc.sample(offer, { numRuns: 1, seed: 1 });
    if (sample === undefined) throw new Error("no sample");
    const ids = ["__proto__/x", "constructor", "x/__proto__", "toString"];
    const catalog = decodeCatalog(
      encodeCatalog(
        HEADER,
        ids.map((id) => ({ ...sample, id, aliases: ["__proto__"] })),
      ),
    );
    expect(catalog?.ids).toStrictEqual([...ids].sort());
    expect(catalog?.named("__proto__")).toHaveLength(4);
    expect(catalog?.find("hasOwnProperty")).toBeUndefined();
  });

  it("is ASCII, one byte a character", () => {
    fc.assert(
      fc.property(offers, (list) => {
        // oxlint-disable-next-line no-control-regex
        expect(encodeCatalog(HEADER, list)).toMatch(/^[\n\u0020-\u007e]*$/);
      }),
    );
  });

  it("is null when it is cut anywhere", () => {
    fc.assert(
      fc.property(offers, fc.nat(), (list, at) => {
        const text = encodeCatalog(HEADER, list);
        expect(decodeCatalog(text.slice(0, at % text.length))).toBeNull();
      }),
    );
  });

  it("never throws on a text that someone changed, when read or when its offers are looked at", () => {
    fc.assert(
      fc.property(offers, fc.nat(), hostileText, (list, at, patch) => {
        const text = encodeCatalog(HEADER, list);
        const cut = at % text.length;
        const found = decoded(text.slice(0, cut) + patch + text.slice(cut + patch.length));
        for (const each of found ?? []) expect(PRICE_TYPES).toContain(each.price_type);
      }),
      { numRuns: 500 },
    );
  });

  it("is null for texts of other kinds", () => {
    for (const text of ["", "{}", "<html>", "null\nnull\nnull\n", "[]\n[]\n[]\n[]", "\n\n\n\n"]) {
      expect(decodeCatalog(text)).toBeNull();
    }
  });

  it("shows an offer whose line is damaged as one of unknown price", () => {
    const list = fc.sample(offers, { numRuns: 20, seed: 3 }).find((each) => each.length === 2) ?? [];
    const text = encodeCatalog(HEADER, list);
    const damaged = text.slice(0, -1) + "x";
    const last = sorted(list)[1];
    expect(decoded(damaged)?.[1]).toMatchObject({ id: last?.id, price_type: "unknown", rates: [] });
    expect(decoded(damaged)?.[0]).toStrictEqual(sorted(list)[0]);
  });

  it("has the same version input in any order and at any time of fetching", () => {
    const later = (each: Offer): Offer => ({
      ...each,
      rates: each.rates.map((rate) => ({
        ...rate,
        as_of: "2026-09-09T09:09:09.000Z",
        dissents: rate.dissents.map((dissent) => ({ ...dissent, as_of: "2026-09-09" })),
      })),
      ...(each.last_seen !== undefined && { last_seen: "2026-09-09T00:00:00.000Z" }),
    });
    fc.assert(
      fc.property(offers, (list) => {
        expect(versionInput(list.map(later).toReversed())).toBe(versionInput(list));
      }),
    );
  });

  it("has another version input when one price differs", () => {
    fc.assert(
      fc.property(
        offers.filter((list) => list.some((each) => each.rates.length > 0)),
        (list) => {
          const changed = list.map((each) => ({
            ...each,
            rates: each.rates.map((rate) => ({ ...rate, usd: { ...rate.usd, scale: rate.usd.scale + 1 } })),
          }));
          expect(versionInput(changed)).not.toBe(versionInput(list));
        },
      ),
    );
  });
});

describe("a source's offers as text", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.array(sourceOffer, { maxLength: 6 }), (list) => {
        expect(decodeSourceOffers(encodeSourceOffers(list))).toStrictEqual(list);
      }),
    );
  });

  it("are none for a text that is cut or of another kind", () => {
    fc.assert(
      fc.property(fc.array(sourceOffer, { minLength: 1, maxLength: 3 }), fc.nat(), (list, at) => {
        const text = encodeSourceOffers(list);
        expect(decodeSourceOffers(text.slice(0, at % text.length))).toStrictEqual([]);
      }),
    );
    expect(decodeSourceOffers("<html>")).toStrictEqual([]);
    expect(decodeSourceOffers("[1,1,[]]\n[9]")).toStrictEqual([]);
  });
});
