import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  compare,
  type Decimal,
  decimalFromNumber,
  formatDecimal,
  isNegative,
  isZero,
  multiply,
  negate,
  parseDecimal,
  roundSignificant,
  significantDigits,
  subtract,
  times,
  toNumber,
  ZERO,
} from "../../shared/money/decimal.ts";
import { divideRounded } from "../../shared/money/divide.ts";

/** The independent reading: whole numbers of 1e-80. */
const SCALE = 80;
const fixed = ({ coefficient, scale }: Decimal): bigint => BigInt(coefficient) * 10n ** BigInt(SCALE - scale);

/** Small, large and huge coefficients, also around 2^53 where numbers give way to bigints. */
const decimals = fc
  .tuple(
    fc.oneof(
      fc.bigInt({ min: -1000n, max: 1000n }),
      fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
      fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
      fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
    ),
    fc.integer({ min: 0, max: 30 }),
  )
  .map(([coefficient, scale]) => parseDecimal(`${coefficient}e-${scale}`))
  .filter((value) => value !== null);

const RUNS = { numRuns: 5000 };

describe("decimals", () => {
  it("add, subtract and multiply as whole numbers do", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(fixed(add(a, b))).toBe(fixed(a) + fixed(b));
        expect(fixed(subtract(a, b))).toBe(fixed(a) - fixed(b));
        expect(fixed(multiply(a, b)) * 10n ** BigInt(SCALE)).toBe(fixed(a) * fixed(b));
      }),
      RUNS,
    );
  });

  it("compare as whole numbers do", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const order = fixed(a) < fixed(b) ? -1 : fixed(a) > fixed(b) ? 1 : 0;
        expect(Math.sign(compare(a, b))).toBe(order);
        expect(compare(a, a)).toBe(0);
      }),
      RUNS,
    );
  });

  it("keep a plain number only while it is a safe integer", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        for (const { coefficient } of [a, add(a, b), multiply(a, b), negate(a)]) {
          expect(typeof coefficient === "number").toBe(
            coefficient <= Number.MAX_SAFE_INTEGER && coefficient >= Number.MIN_SAFE_INTEGER,
          );
        }
      }),
      RUNS,
    );
  });

  it("print as they are read, in plain digits without superfluous zeros", () => {
    fc.assert(
      fc.property(decimals, (value) => {
        const text = formatDecimal(value);
        expect(text).toMatch(/^(0|-?(?!0$)(0|[1-9]\d*)(\.\d*[1-9])?)$/);
        expect(fixed(parseDecimal(text) ?? ZERO)).toBe(fixed(value));
      }),
      RUNS,
    );
  });

  it("read a double as the shortest decimal that names it", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }), (value) => {
        const read = decimalFromNumber(Math.abs(value) < 1e-40 ? 0 : value);
        expect(read === null ? null : Number(formatDecimal(read))).toBe(Math.abs(value) < 1e-40 ? 0 : value + 0);
      }),
      RUNS,
    );
    expect(decimalFromNumber(Number.NaN)).toBeNull();
    expect(decimalFromNumber(Number.POSITIVE_INFINITY)).toBeNull();
  });

  it("are the nearest double when asked for one", () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(toNumber(value)).toBe(Number(formatDecimal(value)));
      }),
      RUNS,
    );
  });

  it("times a count or fractional seconds are exact", () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (unit, count) => {
        expect(fixed(times(unit, count))).toBe(fixed(unit) * BigInt(count));
      }),
      RUNS,
    );
    expect(formatDecimal(times({ coefficient: 6, scale: 3 }, 0.1))).toBe("0.0006");
    expect(() => times(ZERO, Number.NaN)).toThrow(RangeError);
  });

  it.each(["", " 1", "1 ", "0x10", "1_000", "Infinity", "NaN", "1.", ".5", "1e", "--1", "1e9999", "9".repeat(41)])(
    "do not read %j",
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );

  it("have one zero", () => {
    for (const text of ["0", "-0", "0.000", "0e-9"]) expect(parseDecimal(text)).toEqual(ZERO);
    expect(isZero(subtract({ coefficient: 5, scale: 1 }, { coefficient: 50, scale: 2 }))).toBe(true);
    expect(formatDecimal(negate(ZERO))).toBe("0");
    expect([isNegative(ZERO), isNegative({ coefficient: -1, scale: 3 })]).toEqual([false, true]);
  });

  it("round float noise away at so many significant digits, half away from zero", () => {
    const rounded = (text: string, digits: number) =>
      formatDecimal(roundSignificant(parseDecimal(text) ?? ZERO, digits));
    expect(rounded("0.0000006000000000000001", 9)).toBe("0.0000006");
    expect(rounded("0.00000008333333333333334", 9)).toBe("0.0000000833333333");
    expect([rounded("125", 2), rounded("-125", 2), rounded("99.95", 3)]).toEqual(["130", "-130", "100"]);
    expect(significantDigits(parseDecimal("0.0000012500") ?? ZERO)).toBe(3);
  });
});

describe("rounded division", () => {
  it("is off by at most half a unit of its last digit", () => {
    fc.assert(
      fc.property(decimals, decimals, fc.integer({ min: 1, max: 20 }), (a, b, digits) => {
        if (isZero(b)) return;
        const quotient = divideRounded(a, b, digits);
        expect(significantDigits(quotient)).toBeLessThanOrEqual(digits);
        // |quotient * b - a| <= |b| * half a unit; all at a scale that holds every digit.
        const big = (value: Decimal) => BigInt(value.coefficient) * 10n ** BigInt(200 - value.scale);
        const error = big(multiply(quotient, b)) - big(a);
        const size = isZero(a) ? 0 : Math.floor(Math.log10(Math.abs(toNumber(a) / toNumber(b)))) + 2;
        const unit = big({ coefficient: 1, scale: digits - size });
        const bound = (big(b) < 0n ? -big(b) : big(b)) * unit;
        expect((error < 0n ? -error : error) * 10n ** 200n * 2n <= bound).toBe(true);
      }),
      RUNS,
    );
  });

  it("rounds half away from zero and refuses a zero divisor", () => {
    const divided = (a: number, b: number, digits: number) =>
      formatDecimal(divideRounded({ coefficient: a, scale: 0 }, { coefficient: b, scale: 0 }, digits));
    expect([divided(1, 3, 5), divided(2, 3, 5), divided(-2, 3, 2), divided(1, 8, 2), divided(10, 2, 3)]).toEqual([
      "0.33333",
      "0.66667",
      "-0.67",
      "0.13",
      "5",
    ]);
    expect(() => divided(1, 0, 3)).toThrow(RangeError);
  });
});
