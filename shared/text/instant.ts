const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** Whether a text is an RFC 3339 instant of a day that exists; seconds may be left out. */
export function isInstant(text: string): boolean {
  return INSTANT.test(text) && Number.isFinite(Date.parse(text)) && isDay(text.slice(0, 10));
}

/** The same, or a day alone, which stands for its midnight UTC. */
export function isDayOrInstant(text: string): boolean {
  return DAY.test(text) ? isDay(text) : isInstant(text);
}

/** `Date.parse` rolls 31 February over into March, and alone would take prose. */
function isDay(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(midnight) && new Date(midnight).toISOString().startsWith(text);
}
