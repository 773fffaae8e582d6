import * as z from "zod/mini";
import type { PageStatus } from "../../status-page.ts";
import type { StatusPageEntry } from "../entry.ts";
import { factsWith, type FactIncident, type PageFacts } from "../facts.ts";
import { idText, jsonParser, looseText, readableRows } from "../parsed.ts";
import { isoTime, ownLink, plainText } from "../plain-text.ts";

const places = z.nullish(z.array(z.object({ id: z.string() })));
const incidentRow = z.object({
  id: idText,
  begin: looseText,
  end: looseText,
  external_desc: looseText,
  status_impact: z.string(),
  affected_products: z.array(z.object({ id: idText, title: looseText })),
  currently_affected_locations: places,
  most_recent_update: z.nullish(z.object({ status: looseText })),
  uri: looseText,
});
type IncidentRow = z.infer<typeof incidentRow>;

const IMPACTS: ReadonlyMap<string, PageStatus> = new Map([
  ["SERVICE_INFORMATION", "operational"],
  ["SERVICE_DISRUPTION", "partial_outage"],
  ["SERVICE_OUTAGE", "major_outage"],
]);

/** Google Cloud `incidents.json`: the whole history, newest first. An empty one has never been seen, so it is no proof of health. */
export const parseGoogleCloud = jsonParser(z.array(z.unknown()), (rows, entry): PageFacts | string => {
  if (rows.length === 0) return "empty_history";
  const incidents = readableRows(rows, incidentRow);
  const open = incidents.good.filter((row) => isOpen(row) && isWhere(row, entry.locations));
  return factsWith({
    kind: "events",
    incidents: open.map((row) => incidentOf(row, entry)),
    unreadable_incidents: incidents.bad,
  });
});

function isOpen(row: IncidentRow): boolean {
  return !row.end && row.most_recent_update?.status !== "AVAILABLE";
}

/** An incident that names no place may be anywhere. */
function isWhere(row: IncidentRow, prefixes: readonly string[]): boolean {
  const affected = row.currently_affected_locations ?? [];
  if (prefixes.length === 0 || affected.length === 0) return true;
  return affected.some(({ id }) => prefixes.some((prefix) => id.startsWith(prefix)));
}

function incidentOf(row: IncidentRow, entry: StatusPageEntry): FactIncident {
  const impact = IMPACTS.get(row.status_impact) ?? "unknown";
  return {
    id: row.id,
    title: plainText(row.external_desc ?? ""),
    status: plainText(row.most_recent_update?.status ?? "open", 40).toLowerCase(),
    impact,
    started_at: isoTime(row.begin),
    url: ownLink(row.uri, entry.page),
    affects: row.affected_products.map(({ id }) => ({ id, status: impact })),
  };
}

const productRow = z.object({ id: idText });

/** Ids of `products.json`, to see once a day that the watched ones still exist; null when it is not that document. */
export function googleProductIds(document: unknown): ReadonlySet<string> | null {
  const parsed = z.object({ products: z.array(productRow) }).safeParse(document);
  return parsed.success ? new Set(parsed.data.products.map((product) => product.id)) : null;
}
