/** Standard deviations of a one-sided 95 %. */
export const Z95 = 1.64;

/**
 * Wilson score interval of a share: `successes` of `n`, `z` standard deviations to either side.
 * Both may be fractions (weighted samples). With n = 0 nothing is known: 0..1.
 */
export function wilson(successes: number, n: number, z: number): { lower: number; upper: number } {
  if (n <= 0) return { lower: 0, upper: 1 };
  const share = successes / n;
  const z2 = z * z;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const margin = (z * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { lower: Math.max(0, centre - margin), upper: Math.min(1, centre + margin) };
}
