import type { BoardStatus } from "../../shared/quality/board-status.ts";
import { type Board, boardOf, REDIRECT_HOSTS } from "../../shared/quality/boards.ts";
import { checkGates } from "../../shared/quality/gates.ts";
import { parseBoard } from "../../shared/quality/sources/parse.ts";
import type { LastGood } from "../storage/quality.ts";
import { fetchUpstream, type UpstreamResult } from "../upstream/fetch.ts";

/** What came of asking one board. `good` are the rows to serve: the new ones, or the last good. */
export interface BoardReading {
  readonly board: Board;
  readonly outcome: BoardStatus["outcome"];
  readonly reason: string | null;
  readonly good: LastGood | null;
  /** Rows of this body that were left out one by one. */
  readonly rejected: number;
}

const TIMEOUT_MS = 20_000;

export async function readBoard(
  board: Board,
  last: LastGood | null,
  env: Env,
  now: number,
  force: boolean,
): Promise<BoardReading> {
  const key = env.ARTIFICIAL_ANALYSIS_API_KEY;
  if (board.id === "artificial_analysis" && (key === undefined || key === "")) {
    // Without the operator's key nothing is asked, and what an earlier key brought is dropped.
    return { board, outcome: "skipped", reason: "no key", good: null, rejected: 0 };
  }
  const result = await ask(board, force ? null : (last?.etag ?? null), key);
  if (result.kind === "failed") return kept(board, last, "failed", `${result.reason}: ${result.detail}`);
  // A 304 that nobody asked for says nothing about rows that we do not have.
  if (result.kind === "not_modified")
    return last === null ? kept(board, null, "failed", "304 without rows") : unchanged(board, last);
  return await judge(board, result.body, result.etag, last, now);
}

function ask(board: Board, etag: string | null, key: string | undefined): Promise<UpstreamResult> {
  return fetchUpstream({
    url: board.url,
    timeout_ms: TIMEOUT_MS,
    max_bytes: board.max_bytes,
    redirects: "same_host",
    redirect_hosts: REDIRECT_HOSTS.get(board.id) ?? [],
    retries: 1,
    ...(etag === null ? {} : { etag }),
    ...(board.id === "artificial_analysis" && key !== undefined ? { headers: { "x-api-key": key } } : {}),
  });
}

async function judge(
  board: Board,
  body: Uint8Array,
  etag: string | null,
  last: LastGood | null,
  now: number,
): Promise<BoardReading> {
  const result = await parseBoard(board.id, body, now);
  if (!result.ok) return kept(board, last, "rejected", `${result.code}: ${result.detail}`);
  const failures = checkGates(board, result.parsed, last?.parsed ?? null, now);
  if (failures.length > 0) {
    return kept(board, last, "rejected", failures.map(({ code, detail }) => `${code}: ${detail}`).join("; "));
  }
  const good = { parsed: result.parsed, etag, last_success_at: new Date(now).toISOString() };
  if (last !== null && isSameRows(good, last)) return unchanged(board, last);
  return { board, outcome: "changed", reason: null, good, rejected: result.parsed.rejected };
}

/** A board without ETags is read whole every day; the same rows again are no news, though their day of fetching is another. */
function isSameRows({ parsed }: LastGood, last: LastGood): boolean {
  return (
    JSON.stringify(parsed.rows) === JSON.stringify(last.parsed.rows) &&
    (parsed.as_of === last.parsed.as_of || !boardOf(parsed.board).states_date)
  );
}

function unchanged(board: Board, last: LastGood): BoardReading {
  return { board, outcome: "unchanged", reason: null, good: last, rejected: last.parsed.rejected };
}

function kept(board: Board, last: LastGood | null, outcome: "failed" | "rejected", reason: string): BoardReading {
  return { board, outcome, reason: reason.slice(0, 300), good: last, rejected: 0 };
}
