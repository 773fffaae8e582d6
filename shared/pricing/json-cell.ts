import { isObject, type JsonObject } from "../text/json.ts";

/** A stored row that is not what its writer writes; caught where a row is decoded, never seen by a caller. */
export class MalformedRow extends Error {}

export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new MalformedRow("not a list");
  return value;
}

export function asRecord(value: unknown): JsonObject {
  if (!isObject(value)) throw new MalformedRow("not an object");
  return value;
}

export function asText(value: unknown): string {
  if (typeof value !== "string") throw new MalformedRow("not a text");
  return value;
}

export function asNumber(value: unknown): number {
  if (typeof value !== "number") throw new MalformedRow("not a number");
  return value;
}

/** JSON in plain ASCII: one byte a character wherever it is stored, and no half of a surrogate pair to lose. */
export function asciiJson(value: unknown): string {
  if (typeof value === "string" && NOTHING_TO_ESCAPE.test(value)) return `"${value}"`;
  const text = JSON.stringify(value);
  return NOT_ASCII.test(text) ? text.replace(EACH_NOT_ASCII, escapeUnit) : text;
}

/** Printable ASCII but for the quote and the backslash: as it stands in JSON already, which is what nearly all names are. */
const NOTHING_TO_ESCAPE = /^[ !#-[\]-~]*$/;
// oxlint-disable-next-line no-control-regex
const NOT_ASCII = /[^\u0000-\u007e]/;
// oxlint-disable-next-line no-control-regex
const EACH_NOT_ASCII = /[^\u0000-\u007e]/g;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

export function member<T extends string>(allowed: readonly T[], value: unknown): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new MalformedRow("not one of the known words");
  return found;
}

export function words<T extends string>(allowed: readonly T[], value: unknown): readonly T[] {
  const text = asText(value);
  return text === "" ? [] : text.split(" ").map((word) => member(allowed, word));
}
