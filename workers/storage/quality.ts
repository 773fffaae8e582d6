import * as z from "zod/mini";
import { BOARD_IDS } from "../../shared/quality/board-id.ts";
import { CATEGORIES } from "../../shared/quality/category.ts";
import type { CuratedScore } from "../../shared/quality/curated.ts";
import { EFFORTS } from "../../shared/quality/effort.ts";
import type { BoardRow, ParsedBoard } from "../../shared/quality/sources/parsed-board.ts";
import { tableDocument, type TableDocument } from "../../shared/quality/table-document.ts";

/**
 * KV keys and shapes of model quality, written by the daily quality job only: one write on a day without news, two on a day with some.
 * The operator's curated scores are written by hand (`wrangler kv key put`).
 */

/** What readers load: all facts by model with the state of every board. Some 100 KB. */
export const QUALITY_TABLE = "quality:table";
/** Last good rows and ETag of every board, for the gates of the next day. Some 300 KB; no reader needs it. */
export const QUALITY_BOARDS = "quality:boards";
/** The operator's own overrides, a JSON array of curated scores. */
export const QUALITY_CURATED = "quality:curated";

/** Boards change daily at most; a reader may be a minute behind. */
export const QUALITY_CACHE_TTL_SECONDS = 60;

const row = z.tuple([
  z.string(),
  z.string(),
  z.number(),
  z.nullable(z.number()),
  z.nullable(z.number()),
  z.nullable(z.string()),
  z.nullable(z.string()),
  z.nullable(z.string()),
]);

const storedBoard = z.object({
  board: z.enum(BOARD_IDS),
  etag: z.nullable(z.string()),
  as_of: z.string(),
  /** RFC 3339 of the last answer that was good or unchanged. */
  last_success_at: z.string(),
  rejected: z.number(),
  rows: z.array(row),
});

const storedBoards = z.object({ format: z.literal("quality-boards-1"), boards: z.array(storedBoard) });

/** A board's last good rows and how to ask whether there are newer ones. */
export interface LastGood {
  readonly parsed: ParsedBoard;
  readonly etag: string | null;
  readonly last_success_at: string;
}

export function encodeBoards(boards: Iterable<LastGood>): string {
  const stored = [...boards].map(({ parsed, etag, last_success_at }) => {
    const { board, as_of, rejected } = parsed;
    return { board, etag, as_of, last_success_at, rejected, rows: parsed.rows.map(rowTuple) };
  });
  return JSON.stringify({ format: "quality-boards-1", boards: stored });
}

function rowTuple({ name, benchmark, value, low, high, version, as_of, source_url }: BoardRow): z.infer<typeof row> {
  return [name, benchmark, value, low, high, version, as_of, source_url];
}

/** Null when the value is not one of ours: then every board is read anew and nothing is compared. */
export function decodeBoards(text: string): readonly LastGood[] | null {
  const read = storedBoards.safeParse(jsonOf(text));
  if (!read.success) return null;
  return read.data.boards.map(({ board, etag, as_of, last_success_at, rejected, rows }) => {
    return { parsed: { board, as_of, rejected, rows: rows.map(rowFrom) }, etag, last_success_at };
  });
}

function rowFrom([name, benchmark, value, low, high, version, as_of, source_url]: z.infer<typeof row>): BoardRow {
  return { name, benchmark, value, low, high, version, as_of, source_url };
}

export function decodeDocument(text: string): TableDocument | null {
  const read = tableDocument.safeParse(jsonOf(text));
  return read.success ? read.data : null;
}

const curatedScore = z.object({
  model: z.string().check(z.minLength(1), z.maxLength(256)),
  effort: z.nullable(z.enum(EFFORTS)),
  category: z.enum(CATEGORIES),
  score: z.number().check(z.gte(0), z.lte(100)),
  interval: z.nullable(z.tuple([z.number(), z.number()])),
  reason: z.string().check(z.minLength(1), z.maxLength(500)),
  evidence_url: z.string().check(z.startsWith("https://"), z.maxLength(500)),
  reviewed_at: z.iso.date(),
  expires_at: z.nullable(z.iso.date()),
});

/** The entries that read as curated scores; one bad entry does not take the others away. */
export function decodeCurated(text: string): readonly CuratedScore[] {
  const list = z.array(z.unknown()).safeParse(jsonOf(text));
  if (!list.success) return [];
  return list.data.flatMap((entry) => {
    const read = curatedScore.safeParse(entry);
    return read.success ? [read.data] : [];
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
