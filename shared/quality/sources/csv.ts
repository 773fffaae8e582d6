import papa from "papaparse";
import { decodeUtf8 } from "../../text/decode.ts";

/** Tables longer than this are no leaderboard. */
const MAX_ROWS = 50_000;
/** Longer cells (a quote that is closed thousands of lines later) are no names and no numbers. */
const MAX_CELL_LENGTH = 65_536;

/** A CSV read by column name, so that reordered columns change nothing; rows keep their cells as text. */
export interface CsvTable {
  readonly columns: ReadonlyMap<string, number>;
  readonly rows: readonly (readonly string[])[];
}

/** Null when the body is no well-formed CSV: a bad quote, or a row with another number of cells (a truncated last line), refuses all of it. */
export function readCsv(body: Uint8Array): CsvTable | null {
  const [header, ...rows] = recordsOf(body) ?? [];
  if (header === undefined || rows.length > MAX_ROWS) return null;
  if (rows.some((cells) => cells.length !== header.length || cells.some(isOverlong))) return null;
  return { columns: new Map(header.map((name, at) => [name.trim(), at])), rows };
}

function recordsOf(body: Uint8Array): string[][] | null {
  const text = decodeUtf8(body);
  if (text === null) return null;
  const { data, errors } = papa.parse<string[]>(text, { delimiter: ",", skipEmptyLines: true });
  return errors.length > 0 ? null : data;
}

function isOverlong(cell: string): boolean {
  return cell.length > MAX_CELL_LENGTH;
}

/** Positions of the columns asked for, or the names of those that are missing. */
export function columnsAt(
  table: CsvTable,
  names: readonly string[],
): { readonly at: readonly number[] } | { readonly missing: string } {
  const at: number[] = [];
  const missing: string[] = [];
  for (const name of names) {
    const position = table.columns.get(name);
    if (position === undefined) missing.push(name);
    else at.push(position);
  }
  return missing.length > 0 ? { missing: missing.join(", ") } : { at };
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** A cell as a number: null when blank, NaN when it holds anything that is not one plain finite number. */
export function cellNumber(cell: string | undefined): number | null {
  const text = (cell ?? "").trim();
  if (text === "") return null;
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}
