import { add, formatDecimal, parseDecimal, ZERO, type Decimal } from "../money/decimal.ts";

/** One event's three savings; null where a price was missing. */
export interface EventSavings {
  readonly group: string;
  readonly caching: Decimal | null;
  readonly routing: Decimal | null;
  readonly batch: Decimal | null;
}

export interface SavingsLine {
  readonly caching_usd: string;
  /** Null where no baseline was chosen. */
  readonly routing_usd: string | null;
  readonly batch_usd: string;
}

interface Sums {
  events: number;
  caching: Decimal;
  routing: Decimal;
  batch: Decimal;
}

/** Sums by model or day. Three lines that are never added up: each compares with something else. */
export class SavingsSums {
  readonly #hasBaseline: boolean;
  readonly #total: Sums = nothing();
  readonly #groups = new Map<string, Sums>();

  constructor(hasBaseline: boolean) {
    this.#hasBaseline = hasBaseline;
  }

  add(event: EventSavings): void {
    const group = this.#groups.get(event.group) ?? nothing();
    this.#groups.set(event.group, group);
    for (const sums of [this.#total, group]) {
      sums.events += 1;
      sums.caching = add(sums.caching, event.caching ?? ZERO);
      sums.routing = add(sums.routing, event.routing ?? ZERO);
      sums.batch = add(sums.batch, event.batch ?? ZERO);
    }
  }

  total(): SavingsLine {
    return this.#line(this.#total);
  }

  rows(): ({ readonly group: string; readonly events: number } & SavingsLine)[] {
    return [...this.#groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, sums]) => ({ group, events: sums.events, ...this.#line(sums) }));
  }

  #line(sums: Sums): SavingsLine {
    return {
      caching_usd: formatDecimal(sums.caching),
      routing_usd: this.#hasBaseline ? formatDecimal(sums.routing) : null,
      batch_usd: formatDecimal(sums.batch),
    };
  }
}

function nothing(): Sums {
  return { events: 0, caching: ZERO, routing: ZERO, batch: ZERO };
}

export function amountOrNull(text: string | null): Decimal | null {
  return text === null ? null : parseDecimal(text);
}
