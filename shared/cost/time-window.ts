import type { TimeWindow } from "../pricing/rate.ts";

const MINUTE = 60_000;
const MINUTES_A_DAY = 1440;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** Making one costs about a thousand times more than using it; a catalog names a handful of zones. */
const formatters = new Map<string, Intl.DateTimeFormat | null>();

/** Whether the billed instant (epoch ms) lies in the span; the weekday is that of the instant itself, also after midnight in a span that wraps. */
function isWithin(window: TimeWindow, at: number): boolean {
  return isWithinHours(window.start_minute, window.end_minute, at) && isOnWeekday(window, at);
}

export function isWithinAny(windows: readonly TimeWindow[], at: number): boolean {
  return windows.some((window) => isWithin(window, at));
}

function isWithinHours(start: number, end: number, at: number): boolean {
  const minute = ((Math.floor(at / MINUTE) % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY;
  if (start === end) return true;
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

function isOnWeekday(window: TimeWindow, at: number): boolean {
  if (window.weekdays === undefined) return true;
  const day = weekday(at, window.weekday_timezone ?? "UTC");
  return day !== null && window.weekdays.includes(day);
}

/** 0 = Sunday … 6 = Saturday in the zone; null where the zone or the instant is not one. */
function weekday(at: number, zone: string): number | null {
  if (!Number.isFinite(at)) return null;
  if (zone === "UTC") return new Date(at).getUTCDay();
  const formatter = formatterOf(zone);
  return formatter === null ? null : WEEKDAYS.indexOf(formatter.format(at));
}

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = makeFormatter(zone);
  formatters.set(zone, made);
  return made;
}

/** An upstream may name a zone that does not exist: a price in it then never applies. */
function makeFormatter(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short" });
  } catch {
    return null;
  }
}
