/** One table as RFC 4180 text: CRLF after each record, quotes doubled, every cell that needs it quoted. */
export function csvText(rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/**
 * A text that begins like a formula is a formula to a spreadsheet, whoever wrote it (OWASP, "CSV Injection"):
 * an apostrophe before it makes it a text again. Numbers are written here and cannot be one.
 */
function cell(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
