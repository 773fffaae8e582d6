import * as z from "zod/mini";
import type { PageStatus } from "../../status-page.ts";
import { atLeast, worstOf } from "../severity.ts";
import type { StatusPageEntry } from "../entry.ts";
import { factsWith, type FactIncident, type PageFacts } from "../facts.ts";
import { idText, jsonParser, looseRows, looseText, readableRows } from "../parsed.ts";
import { isoTime, ownLink, plainText } from "../plain-text.ts";
import { isClosed } from "../closed.ts";
import { componentStatus } from "../tokens.ts";
import { statuspageDocument, statuspageFacts } from "./statuspage.ts";

const impact = z.object({ component_id: idText, status: z.string(), end_at: looseText });
const affected = z.object({
  id: z.optional(idText),
  component_id: z.optional(idText),
  current_status: looseText,
  status: looseText,
});

/** Native incidents: of the widget, of `/proxy/<host>/incidents` and inside the page itself. */
const nativeRow = z.object({
  id: idText,
  name: z.string(),
  status: z.string(),
  url: looseText,
  published_at: looseText,
  current_worst_impact: looseText,
  affected_components: z.nullish(z.array(affected)),
  component_impacts: z.nullish(z.array(impact)),
});
type NativeRow = z.infer<typeof nativeRow>;

const document = z.object({
  ...statuspageDocument.def.shape,
  page_title: looseText,
  page_url: looseText,
  ongoing_incidents: looseRows,
  in_progress_maintenances: looseRows,
});
type IncidentIoDocument = z.infer<typeof document>;

/** incident.io: its Statuspage-shaped endpoints, and its native ones, which say when each component began and stopped to be affected. */
export const parseIncidentIo = jsonParser(document, (found, entry) => {
  if (found.ongoing_incidents) return widgetFacts(found, entry);
  const native = readableRows(found.incidents ?? [], nativeRow);
  const isNative = native.good.some((row) => row.component_impacts || row.affected_components);
  return isNative ? nativeFacts(native.good, native.bad, entry) : statuspageFacts(found, entry);
});

function widgetFacts(found: IncidentIoDocument, entry: StatusPageEntry): PageFacts {
  const ongoing = readableRows(found.ongoing_incidents ?? [], nativeRow);
  const maintained = readableRows(found.in_progress_maintenances ?? [], nativeRow);
  const facts = nativeFacts(ongoing.good, ongoing.bad, entry);
  return {
    ...facts,
    kind: isWholeWidget(found) ? "events" : "inventory",
    incidents: [
      ...facts.incidents,
      ...maintained.good.map((row) => ({ ...incidentOf(row, entry), impact: "maintenance" as const })),
    ],
    identity: {
      ...(found.page_url ? { url: found.page_url } : {}),
      ...(found.page_title ? { name: found.page_title } : {}),
    },
  };
}

/** Only the whole document shows that nothing else is wrong; a piece of it proves no more than the trouble it names. */
function isWholeWidget(found: IncidentIoDocument): boolean {
  const { page_title, page_url, in_progress_maintenances, scheduled_maintenances } = found;
  return Boolean(page_title ?? page_url) && Boolean(in_progress_maintenances) && Boolean(scheduled_maintenances);
}

function nativeFacts(rows: readonly NativeRow[], bad: number, entry: StatusPageEntry): PageFacts {
  const open = rows.filter((row) => !isClosed(row.status) || (row.component_impacts ?? []).some(isLive));
  return factsWith({
    kind: "events",
    incidents: open.map((row) => incidentOf(row, entry)),
    unreadable_incidents: bad,
  });
}

function isLive(part: z.infer<typeof impact>): boolean {
  return !part.end_at;
}

/** A component may read operational while its incident stays open: the page is then degraded, the component is not. */
function incidentOf(row: NativeRow, entry: StatusPageEntry): FactIncident {
  const affects = partsOf(row);
  const stated: PageStatus[] = row.current_worst_impact ? [componentStatus(row.current_worst_impact)] : [];
  return {
    id: row.id,
    title: plainText(row.name),
    status: plainText(row.status, 40),
    impact: atLeast(worstOf([...stated, ...affects.map((part) => part.status), "degraded"]), "degraded"),
    started_at: isoTime(row.published_at),
    url: ownLink(row.url ?? `/incidents/${encodeURIComponent(row.id)}`, entry.page),
    affects: affects.length === 0 ? null : affects,
  };
}

function partsOf(row: NativeRow): { id: string; status: PageStatus }[] {
  const impacts = row.component_impacts;
  if (impacts) {
    return impacts.filter(isLive).map((part) => ({ id: part.component_id, status: componentStatus(part.status) }));
  }
  return (row.affected_components ?? []).flatMap((part) => {
    const id = part.component_id ?? part.id;
    return id === undefined ? [] : [{ id, status: componentStatus(part.current_status ?? part.status) }];
  });
}
