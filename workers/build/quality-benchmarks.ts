import type { BoardId } from "../../shared/quality/board-id.ts";
import type { Category } from "../../shared/quality/category.ts";
import type { Benchmark, Unit, Use } from "../../shared/quality/fact.ts";

/**
 * The benchmarks and sources of `quality-facts.csv`. Each licence allows its numbers to be carried over with credit; numbers of Artificial Analysis, ARC-AGI
 * and swebench.com are left out because theirs do not. Read between 2026-08-11 and 2026-10-08; the date of each number is in its row.
 */
interface Kind {
  readonly unit: Unit;
  readonly category: Category;
  readonly use?: Use;
  readonly version: string;
  readonly credit: keyof typeof CREDITS;
  readonly board?: BoardId;
  readonly self_reported?: boolean;
}

const CREDITS = {
  arena: ["CC-BY-4.0", "Arena (lmarena-ai/leaderboard-dataset), CC BY 4.0; text, style control"],
  arena_other: ["CC-BY-4.0", "Arena (lmarena-ai/leaderboard-dataset), CC BY 4.0"],
  epoch: ["CC-BY-4.0", "Epoch AI, Capabilities Index and Benchmarking Hub (epoch.ai), CC BY 4.0"],
  terminal_bench: ["Apache-2.0", "Terminal-Bench (tbench.ai), Apache-2.0, by way of Epoch AI"],
  livebench: ["CC-BY-SA-4.0", "LiveBench (livebench.ai), CC BY-SA 4.0"],
  aider: ["Apache-2.0", "Aider polyglot leaderboard (aider.chat), Apache-2.0"],
  bfcl: ["Apache-2.0", "Berkeley Function-Calling Leaderboard v4, Apache-2.0"],
  tau2: ["MIT", "tau2-bench (Sierra Research), MIT"],
  mteb: ["CC0-1.0", "MTEB results (embeddings-benchmark/results), CC0"],
  models_dev: ["MIT", "models.dev (MIT); vendors' own claims"],
} as const;

