import { describe, expect, it } from "vitest";
import { isDayOrInstant, isInstant } from "../../shared/text/instant.ts";

describe("an instant", () => {
  it.each(["2026-11-25T12:00:00Z", "2026-11-25T12:00Z", "2024-02-29T23:59:59.999999999+05:45", "2026-11-25t12:00:00z"])(
    "%s is one",
    (text) => {
      expect(isInstant(text)).toBe(true);
    },
  );

  it.each([
    "2026-02-29T12:00:00Z",
    "2026-04-31T12:00:00+02:00",
    "2026-13-01T12:00:00Z",
    "2026-11-25T24:30:00Z",
    "2026-11-25T12:00:00",
    "2026-11-25",
    "25 Nov 2026 12:00 UTC",
  ])("%s is none", (text) => {
    expect(isInstant(text)).toBe(false);
  });

  it("may be a day alone where days are taken, and then one that exists", () => {
    expect(isDayOrInstant("2024-02-29")).toBe(true);
    expect(isDayOrInstant("2026-02-29")).toBe(false);
    expect(isDayOrInstant("2026-00-10")).toBe(false);
    expect(isDayOrInstant("2026-11-25T12:00:00Z")).toBe(true);
  });
});
