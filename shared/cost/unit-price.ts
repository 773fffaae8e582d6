import { type Decimal, formatDecimal } from "../money/decimal.ts";

/** A price that is printed on many receipts: its digits are made once, when first asked for. */
export class UnitPrice implements Decimal {
  readonly coefficient: number | bigint;
  readonly scale: number;
  #text: string | null = null;

  constructor(value: Decimal) {
    this.coefficient = value.coefficient;
    this.scale = value.scale;
  }

  get text(): string {
    this.#text ??= formatDecimal(this);
    return this.#text;
  }
}
