import { compare, type Decimal, toNumber } from "../money/decimal.ts";

/** The K smallest doubles of a stream with the rows they belong to, smallest first; of equal ones the earlier rows. */
export class SmallestBounds {
  readonly rows: number[] = [];
  readonly #values: number[] = [];
  readonly #capacity: number;
  /** A bound at or above this one cannot enter. */
  limit = Number.POSITIVE_INFINITY;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  insert(value: number, row: number): void {
    const values = this.#values;
    let at = Math.min(values.length, this.#capacity - 1);
    for (; at > 0 && (values[at - 1] ?? 0) > value; at -= 1) {
      values[at] = values[at - 1] ?? 0;
      this.rows[at] = this.rows[at - 1] ?? 0;
    }
    values[at] = value;
    this.rows[at] = row;
    if (values.length === this.#capacity) this.limit = values[this.#capacity - 1] ?? this.limit;
  }
}

export interface RankedRow {
  readonly row: number;
  readonly total: Decimal;
}

/** Doubles that stand for exact amounts here are off by less than this share: sums of at most 30 products. */
const FLOAT_SLACK = 1e-12;

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
