import { dayOf } from "../calendar.ts";
import { accept, type BoardRow, type ParseResult, refuse, row } from "./parsed-board.ts";
import { cellNumber, columnsAt, readCsv } from "./csv.ts";

/**
 * LiveBench, release 2026-06-25 (site: CC BY-SA 4.0, kept separable from the rest). Categories are means of their tasks and the overall is the mean of
 * the seven categories, as on the site. The link to ECI was fitted to this release; another has other questions and therefore other columns, and is refused.
 */
export const LIVEBENCH_RELEASE = "2026-06-25";

const CATEGORIES: readonly (readonly [benchmark: string, tasks: readonly string[]])[] = [
  ["livebench_reasoning", ["theory_of_mind", "zebra_puzzle", "spatial", "logic_with_navigation"]],
  ["livebench_coding", ["code_generation", "code_completion"]],
  ["livebench_agentic_coding", ["javascript", "typescript", "python"]],
  ["livebench_mathematics", ["AMPS_Hard", "integrals_with_game", "math_comp", "olympiad"]],
  ["livebench_data_analysis", ["consecutive_events", "tablejoin", "tablereformat"]],
  ["livebench_language", ["connections", "plot_unscrambling", "typos"]],
  ["livebench_if", ["paraphrase", "simplify", "story_generation", "summarize"]],
];

const TASKS = CATEGORIES.flatMap(([, tasks]) => tasks);

export function parseLiveBench(body: Uint8Array, now: number): ParseResult {
  const table = readCsv(body);
  if (table === null) return refuse("unreadable", "not a CSV");
  const found = columnsAt(table, ["model", ...TASKS]);
  if ("missing" in found) return refuse("columns_missing", found.missing);
  if (table.columns.size !== TASKS.length + 1) return refuse("unknown_scale", "other tasks than the release's");
  const [nameAt = 0, ...taskAt] = found.at;
  const rows: BoardRow[] = [];
  let rejected = 0;
  for (const cells of table.rows) {
    const name = cells[nameAt] ?? "";
    const results = new Map(TASKS.map((task, index) => [task, cellNumber(cells[taskAt[index] ?? -1])]));
    const values = [...results.values()];
    if (values.some(Number.isNaN)) return refuse("not_a_number", name);
    // A model that has not run every task has no overall: missing cells are not imputed.
    if (name === "" || values.includes(null)) rejected += 1;
    else rows.push(...rowsOf(name, results));
  }
  return accept({ board: "livebench", as_of: dayOf(now), rows, rejected });
}

function rowsOf(name: string, results: ReadonlyMap<string, number | null>): readonly BoardRow[] {
  const means = CATEGORIES.map(
    ([benchmark, tasks]) => [benchmark, mean(tasks.map((task) => results.get(task) ?? 0))] as const,
  );
  const overall = mean(means.map(([, value]) => value));
  const rows = means.map(([benchmark, value]) => row(name, benchmark, rounded(value), null, null));
  return [row(name, "livebench_overall", rounded(overall), null, null), ...rows];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
