import type { BoardStatus } from "../../shared/quality/board-status.ts";
import type { BoardId } from "../../shared/quality/board-id.ts";
import { BOARDS } from "../../shared/quality/boards.ts";
import { mergeFacts } from "../../shared/quality/merge.ts";
import { decodeModels, encodeTable, type TableDocument } from "../../shared/quality/table-document.ts";
import { embeddedDocument, installQuality } from "../query/quality-read.ts";
import { sha256Hex } from "../sha256.ts";
import {
  decodeBoards,
  decodeDocument,
  encodeBoards,
  type LastGood,
  QUALITY_BOARDS,
  QUALITY_CURATED,
  QUALITY_TABLE,
} from "../storage/quality.ts";
import { type BoardReading, readBoard } from "./quality-board.ts";

/** One line of the report for each board that was asked. */
interface QualitySourceReport {
  readonly name: BoardId;
  readonly outcome: BoardStatus["outcome"];
  readonly rows: number;
  readonly rejected: number;
  readonly changed: boolean;
  readonly reason: string | null;
}

interface QualityReport {
  /** Whether readers get other facts than before. */
  readonly published: boolean;
  readonly version: string;
  readonly sources: readonly QualitySourceReport[];
}

/**
 * The daily job: asks every board whether there is something new, lets through what passes its gates, keeps the last good of the rest and writes the
 * merged table. `force` asks without ETags. `catalogIds` are the models on sale, to which a board's name is matched first.
 */
export async function refreshQuality(
  env: Env,
  now: number,
  force: boolean,
  catalogIds: Iterable<string>,
): Promise<QualityReport> {
  const [last, before] = await Promise.all([readLastGood(env), readDocument(env)]);
  const readings = await Promise.all(
    BOARDS.map((board) => readBoard(board, last.get(board.id) ?? null, env, now, force)),
  );
  const document = await mergedDocument(readings, before, catalogIds, now);
  const published = document.version !== before?.version;
  const isNews = readings.some(({ outcome }) => outcome === "changed");
  if (isNews) await env.KV.put(QUALITY_BOARDS, encodeBoards(lastGoodOf(readings, now)));
  await env.KV.put(QUALITY_TABLE, JSON.stringify(document));
  installQuality(document, await env.KV.get(QUALITY_CURATED), now);
  return { published, version: document.version, sources: readings.map(reportOf) };
}

async function readLastGood(env: Env): Promise<ReadonlyMap<BoardId, LastGood>> {
  const text = await env.KV.get(QUALITY_BOARDS);
  const boards = text === null ? null : decodeBoards(text);
  return new Map((boards ?? []).map((board) => [board.parsed.board, board]));
}

async function readDocument(env: Env): Promise<TableDocument | null> {
  const text = await env.KV.get(QUALITY_TABLE);
  return text === null ? null : decodeDocument(text);
}

/** Facts of all boards' last good rows over the embedded default. The version is of the facts alone: a day without news has yesterday's. */
async function mergedDocument(
  readings: readonly BoardReading[],
  before: TableDocument | null,
  catalogIds: Iterable<string>,
  now: number,
): Promise<TableDocument> {
  const boards = readings.flatMap(({ good }) => (good === null ? [] : [good.parsed]));
  const { models, unmatched } = mergeFacts(boards, decodeModels(embeddedDocument()), catalogIds);
  const status = readings.map((reading) => statusOf(reading, before, now));
  const document = encodeTable(models, {
    version: "",
    built_at: isoOf(now),
    boards: status,
    unmatched: [...unmatched],
  });
  return { ...document, version: await versionOf(document) };
}

async function versionOf({ credits, benchmarks, dates, urls, models }: TableDocument): Promise<string> {
  return await sha256Hex(JSON.stringify([credits, benchmarks, dates, urls, models]), 8);
}

function statusOf(reading: BoardReading, before: TableDocument | null, now: number): BoardStatus {
  const { board, outcome, reason, good } = reading;
  const known = before?.boards.find(({ id }) => id === board.id);
  const isGood = outcome === "changed" || outcome === "unchanged";
  const last_success_at = isGood ? isoOf(now) : (known?.last_success_at ?? good?.last_success_at ?? null);
  return {
    id: board.id,
    state: stateOf(reading, last_success_at, now),
    outcome,
    reason,
    checked_at: outcome === "skipped" ? (known?.checked_at ?? null) : isoOf(now),
    last_success_at,
    as_of: good?.parsed.as_of ?? null,
    rows: good?.parsed.rows.length ?? 0,
    rejected: good?.parsed.rejected ?? 0,
    url: board.url,
    attribution: board.attribution,
    license: board.license,
  };
}

/** A board that cannot be reached is not stale yet: boards move weekly, and one bad day widens no interval. A refused one is: it says something that we do not show. */
const UNREACHABLE_GRACE_MS = 2 * 86_400_000;

function stateOf({ outcome, good }: BoardReading, lastSuccess: string | null, now: number): BoardStatus["state"] {
  if (outcome === "skipped") return "off";
  if (good === null) return "never";
  if (outcome === "rejected") return "stale";
  const age = lastSuccess === null ? Infinity : now - Date.parse(lastSuccess);
  return outcome === "failed" && age > UNREACHABLE_GRACE_MS ? "stale" : "fresh";
}

function lastGoodOf(readings: readonly BoardReading[], now: number): readonly LastGood[] {
  return readings.flatMap(({ good, outcome }) => {
    if (good === null) return [];
    return [outcome === "changed" || outcome === "unchanged" ? { ...good, last_success_at: isoOf(now) } : good];
  });
}

function reportOf({ board, outcome, good, rejected, reason }: BoardReading): QualitySourceReport {
  const rows = good?.parsed.rows.length ?? 0;
  return { name: board.id, outcome, rows, rejected, changed: outcome === "changed", reason };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
