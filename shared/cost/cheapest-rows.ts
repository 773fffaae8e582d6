import { compare, type Decimal, toNumber } from "../money/decimal.ts";
import { FLOAT_SLACK } from "./float-slack.ts";

/** Wide enough that the exact cost of the Kth row, which may round the other way than its bound, is still covered. */
const NEAR = 1 + 4 * FLOAT_SLACK;

export interface BoundedRow {
  readonly index: number;
  readonly bound: number;
}

/** The K smallest of a stream of doubles, and all those so near to the Kth that their order may be the other way round. */
export class SmallestBounds {
  /** Smallest first. */
  readonly smallest: BoundedRow[] = [];
  readonly near: BoundedRow[] = [];
  readonly #capacity: number;
  /** Nothing above this is taken; it only falls. */
  limit = Number.POSITIVE_INFINITY;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  take(bound: number, index: number): void {
    if (bound > this.limit) return;
    const entry = { index, bound };
    this.near.push(entry);
    this.#insert(entry);
  }

  #insert(entry: BoundedRow): void {
    const { smallest } = this;
    let at = smallest.length;
    while (at > 0 && (smallest[at - 1]?.bound ?? 0) > entry.bound) at -= 1;
    if (at >= this.#capacity) return;
    smallest.splice(at, 0, entry);
    if (smallest.length > this.#capacity) smallest.pop();
    const last = smallest.length === this.#capacity ? smallest[this.#capacity - 1] : undefined;
    if (last !== undefined) this.limit = last.bound * NEAR;
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
