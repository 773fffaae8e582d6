import type { Decimal } from "../money/decimal.ts";
import { bareId } from "./bare-id.ts";
import { asciiJson, asList, asNumber, asText, MalformedRow } from "./json-cell.ts";
import { limitsOf, type Limits } from "./offer.ts";
import type { Rate } from "./rate.ts";
import type { Dictionary, Glossary } from "./row-dictionary.ts";

/** Coefficient and scale as two cells: exact, short, and read back without parsing digits. */
export function decimalCells({ coefficient, scale }: Decimal): string {
  return typeof coefficient === "bigint" ? `"${coefficient}",${scale}` : `${coefficient},${scale}`;
}

const INTEGER = /^-?\d{1,100}$/;

export function decimalFromCells(coefficient: unknown, scale: unknown): Decimal {
  if (typeof coefficient === "number") return { coefficient, scale: asNumber(scale) };
  const digits = asText(coefficient);
  if (!INTEGER.test(digits)) throw new MalformedRow("not an integer");
  return { coefficient: BigInt(digits), scale: asNumber(scale) };
}

/** Three cells a rate: slot, coefficient, scale. */
export function rateCells(rates: readonly Rate[], dictionary: Dictionary): string {
  let cells = "";
  for (const rate of rates) cells += `,${dictionary.slot(rate)},${decimalCells(rate.usd)}`;
  return joinedCell(cells);
}

/** An empty cell. */
export const NONE = "0";

export function textCell(text: string | undefined): string {
  return text === undefined ? NONE : asciiJson(text);
}

/** Cells as a JSON array; none at all as an empty cell. */
export function listCell(cells: readonly (string | number)[]): string {
  return cells.length === 0 ? NONE : `[${cells.join()}]`;
}

/** The same of cells with a comma before each. */
export function joinedCell(cells: string): string {
  return cells === "" ? NONE : `[${cells.slice(1)}]`;
}

export function ratesFrom(cell: unknown, glossary: Glossary): readonly Rate[] {
  const rates: Rate[] = [];
  const cells = cell === 0 ? [] : asList(cell);
  for (let at = 0; at < cells.length; at += 3) {
    const { meter, tier, condition, precedence } = glossary.slot(cells[at]);
    rates.push({ meter, tier, usd: decimalFromCells(cells[at + 1], cells[at + 2]), condition, precedence });
  }
  return rates;
}

export function limitCells({ context_tokens, max_input_tokens, max_output_tokens }: Limits): string {
  if (context_tokens === undefined && max_input_tokens === undefined && max_output_tokens === undefined) return NONE;
  return `[${context_tokens ?? null},${max_input_tokens ?? null},${max_output_tokens ?? null}]`;
}

export function limitsFrom(value: unknown): Limits {
  if (value === 0) return {};
  const [context, input, output] = asList(value);
  return limitsOf(numberOrNone(context), numberOrNone(input), numberOrNone(output));
}

function numberOrNone(cell: unknown): number | undefined {
  return cell === null ? undefined : asNumber(cell);
}

/** A key that is mostly the id or one of the aliases: 0, the alias's number, or the text itself. */
export function keyCell(key: string, id: string, aliases: readonly string[]): string {
  if (key === id) return NONE;
  const at = aliases.indexOf(key);
  return at === -1 ? asciiJson(key) : String(at + 1);
}

export function keyFrom(cell: unknown, id: string, aliases: readonly string[]): string {
  if (cell === 0) return id;
  return asText(typeof cell === "number" ? aliases[cell - 1] : cell);
}

/** Aliases are mostly the id itself (1), the id without its provider (2), or none (0). */
export function aliasCell(aliases: readonly string[], id: string): string {
  const [first] = aliases;
  if (first === undefined) return NONE;
  if (aliases.length > 1) return asciiJson(aliases);
  if (first === id) return "1";
  return id.endsWith(first) && first === bareId(id) ? "2" : asciiJson(first);
}

export function aliasesFrom(cell: unknown, id: string): readonly string[] {
  if (cell === 0) return [];
  if (cell === 1) return [id];
  if (cell === 2) return [bareId(id)];
  return typeof cell === "string" ? [cell] : asList(cell).map(asText);
}

/** A row as a JSON array, without the empty cells at its end. */
export function rowText(cells: readonly string[]): string {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === NONE) end -= 1;
  let text = cells[0] ?? "";
  for (let at = 1; at < end; at += 1) text += `,${cells[at]}`;
  return end === 0 ? "[]" : `[${text}]`;
}
