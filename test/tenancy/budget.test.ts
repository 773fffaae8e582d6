import * as fc from "fast-check";
import { expect, it } from "vitest";
import { budgetRefusal, budgetSchema, reachedThresholds } from "../../shared/tenancy/budget.ts";
import { usd } from "./offers.ts";

const cents = fc.integer({ min: 0, max: 2_000 });
const dollars = (n: number) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, "0")}`;

it("an amount is refused exactly where some sum of cents would exceed its limit", () => {
  const limit = fc.option(cents, { nil: undefined });
  fc.assert(
    fc.property(
      limit,
      limit,
      limit,
      cents,
      cents,
      cents,
      cents,
      (day, month, each, daySpent, monthSpent, reserved, amount) => {
        const budget = {
          timezone: "UTC",
          ...(day === undefined ? {} : { day_usd: dollars(day) }),
          ...(month === undefined ? {} : { month_usd: dollars(month) }),
          ...(each === undefined ? {} : { per_request_usd: dollars(each) }),
        };
        const position = {
          day: usd(dollars(daySpent)),
          month: usd(dollars(monthSpent)),
          reserved: usd(dollars(reserved)),
        };
        const refusal = budgetRefusal(budget, position, usd(dollars(amount)));
        const expected =
          each !== undefined && amount > each
            ? "per_request"
            : day !== undefined && daySpent + reserved + amount > day
              ? "day"
              : month !== undefined && monthSpent + reserved + amount > month
                ? "month"
                : null;
        expect(refusal?.limit ?? null).toBe(expected);
      },
    ),
  );
});

it("thresholds are reached at their exact share", () => {
  expect(reachedThresholds("1", usd("0.4999999"))).toEqual([]);
  expect(reachedThresholds("1", usd("0.5"))).toEqual([50]);
  expect(reachedThresholds("1", usd("0.9"))).toEqual([50, 80, 90]);
  expect(reachedThresholds("1", usd("7"))).toEqual([50, 80, 90, 100]);
  expect(reachedThresholds("0", usd("0"))).toEqual([]);
  expect(reachedThresholds("0", usd("0.01"))).toEqual([50, 80, 90, 100]);
  expect(reachedThresholds(undefined, usd("7"))).toEqual([]);
});

it("amounts are decimal strings within bounds, and the zone exists", () => {
  const fits = (value: unknown) => budgetSchema.safeParse(value).success;
  expect(budgetSchema.parse({})).toEqual({ timezone: "UTC" });
  expect(fits({ day_usd: "12.50", timezone: "Europe/Berlin" })).toBe(true);
  for (const bad of [1, "-1", "1e3", "", "NaN", "0x10", "99999999999", " 1", "1."])
    expect(fits({ day_usd: bad }), String(bad)).toBe(false);
  expect(fits({ timezone: "Mars/Olympus" })).toBe(false);
  expect(fits({ week_usd: "1" })).toBe(false);
});
