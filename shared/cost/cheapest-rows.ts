import { compare, type Decimal, toNumber } from "../money/decimal.ts";

/** Doubles that stand for exact amounts here are off by less than this share: sums of at most 30 products. */
const FLOAT_SLACK = 1e-12;
/** Wide enough that the exact cost of the Kth row, which may round the other way than its bound, is still covered. */
const NEAR = 1 + 4 * FLOAT_SLACK;

/** The K smallest doubles of an array by index, and all those so near to the Kth that their order may be the other way round. */
export class SmallestBounds {
  /** Smallest first. */
  readonly indices: number[] = [];
  readonly near: number[] = [];
  readonly #values: number[] = [];
  readonly #capacity: number;
  #limit = Number.POSITIVE_INFINITY;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The first `length` of the values; infinities are never taken. */
  take(values: Float64Array, length: number): void {
    let limit = this.#limit;
    for (let index = 0; index < length; index += 1) {
      const value = values[index] ?? 0;
      if (value > limit || value === Number.POSITIVE_INFINITY) continue;
      this.near.push(index);
      this.#insert(value, index);
      limit = this.#limit * NEAR;
    }
  }

  /** Whether every value at or below this one was taken. */
  covers(value: number): boolean {
    return value <= this.#limit * NEAR;
  }

  #insert(value: number, index: number): void {
    const values = this.#values;
    if (value >= this.#limit) return;
    let at = Math.min(values.length, this.#capacity - 1);
    for (; at > 0 && (values[at - 1] ?? 0) > value; at -= 1) {
      values[at] = values[at - 1] ?? 0;
      this.indices[at] = this.indices[at - 1] ?? 0;
    }
    values[at] = value;
    this.indices[at] = index;
    if (values.length === this.#capacity) this.#limit = values[this.#capacity - 1] ?? this.#limit;
  }
}

export interface RankedRow {
  readonly row: number;
  readonly total: Decimal;
}

/** The K rows of least exact cost; of equal cost the earlier rows. */
export class CheapestRows {
  readonly #rows: RankedRow[] = [];
  readonly #capacity: number;
  /** A lower bound above this cannot be of a row that belongs here. */
  ceiling = Number.POSITIVE_INFINITY;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get rows(): readonly RankedRow[] {
    return this.#rows;
  }

  insert(entry: RankedRow): void {
    const rows = this.#rows;
    let at = rows.length;
    while (at > 0 && isBefore(entry, rows[at - 1])) at -= 1;
    if (at >= this.#capacity) return;
    rows.splice(at, 0, entry);
    if (rows.length > this.#capacity) rows.pop();
    const last = rows.length === this.#capacity ? rows[rows.length - 1] : undefined;
    if (last !== undefined) this.ceiling = toNumber(last.total) * (1 + FLOAT_SLACK);
  }

  /** Whether a row with this lower bound may belong here: at the ceiling of 0, where bounds are exact, only an earlier row. */
  admits(bound: number, row: number): boolean {
    if (bound > this.ceiling) return false;
    if (this.ceiling > 0) return true;
    const last = this.#rows[this.#rows.length - 1];
    return last === undefined || row < last.row;
  }
}

function isBefore(a: RankedRow, b: RankedRow | undefined): boolean {
  if (b === undefined) return false;
  const order = compare(a.total, b.total);
  return order < 0 || (order === 0 && a.row < b.row);
}
