/** Doubles that stand for exact amounts are off by less than this share: sums of at most 30 products. */
export const FLOAT_SLACK = 1e-12;
