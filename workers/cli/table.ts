export interface Column {
  readonly title: string;
  /** `figure` aligns decimal points; texts stand left. */
  readonly kind: "text" | "figure";
}

/** What stands where nothing is known: never a zero. */
export const UNKNOWN = "unknown";

/** Rows under their titles, two spaces apart. */
export function tableText(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const aligned = columns.map((column, index) =>
    alignedColumn(
      column,
      rows.map((row) => row[index] ?? ""),
    ),
  );
  const lines = Array.from({ length: rows.length + 1 }, (_, line) =>
    aligned
      .map((cells) => cells[line] ?? "")
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

function alignedColumn({ title, kind }: Column, cells: readonly string[]): string[] {
  const shown = kind === "figure" ? onPoint(cells) : [...cells];
  const width = Math.max(title.length, ...shown.map(widthOf));
  return [title, ...shown].map((cell) => (kind === "figure" ? padStart(cell, width) : padEnd(cell, width)));
}

/** Digits under digits: what follows the point is filled with spaces to the longest. */
function onPoint(cells: readonly string[]): string[] {
  const after = (cell: string): number => (/\d/.test(cell) && cell.includes(".") ? cell.length - cell.indexOf(".") : 0);
  const most = Math.max(0, ...cells.map(after));
  return cells.map((cell) => (/\d/.test(cell) ? cell + " ".repeat(most - after(cell)) : cell));
}

function widthOf(text: string): number {
  return [...text].length;
}

function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - widthOf(text))) + text;
}

function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** Upstream names reach a terminal: whatever could move its cursor or change its colours is left out. */
export function plain(text: string): string {
  return text.replaceAll(/\p{C}/gu, "");
}
