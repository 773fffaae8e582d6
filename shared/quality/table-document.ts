import * as z from "zod/mini";
import { boardNamed } from "./boards.ts";
import { boardStatus, unmatchedName } from "./board-status.ts";
import { categoryOf } from "./category.ts";
import { EFFORTS } from "./effort.ts";
import { type Benchmark, type Fact, UNITS, USES } from "./fact.ts";
import { MATCH_RULES } from "./matching.ts";
import { nameKey } from "./name-key.ts";

/**
 * All facts by model as one compact JSON value: the embedded default and the table in KV have the same form. Facts are kept, not scores: a score is
 * derived where it is read, so the day's date decides what is stale and one formula serves both. Lines of `|` and `,` with indexes into dictionaries
 * take a fifth of the space of objects.
 */
const TABLE_FORMAT = "ratecard-quality-1";

export const tableDocument = z.object({
  format: z.literal(TABLE_FORMAT),
  scale: z.literal("q1"),
  version: z.string(),
  built_at: z.string(),
  /** `license|attribution` */
  credits: z.array(z.string()),
  /** `name|board|version|unit|category|use|credit|self_reported` */
  benchmarks: z.array(z.string()),
  dates: z.array(z.string()),
  urls: z.array(z.string()),
  /** `id|nameKey where it differs|snapshot dates|fact|fact…`, a fact being `benchmark,value,low,high,effort,date,url,rule,embedded` */
  models: z.array(z.string()),
  boards: z.array(boardStatus),
  unmatched: z.array(unmatchedName),
});

export type TableDocument = z.infer<typeof tableDocument>;

export interface ModelFacts {
  readonly id: string;
  /** Dates of snapshots that its boards' names carried: an offer with another date is another model. */
  readonly snapshots: readonly string[];
  readonly facts: readonly Fact[];
}

/** Index of a value in a growing list. */
class Dictionary {
  readonly values: string[] = [];
  readonly #at = new Map<string, number>();

  index(value: string): number {
    const known = this.#at.get(value);
    if (known !== undefined) return known;
    this.#at.set(value, this.values.length);
    this.values.push(value);
    return this.values.length - 1;
  }
}

export function encodeTable(
  models: readonly ModelFacts[],
  head: Pick<TableDocument, "version" | "built_at" | "boards" | "unmatched">,
): TableDocument {
  const credits = new Dictionary();
  const benchmarks = new Dictionary();
  const dates = new Dictionary();
  const urls = new Dictionary();
  const lineOf = ({ id, snapshots, facts }: ModelFacts): string => {
    const cells = facts
      .filter((fact) => fact.benchmark.redistributable)
      .map((fact) => {
        const benchmark = benchmarks.index(benchmarkLine(fact.benchmark, credits));
        const effort = fact.effort === null ? "" : EFFORTS.indexOf(fact.effort);
        const rule = MATCH_RULES.indexOf(fact.rule);
        return [benchmark, fact.value, fact.low ?? "", fact.high ?? "", effort]
          .concat(dates.index(fact.as_of), urls.index(fact.source_url), rule, fact.embedded ? 1 : "")
          .join(",");
      });
    const key = nameKey(id);
    return [id, key === id ? "" : key, snapshots.join(","), ...cells].join("|");
  };
  const lines = models.map(lineOf);
  return {
    format: TABLE_FORMAT,
    scale: "q1",
    ...head,
    credits: credits.values,
    benchmarks: benchmarks.values,
    dates: dates.values,
    urls: urls.values,
    models: lines,
  };
}

function benchmarkLine(benchmark: Benchmark, credits: Dictionary): string {
  const { name, version, unit, category, use } = benchmark;
  const credit = credits.index(`${benchmark.license}|${benchmark.attribution.replaceAll("|", " ")}`);
  return [name, benchmark.board ?? "", version, unit, category, use, credit, benchmark.self_reported ? 1 : 0]
    .map((cell) => String(cell).replaceAll("|", " "))
    .join("|");
}

/** The models of a document, whose facts are read only where they are asked for: a cold isolate has no time for all of them. */
export interface ModelLine {
  readonly id: string;
  readonly key: string;
  readonly snapshots: readonly string[];
  readonly facts: () => readonly Fact[];
}

/** A fact that does not read as one is left out rather than guessed at. */
export function decodeTable(document: TableDocument): readonly ModelLine[] {
  const benchmarks = document.benchmarks.map((line) => benchmarkFrom(line, document.credits));
  return document.models.map((line) => {
    const [id = "", key = "", snapshots = ""] = line.split("|", 3);
    const facts = (): readonly Fact[] => factsFrom(id, line, document, benchmarks);
    return { id, key: key === "" ? id : key, snapshots: snapshots === "" ? [] : snapshots.split(","), facts };
  });
}

/** All of a document at once. */
export function decodeModels(document: TableDocument): readonly ModelFacts[] {
  return decodeTable(document).map(({ id, snapshots, facts }) => ({ id, snapshots, facts: facts() }));
}

function factsFrom(
  id: string,
  line: string,
  document: TableDocument,
  benchmarks: readonly (Benchmark | null)[],
): readonly Fact[] {
  const facts: Fact[] = [];
  for (const cell of line.split("|").slice(3)) {
    const fact = factFrom(id, cell.split(","), document, benchmarks);
    if (fact !== null) facts.push(fact);
  }
  return facts;
}

function benchmarkFrom(line: string, credits: readonly string[]): Benchmark | null {
  const [name = "", board = "", version = "", unitName, categoryName = "", useName, credit = "", reported] =
    line.split("|");
  const unit = UNITS.find((known) => known === unitName);
  const use = USES.find((known) => known === useName);
  const category = categoryOf(categoryName);
  const [license = "", attribution = ""] = (credits[Number(credit)] ?? "").split("|");
  if (unit === undefined || use === undefined || category === null || license === "") return null;
  const self_reported = reported === "1";
  return {
    name,
    board: boardNamed(board),
    version,
    unit,
    category,
    use,
    license,
    attribution,
    self_reported,
    redistributable: true,
  };
}

function factFrom(
  model: string,
  cells: readonly string[],
  { dates, urls }: TableDocument,
  benchmarks: readonly (Benchmark | null)[],
): Fact | null {
  const [benchmarkAt = "", value = "", low = "", high = "", effort = "", date = "", url = "", rule = "", embedded] =
    cells;
  const benchmark = benchmarks[Number(benchmarkAt)] ?? null;
  const as_of = dates[Number(date)];
  const source_url = urls[Number(url)];
  const matchRule = MATCH_RULES[Number(rule)];
  const number = numberFrom(value);
  if (benchmark === null || number === null || as_of === undefined) return null;
  if (source_url === undefined || matchRule === undefined) return null;
  return {
    model,
    benchmark,
    value: number,
    low: numberFrom(low),
    high: numberFrom(high),
    effort: effort === "" ? null : (EFFORTS[Number(effort)] ?? null),
    as_of,
    source_url,
    rule: matchRule,
    embedded: embedded === "1",
  };
}

function numberFrom(cell: string): number | null {
  const value = Number(cell);
  return cell === "" || !Number.isFinite(value) ? null : value;
}
