/**
 * The frozen scale "q1": every score is 0 to 100, from one logistic curve per board through two anchors that never move.
 *
 *     Q(x) = 100 / (1 + e^-(a + b x))
 *
 * Derivation. The anchors are gpt-4o-2024-08-06 = 40 and gpt-5 (high) = 70, so that logit(0.40) = a + b x1 and logit(0.70) = a + b x2:
 *
 *     b = (logit 0.70 - logit 0.40) / (x2 - x1) = (0.847298 + 0.405465) / (x2 - x1),   a = logit 0.40 - b x1
 *
 * - ECI (Epoch, fetched 2026-08-11): x1 = 128.75, x2 = 150.00      -> b = 0.05895, a = -7.9957
 * - Arena text, style control (published 2026-10-02): x1 = 1336, x2 = 1435 -> b = 0.012654, a = -17.3114
 *
 * Percentiles and min-max were measured against it on 279 models from 2025-12 to 2026-10: for models that did not change they drift by 19.9 and
 * 4.8 points in the median, this curve by 0.1. The coefficients are therefore constants: a board that changes its own scale is refused, never refitted.
 */
export interface LogisticScale {
  readonly a: number;
  readonly b: number;
}

export const ECI_SCALE: LogisticScale = { a: -7.9957, b: 0.05895 };
export const ARENA_SCALE: LogisticScale = { a: -17.3114, b: 0.012654 };

/** The upper anchor, as the general category knows it: ECI publishes one value for GPT-5, and the anchor is gpt-5 at effort high (August 2025). */
export const UPPER_ANCHOR = { model: "gpt-5", effort: "high" } as const;

/** LiveBench's overall linked to ECI: least squares over 33 models rated on both (2026-08), residual standard deviation 1.65 ECI points. */
export const LIVEBENCH_LINK = { intercept: 137.49, slope: 15.41, residual_sd: 1.65 } as const;

/** Half-width of a 90% interval in standard deviations: ECI publishes 90% intervals, so what is linked to it speaks the same language. */
export const Z90 = 1.645;

export function logit(p: number): number {
  return Math.log(p / (1 - p));
}

/** Position on the logistic axis; comparable between boards because both pass through the same two anchors. */
export function axis(scale: LogisticScale, x: number): number {
  return scale.a + scale.b * x;
}

/** A point of the logistic axis as 0..100. */
export function scoreAt(z: number): number {
  return 100 / (1 + Math.exp(-z));
}

/** ECI points that a LiveBench overall (0..100, open) stands for; null at the ends, where the link has no value. */
export function eciFromLiveBench(overall: number): number | null {
  if (!(overall > 0 && overall < 100)) return null;
  return LIVEBENCH_LINK.intercept + LIVEBENCH_LINK.slope * logit(overall / 100);
}

/** One decimal: finer than any interval of any board. */
export function roundScore(score: number): number {
  return Math.round(score * 10) / 10;
}
