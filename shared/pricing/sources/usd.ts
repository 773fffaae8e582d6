import {
  compare,
  decimalFromNumber,
  isNegative,
  isZero,
  multiply,
  parseDecimal,
  roundSignificant,
  significantDigits,
} from "../../money/decimal.ts";
import type { Decimal } from "../../money/decimal.ts";

/** More digits than any seller writes are the noise of a float multiplication upstream (`2.9999900000000002e-06`). */
const WRITTEN_DIGITS = 12;
const DIGITS_AFTER_NOISE = 9;

/** Beyond these no price of any unit is meant: they bound the width of the numbers, not the price (the gates do that). */
const MAX_SCALE = 30;
const MAX_USD: Decimal = { coefficient: 1_000_000, scale: 0 };

const PER_MILLION: Decimal = { coefficient: 1, scale: 6 };

export interface UsdRefusal {
  readonly reason: "not_a_number" | "not_finite" | "negative" | "out_of_range";
  readonly detail: string;
}

export type UsdReading = { readonly usd: Decimal } | UsdRefusal;

/**
 * A price as an upstream wrote it: a JSON number or a numeric string (`"3e-7"`), USD per one unit.
 * A double of at most 17 digits prints as it was written, so nothing is lost by going through one.
 */
export function readUsd(value: unknown): UsdReading {
  if (typeof value === "number" && !Number.isFinite(value)) return refusal("not_finite", value);
  const decimal = toDecimal(value);
  if (decimal === null) return refusal("not_a_number", value);
  if (isNegative(decimal)) return refusal("negative", value);
  const usd = withoutNoise(decimal);
  if (usd.scale > MAX_SCALE || compare(usd, MAX_USD) > 0) return refusal("out_of_range", value);
  return { usd };
}

/** The same for a source that states USD per million units; the division by a power of ten is exact. */
export function readUsdPerMillion(value: unknown): UsdReading {
  const reading = readUsd(value);
  return "usd" in reading ? { usd: perMillion(reading.usd) } : reading;
}

/** USD per million units as USD per unit, in the same form in which a price per unit would have been read. */
export function perMillion(usd: Decimal): Decimal {
  return shifted(usd, PER_MILLION);
}

/** USD per thousand units as USD per unit. */
export function perThousand(usd: Decimal): Decimal {
  return shifted(usd, { coefficient: 1, scale: 3 });
}

export function isPositive(usd: Decimal): boolean {
  return !isZero(usd) && !isNegative(usd);
}

function shifted(usd: Decimal, factor: Decimal): Decimal {
  const product = multiply(usd, factor);
  return parseDecimal(`${product.coefficient}e${-product.scale}`) ?? product;
}

function toDecimal(value: unknown): Decimal | null {
  if (typeof value === "number") return decimalFromNumber(value);
  return typeof value === "string" ? parseDecimal(value.trim()) : null;
}

function withoutNoise(value: Decimal): Decimal {
  return significantDigits(value) > WRITTEN_DIGITS ? roundSignificant(value, DIGITS_AFTER_NOISE) : value;
}

function refusal(reason: UsdRefusal["reason"], value: unknown): UsdRefusal {
  return { reason, detail: quote(value) };
}

/** A short picture of an unexpected value, safe to log: never the whole of a large one. */
export function quote(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return String(value);
}
