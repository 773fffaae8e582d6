/** Indices of the `count` smallest of the first `length` values, smallest first; of equal ones the earlier. */
export function smallest(values: Float64Array, length: number, count: number): number[] {
  const indices: number[] = [];
  const kept: number[] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (let index = 0; index < length; index += 1) {
    const value = values[index] ?? 0;
    if (value >= limit) continue;
    let at = Math.min(kept.length, count - 1);
    for (; at > 0 && (kept[at - 1] ?? 0) > value; at -= 1) {
      kept[at] = kept[at - 1] ?? 0;
      indices[at] = indices[at - 1] ?? 0;
    }
    kept[at] = value;
    indices[at] = index;
    if (kept.length === count) limit = kept[count - 1] ?? limit;
  }
  return indices;
}
