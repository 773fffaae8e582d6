import type { RateCondition, TimeWindow } from "../../rate.ts";
import { WINDOW_PRECEDENCE } from "../../rate.ts";
import { isList } from "../json.ts";
import { isObject } from "../../../text/json.ts";
import type { JsonObject } from "../../../text/json.ts";
import { parseSpan, parseWeekdays, parseZone } from "../time-window.ts";

/** Cost keys that hold only under a condition, as one block of a row states them. */
export interface PriceBlock {
  readonly costs: JsonObject;
  readonly condition: RateCondition | null;
  readonly precedence: number;
}

export interface BlockReading {
  readonly blocks: readonly PriceBlock[];
  /** Entries that cannot be understood, in words. */
  readonly refused: readonly string[];
}

interface Range {
  readonly low: number;
  readonly costs: JsonObject;
  readonly variant: string | null;
}

/**
 * `tiered_pricing`: ranges `lo < n <= hi` of the total input, in any order; the lowest is the base price and the highest goes on for ever.
 * Ranges of search results (`max_results_range`) are chosen by a word of the usage instead, the lowest again being the base.
 */
export function tieredBlocks(value: unknown): BlockReading {
  if (!isList(value)) return { blocks: [], refused: ["not a list"] };
  const ranges: Range[] = [];
  const refused: string[] = [];
  for (const entry of value.slice(0, 64)) {
    const range = readRange(entry);
    if (range === null) refused.push("an entry without a range of two ascending numbers");
    else ranges.push(range);
  }
  ranges.sort((a, b) => a.low - b.low);
  return { blocks: ranges.map(rangeBlock), refused };
}

/** `off_peak_pricing`: prices that replace the others inside its UTC windows; null windows mean the block cannot be placed in time. */
export function offPeakBlocks(value: unknown): BlockReading {
  if (!isObject(value)) return { blocks: [], refused: ["not an object"] };
  const zone = parseZone(value["weekday_timezone"]);
  const calendars = isList(value["windows"]) ? [value, ...value["windows"]] : [value];
  const windows = calendars.map((calendar) => calendarWindows(calendar, zone));
  if (windows.includes(null)) return { blocks: [], refused: ["a window that is no span of a day"] };
  const all = windows.flatMap((list) => list ?? []);
  if (all.length === 0) return { blocks: [], refused: ["no windows"] };
  return { blocks: [{ costs: value, condition: { windows: all }, precedence: WINDOW_PRECEDENCE }], refused: [] };
}

/** Fields of the blocks that are no cost keys. */
export const BLOCK_FIELDS: ReadonlySet<string> = new Set([
  "range",
  "max_results_range",
  "hours_utc",
  "windows",
  "weekdays",
  "weekday_timezone",
]);

function readRange(entry: unknown): Range | null {
  if (!isObject(entry)) return null;
  const results = readBounds(entry["max_results_range"]);
  if (results !== null) return { low: results[0], costs: entry, variant: `max_results_${results[0]}_${results[1]}` };
  const tokens = readBounds(entry["range"]);
  return tokens === null ? null : { low: tokens[0], costs: entry, variant: null };
}

function readBounds(value: unknown): readonly [number, number] | null {
  if (!isList(value) || value.length !== 2) return null;
  const [low, high] = value;
  if (typeof low !== "number" || !Number.isInteger(low) || low < 0) return null;
  const end = high === null ? Number.MAX_SAFE_INTEGER : high;
  return typeof end === "number" && end > low ? [low, end] : null;
}

function rangeBlock(range: Range, index: number): PriceBlock {
  if (index === 0) return { costs: range.costs, condition: null, precedence: 0 };
  if (range.variant !== null) return { costs: range.costs, condition: { variant: range.variant }, precedence: 1 };
  return { costs: range.costs, condition: { above_tokens: range.low }, precedence: range.low };
}

/** Windows of one calendar: none where it states no hours, null where it states some that are not understood. */
function calendarWindows(calendar: unknown, zone: string | undefined): readonly TimeWindow[] | null {
  if (!isObject(calendar)) return null;
  const stated = calendar["hours_utc"];
  if (stated === undefined) return [];
  const spans = (isList(stated) ? stated : [stated]).map((span) => (typeof span === "string" ? parseSpan(span) : null));
  const weekdays = calendar["weekdays"] === undefined ? undefined : parseWeekdays(calendar["weekdays"]);
  if (weekdays === null) return null;
  const days = weekdays === undefined ? {} : { weekdays, ...(zone === undefined ? {} : { weekday_timezone: zone }) };
  return spans.every((span) => span !== null) ? spans.map((span) => ({ ...span, ...days })) : null;
}
