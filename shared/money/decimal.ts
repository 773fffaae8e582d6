/**
 * Exact decimal numbers: an integer coefficient and a scale, value = coefficient / 10^scale.
 * Prices, quantities and amounts are all of this form, so sums and products lose nothing; there is no division.
 * The coefficient is a plain number while it is a safe integer and a bigint beyond: the same value either way.
 */
export interface Decimal {
  readonly coefficient: number | bigint;
  readonly scale: number;
}

export const ZERO: Decimal = { coefficient: 0, scale: 0 };
export const ONE: Decimal = { coefficient: 1, scale: 0 };

/** Powers of ten that a double carries exactly. */
const POWERS: readonly number[] = Array.from({ length: 23 }, (_unused, exponent) => Number(`1e${exponent}`));

const PLAIN = /^(-?)(\d{1,40})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Reads `12`, `0.0075`, `1.25e-7`; null for anything else (no infinity, no hex, no blanks). */
export function parseDecimal(text: string): Decimal | null {
  const match = PLAIN.exec(text);
  if (match === null) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const scale = fraction.length - Number(exponent);
  const digits = sign + whole + fraction;
  return digits.length <= SAFE_LENGTH ? plainlyNormalised(Number(digits), scale) : normalised(BigInt(digits), scale);
}

/** An integer of at most so many characters is a safe one. */
const SAFE_LENGTH = 15;

/** The shortest decimal that names this double, exactly as it was written upstream; null when it is not finite. */
export function decimalFromNumber(value: number): Decimal | null {
  return Number.isFinite(value) ? parseDecimal(String(value)) : null;
}

export function isZero(value: Decimal): boolean {
  return value.coefficient === 0;
}

export function isNegative(value: Decimal): boolean {
  return value.coefficient < 0;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const sum = plainAt(a, scale) + plainAt(b, scale);
  if (Number.isSafeInteger(sum)) return { coefficient: sum, scale };
  return compact(rescaled(a, scale) + rescaled(b, scale), scale);
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b));
}

export function negate(value: Decimal): Decimal {
  return { coefficient: value.coefficient === 0 ? 0 : -value.coefficient, scale: value.scale };
}

export function magnitude(value: Decimal): Decimal {
  return value.coefficient < 0 ? negate(value) : value;
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  const scale = a.scale + b.scale;
  if (typeof a.coefficient === "number" && typeof b.coefficient === "number") {
    const product = a.coefficient * b.coefficient;
    if (Number.isSafeInteger(product)) return { coefficient: product, scale };
  }
  return compact(BigInt(a.coefficient) * BigInt(b.coefficient), scale);
}

/** A count or a fractional quantity (seconds) times a unit price; the quantity must be finite. */
export function times(unit: Decimal, quantity: number): Decimal {
  if (Number.isSafeInteger(quantity)) return multiply(unit, { coefficient: quantity, scale: 0 });
  const exact = decimalFromNumber(quantity);
  if (exact === null) throw new RangeError("a quantity must be finite");
  return multiply(unit, exact);
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = plainAt(a, scale) - plainAt(b, scale);
  if (Number.isSafeInteger(difference)) return difference;
  const left = rescaled(a, scale);
  const right = rescaled(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The nearest double: for ratios, rankings and plots, never for an amount. */
export function toNumber(value: Decimal): number {
  const { coefficient, scale } = value;
  const power = POWERS[scale];
  // Both are exact doubles, so that their quotient is rounded once.
  if (typeof coefficient === "number" && power !== undefined) return coefficient / power;
  return Number(`${coefficient}e${-scale}`);
}

/** Plain decimal digits without exponent or trailing zeros: what the wire carries. */
export function formatDecimal(value: Decimal): string {
  const { coefficient, scale } = value;
  if (coefficient === 0) return "0";
  const negative = coefficient < 0;
  const digits = (negative ? -coefficient : coefficient).toString();
  return (negative ? "-" : "") + placePoint(digits, scale);
}

/** Rounds half away from zero to so many significant digits: for float noise of an upstream, never for an amount. */
export function roundSignificant(value: Decimal, digits: number): Decimal {
  const { coefficient } = value;
  const text = (coefficient < 0 ? -coefficient : coefficient).toString();
  const surplus = text.length - digits;
  if (surplus <= 0) return value;
  const factor = 10n ** BigInt(surplus);
  const magnitude = BigInt(text);
  const rounded = (magnitude + factor / 2n) / factor;
  return normalised(coefficient < 0 ? -rounded : rounded, value.scale - surplus);
}

/** How many significant digits the value has, zeros at either end not counted. */
export function significantDigits(value: Decimal): number {
  const text = String(value.coefficient).replace("-", "").replace(/0+$/, "");
  return text.length;
}

function placePoint(digits: string, scale: number): string {
  if (scale <= 0) return digits + "0".repeat(-scale);
  const padded = digits.length > scale ? digits : "0".repeat(scale - digits.length + 1) + digits;
  const point = padded.length - scale;
  let end = padded.length;
  while (end > point && padded.charCodeAt(end - 1) === 48) end -= 1;
  return end === point ? padded.slice(0, point) : `${padded.slice(0, point)}.${padded.slice(point, end)}`;
}

/** The coefficient at a larger scale as a plain number; NaN where that is not exact, so that sums of it fail the test for safe integers. */
function plainAt({ coefficient, scale }: Decimal, target: number): number {
  if (typeof coefficient !== "number") return Number.NaN;
  if (scale === target) return coefficient;
  const plain = coefficient * (POWERS[target - scale] ?? Number.NaN);
  return Number.isSafeInteger(plain) ? plain : Number.NaN;
}

function rescaled(value: Decimal, scale: number): bigint {
  const surplus = scale - value.scale;
  return surplus === 0 ? BigInt(value.coefficient) : BigInt(value.coefficient) * 10n ** BigInt(surplus);
}

function compact(coefficient: bigint, scale: number): Decimal {
  const small = Number(coefficient);
  return { coefficient: Number.isSafeInteger(small) ? small : coefficient, scale };
}

/** The same as `normalised`, of a safe integer. */
function plainlyNormalised(coefficient: number, scale: number): Decimal {
  if (coefficient === 0) return ZERO;
  let reduced = coefficient;
  let places = scale;
  while (reduced % 10 === 0) {
    reduced /= 10;
    places -= 1;
  }
  return places < 0 ? normalised(BigInt(reduced), places) : { coefficient: reduced, scale: places };
}

/** Without trailing zeros, so that equal values have one form wherever a price is read. */
function normalised(coefficient: bigint, scale: number): Decimal {
  if (coefficient === 0n) return ZERO;
  let reduced = coefficient;
  let places = scale;
  while (reduced % 10n === 0n) {
    reduced /= 10n;
    places -= 1;
  }
  return places < 0 ? compact(reduced * 10n ** BigInt(-places), 0) : compact(reduced, places);
}
