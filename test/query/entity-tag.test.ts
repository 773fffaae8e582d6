import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCatalog } from "../../shared/pricing/catalog-codec.ts";
import type { Catalog } from "../../shared/pricing/catalog.ts";
import bundledText from "../../workers/generated/bundled-hot.txt";
import { entityTag } from "../../workers/query/entity-tag.ts";

function bundled(): Catalog {
  const catalog = decodeCatalog(bundledText);
  if (catalog === null) throw new Error("the bundled catalog cannot be read");
  return catalog;
}

describe("entity tag", () => {
  const catalog = bundled();
  const tag = (text: string): string => entityTag(text, catalog);

  it("is the same for the same text, whatever was tagged before", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ maxLength: 50_000 }), (text, other) => {
        const before = tag(text);
        tag(other);
        expect(tag(text)).toBe(before);
      }),
    );
  });

  it("is another one when a single character is, in whichever of many pieces", () => {
    const long = "0123456789é€𝄞".repeat(6_000);
    const seen = new Set([tag(long)]);
    const places = [0, 1, 2, 3, 16_383, 16_384, 16_385, 40_000, long.length - 2, long.length - 1];
    for (const at of places) seen.add(tag(`${long.slice(0, at)}x${long.slice(at + 1)}`));
    expect(seen.size).toBe(places.length + 1);
  });

  it("tells ten thousand amounts apart", () => {
    const tags = new Set(Array.from({ length: 10_000 }, (_, cents) => tag(`{"total_usd":"0.00${cents}"}`)));
    expect(tags.size).toBe(10_000);
  });

  it("takes no end for a zero byte", () => {
    expect(tag("a")).not.toBe(tag("a\0"));
    expect(tag("")).not.toBe(tag("\0"));
  });

  it("is weak, and another one for another version of the catalog", () => {
    expect(tag("{}")).toMatch(/^W\/"[^"]+"$/);
    expect(entityTag("{}", { ...catalog, header: { ...catalog.header, version: "another-version" } })).not.toBe(
      tag("{}"),
    );
  });
});
