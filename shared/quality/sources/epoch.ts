import { dayOf, dayStart, isFuture } from "../calendar.ts";
import { accept, type BoardRow, type ParseResult, refuse, row } from "./parsed-board.ts";
import { cellNumber, columnsAt, type CsvTable, readCsv } from "./csv.ts";

/**
 * Epoch's three tables (CC BY 4.0). They state no date of publication: `as_of` is the day of the fetch, and the `date` column is the model's release.
 */

/** eci_scores.csv: the index of each model with its 90% interval. */
export function parseEciScores(body: Uint8Array, now: number): ParseResult {
  const table = readCsv(body);
  if (table === null) return refuse("unreadable", "not a CSV");
  const found = columnsAt(table, ["Model", "eci", "eci_ci_low", "eci_ci_high", "date"]);
  if ("missing" in found) return refuse("columns_missing", found.missing);
  const [nameAt = 0, valueAt = 0, lowAt = 0, highAt = 0, dateAt = 0] = found.at;
  const rows: BoardRow[] = [];
  let rejected = 0;
  for (const cells of table.rows) {
    const name = cells[nameAt] ?? "";
    const [value, low, high] = [valueAt, lowAt, highAt].map((at) => cellNumber(cells[at]));
    if ([value, low, high].some(Number.isNaN)) return refuse("not_a_number", name);
    if (isReleasedLater(cells[dateAt] ?? "", now)) return refuse("future_date", name);
    if (name === "" || value === null || value === undefined) rejected += 1;
    else rows.push(row(name, "epoch_eci", value, low ?? fixedAt(name, value), high ?? fixedAt(name, value)));
  }
  return accept({ board: "epoch_eci", as_of: dayOf(now), rows, rejected });
}

/** ECI's own two anchors have no interval: their values are definitions. */
const DEFINED: ReadonlyMap<string, number> = new Map([
  ["Claude 3.5 Sonnet", 130],
  ["GPT-5", 150],
]);

function fixedAt(name: string, value: number): number | null {
  return DEFINED.get(name) === value ? value : null;
}

function isReleasedLater(date: string, now: number): boolean {
  return dayStart(date) !== null && isFuture(date, now);
}

/** edi_scores.csv: difficulty (as the value) and slope (as `low` = `high`) of each benchmark. */
export function parseEdiScores(body: Uint8Array, now: number): ParseResult {
  const table = readCsv(body);
  if (table === null) return refuse("unreadable", "not a CSV");
  const found = columnsAt(table, ["benchmark_name", "edi", "estimated_slope_scaled"]);
  if ("missing" in found) return refuse("columns_missing", found.missing);
  const [nameAt = 0, difficultyAt = 0, slopeAt = 0] = found.at;
  const rows: BoardRow[] = [];
  let rejected = 0;
  for (const cells of table.rows) {
    const name = cells[nameAt] ?? "";
    const difficulty = cellNumber(cells[difficultyAt]);
    const slope = cellNumber(cells[slopeAt]);
    if (Number.isNaN(difficulty) || Number.isNaN(slope)) return refuse("not_a_number", name);
    if (name === "" || difficulty === null || slope === null || slope <= 0) rejected += 1;
    else rows.push(row(name, "epoch_edi", difficulty, slope, slope));
  }
  return accept({ board: "epoch_edi", as_of: dayOf(now), rows, rejected });
}

/** eci_benchmarks.csv: model x benchmark, chance-corrected 0..1. The best run of each pair counts, as in Epoch's own fit. */
export function parseEciBenchmarks(body: Uint8Array, now: number): ParseResult {
  const table = readCsv(body);
  if (table === null) return refuse("unreadable", "not a CSV");
  const found = columnsAt(table, ["model", "benchmark", "performance"]);
  if ("missing" in found) return refuse("columns_missing", found.missing);
  const best = bestRuns(table, found.at);
  if (typeof best === "string") return refuse("not_a_number", best);
  const { runs, rejected } = best;
  return accept({ board: "epoch_benchmarks", as_of: dayOf(now), rows: [...runs.values()], rejected });
}

function bestRuns(table: CsvTable, at: readonly number[]): string | { runs: Map<string, BoardRow>; rejected: number } {
  const [modelAt = 0, benchmarkAt = 0, performanceAt = 0] = at;
  const runs = new Map<string, BoardRow>();
  let rejected = 0;
  for (const cells of table.rows) {
    const model = cells[modelAt] ?? "";
    const benchmark = cells[benchmarkAt] ?? "";
    const performance = cellNumber(cells[performanceAt]);
    if (Number.isNaN(performance)) return `${model} ${benchmark}`;
    const key = `${model}\t${benchmark}`;
    if (model === "" || benchmark === "" || performance === null) rejected += 1;
    else if (performance > (runs.get(key)?.value ?? -Infinity))
      runs.set(key, row(model, benchmark, performance, null, null));
  }
  return { runs, rejected };
}
