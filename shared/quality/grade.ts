import { ECI_SCALE } from "./scale.ts";
import type { Use } from "./fact.ts";

/** How far a score can be trusted, from the width of its published interval: A is at most 2.5 ECI points (or 11.6 Elo) either way, B twice that, C wider; D rests on a link or on somebody's word. */
export const GRADES = ["A", "B", "C", "D"] as const;
export type Grade = (typeof GRADES)[number];

/** 2.5 ECI points on the logistic axis, where both boards share one ruler. */
const A_HALF_WIDTH = 2.5 * ECI_SCALE.b;

export function gradeOf(use: Use, halfWidth: number | null): Grade {
  if (use === "livebench" || use === "none") return "D";
  if (halfWidth === null) return "C";
  // A hair of tolerance: 2.5 points written as 147.5..152.5 are 2.5 points.
  if (halfWidth <= A_HALF_WIDTH + 1e-9) return "A";
  return halfWidth <= 2 * A_HALF_WIDTH + 1e-9 ? "B" : "C";
}
