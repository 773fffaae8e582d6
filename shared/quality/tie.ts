import type { Interval } from "./score.ts";

interface Scored {
  readonly score: number;
  readonly interval: Interval | null;
}

/** Two scores are a tie when their difference is within both intervals together: |a - b| <= sqrt(ha^2 + hb^2). Without intervals only equals tie. */
export function isTie(a: Scored, b: Scored): boolean {
  return Math.abs(a.score - b.score) <= Math.hypot(halfWidth(a.interval), halfWidth(b.interval));
}

function halfWidth(interval: Interval | null): number {
  return interval === null ? 0 : Math.max(0, (interval[1] - interval[0]) / 2);
}
