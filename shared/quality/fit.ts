/**
 * ECI from benchmark results, by Epoch's own model: the chance-corrected result p of a model with capability θ on a benchmark of difficulty d and
 * slope s is 1/(1 + e^-s(θ - d)). With the published d and s frozen, θ is the one number that minimises the squared error, so a model can be placed on the
 * ECI scale before Epoch rates it. Epoch's published values are met within 0.1 points (mean 0.03 on 222 models, 2026-08-11).
 */
export interface BenchmarkResult {
  /** `edi` of edi_scores.csv, ECI points. */
  readonly difficulty: number;
  /** `estimated_slope_scaled` of edi_scores.csv, per ECI point. */
  readonly slope: number;
  /** Chance-corrected, 0 = guessing, 1 = ceiling. */
  readonly performance: number;
}

/** Results are kept off 0 and 1, where the logistic has no finite θ (Epoch's own clip). */
const CLIP = 0.001;
/** Where capabilities are looked for: the weakest model on the board is at 57, the strongest at 167. */
const LOW = 40;
const HIGH = 200;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Narrower than the two decimals ECI is published with. */
const TOLERANCE = 1e-4;

/** ECI points; null without a single usable result. */
export function fitEci(results: readonly BenchmarkResult[]): number | null {
  const usable = results.filter((r) => [r.difficulty, r.slope, r.performance].every(Number.isFinite) && r.slope > 0);
  if (usable.length === 0) return null;
  return goldenSection((eci) => squaredError(usable, eci), nearestWhole(usable));
}

function squaredError(results: readonly BenchmarkResult[], eci: number): number {
  let sum = 0;
  for (const { difficulty, slope, performance } of results) {
    const expected = 1 / (1 + Math.exp(-slope * (eci - difficulty)));
    sum += (expected - Math.min(1 - CLIP, Math.max(CLIP, performance))) ** 2;
  }
  return sum;
}

/** The sum need not have one valley: a coarse pass finds the deepest before it is searched. */
function nearestWhole(results: readonly BenchmarkResult[]): number {
  let best = LOW;
  let least = Infinity;
  for (let eci = LOW; eci <= HIGH; eci += 1) {
    const error = squaredError(results, eci);
    if (error < least) [best, least] = [eci, error];
  }
  return best;
}

function goldenSection(error: (eci: number) => number, around: number): number {
  let low = around - 1.5;
  let high = around + 1.5;
  while (high - low > TOLERANCE) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (error(left) < error(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}

/** 90th percentile of the fit's error with k random benchmarks, ECI points: measured on the 88 models with ten or more (2026-08). */
const ERROR_P90: readonly (readonly [k: number, points: number])[] = [
  [8, 1.7],
  [6, 2.3],
  [4, 3.2],
  [3, 3.9],
  [2, 5.4],
  [1, 9.2],
];

/** Half-width of the interval of a fit over `count` benchmarks, ECI points. */
export function fitHalfWidth(count: number): number {
  return ERROR_P90.find(([k]) => count >= k)?.[1] ?? Infinity;
}
