import type { Category } from "./category.ts";
import type { Effort } from "./effort.ts";
import type { Fact } from "./fact.ts";
import type { Grade } from "./grade.ts";

/** Where a score comes from, best first; `curated` stands over all. Vendors' own claims never make one. */
export const ORIGINS = ["curated", "computed", "linked", "embedded"] as const;
export type Origin = (typeof ORIGINS)[number];

export type Interval = readonly [low: number, high: number];

/** What a curated score stands over. */
export interface OverrideNote {
  readonly reason: string;
  readonly reviewed_at: string;
  readonly review_due: string;
  readonly expires_at: string | null;
  readonly computed_score: number | null;
  readonly computed_interval: Interval | null;
  /** The curated value lies outside the computed interval. */
  readonly disagrees: boolean;
}

/** The answer for one model at one effort in one category. `score` is null where nothing published allows one: it is never filled in. */
export interface Score {
  readonly model: string;
  readonly effort: Effort | null;
  readonly category: Category;
  readonly score: number | null;
  readonly interval: Interval | null;
  readonly grade: Grade | null;
  readonly origin: Origin | null;
  readonly as_of: string | null;
  readonly stale: boolean;
  /** The facts the score is made of. */
  readonly decisive: readonly Fact[];
  /** Facts of the same model, effort and category that weigh nothing: vendors' claims, benchmarks without a formula. */
  readonly supporting: readonly Fact[];
  readonly override: OverrideNote | null;
}

/** The part of a score that travels with an offer. */
export interface ScoreSummary {
  readonly model: string;
  readonly category: Category;
  readonly effort: Effort | null;
  readonly score: number;
  readonly interval: Interval | null;
  readonly scale: "q1";
  readonly grade: Grade;
  readonly origin: Origin;
  readonly as_of: string;
  readonly stale: boolean;
  /** True when nobody measured the effort asked for (or the model's default) and this is the nearest that was. */
  readonly proxy_effort: boolean;
}
