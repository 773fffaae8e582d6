import * as fc from "fast-check";
import { expect, it } from "vitest";
import { isTimezone, periodAt } from "../../shared/tenancy/zoned-period.ts";

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "America/Santiago",
  "Pacific/Apia",
  "Pacific/Chatham",
];

const local = (at: number, timeZone: string) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);

it("any instant lies in its period, whose first and last milliseconds have its date and whose neighbours have not", () => {
  const instants = fc.integer({ min: Date.parse("2024-01-01"), max: Date.parse("2029-01-01") });
  fc.assert(
    fc.property(instants, fc.constantFrom(...ZONES), (at, zone) => {
      const day = periodAt(at, "day", zone);
      expect(at >= day.start && at < day.end).toBe(true);
      expect([local(day.start, zone), local(day.end - 1, zone)]).toEqual([day.key, day.key]);
      expect(local(day.start - 1, zone) < day.key && local(day.end, zone) > day.key).toBe(true);
      const month = periodAt(at, "month", zone);
      expect(month.start <= day.start && month.end >= day.end).toBe(true);
      expect(month.key).toBe(day.key.slice(0, 7));
      expect(local(month.start, zone)).toBe(`${month.key}-01`);
      expect(local(month.end, zone).slice(8)).toBe("01");
    }),
    { numRuns: 400 },
  );
});

it("a day with a change of the clocks has 23 or 25 hours, also where the change is at midnight", () => {
  const hours = (day: string, zone: string) => {
    const { start, end } = periodAt(Date.parse(day), "day", zone);
    return (end - start) / 3_600_000;
  };
  expect(hours("2026-03-29T12:00:00Z", "Europe/Berlin")).toBe(23);
  expect(hours("2026-10-25T12:00:00Z", "Europe/Berlin")).toBe(25);
  expect(hours("2026-09-06T15:00:00Z", "America/Santiago")).toBe(23);
  expect(hours("2026-04-04T15:00:00Z", "America/Santiago")).toBe(25);
});

it("only names of time zones are time zones", () => {
  for (const zone of ZONES) expect(isTimezone(zone)).toBe(true);
  for (const name of ["", "Mars/Olympus", "+01:00", "UTC;", "Europe/Berlin\n", "__proto__", "a".repeat(99)])
    expect(isTimezone(name), name).toBe(false);
});
