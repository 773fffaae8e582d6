import type { RateCondition, TimeWindow } from "../../rate.ts";
import type { JsonObject } from "../../../text/json.ts";
import { parseClockNumber, parseWeekdays } from "../time-window.ts";
import { quote, readUsd } from "../usd.ts";

export type OverrideReading =
  | { readonly condition: RateCondition; readonly prices: JsonObject }
  | { readonly refused: string };

const CONDITIONS: ReadonlySet<string> = new Set(["min_prompt_tokens", "utc_start", "utc_end", "utc_days"]);

/**
 * The conditions of one entry of `overrides`, all of which must hold. An entry with a condition that is not understood
 * is refused as a whole: applying its prices without it would bill the wrong hours or sizes.
 */
export function overrideCondition(entry: JsonObject, prices: ReadonlyMap<string, unknown>): OverrideReading {
  const strange = Object.entries(entry).find(([field, value]) => isUnknownCondition(field, value, prices));
  if (strange !== undefined) return { refused: `condition ${strange[0].slice(0, 40)}: ${quote(strange[1])}` };
  const above = readThreshold(entry["min_prompt_tokens"]);
  const window = readWindow(entry);
  if (above === null || window === null) return { refused: "a threshold or window that is none" };
  return {
    condition: {
      ...(above === undefined ? {} : { above_tokens: above }),
      ...(window === undefined ? {} : { windows: [window] }),
    },
    prices: entry,
  };
}

/** Prices are decimal strings; whatever else an entry carries under an unknown name may be a condition. */
function isUnknownCondition(field: string, value: unknown, prices: ReadonlyMap<string, unknown>): boolean {
  if (CONDITIONS.has(field) || prices.has(field)) return false;
  return typeof value !== "string" || !("usd" in readUsd(value));
}

function readThreshold(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Half-open `[utc_start, utc_end)`, HHMM; an entry with days alone holds all day long. */
function readWindow(entry: JsonObject): TimeWindow | null | undefined {
  const [start, end, days] = [entry["utc_start"], entry["utc_end"], entry["utc_days"]];
  const anyHours = isStated(start) || isStated(end);
  if (!anyHours && !isStated(days)) return undefined;
  const start_minute = anyHours ? parseClockNumber(start ?? 0) : 0;
  const end_minute = anyHours ? parseClockNumber(end ?? 0) : 0;
  const weekdays = isStated(days) ? parseWeekdays(days) : undefined;
  if (start_minute === null || end_minute === null || weekdays === null) return null;
  return { start_minute, end_minute, ...(weekdays === undefined ? {} : { weekdays }) };
}

function isStated(value: unknown): boolean {
  return value !== undefined && value !== null;
}
