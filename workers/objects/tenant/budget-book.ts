import { formatDecimal, parseDecimal, ZERO } from "../../../shared/money/decimal.ts";
import {
  budgetRefusal,
  budgetSchema,
  limitOf,
  NO_BUDGET,
  reachedThresholds,
  RESERVATION_MS,
  type Budget,
  type BudgetRefusal,
} from "../../../shared/tenancy/budget.ts";
import type { WebhookEvent } from "../../webhooks/event.ts";
import type { Documents } from "./documents.ts";
import { OpenReservations } from "./open-reservations.ts";
import { SpendClock } from "./spend-clock.ts";

/** Open reservations of one tenant at most: ten minutes of the fastest plan but one. */
const MAX_OPEN = 100_000;

export interface ReservationRequest {
  /** Decimal text, USD. */
  readonly amount_usd: string;
  readonly model: string;
  readonly price_version: string;
  /** Total input of the estimate: tells a missed long-context price from other differences. */
  readonly input_tokens: number | null;
}

export type ReservationOutcome =
  | { readonly reserved: true; readonly estimate_id: string; readonly expires_at: number }
  | { readonly reserved: false; readonly refusal: BudgetRefusal }
  /** As many are open as may be; the oldest lapses at `room_at`. */
  | { readonly reserved: false; readonly room_at: number };

export interface BudgetReading {
  readonly budget: Budget;
  readonly day: { readonly key: string; readonly spent_usd: string; readonly ends_at: number };
  readonly month: { readonly key: string; readonly spent_usd: string; readonly ends_at: number };
  readonly reserved_usd: string;
}

/** Limits, open reservations and settled spend of one tenant. Nothing here waits: each call is one critical section. */
export class BudgetBook {
  readonly #sql: SqlStorage;
  readonly #documents: Documents;
  readonly clock: SpendClock;
  #open: OpenReservations | null = null;
  #budget: Budget | null = null;

  constructor(sql: SqlStorage, documents: Documents) {
    this.#sql = sql;
    this.#documents = documents;
    this.clock = new SpendClock(sql);
  }

  get budget(): Budget {
    this.#budget ??= this.#documents.read("budget", budgetSchema) ?? NO_BUDGET;
    return this.#budget;
  }

  put(budget: Budget): void {
    this.#documents.write("budget", budget);
    this.#budget = budget;
  }

  read(now: number): BudgetReading {
    const { timezone } = this.budget;
    const [day, month] = [this.clock.spent("day", timezone, now), this.clock.spent("month", timezone, now)];
    return {
      budget: this.budget,
      day: { key: day.period.key, spent_usd: formatDecimal(day.usd), ends_at: day.period.end },
      month: { key: month.period.key, spent_usd: formatDecimal(month.usd), ends_at: month.period.end },
      reserved_usd: formatDecimal(this.#reservations(now).total(now)),
    };
  }

  /** Holds the amount against every limit, or says which limit it would exceed. */
  reserve(request: ReservationRequest, now: number): ReservationOutcome {
    const amount = parseDecimal(request.amount_usd) ?? ZERO;
    const open = this.#reservations(now);
    const { timezone } = this.budget;
    const position = {
      day: this.clock.spent("day", timezone, now).usd,
      month: this.clock.spent("month", timezone, now).usd,
      reserved: open.total(now),
    };
    const refusal = budgetRefusal(this.budget, position, amount);
    if (refusal !== null) return { reserved: false, refusal };
    if (open.size >= MAX_OPEN) return { reserved: false, room_at: open.nextLapse() ?? now };
    const estimate_id = `est_${crypto.randomUUID().replaceAll("-", "")}`;
    const expires_at = now + RESERVATION_MS;
    this.#sql.exec(
      `INSERT INTO reservations (id, amount, model, price_version, input_tokens, created_at, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      estimate_id,
      request.amount_usd,
      request.model,
      request.price_version,
      request.input_tokens,
      now,
      expires_at,
    );
    open.add(estimate_id, amount, expires_at);
    return { reserved: true, estimate_id, expires_at };
  }

  /** Gives back what the settled estimates held; after their transaction, so that memory never runs ahead of storage. */
  release(estimate_ids: readonly string[], now: number): void {
    const open = this.#reservations(now);
    for (const id of estimate_ids) open.release(id);
  }

  /** Thresholds of the current periods that settled spend has reached and that were not told before, as events; marks them as told. */
  newAlerts(tenant_id: string, now: number): WebhookEvent[] {
    const { timezone } = this.budget;
    return (["day", "month"] as const).flatMap((period) => {
      const limit_usd = limitOf(this.budget, period);
      if (limit_usd === undefined) return [];
      const { usd, period: span } = this.clock.spent(period, timezone, now);
      const common = { period, period_key: span.key, timezone, limit_usd, spent_usd: formatDecimal(usd) };
      return reachedThresholds(limit_usd, usd).flatMap((threshold_percent) => {
        // Under another limit a threshold is another one.
        const name = `${period} ${timezone} ${span.key} ${limit_usd} ${threshold_percent}`;
        if (!this.#isFirst(name, now)) return [];
        const dedupe_key = `budget ${period} ${span.key} ${timezone} ${limit_usd} ${threshold_percent}`;
        return { dedupe_key, type: "budget", at: now, data: { threshold_percent, ...common }, tenant_id };
      });
    });
  }

  #isFirst(alert: string, now: number): boolean {
    return this.#sql.exec("INSERT OR IGNORE INTO alerts (alert, at) VALUES (?, ?)", alert, now).rowsWritten > 0;
  }

  /** After a transaction that failed: memory is read from storage again. */
  forget(): void {
    this.clock.forget();
    this.#open = null;
    this.#budget = null;
  }

  #reservations(now: number): OpenReservations {
    if (this.#open === null) {
      this.#open = new OpenReservations();
      this.#open.load(this.#sql, now);
    }
    return this.#open;
  }
}
