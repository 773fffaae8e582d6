import type { BoardId } from "./board-id.ts";
import type { Category } from "./category.ts";
import type { Effort } from "./effort.ts";
import type { MatchRule } from "./matching.ts";

/** How a benchmark enters a score: through its own curve, through the link to ECI, through the fit to ECI, or not at all (weight 0). */
export const USES = ["eci", "eci_fit", "arena", "livebench", "none"] as const;
export type Use = (typeof USES)[number];

export const UNITS = ["elo", "index", "percent", "score_0_100"] as const;
export type Unit = (typeof UNITS)[number];

/** One benchmark in one version, as a board publishes it. */
export interface Benchmark {
  readonly name: string;
  /** The board that feeds it; null for archived ones, which nothing refreshes. */
  readonly board: BoardId | null;
  /** Numbers of different versions are never compared. */
  readonly version: string;
  readonly unit: Unit;
  readonly category: Category;
  readonly use: Use;
  readonly license: string;
  readonly attribution: string;
  /** The vendor's own claim about its own model: shown, labelled, never scored. */
  readonly self_reported: boolean;
  /** False: for this deployment only, never in a public answer. */
  readonly redistributable: boolean;
}

/** One published number about one model. */
export interface Fact {
  readonly model: string;
  readonly effort: Effort | null;
  readonly benchmark: Benchmark;
  readonly value: number;
  /** Published interval, in the benchmark's unit; null where the board gives none. */
  readonly low: number | null;
  readonly high: number | null;
  /** Day the board was published or, where it states none, fetched: never the model's release. */
  readonly as_of: string;
  readonly source_url: string;
  readonly rule: MatchRule;
  /** From the embedded default rather than from a board read by this deployment. */
  readonly embedded: boolean;
}
