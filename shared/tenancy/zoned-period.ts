/** A budget day or month of a time zone, as instants: `[start, end)` in epoch milliseconds. */
export interface Period {
  /** `2026-11-25` or `2026-11`. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

export type PeriodKind = "day" | "month";

/** Every zone in use changes at, and is offset by, whole quarters of an hour. */
export const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
/** Longest possible stretches: a day of 25 hours and a month of 31 days and an hour, with room. */
const LONGEST_MS: Readonly<Record<PeriodKind, number>> = { day: 27 * HOUR_MS, month: 32 * 24 * HOUR_MS };

const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/;

/** IANA names such as `Europe/Berlin`, and `UTC`. */
export function isTimezone(name: string): boolean {
  if (!ZONE_NAME.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** The day or month of the zone that contains the instant. */
export function periodAt(at: number, kind: PeriodKind, timezone: string): Period {
  const date = dateIn(timezone);
  const keyOf = (instant: number) => (kind === "day" ? date(instant) : date(instant).slice(0, 7));
  const key = keyOf(at);
  const quarter = Math.floor(at / QUARTER_MS);
  const reach = LONGEST_MS[kind] / QUARTER_MS;
  const start = firstQuarter(quarter - reach, quarter, (q) => keyOf(q * QUARTER_MS) >= key);
  const end = firstQuarter(quarter, quarter + reach, (q) => keyOf(q * QUARTER_MS) > key);
  return { key, start: start * QUARTER_MS, end: end * QUARTER_MS };
}

/** The first quarter in `(low, high]` from which the condition holds; it must hold at `high`, and once it holds it stays so. */
function firstQuarter(low: number, high: number, holds: (quarter: number) => boolean): number {
  let before = low;
  let at = high;
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if (holds(middle)) at = middle;
    else before = middle;
  }
  return at;
}

/** Local dates as `YYYY-MM-DD`, whatever words the runtime's locale data uses. */
function dateIn(timezone: string): (instant: number) => string {
  if (timezone === "UTC") return (instant) => new Date(instant).toISOString().slice(0, 10);
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return `${parts.get("year") ?? ""}-${parts.get("month") ?? ""}-${parts.get("day") ?? ""}`;
  };
}
