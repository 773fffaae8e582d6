import type { JsonObject } from "../../text/json.ts";

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Own text of a record's field, else undefined. */
export function textOf(record: JsonObject, field: string): string | undefined {
  const value = record[field];
  return typeof value === "string" ? value : undefined;
}

/** The texts of a field that should be a list of them; everything else in it is left out. */
export function textsOf(record: JsonObject, field: string): readonly string[] {
  return textsIn(record[field]);
}

export function textsIn(value: unknown): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : NO_TEXTS;
}

const NO_TEXTS: readonly string[] = [];

/** The parsed body, or why it is none; the first bytes are quoted because an HTML error page is the usual cause. */
export function parseBody(body: string): { readonly value: unknown } | { readonly unusable: string } {
  try {
    return { value: JSON.parse(body) };
  } catch {
    const start = body
      .slice(0, 40)
      .replace(/[^\x20-\x7e]+/g, " ")
      .trim();
    return { unusable: `not JSON: ${body.length} characters that start with ${JSON.stringify(start)}` };
  }
}
