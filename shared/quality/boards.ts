import type { BoardId } from "./board-id.ts";
import type { Benchmark } from "./fact.ts";

export interface Board {
  readonly id: BoardId;
  readonly url: string;
  readonly max_bytes: number;
  readonly license: string;
  readonly license_url: string;
  readonly attribution: string;
  /** Days without a new publication (or, where the board states no date, without a good fetch) after which its scores are stale. */
  readonly cadence_days: number;
  /** Whether `as_of` is the board's own publication date. */
  readonly states_date: boolean;
  /** Rows that must be there with about these values: the frozen scale stands on them. */
  readonly anchors: readonly Anchor[];
  /** Smallest rank correlation with the last good board; null where a board has no order. */
  readonly min_rank_correlation: number | null;
  /** Rows below which a first board is not believed: about half of what each held when its format was studied. */
  readonly min_rows: number;
  /** Values outside are another scale. */
  readonly range: readonly [low: number, high: number];
  readonly redistributable: boolean;
}

export interface Anchor {
  readonly row: string;
  readonly value: number;
  /** Largest believable distance from the frozen value, in the board's unit. */
  readonly drift: number;
}

const CC_BY = { license: "CC-BY-4.0", license_url: "https://creativecommons.org/licenses/by/4.0/" } as const;
/** What every table of Epoch has in common. */
const EPOCH = {
  ...CC_BY,
  attribution: "Epoch AI, Capabilities Index and Benchmarking Hub (epoch.ai), CC BY 4.0",
  cadence_days: 30,
  states_date: false,
} as const;
const MIB = 1_048_576;

/** Drift limits: 2 ECI points and 15 Elo are 2 to 3 times what an anchor moved between refits of ten months. */
export const BOARDS: readonly Board[] = [
  {
    id: "epoch_eci",
    url: "https://epoch.ai/data/eci_scores.csv",
    max_bytes: MIB,
    ...EPOCH,
    anchors: [
      { row: "GPT-4o (Aug 2024)", value: 128.75, drift: 2 },
      { row: "GPT-5", value: 150, drift: 2 },
    ],
    min_rank_correlation: 0.98,
    min_rows: 100,
    range: [0, 300],
    redistributable: true,
  },
  {
    id: "epoch_edi",
    url: "https://epoch.ai/data/edi_scores.csv",
    max_bytes: MIB,
    ...EPOCH,
    anchors: [
      { row: "Winogrande", value: 110.06, drift: 2 },
      { row: "GPQA diamond", value: 135.87, drift: 2 },
    ],
    min_rank_correlation: 0.98,
    min_rows: 25,
    range: [0, 300],
    redistributable: true,
  },
  {
    id: "epoch_benchmarks",
    url: "https://epoch.ai/data/eci_benchmarks.csv",
    max_bytes: 4 * MIB,
    ...EPOCH,
    anchors: [
      { row: "GPT-4o (Aug 2024)\tGPQA diamond", value: 0.323, drift: 0.1 },
      { row: "GPT-5\tGPQA diamond", value: 0.816, drift: 0.1 },
    ],
    min_rank_correlation: 0.98,
    min_rows: 1_000,
    range: [-0.5, 1],
    redistributable: true,
  },
  {
    id: "arena_text",
    url: "https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset/resolve/main/text_style_control/latest-00000-of-00001.parquet",
    max_bytes: 8 * MIB,
    ...CC_BY,
    attribution: "Arena (lmarena-ai/leaderboard-dataset), CC BY 4.0; text, style control",
    cadence_days: 21,
    states_date: true,
    anchors: [
      { row: "gpt-4o-2024-08-06", value: 1336, drift: 15 },
      { row: "gpt-5-high", value: 1435, drift: 15 },
    ],
    min_rank_correlation: 0.98,
    min_rows: 150,
    range: [500, 2_500],
    redistributable: true,
  },
  {
    id: "livebench",
    url: "https://livebench.ai/table_2026_06_25.csv",
    max_bytes: MIB,
    license: "CC-BY-SA-4.0",
    license_url: "https://creativecommons.org/licenses/by-sa/4.0/",
    attribution: "LiveBench (livebench.ai), CC BY-SA 4.0",
    cadence_days: 45,
    states_date: false,
    // The release froze its questions; 2 ECI points are about 2.4 points of it where these two stand.
    anchors: [
      { row: "claude-opus-4-5-20251101-thinking-64k-high-effort\tlivebench_overall", value: 72.58, drift: 2.4 },
      { row: "gpt-5.4-xhigh\tlivebench_overall", value: 77.97, drift: 2.4 },
    ],
    min_rank_correlation: 0.98,
    min_rows: 20,
    range: [0, 100],
    redistributable: true,
  },
  {
    id: "models_dev",
    url: "https://models.dev/models.json",
    max_bytes: 8 * MIB,
    license: "MIT",
    license_url: "https://opensource.org/license/mit",
    attribution: "models.dev (MIT); vendors' own claims",
    cadence_days: 45,
    states_date: false,
    anchors: [],
    min_rank_correlation: null,
    min_rows: 20,
    range: [-1e6, 1e6],
    redistributable: true,
  },
  {
    id: "artificial_analysis",
    url: "https://artificialanalysis.ai/api/v2/data/llms/models",
    max_bytes: 8 * MIB,
    license: "proprietary",
    license_url: "https://artificialanalysis.ai/docs/legal",
    attribution: "Artificial Analysis (artificialanalysis.ai), operator's own key",
    cadence_days: 21,
    states_date: false,
    anchors: [],
    min_rank_correlation: null,
    min_rows: 20,
    range: [0, 100],
    redistributable: false,
  },
];

const BY_ID: ReadonlyMap<string, Board> = new Map(BOARDS.map((board) => [board.id, board]));

export function boardNamed(name: string): BoardId | null {
  return BY_ID.get(name)?.id ?? null;
}

export function boardOf(id: BoardId): Board {
  const board = BY_ID.get(id);
  if (board === undefined) throw new Error(`no such board: ${id}`);
  return board;
}

/**
 * Hosts that the Hub sends a file's readers on to: its storage and its edges, from its own list (https://huggingface.co/.well-known/meta.json,
 * read 2026-11). A leading dot allows the names under it; both zones hold nothing but the Hub's own storage.
 */
export const REDIRECT_HOSTS: ReadonlyMap<BoardId, readonly string[]> = new Map([
  [
    "arena_text",
    [
      ".cdn.hf.co",
      ".xethub.hf.co",
      "cdn-lfs.hf.co",
      "cdn-lfs-us-1.hf.co",
      "cdn-lfs-eu-1.hf.co",
      "transfer.xethub-eu.hf.co",
    ],
  ],
]);

/** A benchmark that a board feeds, with the board's licence and attribution. */
export function benchmarkOf(
  board: Board,
  shape: Pick<Benchmark, "name" | "version" | "unit" | "category" | "use"> & { readonly self_reported?: boolean },
): Benchmark {
  return {
    ...shape,
    board: board.id,
    self_reported: shape.self_reported ?? false,
    license: board.license,
    attribution: board.attribution,
    redistributable: board.redistributable,
  };
}
