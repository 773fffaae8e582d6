import { type Decimal, ZERO } from "./decimal.ts";

/**
 * `value / divisor`, rounded half away from zero to so many significant digits.
 * For statistics of amounts, and for prices that keep their ratio to another; what is billed is never divided.
 */
export function divideRounded(value: Decimal, divisor: Decimal, digits: number): Decimal {
  if (divisor.coefficient === 0) throw new RangeError("division by zero");
  if (value.coefficient === 0) return ZERO;
  const numerator = magnitude(value);
  const denominator = magnitude(divisor);
  // Enough places that the quotient has more than `digits` digits before it is cut.
  const shift = Math.max(0, digits + 1 + denominator.toString().length - numerator.toString().length);
  const scaled = numerator * 10n ** BigInt(shift);
  const negative = value.coefficient < 0 !== divisor.coefficient < 0;
  return rounded(scaled, denominator, value.scale - divisor.scale + shift, digits, negative);
}

function rounded(scaled: bigint, denominator: bigint, scale: number, digits: number, negative: boolean): Decimal {
  const surplus = Math.max(0, (scaled / denominator).toString().length - digits);
  const unit = denominator * 10n ** BigInt(surplus);
  const quotient = (2n * scaled + unit) / (2n * unit);
  return trimmed(negative ? -quotient : quotient, scale - surplus);
}

function trimmed(coefficient: bigint, scale: number): Decimal {
  let reduced = coefficient;
  let places = scale;
  while (places > 0 && reduced % 10n === 0n) {
    reduced /= 10n;
    places -= 1;
  }
  if (places < 0) {
    reduced *= 10n ** BigInt(-places);
    places = 0;
  }
  const small = Number(reduced);
  return { coefficient: Number.isSafeInteger(small) ? small : reduced, scale: places };
}

function magnitude(value: Decimal): bigint {
  const whole = BigInt(value.coefficient);
  return whole < 0n ? -whole : whole;
}
