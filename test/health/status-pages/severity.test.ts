import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { atLeast, worstOf } from "../../../shared/health/status-pages/severity.ts";
import { ownLink, plainText } from "../../../shared/health/status-pages/plain-text.ts";

// Not a promise about time: a machine that does other work as well may need it.
vi.setConfig({ testTimeout: 60_000 });

const KNOWN = ["operational", "maintenance", "degraded", "partial_outage", "major_outage"] as const;
const status = fc.constantFrom(...KNOWN, "unknown" as const);

describe("the worst of parts", () => {
  it("is the last of the known ones in order, and unknown when nothing worse than operational is known beside an unknown", () => {
    fc.assert(
      fc.property(fc.array(status), (parts) => {
        const sorted = KNOWN.filter((known) => parts.includes(known));
        const worst = sorted.at(-1) ?? "unknown";
        const expected = parts.includes("unknown") && worst === "operational" ? "unknown" : worst;
        expect(worstOf(parts)).toBe(expected);
      }),
    );
  });

  it("is operational only when every part is", () => {
    fc.assert(
      fc.property(fc.array(status), (parts) => {
        expect(worstOf(parts) === "operational").toBe(
          parts.length > 0 && parts.every((part) => part === "operational"),
        );
      }),
    );
  });

  it("a floor leaves unknown alone", () => {
    expect([
      atLeast("operational", "degraded"),
      atLeast("major_outage", "degraded"),
      atLeast("unknown", "degraded"),
    ]).toEqual(["degraded", "major_outage", "unknown"]);
  });
});

describe("upstream text", () => {
  it("is short, has no control or invisible characters, and no tags", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (text) => {
        const plain = plainText(text, 50);
        expect([...plain].length).toBeLessThanOrEqual(50);
        expect(plain).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
    expect(plainText("<b>Errors</b>\u202e on\n <script>x</script>")).toBe("Errors on x");
  });

  it("links only to the page's own host, by https and without credentials", () => {
    const page = "https://status.test/en/";
    for (const link of [
      "http://status.test/1",
      "https://elsewhere.test/",
      "//elsewhere.test/",
      "javascript:alert(1)",
      "https://a:b@status.test/",
      "https://status.test:8443/",
      "",
      null,
      `/${"x".repeat(600)}`,
    ]) {
      expect(ownLink(link, page)).toBeNull();
    }
    expect(ownLink("/incidents/1", page)).toBe("https://status.test/incidents/1");
    expect(ownLink("status.test/incidents/1", page)).toBe("https://status.test/incidents/1");
  });
});
