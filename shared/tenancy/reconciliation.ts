import { add, isZero, magnitude, parseDecimal, subtract, toNumber, ZERO, type Decimal } from "../money/decimal.ts";
import type { Cause } from "./bill-cause.ts";

/** Events of a model with one ratio, from which it is a negotiated rate. */
const NEGOTIATED_EVENTS = 5;

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
