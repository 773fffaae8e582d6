import type { BoardId } from "../board-id.ts";

/** One number of one row of a board, before its name is matched to a model. */
export interface BoardRow {
  /** The model as the board writes it. */
  readonly name: string;
  /** Which of the board's benchmarks. */
  readonly benchmark: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Where it differs from row to row (vendors' claims); null: the board's. */
  readonly version: string | null;
  readonly as_of: string | null;
  readonly source_url: string | null;
}

export interface ParsedBoard {
  readonly board: BoardId;
  /** Publication day; the day of the fetch where the board states none. */
  readonly as_of: string;
  readonly rows: readonly BoardRow[];
  /** Rows left out one by one (a blank cell, a refused source). */
  readonly rejected: number;
}

/** Why a whole body is refused. One NaN refuses the board: a writer that lets one through has more wrong than one row. */
export type RefusalCode =
  | "unreadable"
  | "columns_missing"
  | "not_a_number"
  | "future_date"
  | "no_rows"
  | "unknown_scale";

export type ParseResult =
  | { readonly ok: true; readonly parsed: ParsedBoard }
  | { readonly ok: false; readonly code: RefusalCode; readonly detail: string };

export function refuse(code: RefusalCode, detail: string): ParseResult {
  return { ok: false, code, detail: detail.slice(0, 200) };
}

export function accept(parsed: ParsedBoard): ParseResult {
  return parsed.rows.length === 0 ? refuse("no_rows", "no usable row") : { ok: true, parsed };
}

export function row(name: string, benchmark: string, value: number, low: number | null, high: number | null): BoardRow {
  return { name, benchmark, value, low, high, version: null, as_of: null, source_url: null };
}
