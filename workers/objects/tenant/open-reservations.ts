import { add, parseDecimal, subtract, ZERO, type Decimal } from "../../../shared/money/decimal.ts";

interface Reservation {
  readonly amount: Decimal;
  readonly expires_at: number;
}

/**
 * What is reserved right now: a working copy of the open rows with their running sum. All reservations live equally long, so the order in
 * which they were made is the order in which they lapse; whatever has lapsed is dropped when the sum is read, not only by an alarm.
 */
export class OpenReservations {
  readonly #open = new Map<string, Reservation>();
  #total: Decimal = ZERO;

  load(sql: SqlStorage, now: number): void {
    const rows = sql.exec<{ id: string; amount: string; expires_at: number }>(
      "SELECT id, amount, expires_at FROM reservations WHERE settled_by IS NULL AND expires_at > ? ORDER BY expires_at",
      now,
    );
    for (const { id, amount, expires_at } of rows) this.add(id, parseDecimal(amount) ?? ZERO, expires_at);
  }

  get size(): number {
    return this.#open.size;
  }

  /** When the oldest one lapses; null where none is open. */
  nextLapse(): number | null {
    const [oldest] = this.#open.values();
    return oldest?.expires_at ?? null;
  }

  total(now: number): Decimal {
    for (const [id, { expires_at }] of this.#open) {
      if (expires_at > now) break;
      this.release(id);
    }
    return this.#total;
  }

  add(id: string, amount: Decimal, expires_at: number): void {
    this.#open.set(id, { amount, expires_at });
    this.#total = add(this.#total, amount);
  }

  release(id: string): void {
    const reservation = this.#open.get(id);
    if (reservation === undefined) return;
    this.#open.delete(id);
    this.#total = subtract(this.#total, reservation.amount);
  }
}
