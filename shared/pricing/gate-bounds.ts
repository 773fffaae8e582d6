import type { Decimal } from "../money/decimal.ts";
import { formatDecimal, isNegative } from "../money/decimal.ts";
import type { HoldReason } from "./held.ts";
import { magnitude, within } from "./magnitude.ts";
import type { Meter } from "./meter.ts";
import { isTokenMeter } from "./meter.ts";
import type { Mode } from "./offer.ts";
import type { Rate } from "./rate.ts";
import { bareId } from "./bare-id.ts";
import { baseRate, companion } from "./slot.ts";

export interface Broken {
  readonly reason: HoldReason;
  readonly detail: string;
}

/** Prices that are judged together. */
export interface Prices {
  readonly id: string;
  readonly rates: readonly Rate[];
}

/**
 * USD per token above which a price is a unit error: separates the 16 unit errors of 2026-08-01 from all legitimate prices
 * (the dearest is 0.0006, o1-pro output) without a miss.
 */
export const TOKEN_BOUND = 1e-3;

/** The bound that a price breaks by itself or beside its own row, or null. */
export function brokenBound(rate: Rate, row: Prices): Broken | null {
  if (isNegative(rate.usd)) return { reason: "negative_price", detail: `${formatDecimal(rate.usd)} USD` };
  if (!isTokenMeter(rate.meter)) return null;
  if (magnitude(rate.usd) > TOKEN_BOUND) {
    return { reason: "above_bound", detail: `${formatDecimal(rate.usd)} USD a token is above ${TOKEN_BOUND}` };
  }
  return brokenRatio(rate, row);
}

function brokenRatio(rate: Rate, row: Prices): Broken | null {
  switch (rate.meter) {
    case "cache_read_tokens":
      return readAbove(rate, row, "input_tokens");
    case "cache_read_audio_tokens":
      return readAbove(rate, row, "input_audio_tokens");
    case "cache_write_tokens":
      return writeRatio(rate, row);
    case "cache_write_1h_tokens":
      return hourRatio(rate, row);
    default:
      return null;
  }
}

function readAbove(rate: Rate, row: Prices, parent: Meter): Broken | null {
  const ratio = ratioTo(rate, row, parent);
  if (ratio === null || within(ratio, 0, 1)) return null;
  return { reason: "cache_read_above_input", detail: `${round(ratio)} times the ${parent} price` };
}

/** Writes are free or cost 1 to 2 times the input. */
function writeRatio(rate: Rate, row: Prices): Broken | null {
  if (isGoogles(row.id)) return null;
  const ratio = ratioTo(rate, row, "input_tokens");
  if (ratio === null || ratio === 0 || within(ratio, 1, 2)) return null;
  return { reason: "cache_write_ratio", detail: `${round(ratio)} times the input price, not 0 or 1 to 2` };
}

function hourRatio(rate: Rate, row: Prices): Broken | null {
  const ratio = ratioTo(rate, row, "input_tokens");
  if (ratio === null || within(ratio, 1.2, 2.1)) return null;
  return { reason: "cache_write_1h_ratio", detail: `${round(ratio)} times the input price, not 1.2 to 2.1` };
}

/** Null where the parent has no price to compare with. */
function ratioTo(rate: Rate, row: Prices, parent: Meter): number | null {
  const usd = companion(row.rates, rate, parent)?.usd;
  return usd === undefined || !isPositive(usd) ? null : magnitude(rate.usd) / magnitude(usd);
}

/** Google's cache-write price is a storage surcharge, not a write price. */
function isGoogles(id: string): boolean {
  return /(?:^|[/.])(?:google[/.]|gemini)/.test(bareId(id).toLowerCase());
}

function isPositive(value: Decimal): boolean {
  return value.coefficient > 0;
}

export function round(ratio: number): string {
  return String(Number(ratio.toPrecision(3)));
}

const CHAT_LIKE: ReadonlySet<Mode> = new Set<Mode>(["chat", "responses", "completion"]);

export function isChatLike(mode: Mode): boolean {
  return CHAT_LIKE.has(mode);
}

/** Output outside 0.9 to 20 times the input: swapped, in another unit, or simply odd; a flag, not a hold. */
export function hasOddRatio({ rates, mode }: { readonly rates: readonly Rate[]; readonly mode: Mode }): boolean {
  if (!isChatLike(mode)) return false;
  const input = baseRate(rates, "input_tokens")?.usd;
  const output = baseRate(rates, "output_tokens")?.usd;
  if (input === undefined || output === undefined || !isPositive(input) || !isPositive(output)) return false;
  return !within(magnitude(output) / magnitude(input), 0.9, 20);
}
