import { add, parseDecimal, ZERO, type Decimal } from "../../../shared/money/decimal.ts";
import { periodAt, QUARTER_MS, type Period, type PeriodKind } from "../../../shared/tenancy/zoned-period.ts";

interface Sum {
  readonly timezone: string;
  readonly period: Period;
  usd: Decimal;
}

/** Settled spend of the current day and month of a zone: sums of the stored quarters, kept in memory while the period lasts. */
export class SpendClock {
  readonly #sql: SqlStorage;
  readonly #sums = new Map<PeriodKind, Sum>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  spent(kind: PeriodKind, timezone: string, now: number): Sum {
    const known = this.#sums.get(kind);
    if (known?.timezone === timezone && now >= known.period.start && now < known.period.end) return known;
    const period = periodAt(now, kind, timezone);
    const sum = { timezone, period, usd: this.#sumOf(period) };
    this.#sums.set(kind, sum);
    return sum;
  }

  /** Adds settled spend to its quarter; inside the caller's transaction. */
  add(at: number, usd: Decimal, text: (value: Decimal) => string): void {
    const quarter = Math.floor(at / QUARTER_MS);
    const [row] = this.#sql.exec<{ spend: string }>("SELECT spend FROM quarters WHERE quarter = ?", quarter).toArray();
    const total = add(row === undefined ? ZERO : (parseDecimal(row.spend) ?? ZERO), usd);
    this.#sql.exec(
      "INSERT INTO quarters (quarter, spend) VALUES (?1, ?2) ON CONFLICT (quarter) DO UPDATE SET spend = ?2",
      quarter,
      text(total),
    );
    for (const sum of this.#sums.values()) {
      if (at >= sum.period.start && at < sum.period.end) sum.usd = add(sum.usd, usd);
    }
  }

  /** After a transaction that failed: what was added in memory is not in storage. */
  forget(): void {
    this.#sums.clear();
  }

  #sumOf(period: Period): Decimal {
    let total = ZERO;
    const rows = this.#sql.exec<{ spend: string }>(
      "SELECT spend FROM quarters WHERE quarter >= ? AND quarter < ?",
      period.start / QUARTER_MS,
      period.end / QUARTER_MS,
    );
    for (const { spend } of rows) total = add(total, parseDecimal(spend) ?? ZERO);
    return total;
  }
}
