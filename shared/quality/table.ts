import { ageDays, dayOf } from "./calendar.ts";
import { boardOf } from "./boards.ts";
import type { BoardStatus, UnmatchedName } from "./board-status.ts";
import { OTHER_SNAPSHOTS } from "./aliases.ts";
import { type CuratedScore } from "./curated.ts";
import { deriveScores, type IsStale } from "./derive.ts";
import type { Fact } from "./fact.ts";
import { nameKey } from "./name-key.ts";
import { withOverrides } from "./override.ts";
import { type ModelRegistry, registryOf } from "./registry.ts";
import type { Score } from "./score.ts";
import { decodeTable, type ModelFacts, type TableDocument } from "./table-document.ts";

/** The scores of every known model, ready to be asked. Derived once a document is read; nothing in it changes afterwards. */
export interface ScoreTable {
  readonly version: string;
  readonly scale: "q1";
  readonly built_at: string;
  readonly models: ReadonlyMap<string, readonly Score[]>;
  /** Spelling -> model, for offers. */
  readonly registry: ModelRegistry;
  readonly boards: readonly BoardStatus[];
  readonly unmatched: readonly UnmatchedName[];
  readonly curated: readonly CuratedScore[];
}

/** Derives the scores of a document as of `now`, which decides what is stale and which curated entries are in force. */
export function openTable(document: TableDocument, curated: readonly CuratedScore[], now: number): ScoreTable {
  const rows = decodeTable(document);
  const isStale = staleness(document.boards, now);
  const models = new Map<string, readonly Score[]>();
  for (const { id, facts } of rows) {
    models.set(id, withOverrides(id, deriveScores(id, facts, isStale), curated, now));
  }
  for (const { model } of curated) {
    if (models.has(model)) continue;
    const scores = withOverrides(model, [], curated, now);
    if (scores.length > 0) models.set(model, scores);
  }
  const { version, scale, built_at, boards, unmatched } = document;
  return { version, scale, built_at, models, registry: offersRegistry(models, rows), boards, unmatched, curated };
}

function offersRegistry(models: ReadonlyMap<string, unknown>, rows: readonly ModelFacts[]): ModelRegistry {
  const dated = rows.flatMap(({ id, snapshots }) => snapshots.map((date) => `${nameKey(id)}-${date}`));
  return registryOf(models.keys(), [...OTHER_SNAPSHOTS, ...dated]);
}

/** A board's rows are stale when a newer body was refused or could not be had, or when the board is older than it should ever be. */
function staleness(boards: readonly BoardStatus[], now: number): IsStale {
  const status = new Map(boards.map((board) => [board.id, board]));
  return (fact: Fact) => {
    const id = fact.benchmark.board;
    if (id === null) return ageDays(fact.as_of, now) > LONGEST_CADENCE_DAYS;
    const read = fact.embedded ? undefined : status.get(id);
    if (read?.state === "stale") return true;
    const { states_date, cadence_days } = boardOf(id);
    const confirmed = states_date || !read?.last_success_at ? null : dayOfStamp(read.last_success_at);
    return ageDays(confirmed ?? fact.as_of, now) > cadence_days;
  };
}

/** Of benchmarks without a board of their own here (archived ones): research, "Staleness". */
const LONGEST_CADENCE_DAYS = 120;

function dayOfStamp(stamp: string): string {
  const ms = Date.parse(stamp);
  return Number.isFinite(ms) ? dayOf(ms) : stamp.slice(0, 10);
}
