import * as z from "zod/mini";
import { atLeast, worstOf } from "../severity.ts";
import type { PageStatus } from "../../status-page.ts";
import type { StatusPageEntry } from "../entry.ts";
import { factsWith, type FactIncident, type PageFacts } from "../facts.ts";
import { idText, jsonParser, looseRows, looseText, readableRows } from "../parsed.ts";
import { isoTime, NAME_LENGTH, ownLink, plainText } from "../plain-text.ts";
import { isClosed } from "../closed.ts";
import { componentStatus } from "../tokens.ts";

/** Plain, or by language with a default. */
const localText = z.pipe(
  z.union([z.string(), z.object({ default: z.string() })]),
  z.transform((text) => (typeof text === "string" ? text : text.default)),
);

const document = z.object({
  page: z.nullish(z.object({ name: looseText, url: looseText, status: z.string() })),
  components: looseRows,
  activeIncidents: looseRows,
  activeMaintenances: looseRows,
});
const componentRow = z.object({ id: idText, name: localText, status: z.string() });
const incidentRow = z.object({
  id: idText,
  name: localText,
  status: z.string(),
  impact: looseText,
  started: looseText,
  start: looseText,
  url: looseText,
  components: z.nullish(z.array(z.object({ id: idText, status: z.string() }))),
});
type IncidentRow = z.infer<typeof incidentRow>;

const PAGE_TOKENS: ReadonlyMap<string, PageStatus> = new Map([
  ["UP", "operational"],
  // Says only that something is wrong; the incidents say how much.
  ["HASISSUES", "degraded"],
  ["UNDERMAINTENANCE", "maintenance"],
]);
const UNDER_WAY: ReadonlySet<string> = new Set(["INPROGRESS", "VERIFYING"]);

/** Instatus: `summary.json` and `components.json`, v2 and v3. Arrays are left out when they are empty. */
export const parseInstatus = jsonParser(document, (found, entry): PageFacts | string => {
  const { page, components, activeIncidents, activeMaintenances } = found;
  if (!page && !components && !activeIncidents) return "schema";
  if (page && !page.url && !page.name) return "no_identity";
  const parts = readableRows(components ?? [], componentRow);
  const incidents = readableRows(activeIncidents ?? [], incidentRow);
  const planned = readableRows(activeMaintenances ?? [], incidentRow);
  return factsWith({
    indicator: page ? (PAGE_TOKENS.get(page.status) ?? "unknown") : null,
    components: parts.good.map((row) => ({
      id: row.id,
      name: plainText(row.name, NAME_LENGTH),
      group: null,
      status: componentStatus(row.status),
    })),
    incidents: [
      ...incidents.good.filter((row) => !isClosed(row.status)).map((row) => incidentOf(row, entry)),
      ...planned.good.filter((row) => UNDER_WAY.has(row.status)).map((row) => maintenanceOf(row, entry)),
    ],
    unreadable_incidents: incidents.bad,
    unreadable_components: parts.bad,
    identity: { ...(page?.url ? { url: page.url } : {}), ...(page?.name ? { name: page.name } : {}) },
  });
});

/** An incident of impact `OPERATIONAL` has been seen over components in `MAJOROUTAGE`: the worse one counts, and an open incident is never nothing. */
function incidentOf(row: IncidentRow, entry: StatusPageEntry): FactIncident {
  const affects = row.components?.map(({ id, status }) => ({ id, status: componentStatus(status) })) ?? [];
  const stated = row.impact ? [componentStatus(row.impact)] : [];
  return {
    id: row.id,
    title: plainText(row.name),
    status: plainText(row.status, 40).toLowerCase(),
    impact: atLeast(worstOf([...stated, ...affects.map((part) => part.status)]), "degraded"),
    started_at: isoTime(row.started ?? row.start),
    url: ownLink(row.url, entry.page),
    affects: affects.length === 0 ? null : affects,
  };
}

function maintenanceOf(row: IncidentRow, entry: StatusPageEntry): FactIncident {
  return { ...incidentOf(row, entry), impact: "maintenance" };
}
