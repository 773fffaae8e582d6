import { add, isZero, magnitude, parseDecimal, subtract, toNumber, ZERO, type Decimal } from "../money/decimal.ts";
import type { Cause } from "./bill-cause.ts";

/** Events of a model with one ratio of billed to estimated, from which it is a negotiated rate. */
const NEGOTIATED_EVENTS = 5;
/** Ratios this near to each other are one: bills are rounded. */
const SAME_RATIO = 0.001;

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
  const negotiated = negotiatedRows(rows);
  const judged = rows.map((row) => (negotiated.has(row) ? { ...row, cause: "negotiated_rate" as const } : row));
  return { rows: judged, models: accuracies(rows) };
}

/** Rows that nothing else explains and whose ratio enough others of the model share. */
function negotiatedRows(rows: readonly BilledRow[]): ReadonlySet<BilledRow> {
  const rated = rows.flatMap((row) => {
    const ratio = row.cause === "unknown" ? ratioOf(row) : null;
    return ratio === null ? [] : [{ row, ratio }];
  });
  return new Set([...Map.groupBy(rated, ({ row }) => row.model).values()].flatMap(sharingARatio));
}

interface RatedRow {
  readonly row: BilledRow;
  readonly ratio: number;
}

/** Ratios are held against each other, not put into fixed steps: a rate at the edge of a step would fall into two. */
function sharingARatio(rated: readonly RatedRow[]): readonly BilledRow[] {
  const sorted = [...rated].sort((a, b) => a.ratio - b.ratio);
  const shared: BilledRow[] = [];
  let from = 0;
  let taken = 0;
  for (const [to, { ratio }] of sorted.entries()) {
    while (ratio - (sorted[from]?.ratio ?? ratio) > SAME_RATIO) from += 1;
    if (to - from + 1 < NEGOTIATED_EVENTS) continue;
    shared.push(...sorted.slice(Math.max(from, taken), to + 1).map(({ row }) => row));
    taken = to + 1;
  }
  return shared;
}

/** Billed to estimated; null where there is nothing to compare with. */
function ratioOf({ estimated_usd, billed_usd }: BilledRow): number | null {
  const estimated = toNumber(parseDecimal(estimated_usd ?? "0") ?? ZERO);
  return estimated === 0 ? null : toNumber(parseDecimal(billed_usd) ?? ZERO) / estimated;
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