const EPOCH_RUN = { unit: "percent", version: "2026-08-11", credit: "epoch" } as const;
const LIVEBENCH = { unit: "score_0_100", version: "2026-06-25", credit: "livebench", board: "livebench" } as const;
const TAU2 = { unit: "percent", category: "tool_use", version: "1.0", credit: "tau2" } as const;
const MTEB = { unit: "score_0_100", category: "embeddings", version: "eng v2", credit: "mteb" } as const;
const VENDOR = {
  unit: "percent",
  version: "as claimed",
  credit: "models_dev",
  board: "models_dev",
  self_reported: true,
} as const;

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [
    "arena_text_overall",
    { unit: "elo", category: "chat", use: "arena", version: "2026-10-02", credit: "arena", board: "arena_text" },
  ],
  ["arena_webdev_overall", { unit: "elo", category: "coding", version: "2026-10-01", credit: "arena_other" }],
  ["arena_vision_overall", { unit: "elo", category: "general", version: "2026-10-02", credit: "arena_other" }],
  [
    "epoch_eci",
    { unit: "index", category: "general", use: "eci", version: "2026-08-11", credit: "epoch", board: "epoch_eci" },
  ],
  ["gpqa_diamond", { ...EPOCH_RUN, category: "reasoning" }],
  ["math_level_5", { ...EPOCH_RUN, category: "reasoning" }],
  ["otis_mock_aime_2024_2025", { ...EPOCH_RUN, category: "reasoning" }],
  ["frontiermath_t1_3_v2", { ...EPOCH_RUN, category: "reasoning" }],
  ["simpleqa_verified", { ...EPOCH_RUN, category: "general" }],
  ["swe_bench_verified_epoch", { ...EPOCH_RUN, category: "coding" }],
  ["terminal_bench_2", { unit: "percent", category: "coding", version: "2", credit: "terminal_bench" }],
  ["livebench_overall", { ...LIVEBENCH, category: "general", use: "livebench" }],
  ["livebench_reasoning", { ...LIVEBENCH, category: "reasoning" }],
  ["livebench_mathematics", { ...LIVEBENCH, category: "reasoning" }],
  ["livebench_data_analysis", { ...LIVEBENCH, category: "reasoning" }],
  ["livebench_coding", { ...LIVEBENCH, category: "coding" }],
  ["livebench_agentic_coding", { ...LIVEBENCH, category: "coding" }],
  ["livebench_language", { ...LIVEBENCH, category: "general" }],
  ["livebench_if", { ...LIVEBENCH, category: "general" }],
  ["aider_polyglot", { unit: "percent", category: "coding", version: "polyglot", credit: "aider" }],
  ["bfcl_v4_overall", { unit: "percent", category: "tool_use", version: "v4", credit: "bfcl" }],
  ["tau2_airline_pass1", TAU2],
  ["tau2_retail_pass1", TAU2],
  ["tau2_telecom_pass1", TAU2],
  ["tau2_banking_knowledge_pass1", TAU2],
  ["mteb_eng_v2_common17", MTEB],
  ["mteb_eng_v2_mean_task", MTEB],
  ["mteb_eng_v2_retrieval", MTEB],
  ["swe_bench_verified_vendor", { ...VENDOR, category: "coding" }],
  ["swe_bench_pro_vendor", { ...VENDOR, category: "coding" }],
  ["swe_bench_multilingual_vendor", { ...VENDOR, category: "coding" }],
  ["terminal_bench_vendor", { ...VENDOR, category: "coding" }],
  ["terminal_bench_2_0_vendor", { ...VENDOR, category: "coding" }],
  ["terminal_bench_2_1_vendor", { ...VENDOR, category: "coding" }],
  ["hle_vendor_no_tools", { ...VENDOR, category: "reasoning" }],
  ["osworld_2_vendor", { ...VENDOR, category: "tool_use" }],
]);

/** The benchmark of a row; `version` of the row where it has one (mode, release, harness). */
export function benchmarkNamed(name: string, version: string): Benchmark {
  const kind = KINDS.get(name);
  if (kind === undefined) throw new Error(`unknown benchmark: ${name}`);
  const [license, attribution] = CREDITS[kind.credit];
  const { unit, category, board = null, use = "none", self_reported = false } = kind;
  const stated = version === "" ? kind.version : version;
  return {
    name,
    board,
    version: stated,
    unit,
    category,
    use,
    license,
    attribution,
    self_reported,
    redistributable: true,
  };
}

const TAU2_SUBMISSIONS =
  "https://raw.githubusercontent.com/sierra-research/tau2-bench/main/web/leaderboard/public/submissions";

const SOURCES: ReadonlyMap<string, string> = new Map([
  ["arena_text", "https://arena.ai/leaderboard/text"],
  ["arena_dataset", "https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset"],
  ["eci_scores", "https://epoch.ai/data/eci_scores.csv"],
  ["eci_benchmarks", "https://epoch.ai/data/eci_benchmarks.csv"],
  ["livebench", "https://livebench.ai/table_2026_06_25.csv"],
  ["aider", "https://raw.githubusercontent.com/Aider-AI/aider/main/aider/website/_data/polyglot_leaderboard.yml"],
  ["bfcl", "https://gorilla.cs.berkeley.edu/data_overall.csv"],
  ["mteb", "https://github.com/embeddings-benchmark/results"],
]);

/** The address a row was read from: a name of the list above, `tau2:<submission>`, or the address itself. */
export function sourceUrl(source: string): string {
  if (source.startsWith("https://")) return source;
  if (source.startsWith("tau2:")) return `${TAU2_SUBMISSIONS}/${source.slice(5)}/submission.json`;
  const url = SOURCES.get(source);
  if (url === undefined) throw new Error(`unknown source: ${source}`);
  return url;
}
