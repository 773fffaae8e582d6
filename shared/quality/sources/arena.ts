import { parquetReadObjects } from "hyparquet/src/read.js";
import { dayOf, dayStart, isFuture } from "../calendar.ts";
import { accept, type BoardRow, type ParseResult, refuse, row } from "./parsed-board.ts";

/**
 * Arena's official dataset (CC BY 4.0), subset `text_style_control`: the board the site shows. The plain `text` subset differs by up to ten Elo and is never
 * read. Parquet pages are compressed with Snappy, which the reader has built in; another codec is refused as unreadable.
 */
const COLUMNS = ["model_name", "rating", "rating_lower", "rating_upper", "category", "leaderboard_publish_date"];
const CATEGORY = "overall";
const MAX_ROWS = 100_000;

export async function parseArena(body: Uint8Array, now: number): Promise<ParseResult> {
  const records = await readRecords(body);
  if (records === null) return refuse("unreadable", "not a parquet file with the expected columns");
  const overall = records.filter((record) => record["category"] === CATEGORY);
  if (overall.length === 0) return refuse("no_rows", `no category ${CATEGORY}`);
  const as_of = newest(overall);
  if (as_of === null) return refuse("unreadable", "no publication date");
  if (isFuture(as_of, now)) return refuse("future_date", as_of);
  return rowsOf(overall, as_of);
}

function rowsOf(records: readonly Record<string, unknown>[], as_of: string): ParseResult {
  const rows: BoardRow[] = [];
  let rejected = 0;
  for (const record of records) {
    const name = record["model_name"];
    if (typeof name !== "string" || name === "" || publishedOn(record) !== as_of) {
      rejected += 1;
      continue;
    }
    const rating = record["rating"];
    const [low, high] = [bound(record["rating_lower"]), bound(record["rating_upper"])];
    if (typeof rating !== "number" || !Number.isFinite(rating)) return refuse("not_a_number", name);
    if (Number.isNaN(low) || Number.isNaN(high)) return refuse("not_a_number", name);
    rows.push(row(name, "arena_text_overall", rating, low, high));
  }
  return accept({ board: "arena_text", as_of, rows, rejected });
}

async function readRecords(body: Uint8Array): Promise<readonly Record<string, unknown>[] | null> {
  const buffer = new ArrayBuffer(body.byteLength);
  new Uint8Array(buffer).set(body);
  try {
    const records = await parquetReadObjects({ file: buffer, columns: COLUMNS, rowEnd: MAX_ROWS });
    return records.every((record) => COLUMNS.every((column) => column in record)) ? records : null;
  } catch {
    return null;
  }
}

function bound(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  return typeof value === "number" && Number.isFinite(value) ? value : Number.NaN;
}

function publishedOn(record: Record<string, unknown>): string | null {
  const date = record["leaderboard_publish_date"];
  if (date instanceof Date) return Number.isFinite(date.getTime()) ? dayOf(date.getTime()) : null;
  return typeof date === "string" && dayStart(date.slice(0, 10)) !== null ? date.slice(0, 10) : null;
}

function newest(records: readonly Record<string, unknown>[]): string | null {
  let latest: string | null = null;
  for (const record of records) {
    const date = publishedOn(record);
    if (date !== null && (latest === null || date > latest)) latest = date;
  }
  return latest;
}
