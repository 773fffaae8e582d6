import * as z from "zod/mini";
import { add, compare, formatDecimal, isZero, multiply, parseDecimal, ZERO, type Decimal } from "../money/decimal.ts";
import { amountSchema } from "./amount.ts";
import { isTimezone, type PeriodKind } from "./zoned-period.ts";

/** A PUT replaces it whole; a limit that is not given is no limit. */
export const budgetSchema = z.strictObject({
  day_usd: z.optional(amountSchema),
  month_usd: z.optional(amountSchema),
  per_request_usd: z.optional(amountSchema),
  timezone: z._default(
    z
      .string()
      .check(
        z.refine((name: string) => isTimezone(name), { error: "must be an IANA time zone such as Europe/Berlin" }),
      ),
    "UTC",
  ),
});

export type Budget = z.output<typeof budgetSchema>;

export const NO_BUDGET: Budget = { timezone: "UTC" };

/** A reservation that no usage event settles gives its amount back after this time. */
export const RESERVATION_MS = 600_000;

/** Percent of a limit at which its alert goes out, once per period. */
const ALERT_THRESHOLDS = [50, 80, 90, 100] as const;

/** What has been spent in the current periods of the budget's zone, and what is held by open reservations. */
export interface BudgetPosition {
  readonly day: Decimal;
  readonly month: Decimal;
  readonly reserved: Decimal;
}

/** Why a reservation is refused: which limit, and the sums that exceed it. */
export interface BudgetRefusal {
  readonly limit: "day" | "month" | "per_request";
  readonly limit_usd: string;
  readonly requested_usd: string;
  readonly spent_usd: string;
  readonly reserved_usd: string;
}

/** Null where the amount fits every limit; reaching a limit exactly is allowed. */
export function budgetRefusal(budget: Budget, position: BudgetPosition, amount: Decimal): BudgetRefusal | null {
  const refuse = (limit: BudgetRefusal["limit"], text: string, spent: Decimal, reserved: Decimal): BudgetRefusal => ({
    limit,
    limit_usd: text,
    requested_usd: formatDecimal(amount),
    spent_usd: formatDecimal(spent),
    reserved_usd: formatDecimal(reserved),
  });
  if (exceeds(amount, budget.per_request_usd)) {
    return refuse("per_request", budget.per_request_usd ?? "", ZERO, ZERO);
  }
  for (const kind of ["day", "month"] as const) {
    const limit = limitOf(budget, kind);
    const committed = add(position[kind], position.reserved);
    if (exceeds(add(committed, amount), limit)) return refuse(kind, limit ?? "", position[kind], position.reserved);
  }
  return null;
}

export function limitOf(budget: Budget, kind: PeriodKind): string | undefined {
  return kind === "day" ? budget.day_usd : budget.month_usd;
}

function exceeds(amount: Decimal, limit: string | undefined): boolean {
  return limit !== undefined && compare(amount, parseDecimal(limit) ?? ZERO) > 0;
}

/** The thresholds that settled spend has reached; a limit of zero is reached by the first cent. */
export function reachedThresholds(limit: string | undefined, spent: Decimal): readonly number[] {
  if (limit === undefined || isZero(spent)) return [];
  const whole = parseDecimal(limit) ?? ZERO;
  const hundredfold = multiply(spent, { coefficient: 100, scale: 0 });
  return ALERT_THRESHOLDS.filter(
    (percent) => compare(hundredfold, multiply(whole, { coefficient: percent, scale: 0 })) >= 0,
  );
}
