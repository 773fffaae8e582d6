import type { Interval } from "./score.ts";
import { isTie } from "./tie.ts";

/** One model at one price: `usd` in whatever form the comparator understands, so that money stays exact. */
export interface ParetoPoint<Money> {
  readonly id: string;
  readonly total_usd: string;
  readonly usd: Money;
  readonly score: number;
  readonly interval: Interval | null;
}

export interface DominatedPoint<Money> {
  readonly point: ParetoPoint<Money>;
  /** A model of the frontier that is no worse for less, or better for the same. */
  readonly by: ParetoPoint<Money>;
  /** Score of the dominating model minus this one's; may be negative within a tie. */
  readonly score_gain: number;
  readonly tie: boolean;
}

export interface ParetoResult<Money> {
  readonly frontier: readonly ParetoPoint<Money>[];
  readonly dominated: readonly DominatedPoint<Money>[];
}

/**
 * The cost x quality frontier. Points are taken from the cheapest on (the better first at one price); a point joins when no point of the frontier already
 * gives at least a tie for less, or a better score for the same. So every frontier point is better, beyond the intervals, than all that cost less, and
 * every other point is dominated by one that is on the frontier.
 */
export function paretoFrontier<Money>(
  points: readonly ParetoPoint<Money>[],
  compare: (a: Money, b: Money) => number,
): ParetoResult<Money> {
  const frontier: ParetoPoint<Money>[] = [];
  const dominated: DominatedPoint<Money>[] = [];
  const sorted = [...points].sort((a, b) => compare(a.usd, b.usd) || b.score - a.score || (a.id < b.id ? -1 : 1));
  for (const point of sorted) {
    const by = bestOf(frontier.filter((other) => dominates(other, point, compare)));
    if (by === null) frontier.push(point);
    else dominated.push({ point, by, score_gain: by.score - point.score, tie: isTie(by, point) });
  }
  return { frontier, dominated };
}

function dominates<Money>(
  a: ParetoPoint<Money>,
  b: ParetoPoint<Money>,
  compare: (a: Money, b: Money) => number,
): boolean {
  const cheaper = compare(a.usd, b.usd);
  if (cheaper > 0) return false;
  const tie = isTie(a, b);
  return cheaper < 0 ? tie || a.score > b.score : !tie && a.score > b.score;
}

function bestOf<Money>(points: readonly ParetoPoint<Money>[]): ParetoPoint<Money> | null {
  let best: ParetoPoint<Money> | null = null;
  for (const point of points) if (best === null || point.score > best.score) best = point;
  return best;
}
