const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A count of tokens: a positive number, floats (`2000000.0`) and fractions cut; undefined when it says nothing. */
export function readTokens(value: unknown): number | undefined {
  if (typeof value !== "number") return undefined;
  const tokens = Math.trunc(value);
  return Number.isSafeInteger(tokens) && tokens > 0 ? tokens : undefined;
}

/** A calendar date YYYY-MM-DD that exists; undefined for anything else. */
export function readDate(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const match = DATE.exec(value);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? value : undefined;
}
