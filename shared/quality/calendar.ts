/** A quarter and a day's grace: what was reviewed on 1 January is due on 3 April at the latest. */
export const REVIEW_DAYS = 92;

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `YYYY-MM-DD` as epoch ms at midnight UTC; null when it is no day of the calendar. */
export function dayStart(day: string): number | null {
  if (!DAY.test(day)) return null;
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(ms) && dayOf(ms) === day ? ms : null;
}

export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  const start = dayStart(day);
  return start === null ? day : dayOf(start + days * DAY_MS);
}

/** Whole days from `day` to `now`; infinite for a day that does not exist. */
export function ageDays(day: string, now: number): number {
  const start = dayStart(day);
  return start === null ? Infinity : Math.floor((now - start) / DAY_MS);
}

/** Whether `day` lies after today, one day of time zones aside. */
export function isFuture(day: string, now: number): boolean {
  const start = dayStart(day);
  return start !== null && start > now + DAY_MS;
}
