/** One table as RFC 4180 text: CRLF after each record, quotes doubled, every cell that needs it quoted. */
export function csvText(rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return rows.map((row) => csvRecord(row.map(cell))).join("");
}

/** A record of cells that are written out already. */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.join(",")}\r\n`;
}

/**
 * A text that begins like a formula is a formula to a spreadsheet, whoever wrote it (OWASP, "CSV Injection"):
 * an apostrophe before it makes it a text again.
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Numbers are written here and cannot be a formula. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return "";
  return typeof value === "string" ? csvCell(value) : String(value);
}
