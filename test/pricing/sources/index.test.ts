import { describe, expect, it } from "vitest";
import { SOURCE_NAMES } from "../../../shared/pricing/rate.ts";
import { PRICE_SOURCES } from "../../../shared/pricing/sources/index.ts";

describe("the list of sources", () => {
  it("has every live source once, in the order of precedence", () => {
    expect(PRICE_SOURCES.map((source) => source.name)).toEqual(SOURCE_NAMES.filter((name) => name !== "bundled"));
  });

  it("states an https address, a licence and an attribution for each", () => {
    for (const { url, license, attribution } of PRICE_SOURCES) {
      expect(new URL(url).protocol).toBe("https:");
      expect(license).not.toBe("");
      expect(attribution).not.toBe("");
    }
  });
});
