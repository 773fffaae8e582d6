import {
  add,
  compare,
  formatDecimal,
  isZero,
  multiply,
  negate,
  parseDecimal,
  subtract,
  toNumber,
  ZERO,
  type Decimal,
} from "../money/decimal.ts";

/** Why the provider billed something else than was estimated. */
export const CAUSES = [
  /** A service tier or long-context price that the estimate did not use. */
  "tier_missed",
  "batch_discount",
  /** Cache writes billed at the one-hour price. */
  "cache_1h",
  /** A fee per web search that the usage does not state, or states and was not billed. */
  "search_fee",
  /** The price changed between the estimate and the call, or the bill follows an earlier price. */
  "stale_price",
  /** The same ratio on at least five events of a model. */
  "negotiated_rate",
  "unknown",
] as const;
export type Cause = (typeof CAUSES)[number];

/** What the bill would be if one thing had been different. */
export interface Alternative {
  readonly cause: Cause;
  readonly usd: Decimal;
}

/** Bills are rounded: amounts within a thousandth, or half a millionth of a dollar, are the same. */
const RELATIVE_TOLERANCE: Decimal = { coefficient: 1, scale: 3 };
const ABSOLUTE_TOLERANCE: Decimal = { coefficient: 5, scale: 7 };

/** Searches of one call that are looked for in a difference. */
const MOST_SEARCHES = 50;
/** Events of a model with one ratio, from which it is a negotiated rate. */
export const NEGOTIATED_EVENTS = 5;

export function sameAmount(a: Decimal, b: Decimal): boolean {
  const difference = magnitude(subtract(a, b));
  return (
    compare(difference, ABSOLUTE_TOLERANCE) <= 0 || compare(difference, multiply(magnitude(b), RELATIVE_TOLERANCE)) <= 0
  );
}

/** All that is known of one billed event when it comes in. */
export interface BilledEvent {
  readonly estimated: Decimal;
  readonly billed: Decimal;
  /** Our price of the actual usage at the time it was recorded; null where unknown. */
  readonly cost: Decimal | null;
  /** True where the estimate was made under another price version than the cost. */
  readonly repriced: boolean;
  /** True where the actual input passes a long-context threshold that the estimated input did not. */
  readonly passed_threshold: boolean;
  readonly alternatives: readonly Alternative[];
  /** Prices of one web search at any context size. */
  readonly search_units: readonly Decimal[];
}

/** The cause of a difference, null where there is none. A rate common to many events is seen only over all of them: `reconcile`. */
export function causeOf(event: BilledEvent): Cause | null {
  const { estimated, billed, cost } = event;
  if (sameAmount(estimated, billed)) return null;
  const explained = event.alternatives.find((alternative) => sameAmount(alternative.usd, billed));
  if (explained !== undefined) return explained.cause;
  if (cost !== null && sameAmount(cost, billed)) {
    if (event.passed_threshold) return "tier_missed";
    if (event.repriced) return "stale_price";
  }
  return isSearchFee(event, cost ?? estimated) ? "search_fee" : "unknown";
}

/** The difference is a whole number of searches, in either direction. */
function isSearchFee(event: BilledEvent, expected: Decimal): boolean {
  const difference = magnitude(subtract(event.billed, expected));
  return event.search_units.some((unit) => {
    if (isZero(unit)) return false;
    const searches = Math.round(toNumber(difference) / toNumber(unit));
    const fee = multiply(unit, { coefficient: searches, scale: 0 });
    return searches >= 1 && searches <= MOST_SEARCHES && sameAmount(difference, fee);
  });
}

/** One stored event with a bill, as the ledger keeps it. */
export interface BilledRow {
  readonly id: string;
  readonly model: string;
  readonly estimated_usd: string | null;
  readonly billed_usd: string;
  readonly cause: Cause | null;
}

export interface ModelAccuracy {
  readonly model: string;
  readonly events: number;
  /** Absolute differences in percent of what was billed; null where nothing was billed. */
  readonly error_percent: number | null;
  /** Estimated minus billed in percent of what was billed; positive where estimates are too high. */
  readonly bias_percent: number | null;
}

/** Rows with negotiated rates recognised, and how good the estimates of each model were. */
export function reconcile(rows: readonly BilledRow[]): { rows: BilledRow[]; models: ModelAccuracy[] } {
  const negotiated = negotiatedRatios(rows);
  const judged = rows.map((row) => {
    const isCommon = row.cause === "unknown" && negotiated.has(`${row.model} ${ratio(row) ?? ""}`);
    return isCommon ? { ...row, cause: "negotiated_rate" as const } : row;
  });
  return { rows: judged, models: accuracies(rows) };
}

/** `model ratio` of at least five otherwise unexplained events. */
function negotiatedRatios(rows: readonly BilledRow[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const found = row.cause === "unknown" ? ratio(row) : null;
    if (found === null) continue;
    const name = `${row.model} ${found}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= NEGOTIATED_EVENTS).map(([name]) => name));
}

/** Billed to estimated, to three digits after the point: finer differences are rounding of the bill. */
function ratio(row: BilledRow): string | null {
  const estimated = toNumber(parseDecimal(row.estimated_usd ?? "0") ?? ZERO);
  return estimated === 0 ? null : (toNumber(parseDecimal(row.billed_usd) ?? ZERO) / estimated).toFixed(3);
}

interface Sums {
  events: number;
  estimated: Decimal;
  billed: Decimal;
  difference: Decimal;
}

function accuracies(rows: readonly BilledRow[]): ModelAccuracy[] {
  const models = new Map<string, Sums>();
  for (const row of rows) {
    const estimated = row.estimated_usd === null ? null : parseDecimal(row.estimated_usd);
    const billed = parseDecimal(row.billed_usd);
    if (estimated === null || billed === null) continue;
    const sums = models.get(row.model) ?? { events: 0, estimated: ZERO, billed: ZERO, difference: ZERO };
    models.set(row.model, {
      events: sums.events + 1,
      estimated: add(sums.estimated, estimated),
      billed: add(sums.billed, billed),
      difference: add(sums.difference, magnitude(subtract(estimated, billed))),
    });
  }
  return [...models].map(([model, sums]) => ({
    model,
    events: sums.events,
    error_percent: percent(sums.difference, sums.billed),
    bias_percent: percent(subtract(sums.estimated, sums.billed), sums.billed),
  }));
}

/** A percentage to four digits after the point: a statistic, not an amount. */
function percent(part: Decimal, whole: Decimal): number | null {
  return isZero(whole) ? null : Math.round((toNumber(part) / toNumber(whole)) * 1e6) / 1e4;
}

function magnitude(value: Decimal): Decimal {
  return value.coefficient < 0 ? negate(value) : value;
}

export function amountText(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value);
}
