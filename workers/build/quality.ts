import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { effortOf } from "../../shared/quality/effort.ts";
import type { Fact } from "../../shared/quality/fact.ts";
import { foldedDate } from "../../shared/quality/merge.ts";
import { cellNumber, columnsAt, readCsv } from "../../shared/quality/sources/csv.ts";
import { encodeTable, type ModelFacts, type TableDocument } from "../../shared/quality/table-document.ts";
import { benchmarkNamed, sourceUrl } from "./quality-benchmarks.ts";

/**
 * Writes the embedded default of model quality: the published facts of `quality-facts.csv` in the form that the table in KV has.
 * Run by `npm run build`; `--check` fails when the committed file is out of date.
 */
const FACTS = new URL("quality-facts.csv", import.meta.url);
const TARGET = new URL("../generated/quality.txt", import.meta.url);

const COLUMNS = ["model", "benchmark", "version", "value", "low", "high", "effort", "as_of", "board_name", "source"];

export function buildQuality(): string {
  const models = collectModels(readFacts());
  const newest =
    models
      .flatMap(({ facts }) => facts.map(({ as_of }) => as_of))
      .sort()
      .at(-1) ?? "";
  const head = { built_at: `${newest}T00:00:00Z`, boards: [], unmatched: [] };
  const document = encodeTable(models, { version: "embedded", ...head });
  return `${JSON.stringify({ ...document, version: versionOf(document) })}\n`;
}

function versionOf(document: TableDocument): string {
  return `embedded-${createHash("sha256").update(JSON.stringify(document)).digest("hex").slice(0, 12)}`;
}

interface SourcedFact {
  readonly fact: Fact;
  readonly board_name: string;
}

function readFacts(): readonly SourcedFact[] {
  const table = readCsv(readFileSync(FACTS));
  const found = table === null ? { missing: "everything" } : columnsAt(table, COLUMNS);
  if (table === null || "missing" in found) throw new Error("quality-facts.csv does not have the expected columns");
  return table.rows.map((cells) => factOf(found.at.map((at) => cells[at] ?? "")));
}

function factOf(cells: readonly string[]): SourcedFact {
  const [
    model = "",
    benchmark = "",
    version = "",
    value,
    low,
    high,
    effort = "",
    as_of = "",
    board_name = "",
    source = "",
  ] = cells;
  const number = cellNumber(value);
  if (number === null || Number.isNaN(number)) throw new Error(`${model} ${benchmark}: not a number`);
  const asked = effort === "" ? null : effortOf(effort);
  if (effort !== "" && asked === null) throw new Error(`${model} ${benchmark}: unknown effort ${effort}`);
  const fact: Fact = {
    model,
    effort: asked,
    benchmark: benchmarkNamed(benchmark, version),
    value: number,
    low: cellNumber(low),
    high: cellNumber(high),
    as_of,
    source_url: sourceUrl(source),
    rule: "curated",
    embedded: true,
  };
  return { fact, board_name };
}

function collectModels(rows: readonly SourcedFact[]): readonly ModelFacts[] {
  const models = new Map<string, { facts: Fact[]; snapshots: Set<string> }>();
  for (const { fact, board_name } of rows) {
    const entry = models.get(fact.model) ?? { facts: [], snapshots: new Set<string>() };
    models.set(fact.model, entry);
    entry.facts.push(fact);
    const date = foldedDate(board_name, fact.model);
    if (date !== null) entry.snapshots.add(date);
  }
  return [...models].map(([id, { facts, snapshots }]) => ({ id, facts, snapshots: [...snapshots].sort() }));
}

if (import.meta.main) {
  const text = buildQuality();
  if (process.argv.includes("--check")) {
    if (readFileSync(TARGET, "utf8") !== text)
      throw new Error("workers/generated/quality.txt is out of date: run `npm run build`");
  } else {
    writeFileSync(TARGET, text);
  }
}
