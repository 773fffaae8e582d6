import { addDays, dayStart, REVIEW_DAYS } from "./calendar.ts";
import type { Category } from "./category.ts";
import type { Effort } from "./effort.ts";

/** A score set by hand, over whatever is computed. Always with a reason, evidence and a day on which somebody looks again. */
export interface CuratedScore {
  readonly model: string;
  readonly effort: Effort | null;
  readonly category: Category;
  /** 0..100 on scale q1. */
  readonly score: number;
  readonly interval: readonly [low: number, high: number] | null;
  readonly reason: string;
  readonly evidence_url: string;
  readonly reviewed_at: string;
  /** From this day on the entry no longer counts; null: until it is removed. */
  readonly expires_at: string | null;
}

/** The project's own entries. None is needed today: every score of the default comes from a board; what is decided by hand are names (`aliases.ts`). */
export const CURATED: readonly CuratedScore[] = [];

export function reviewDue(reviewedAt: string): string {
  return addDays(reviewedAt, REVIEW_DAYS);
}

export function isInForce(entry: CuratedScore, now: number): boolean {
  const end = entry.expires_at === null ? null : dayStart(entry.expires_at);
  return entry.expires_at === null || (end !== null && now < end);
}

/** An entry that may be believed: a finite score on the scale, an interval around it, and days that exist. */
export function isSound(entry: CuratedScore): boolean {
  const [low, high] = entry.interval ?? [entry.score, entry.score];
  const ordered = 0 <= low && low <= entry.score && entry.score <= high && high <= 100;
  return ordered && dayStart(entry.reviewed_at) !== null && entry.reason.trim() !== "";
}
