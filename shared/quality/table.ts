import { ageDays, dayOf } from "./calendar.ts";
import { boardOf } from "./boards.ts";
import type { BoardStatus, UnmatchedName } from "./board-status.ts";
import { OTHER_SNAPSHOTS } from "./aliases.ts";
import { type CuratedScore } from "./curated.ts";
import { deriveScores, type IsStale } from "./derive.ts";
import type { Fact } from "./fact.ts";
import { nameKey } from "./name-key.ts";
import { withOverrides } from "./override.ts";
import { type ModelRegistry, registryOfKeys } from "./registry.ts";
import type { Score } from "./score.ts";
import { decodeTable, type ModelLine, type TableDocument } from "./table-document.ts";

/** The scores of every known model, ready to be asked. */
export interface ScoreTable {
  readonly version: string;
  readonly scale: "q1";
  readonly built_at: string;
  /** Ids of all models, in the document's order. */
  readonly models: readonly string[];
  /** What is known of a model, derived on first use; null for an unknown id. */
  readonly scores: (model: string) => readonly Score[] | null;
  /** Spelling -> model, for offers. */
  readonly registry: ModelRegistry;
  readonly boards: readonly BoardStatus[];
  readonly unmatched: readonly UnmatchedName[];
  readonly curated: readonly CuratedScore[];
}

/** Opens a document as of `now`, which decides what is stale and which curated entries are in force. */
export function openTable(document: TableDocument, curated: readonly CuratedScore[], now: number): ScoreTable {
  const lines = decodeTable(document);
  const { version, scale, built_at, boards, unmatched } = document;
  const known = linesById(lines, curated);
  const scores = scoresOnDemand(known, curated, staleness(boards, now), now);
  const registry = offersRegistry(lines, known.keys());
  return { version, scale, built_at, models: [...known.keys()], scores, registry, boards, unmatched, curated };
}

function linesById(lines: readonly ModelLine[], curated: readonly CuratedScore[]): ReadonlyMap<string, ModelLine> {
  const known = new Map(lines.map((line) => [line.id, line]));
  for (const { model } of curated) {
    if (!known.has(model)) known.set(model, { id: model, key: nameKey(model), snapshots: [], facts: () => [] });
  }
  return known;
}

function scoresOnDemand(
  known: ReadonlyMap<string, ModelLine>,
  curated: readonly CuratedScore[],
  isStale: IsStale,
  now: number,
): ScoreTable["scores"] {
  const derived = new Map<string, readonly Score[]>();
  return (model) => {
    const remembered = derived.get(model);
    if (remembered !== undefined) return remembered;
    const line = known.get(model);
    if (line === undefined) return null;
    const scores = withOverrides(model, deriveScores(model, line.facts(), isStale), curated, now);
    derived.set(model, scores);
    return scores;
  };
}

/** The keys come with the document, so that nothing is spelled out twice. */
function offersRegistry(lines: readonly ModelLine[], ids: Iterable<string>): ModelRegistry {
  const keys = new Map(lines.map(({ id, key }) => [key, id]));
  const listed = new Set(lines.map(({ id }) => id));
  for (const id of ids) if (!keys.has(id) && !listed.has(id)) keys.set(nameKey(id), id);
  const dated = lines.flatMap(({ key, snapshots }) => snapshots.map((date) => `${key}-${date}`));
  return registryOfKeys(keys, dated, OTHER_SNAPSHOTS);
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

/** Of benchmarks without a board of their own here (archived ones): the slowest board that is read moves more often. */
const LONGEST_CADENCE_DAYS = 120;

function dayOfStamp(stamp: string): string {
  const ms = Date.parse(stamp);
  return Number.isFinite(ms) ? dayOf(ms) : stamp.slice(0, 10);
}
