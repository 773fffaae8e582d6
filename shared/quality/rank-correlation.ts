/** Spearman's rank correlation of paired values, ties sharing their mean rank; null below three pairs or without any order. */
export function rankCorrelation(pairs: readonly (readonly [a: number, b: number])[]): number | null {
  if (pairs.length < 3) return null;
  return pearson(ranks(pairs.map(([a]) => a)), ranks(pairs.map(([, b]) => b)));
}

function ranks(values: readonly number[]): readonly number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const ranked: number[] = Array.from({ length: values.length }, () => 0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && order[to + 1]?.value === order[from]?.value) to += 1;
    for (const { at } of order.slice(from, to + 1)) ranked[at] = (from + to) / 2;
    from = to + 1;
  }
  return ranked;
}

function pearson(xs: readonly number[], ys: readonly number[]): number | null {
  const meanX = mean(xs);
  const meanY = mean(ys);
  let product = 0;
  let squareX = 0;
  let squareY = 0;
  for (const [at, x] of xs.entries()) {
    const dx = x - meanX;
    const dy = (ys[at] ?? meanY) - meanY;
    product += dx * dy;
    squareX += dx * dx;
    squareY += dy * dy;
  }
  return squareX === 0 || squareY === 0 ? null : product / Math.sqrt(squareX * squareY);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
