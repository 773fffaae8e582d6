import type { Board } from "./boards.ts";
import { dayStart, isFuture } from "./calendar.ts";
import { rankCorrelation } from "./rank-correlation.ts";
import type { BoardRow, ParsedBoard } from "./sources/parsed-board.ts";

/** Why a board that could be read is not believed. */
export type GateCode =
  | "rows_dropped"
  | "too_few_rows"
  | "anchor_missing"
  | "anchor_drift"
  | "rank_correlation"
  | "not_a_number"
  | "future_date"
  | "older_than_last"
  | "unknown_scale"
  | "duplicate_rows";

export interface GateFailure {
  readonly code: GateCode;
  readonly detail: string;
}

/** A new board must hold at least this part of the last good one's rows. */
const MIN_ROW_SHARE = 0.8;

/** Everything that must hold before a board replaces its last good self; an empty list lets it through. */
export function checkGates(
  board: Board,
  parsed: ParsedBoard,
  last: ParsedBoard | null,
  now: number,
): readonly GateFailure[] {
  return [
    ...rowsGate(board, parsed, last),
    ...numbersGate(board, parsed),
    ...datesGate(parsed, last, now),
    ...duplicatesGate(board, parsed),
    ...anchorsGate(board, parsed),
    ...orderGate(board, parsed, last),
  ];
}

function rowsGate(board: Board, { rows }: ParsedBoard, last: ParsedBoard | null): readonly GateFailure[] {
  if (rows.length < board.min_rows) return [failure("too_few_rows", `${rows.length} < ${board.min_rows}`)];
  if (last === null || rows.length >= MIN_ROW_SHARE * last.rows.length) return [];
  return [failure("rows_dropped", `${rows.length} of ${last.rows.length}`)];
}

/** Written so that NaN fails: every comparison with it is false. */
function numbersGate({ range: [low, high] }: Board, { rows }: ParsedBoard): readonly GateFailure[] {
  for (const { name, value, low: from, high: to } of rows) {
    if (![value, from ?? 0, to ?? 0].every(Number.isFinite)) return [failure("not_a_number", name)];
    if (!(low <= value && value <= high)) return [failure("unknown_scale", `${name}: ${value}`)];
  }
  return [];
}

function datesGate({ as_of }: ParsedBoard, last: ParsedBoard | null, now: number): readonly GateFailure[] {
  if (dayStart(as_of) === null || isFuture(as_of, now)) return [failure("future_date", as_of)];
  return last !== null && as_of < last.as_of ? [failure("older_than_last", `${as_of} < ${last.as_of}`)] : [];
}

/** Vendors may claim one benchmark several times under other conditions; everywhere else a second row of a name contradicts the first. */
function duplicatesGate({ id }: Board, { rows }: ParsedBoard): readonly GateFailure[] {
  if (id === "models_dev") return [];
  const seen = new Set<string>();
  for (const row of rows) {
    const key = rowKey(row);
    if (seen.has(key)) return [failure("duplicate_rows", row.name)];
    seen.add(key);
  }
  return [];
}

function anchorsGate({ anchors }: Board, { rows }: ParsedBoard): readonly GateFailure[] {
  return anchors.flatMap(({ row, value, drift }) => {
    const found = rows.find((candidate) => isAnchorRow(candidate, row));
    if (found === undefined) return [failure("anchor_missing", row)];
    // Not ">": a NaN must fail.
    return Math.abs(found.value - value) <= drift
      ? []
      : [failure("anchor_drift", `${row}: ${found.value} for ${value}`)];
  });
}

/** Anchors are named by row, or by row and benchmark where a board has several of a row. */
function isAnchorRow(row: BoardRow, anchor: string): boolean {
  return row.name === anchor || rowKey(row) === anchor;
}

function orderGate(board: Board, parsed: ParsedBoard, last: ParsedBoard | null): readonly GateFailure[] {
  if (board.min_rank_correlation === null || last === null) return [];
  const before = new Map(last.rows.map((row) => [rowKey(row), row.value]));
  const pairs = parsed.rows.flatMap((row) => {
    const old = before.get(rowKey(row));
    return old === undefined ? [] : [[row.value, old] as const];
  });
  const correlation = rankCorrelation(pairs);
  if (correlation !== null && correlation >= board.min_rank_correlation) return [];
  return [
    failure("rank_correlation", correlation === null ? `${pairs.length} rows in common` : correlation.toFixed(4)),
  ];
}

function rowKey({ name, benchmark }: BoardRow): string {
  return `${name}\t${benchmark}`;
}

function failure(code: GateCode, detail: string): GateFailure {
  return { code, detail: detail.slice(0, 200) };
}
