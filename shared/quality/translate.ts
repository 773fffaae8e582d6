import { benchmarkOf, type Board, boardOf } from "./boards.ts";
import type { Category } from "./category.ts";
import { type BenchmarkResult, fitEci, fitHalfWidth } from "./fit.ts";
import type { Benchmark, Unit, Use } from "./fact.ts";
import { LIVEBENCH_RELEASE } from "./sources/livebench.ts";
import type { BoardRow, ParsedBoard } from "./sources/parsed-board.ts";

/** A board's row as a fact about a name: everything but which model the name is. */
export interface NamedFact {
  readonly board: Board;
  readonly name: string;
  readonly benchmark: Benchmark;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly as_of: string;
  readonly source_url: string;
}

type Shape = readonly [unit: Unit, category: Category, use: Use];

const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ["epoch_eci", ["index", "general", "eci"]],
  ["epoch_eci_fit", ["index", "general", "eci_fit"]],
  ["arena_text_overall", ["elo", "chat", "arena"]],
  ["livebench_overall", ["score_0_100", "general", "livebench"]],
  ["livebench_reasoning", ["score_0_100", "reasoning", "none"]],
  ["livebench_mathematics", ["score_0_100", "reasoning", "none"]],
  ["livebench_data_analysis", ["score_0_100", "reasoning", "none"]],
  ["livebench_coding", ["score_0_100", "coding", "none"]],
  ["livebench_agentic_coding", ["score_0_100", "coding", "none"]],
  ["livebench_language", ["score_0_100", "general", "none"]],
  ["livebench_if", ["score_0_100", "general", "none"]],
]);

/** All facts of the boards in hand. The results of Epoch's benchmarks become one fitted ECI for each model that Epoch has not rated. */
export function translateBoards(boards: readonly ParsedBoard[]): readonly NamedFact[] {
  const byId = new Map(boards.map((board) => [board.board, board]));
  const rated = new Set((byId.get("epoch_eci")?.rows ?? []).map((row) => row.name));
  const results = byId.get("epoch_benchmarks");
  const difficulties = byId.get("epoch_edi");
  const fitted = results && difficulties ? fitUnrated(results, difficulties, rated) : [];
  return [...boards.flatMap(factsOf), ...fitted];
}

function factsOf(parsed: ParsedBoard): readonly NamedFact[] {
  const board = boardOf(parsed.board);
  if (!board.redistributable || parsed.board === "epoch_edi" || parsed.board === "epoch_benchmarks") return [];
  return parsed.rows.map((row) => {
    const benchmark =
      parsed.board === "models_dev" ? claimOf(board, row, parsed.as_of) : publishedOf(board, row, parsed);
    const { name, value, low, high } = row;
    return {
      board,
      name,
      benchmark,
      value,
      low,
      high,
      as_of: row.as_of ?? parsed.as_of,
      source_url: row.source_url ?? board.url,
    };
  });
}

function publishedOf(board: Board, row: BoardRow, { as_of }: ParsedBoard): Benchmark {
  const [unit, category, use] = SHAPES.get(row.benchmark) ?? ["index", "general", "none"];
  const version = board.id === "livebench" ? LIVEBENCH_RELEASE : as_of;
  return benchmarkOf(board, { name: row.benchmark, version, unit, category, use });
}

/** What a vendor's claim is about, by words of the benchmark's name; anything else is general. */
const CLAIM_CATEGORIES: readonly (readonly [RegExp, Category])[] = [
  [/multilingual|mmmlu|global/i, "multilingual"],
  [/swe|terminal|code|aider|coder|frontend/i, "coding"],
  [/tau|bfcl|tool|mcp|toolathlon/i, "tool_use"],
  [/gpqa|aime|math|hle|humanity|arc|reason/i, "reasoning"],
  [/mteb|embedding/i, "embeddings"],
  [/mrcr|long.?context|needle|ruler/i, "long_context"],
];

function claimOf(board: Board, row: BoardRow, as_of: string): Benchmark {
  const category = CLAIM_CATEGORIES.find(([pattern]) => pattern.test(row.benchmark))?.[1] ?? "general";
  const unit: Unit = row.value >= 0 && row.value <= 100 ? "percent" : "index";
  const slug = row.benchmark
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  const version = row.version === null || row.version === "" ? as_of : row.version;
  return benchmarkOf(board, { name: `${slug}_vendor`, version, unit, category, use: "none", self_reported: true });
}

/** Below two benchmarks a fit is a guess of 9 points either way. */
const MIN_BENCHMARKS = 2;

function fitUnrated(results: ParsedBoard, difficulties: ParsedBoard, rated: ReadonlySet<string>): readonly NamedFact[] {
  const board = boardOf("epoch_benchmarks");
  const benchmark = publishedOf(board, fitRow, results);
  const facts: NamedFact[] = [];
  for (const [name, runs] of resultsByModel(results, difficulties)) {
    const eci = rated.has(name) || runs.length < MIN_BENCHMARKS ? null : fitEci(runs);
    if (eci === null) continue;
    const value = Math.round(eci * 100) / 100;
    const half = fitHalfWidth(runs.length);
    const interval = { low: value - half, high: value + half };
    facts.push({ board, name, benchmark, value, ...interval, as_of: results.as_of, source_url: board.url });
  }
  return facts;
}

const fitRow: BoardRow = {
  name: "",
  benchmark: "epoch_eci_fit",
  value: 0,
  low: null,
  high: null,
  version: null,
  as_of: null,
  source_url: null,
};

/** Chance-corrected results of each model with the difficulty and slope of their benchmarks. */
function resultsByModel(
  results: ParsedBoard,
  difficulties: ParsedBoard,
): ReadonlyMap<string, readonly BenchmarkResult[]> {
  const scale = new Map(difficulties.rows.map((row) => [row.name, { difficulty: row.value, slope: row.low ?? 0 }]));
  const byModel = new Map<string, BenchmarkResult[]>();
  for (const { name, benchmark, value } of results.rows) {
    const known = scale.get(benchmark);
    if (known === undefined) continue;
    const runs = byModel.get(name);
    if (runs === undefined) byModel.set(name, [{ ...known, performance: value }]);
    else runs.push({ ...known, performance: value });
  }
  return byModel;
}
