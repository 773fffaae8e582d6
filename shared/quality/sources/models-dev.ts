import * as z from "zod/mini";
import { dayOf, dayStart, isFuture } from "../calendar.ts";
import { jsonOf } from "./json.ts";
import { accept, type BoardRow, type ParseResult, refuse } from "./parsed-board.ts";

/**
 * models.dev (MIT): what vendors claim about their own models. Shown as evidence of weight 0, never scored. Rows that quote a source whose terms forbid
 * reuse are dropped by their source's host, whatever models.dev's own licence says.
 */
const FORBIDDEN_HOSTS = [
  "artificialanalysis.ai",
  "openrouter.ai",
  "arcprize.org",
  "swebench.com",
  "vals.ai",
  "scale.com",
];

const entry = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  score: z.number(),
  source: z.string(),
  date: z.optional(z.string()),
  variant: z.optional(z.string()),
  harness: z.optional(z.string()),
  version: z.optional(z.string()),
});
type Entry = z.infer<typeof entry>;

const model = z.looseObject({ id: z.optional(z.string()), benchmarks: z.optional(z.array(z.unknown())) });
const body = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]);

export function parseModelsDev(bytes: Uint8Array, now: number): ParseResult {
  const read = body.safeParse(jsonOf(bytes));
  if (!read.success) return refuse("unreadable", "not a JSON table of models");
  const rows: BoardRow[] = [];
  let rejected = 0;
  for (const [key, value] of Object.entries(read.data)) {
    const parsed = model.safeParse(value);
    if (!parsed.success) continue;
    for (const candidate of parsed.data.benchmarks ?? []) {
      const claim = claimRow(parsed.data.id ?? key, candidate, now);
      if (claim === null) rejected += 1;
      else rows.push(claim);
    }
  }
  return accept({ board: "models_dev", as_of: dayOf(now), rows, rejected });
}

function claimRow(id: string, candidate: unknown, now: number): BoardRow | null {
  const parsed = entry.safeParse(candidate);
  if (!parsed.success || !isReusable(parsed.data.source)) return null;
  const claim = parsed.data;
  const date = claim.date ?? "";
  const dated = dayStart(date) !== null && !isFuture(date, now);
  return {
    name: id,
    benchmark: claim.name,
    value: claim.score,
    low: null,
    high: null,
    version: conditionsOf(claim),
    as_of: dated ? date : null,
    source_url: claim.source,
  };
}

/** Under what conditions the vendor got the number: version, variant and harness tell numbers apart that look alike. */
function conditionsOf({ version, variant, harness }: Entry): string {
  return [version, variant, harness].filter((part) => part !== undefined && part !== "").join(", ");
}

function isReusable(source: string): boolean {
  const url = URL.parse(source);
  if (url === null || url.protocol !== "https:") return false;
  return !FORBIDDEN_HOSTS.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}
