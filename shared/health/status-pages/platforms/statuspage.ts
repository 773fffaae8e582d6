import * as z from "zod/mini";
import { worstOf } from "../severity.ts";
import type { StatusPageEntry } from "../entry.ts";
import { factsWith, type FactComponent, type FactIncident, type PageFacts } from "../facts.ts";
import { idText, jsonParser, looseRows, looseText, readableRows } from "../parsed.ts";
import { isoTime, NAME_LENGTH, ownLink, plainText } from "../plain-text.ts";
import { isClosed } from "../closed.ts";
import { componentStatus, indicatorStatus } from "../tokens.ts";

/** Statuspage v2 and what is shaped like it: `summary.json`, `status.json`, `components.json`, `incidents.json`. Arrays may be null or absent (incident.io). */
export const statuspageDocument = z.object({
  page: z.nullish(z.object({ id: z.optional(idText), name: looseText, url: looseText })),
  status: z.nullish(z.object({ indicator: z.string() })),
  components: looseRows,
  incidents: looseRows,
  scheduled_maintenances: looseRows,
});
export type StatuspageDocument = z.infer<typeof statuspageDocument>;

const componentRow = z.object({
  id: idText,
  name: z.string(),
  status: z.string(),
  group: z.nullish(z.boolean()),
  group_id: z.nullish(idText),
});

const incidentRow = z.object({
  id: idText,
  name: z.string(),
  status: z.string(),
  impact: looseText,
  started_at: looseText,
  created_at: looseText,
  shortlink: looseText,
  components: z.nullish(z.array(z.object({ id: idText, status: looseText }))),
});
type IncidentRow = z.infer<typeof incidentRow>;

/** The only states in which a planned maintenance is happening. */
const UNDER_WAY: ReadonlySet<string> = new Set(["in_progress", "verifying"]);

export const parseStatuspage = jsonParser(statuspageDocument, statuspageFacts);

export function statuspageFacts(document: StatuspageDocument, entry: StatusPageEntry): PageFacts | string {
  const { page, status, components, incidents, scheduled_maintenances } = document;
  if (!status && components === undefined && incidents === undefined && !scheduled_maintenances) return "schema";
  // Only bare lists come without a page (incident.io); an indicator of nobody's page is not ours.
  if (status && !page) return "no_identity";
  const parts = readableRows(components ?? [], componentRow);
  const opened = readableRows(incidents ?? [], incidentRow);
  const planned = readableRows(scheduled_maintenances ?? [], incidentRow);
  const underWay = planned.good.filter((row) => UNDER_WAY.has(row.status));
  return factsWith({
    indicator: status ? indicatorStatus(status.indicator) : null,
    components: parts.good.filter((row) => row.group !== true).map(factOf),
    incidents: [
      ...opened.good.filter((row) => !isClosed(row.status)).map((row) => incidentOf(row, entry)),
      ...underWay.map((row) => ({ ...incidentOf(row, entry), impact: "maintenance" as const })),
    ],
    unreadable_incidents: opened.bad,
    unreadable_components: parts.bad,
    identity: identityOf(page),
  });
}

function factOf(row: z.infer<typeof componentRow>): FactComponent {
  const group = row.group_id ?? null;
  return { id: row.id, name: plainText(row.name, NAME_LENGTH), group, status: componentStatus(row.status) };
}

function incidentOf(row: IncidentRow, entry: StatusPageEntry): FactIncident {
  // A component that is only named is in the state of its incident.
  const implied = row.impact ? indicatorStatus(row.impact) : "unknown";
  const affects =
    row.components?.map(({ id, status }) => ({ id, status: status ? componentStatus(status) : implied })) ?? [];
  return {
    id: row.id,
    title: plainText(row.name),
    status: plainText(row.status, 40),
    impact: row.impact ? indicatorStatus(row.impact) : worstOf(affects.map((part) => part.status)),
    started_at: isoTime(row.started_at ?? row.created_at),
    url: ownLink(row.shortlink, entry.page),
    affects: affects.length === 0 ? null : affects,
  };
}

function identityOf(page: StatuspageDocument["page"]): PageFacts["identity"] {
  return {
    ...(page?.id === undefined ? {} : { id: page.id }),
    ...(page?.url ? { url: page.url } : {}),
    ...(page?.name ? { name: page.name } : {}),
  };
}
