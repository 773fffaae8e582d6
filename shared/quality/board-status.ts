import * as z from "zod/mini";
import { BOARD_IDS } from "./board-id.ts";

/** What the last refresh made of one board; shown in the catalog's list of sources. */
export const boardStatus = z.object({
  id: z.enum(BOARD_IDS),
  /** `stale`: its last good rows are served because newer ones were refused or could not be had; `never`: nothing was ever read. */
  state: z.enum(["fresh", "stale", "never", "off"]),
  outcome: z.enum(["changed", "unchanged", "rejected", "failed", "skipped"]),
  /** Codes of the gates that failed, or why the board could not be read; null when all is well. */
  reason: z.nullable(z.string()),
  checked_at: z.nullable(z.string()),
  last_success_at: z.nullable(z.string()),
  /** Publication date of the rows served. */
  as_of: z.nullable(z.string()),
  rows: z.number(),
  /** Single rows left out of a board that was otherwise good. */
  rejected: z.number(),
  url: z.string(),
  attribution: z.string(),
  license: z.string(),
});

export type BoardStatus = z.infer<typeof boardStatus>;

/** A board's name that belongs to no model we know, and why. */
export const unmatchedName = z.object({ board: z.enum(BOARD_IDS), name: z.string(), reason: z.string() });
export type UnmatchedName = z.infer<typeof unmatchedName>;
