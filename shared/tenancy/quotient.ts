import { type Decimal } from "../money/decimal.ts";

/** Digits of a quotient that does not end: far below any amount that can be billed. */
const SIGNIFICANT_DIGITS = 30;

/**
 * `a / b`, exact where the quotient ends within 30 significant digits, else rounded half up there.
 * Only for prices in proportion and percentages: sums and products never divide. `b` must not be zero; both must be >= 0.
 */
export function divide(a: Decimal, b: Decimal): Decimal {
  const dividend = BigInt(a.coefficient);
  const divisor = BigInt(b.coefficient);
  if (divisor === 0n) throw new RangeError("division by zero");
  if (dividend === 0n) return { coefficient: 0, scale: 0 };
  const shift = Math.max(0, SIGNIFICANT_DIGITS + digits(divisor) - digits(dividend));
  const scaled = dividend * 10n ** BigInt(shift);
  const quotient = (scaled * 2n + divisor) / (divisor * 2n);
  return reduced(quotient, a.scale - b.scale + shift);
}

function digits(value: bigint): number {
  return value.toString().length;
}

function reduced(coefficient: bigint, scale: number): Decimal {
  let value = coefficient;
  let places = scale;
  while (places > 0 && value % 10n === 0n) {
    value /= 10n;
    places -= 1;
  }
  if (places < 0) {
    value *= 10n ** BigInt(-places);
    places = 0;
  }
  const small = Number(value);
  return { coefficient: Number.isSafeInteger(small) ? small : value, scale: places };
}
