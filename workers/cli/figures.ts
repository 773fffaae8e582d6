import { formatDecimal, parseDecimal, times } from "../../shared/money/decimal.ts";
import { UNKNOWN } from "./table.ts";

/** `"0.0000025"` USD a token -> `"2.5"` USD a million; exact. */
export function perMillion(usd_per_unit: string | null): string {
  const value = usd_per_unit === null ? null : parseDecimal(usd_per_unit);
  return value === null ? UNKNOWN : formatDecimal(times(value, 1_000_000));
}

/** Tokens and characters are priced by the million, everything else by the piece. */
export function unitOf(meter: string): "1M" | "1" {
  return /_(?:tokens|1h_tokens|characters|pixels)$/.test(meter) ? "1M" : "1";
}

export function unitPrice(meter: string, usd_per_unit: string | null): string {
  return unitOf(meter) === "1M" ? perMillion(usd_per_unit) : (usd_per_unit ?? UNKNOWN);
}

export function countText(value: number | null): string {
  return value === null ? UNKNOWN : value.toLocaleString("en-US");
}

/** An age in the largest unit that fits. */
export function ageText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}
