import type { Decimal } from "../money/decimal.ts";
import { toNumber } from "../money/decimal.ts";

const POWERS: readonly number[] = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** A price as a double, for ratios and bounds only. One correctly rounded division where both parts are exact doubles. */
export function magnitude(value: Decimal): number {
  const power = POWERS[value.scale];
  return typeof value.coefficient === "number" && power !== undefined ? value.coefficient / power : toNumber(value);
}

/** Two sources mean the same price when they differ by no more than this (95% of closed authors' pairs do; the rest is rounding). */
export const AGREEMENT = 0.005;

/** Rounding of the division itself must not decide a comparison at the edge. */
const SLACK = 1 + 1e-9;

export function agrees(a: Decimal, b: Decimal): boolean {
  if (a.coefficient === b.coefficient && a.scale === b.scale) return true;
  const [x, y] = [magnitude(a), magnitude(b)];
  return Math.abs(x - y) <= AGREEMENT * Math.max(x, y) * SLACK;
}

/** How many times one value is the other, at least 1; infinite where exactly one is zero. */
export function factorBetween(a: number, b: number): number {
  if (a === b) return 1;
  const [low, high] = a < b ? [a, b] : [b, a];
  return low <= 0 ? Infinity : high / low;
}

/** Whether a ratio lies in a closed span. */
export function within(ratio: number, low: number, high: number): boolean {
  return ratio * SLACK >= low && ratio <= high * SLACK;
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
