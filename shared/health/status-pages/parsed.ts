import * as z from "zod/mini";
import { openJson } from "./body.ts";
import type { StatusPageEntry } from "./entry.ts";
import type { PageFacts } from "./facts.ts";

/** Facts of a document, or the code of why it cannot be used. */
export type ParsedPage =
  | { readonly ok: true; readonly facts: PageFacts }
  | { readonly ok: false; readonly reason: string };

export type PageParser = (text: string, entry: StatusPageEntry) => ParsedPage;

export function unusable(reason: string): ParsedPage {
  return { ok: false, reason };
}

export function usable(facts: PageFacts): ParsedPage {
  return { ok: true, facts };
}

/** A parser of JSON of one shape. */
export function jsonParser<T>(
  schema: z.ZodMiniType<T>,
  read: (document: T, entry: StatusPageEntry) => PageFacts | string,
): PageParser {
  return (text, entry) => {
    const opened = openJson(text);
    if (!opened.ok) return opened;
    const document = schema.safeParse(opened.json);
    if (!document.success) return unusable("schema");
    const facts = read(document.data, entry);
    return typeof facts === "string" ? unusable(facts) : usable(facts);
  };
}

/** No platform has more; what follows is cut off and counted as unreadable. */
const MAX_ROWS = 2_000;

/** The rows that fit, and how many do not: one odd row must not lose the page, and must not pass unseen either. */
export function readableRows<T>(
  rows: readonly unknown[],
  schema: z.ZodMiniType<T>,
): { readonly good: T[]; readonly bad: number } {
  const good = rows.slice(0, MAX_ROWS).flatMap((row) => {
    const parsed = schema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
  return { good, bad: rows.length - good.length };
}

/** An upstream's id: some write numbers. */
export const idText = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((id) => String(id).slice(0, 100)),
);

export const looseRows = z.nullish(z.array(z.unknown()));
export const looseText = z.nullish(z.string());
