import { REJECTIONS } from "./rejection.ts";

/** Rows that are no candidates, by the code of the reason. */
export class LeftOut {
  readonly #rows: readonly number[][] = REJECTIONS.map(() => []);

  add(row: number, code: number): void {
    this.#rows[code - 1]?.push(row);
  }

  /** In the order in which they were left out. */
  under(code: number): readonly number[] {
    return this.#rows[code - 1] ?? [];
  }
}
