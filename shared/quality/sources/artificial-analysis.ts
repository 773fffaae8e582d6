import * as z from "zod/mini";
import { dayOf } from "../calendar.ts";
import { jsonOf } from "./json.ts";
import { accept, type BoardRow, type ParseResult, refuse, row } from "./parsed-board.ts";

/**
 * Artificial Analysis, read only with an operator's own key. Its terms (Data Platform Terms v1.1, 2026-08-19) forbid use in products that rank or compare
 * models without written consent: the rows stay in this deployment's store, never enter the score table and are in no public answer.
 */
const model = z.looseObject({
  slug: z.string(),
  evaluations: z.nullish(z.looseObject({ artificial_analysis_intelligence_index: z.nullish(z.number()) })),
});
const body = z.looseObject({ data: z.array(z.unknown()) });

export function parseArtificialAnalysis(bytes: Uint8Array, now: number): ParseResult {
  const read = body.safeParse(jsonOf(bytes));
  if (!read.success) return refuse("unreadable", "not the documented JSON");
  const rows: BoardRow[] = [];
  let rejected = 0;
  for (const candidate of read.data.data) {
    const parsed = model.safeParse(candidate);
    const index = parsed.success ? parsed.data.evaluations?.artificial_analysis_intelligence_index : undefined;
    if (!parsed.success || index === null || index === undefined) rejected += 1;
    else rows.push(row(parsed.data.slug, "artificial_analysis_intelligence_index", index, null, null));
  }
  return accept({ board: "artificial_analysis", as_of: dayOf(now), rows, rejected });
}
