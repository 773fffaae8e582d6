import type { BoardStatus } from "../../shared/quality/board-status.ts";
import { CURATED, type CuratedScore } from "../../shared/quality/curated.ts";
import { openTable, type ScoreTable } from "../../shared/quality/table.ts";
import type { TableDocument } from "../../shared/quality/table-document.ts";
import type { Background } from "./background.ts";
import type { Ready } from "./ready.ts";
import embeddedText from "../generated/quality.txt";
import {
  decodeCurated,
  decodeDocument,
  QUALITY_CACHE_TTL_SECONDS,
  QUALITY_CURATED,
  QUALITY_TABLE,
} from "../storage/quality.ts";

/** How long a table in memory is served without asking KV whether there is a newer one: boards change daily. */
const REVALIDATE_AFTER_MS = 300_000;
/** After a failed look at KV the next one follows sooner. */
const RETRY_AFTER_MS = 15_000;
/** A cold isolate waits no longer for KV before it answers from the embedded default. */
const COLD_WAIT_MS = 500;

/** The scores and where they come from. */
interface QualityView {
  readonly table: ScoreTable;
  /** `bundled`: the embedded default, because no refresh has been published or KV cannot be read. */
  readonly state: "fresh" | "stale" | "bundled";
  /** State, age and attribution of every board, for the catalog's list of sources; empty while bundled. */
  readonly sources: readonly BoardStatus[];
}

interface Memory {
  readonly document: TableDocument;
  readonly curated: readonly CuratedScore[];
  readonly bundled: boolean;
  /** The day the table was opened for: staleness is a matter of days. */
  readonly day: number;
  readonly view: QualityView;
  check_at: number;
}

/** Plain data only: shared by all requests of the isolate. */
let memory: Memory | null = null;
let embedded: TableDocument | null = null;

/**
 * The scores to answer from: isolate memory, else KV, else the embedded default; never later than `COLD_WAIT_MS`.
 * What is in memory is served at once and renewed behind the answer.
 */
export function readQuality(env: Env, ctx: Background, now: number): Ready<QualityView> {
  if (memory === null) return coldView(env, ctx, now);
  if (now >= memory.check_at) {
    // Moved on before the read, so that concurrent requests start one read and not many.
    memory.check_at = now + REVALIDATE_AFTER_MS;
    ctx.waitUntil(renew(env, now));
  }
  if (memory.day !== dayNumber(now)) {
    memory = opened(memory.document, memory.curated, memory.bundled, now, memory.check_at);
  }
  return memory.view;
}

/** Days since the epoch, UTC. */
function dayNumber(now: number): number {
  return Math.floor(now / 86_400_000);
}

/** Takes a newly written table at once, so that the next GET of this isolate answers from it. */
export function installQuality(document: TableDocument, curatedText: string | null, now: number): void {
  memory = opened(document, curatedOf(curatedText), false, now, now + REVALIDATE_AFTER_MS);
}

/** What an eviction of the isolate does. */
export function forgetQuality(): void {
  memory = null;
}

/** The embedded default, parsed when it is first needed. */
export function embeddedDocument(): TableDocument {
  embedded ??= decodeDocument(embeddedText);
  if (embedded === null) throw new Error("the embedded quality table cannot be read");
  return embedded;
}

async function coldView(env: Env, ctx: Background, now: number): Promise<QualityView> {
  const reading = renew(env, now);
  ctx.waitUntil(reading);
  await Promise.race([reading, scheduler.wait(COLD_WAIT_MS)]);
  memory ??= opened(embeddedDocument(), CURATED, true, now, now + RETRY_AFTER_MS);
  return memory.view;
}

async function renew(env: Env, now: number): Promise<void> {
  try {
    const [text, curatedText] = await Promise.all([
      env.KV.get(QUALITY_TABLE, { cacheTtl: QUALITY_CACHE_TTL_SECONDS }),
      env.KV.get(QUALITY_CURATED, { cacheTtl: QUALITY_CACHE_TTL_SECONDS }),
    ]);
    keep(text === null ? null : decodeDocument(text), curatedOf(curatedText), now);
  } catch {
    if (memory !== null) memory.check_at = now + RETRY_AFTER_MS;
  }
}

/** The embedded curated scores and after them the operator's own. */
function curatedOf(text: string | null): readonly CuratedScore[] {
  return text === null ? CURATED : [...CURATED, ...decodeCurated(text)];
}

/** Never back to an older write: KV is eventually consistent and may still serve the one before. Nothing published: the embedded default, with the operator's overrides. */
function keep(published: TableDocument | null, curated: readonly CuratedScore[], now: number): void {
  const bundled = published === null;
  if (bundled && memory !== null && !memory.bundled) return;
  const document = published ?? embeddedDocument();
  if (memory !== null && !memory.bundled && document.built_at < memory.document.built_at) return;
  const check_at = now + REVALIDATE_AFTER_MS;
  if (memory !== null && isSame(memory, document, curated)) memory.check_at = check_at;
  else memory = opened(document, curated, bundled, now, check_at);
}

function isSame(held: Memory, document: TableDocument, curated: readonly CuratedScore[]): boolean {
  const { version, built_at } = held.document;
  const sameTable = version === document.version && built_at === document.built_at;
  return sameTable && JSON.stringify(held.curated) === JSON.stringify(curated);
}

function opened(
  document: TableDocument,
  curated: readonly CuratedScore[],
  bundled: boolean,
  now: number,
  check_at: number,
): Memory {
  const table = openTable(document, curated, now);
  const isStale = document.boards.some(({ state }) => state === "stale");
  const state = bundled ? "bundled" : isStale ? "stale" : "fresh";
  return {
    document,
    curated,
    bundled,
    day: dayNumber(now),
    view: { table, state, sources: document.boards },
    check_at,
  };
}
