import { CERTAINTY } from "./lower-bound.ts";
import type { Quantity } from "./quantities.ts";
import type { Column, RankingTable } from "./ranking-table.ts";
import type { Usage } from "./usage.ts";

/** Which columns price a usage, and whether they can. */
export interface Pricing {
  /** Tells these columns apart from any others of the table. */
  readonly key: string;
  readonly columns: readonly Column[];
  /** Fees per request: in no bound, but they too may hold at some hours only. */
  readonly fees: Column;
  readonly has_input: boolean;
  /** No row is certain: only estimates tell what is billed. */
  readonly ask_all: boolean;
}

/** `bounded`: the quantities of the usage without requests (`withoutRequests`). */
export function pricingOf(table: RankingTable, usage: Usage, bounded: readonly Quantity[], ask_all: boolean): Pricing {
  const size = usage.web_searches === undefined ? undefined : (usage.web_search_context_size ?? "medium");
  return {
    key: `${bounded.map(({ meter }) => meter).join(" ")} ${size}`,
    columns: bounded.map(({ meter }) => table.column(meter, meter === "web_searches" ? size : undefined)),
    fees: table.column("requests", undefined),
    has_input: (usage.input_tokens ?? 0) > 0,
    ask_all,
  };
}

/** A fee per request is left out of the bounds: without it they are still bounds, and hardly any offer has one. */
export function withoutRequests(stated: readonly Quantity[]): readonly Quantity[] {
  return stated.some(({ meter }) => meter === "requests") ? stated.filter(({ meter }) => meter !== "requests") : stated;
}

/** Whether only an estimate can tell if the row has a price for the usage. */
export function mustAsk(table: RankingTable, row: number, { ask_all, columns, fees, has_input }: Pricing): boolean {
  if (ask_all || table.may_lack[row] === 1) return true;
  return isUncertain(fees, row, has_input) || columns.some((column) => isUncertain(column, row, has_input));
}

export function isUncertain({ certainty }: Column, row: number, has_input: boolean): boolean {
  const value = certainty?.[row] ?? CERTAINTY.always;
  return value === CERTAINTY.ask || (value === CERTAINTY.with_input && !has_input);
}

/** Whether the row does not sell a meter of these columns. */
export function isUnsold(columns: readonly Column[], row: number): boolean {
  return columns.some(({ usd }) => usd[row] === Number.POSITIVE_INFINITY);
}
