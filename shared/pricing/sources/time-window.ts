import type { TimeWindow } from "../rate.ts";

const DAY_NAMES: readonly string[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const CLOCK = /^([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?$/;
const SPAN = /^\s*([\d:]+)\s*-\s*([\d:]+)\s*$/;
/** IANA zones are `Area/City`; no region has a longer name than 40 characters. */
const ZONE = /^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/;

type Minutes = Pick<TimeWindow, "start_minute" | "end_minute">;

/** `16:30-00:30` in minutes since midnight; null when it is no span of a day. */
export function parseSpan(text: string): Minutes | null {
  const match = SPAN.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const start = parseClock(match[1]);
  const end = parseClock(match[2]);
  return start === null || end === null ? null : { start_minute: start, end_minute: end };
}

/** `HH:MM` or `HH:MM:SS` as minutes since midnight; `24:00` is midnight. */
export function parseClock(text: string): number | null {
  const match = CLOCK.exec(text);
  if (match === null) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes > 1440 ? null : minutes % 1440;
}

/** OpenRouter's clock, a number HHMM (`1630`, `0`); null when it names no minute of a day. */
export function parseClockNumber(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,4}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 0 || number > 2400) return null;
  return number % 100 > 59 ? null : (Math.floor(number / 100) * 60 + (number % 100)) % 1440;
}

/** A weekday by ISO number (1 Monday … 7 Sunday) or English name, as 0 = Sunday … 6 = Saturday; null when it is none. */
export function parseWeekday(value: unknown): number | null {
  if (typeof value === "number") return Number.isInteger(value) && value >= 1 && value <= 7 ? value % 7 : null;
  if (typeof value !== "string") return null;
  const day = DAY_NAMES.indexOf(value.trim().slice(0, 3).toLowerCase());
  return day === -1 || !/^[a-z]{3,9}$/i.test(value.trim()) ? null : day;
}

/** All weekdays of a list; null when the list is no list or names something that is no weekday. */
export function parseWeekdays(value: unknown): readonly number[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > 7) return null;
  const days = value.map(parseWeekday);
  return days.every((day) => day !== null) ? [...new Set(days)].sort((a, b) => a - b) : null;
}

/** A zone name as upstream states it, if it could be one; whether the runtime knows it shows when the weekday is read. */
export function parseZone(value: unknown): string | undefined {
  return typeof value === "string" && ZONE.test(value) ? value : undefined;
}
