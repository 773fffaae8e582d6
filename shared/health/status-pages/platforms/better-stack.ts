import * as z from "zod/mini";
import { worstOf } from "../severity.ts";
import type { PageStatus } from "../../status-page.ts";
import type { StatusPageEntry } from "../entry.ts";
import { factsWith, type FactComponent, type FactIncident, type PageFacts } from "../facts.ts";
import { idText, jsonParser, looseText, readableRows } from "../parsed.ts";
import { isoTime, NAME_LENGTH, plainText } from "../plain-text.ts";

const document = z.object({
  data: z.object({
    id: z.optional(idText),
    type: z.literal("status_page"),
    attributes: z.object({ aggregate_state: z.string(), company_name: looseText }),
  }),
  included: z.array(z.unknown()),
});

const resourceRow = z.object({
  type: z.literal("status_page_resource"),
  id: z.optional(idText),
  attributes: z.object({ public_name: z.string(), status: z.string(), status_page_section_id: z.nullish(idText) }),
});
const reportRow = z.object({
  type: z.literal("status_report"),
  id: idText,
  attributes: z.object({
    title: z.string(),
    report_type: looseText,
    starts_at: looseText,
    published_at: looseText,
    aggregate_state: looseText,
    affected_resources: z.nullish(z.array(z.object({ status_page_resource_id: idText, status: z.string() }))),
  }),
});
type ReportRow = z.infer<typeof reportRow>;

const STATES: ReadonlyMap<string, PageStatus> = new Map([
  ["operational", "operational"],
  ["resolved", "operational"],
  ["recovered", "operational"],
  ["degraded", "degraded"],
  ["downtime", "major_outage"],
  ["maintenance", "maintenance"],
]);
const stateOf = (state: string | null | undefined): PageStatus => STATES.get(state ?? "") ?? "unknown";

/** Better Stack `index.json` (JSON:API). Sections of `entry.ignored` are left out before anything is summed up. */
export const parseBetterStack = jsonParser(document, ({ data, included }, entry): PageFacts => {
  const resources = readableRows(included.filter(isTyped("status_page_resource")), resourceRow);
  const reports = readableRows(included.filter(isTyped("status_report")), reportRow);
  const kept = resources.good.filter((row) => !entry.ignored.includes(row.attributes.status_page_section_id ?? ""));
  const aggregate = entry.ignored.length === 0 ? [data.attributes.aggregate_state] : [];
  const keptIds = new Set(kept.map(idOf));
  return factsWith({
    indicator: pageStatus(
      aggregate,
      kept.map((row) => row.attributes.status),
      resources.bad,
    ),
    components: kept.map(componentOf),
    incidents: reports.good.filter((row) => isOpen(row) && concerns(row, keptIds, entry)).map(incidentOf),
    unreadable_incidents: reports.bad,
    unreadable_components: resources.bad,
    identity: data.attributes.company_name ? { name: data.attributes.company_name } : {},
  });
});

function isTyped(type: string): (row: unknown) => boolean {
  return (row) => typeof row === "object" && row !== null && "type" in row && row.type === type;
}

function idOf(row: z.infer<typeof resourceRow>): string {
  return row.id ?? row.attributes.public_name.trim();
}

function componentOf(row: z.infer<typeof resourceRow>): FactComponent {
  const { public_name, status, status_page_section_id } = row.attributes;
  const name = plainText(public_name, NAME_LENGTH);
  return { id: idOf(row), name, group: status_page_section_id ?? null, status: stateOf(status) };
}

/** `downtime` of the page means some resource: all that are watched are down, or it is partial. A resource nobody monitors says nothing about the page, nor does a page that monitors nothing. */
function pageStatus(aggregate: readonly string[], states: readonly string[], unreadable: number): PageStatus {
  const monitored = states.filter((state) => state !== "not_monitored");
  const down = monitored.filter((state) => state === "downtime").length;
  const ceiling: PageStatus = down > 0 && down === monitored.length ? "major_outage" : "partial_outage";
  const read = [...aggregate, ...monitored].map((state) => (state === "downtime" ? ceiling : stateOf(state)));
  return worstOf(unreadable > 0 || monitored.length === 0 ? [...read, "unknown"] : read);
}

/** A resolved report keeps `ends_at: null`, so its state decides. A planned one may lie in the future: the resources say when it has begun. */
function isOpen({ attributes }: ReportRow): boolean {
  return attributes.report_type !== "maintenance" && stateOf(attributes.aggregate_state) !== "operational";
}

function concerns(row: ReportRow, kept: ReadonlySet<string>, entry: StatusPageEntry): boolean {
  const named = row.attributes.affected_resources ?? [];
  if (entry.ignored.length === 0 || named.length === 0) return true;
  return named.some((part) => kept.has(part.status_page_resource_id));
}

/** The page's own state already counts its reports, so a report that does not say how bad it is adds no more than its title. */
function incidentOf({ id, attributes }: ReportRow): FactIncident {
  const stated = stateOf(attributes.aggregate_state);
  const affects = attributes.affected_resources?.map((part) => ({
    id: part.status_page_resource_id,
    status: stateOf(part.status),
  }));
  return {
    id,
    title: plainText(attributes.title),
    status: plainText(attributes.aggregate_state ?? "open", 40),
    impact:
      attributes.aggregate_state === "downtime" ? "partial_outage" : stated === "unknown" ? "operational" : stated,
    started_at: isoTime(attributes.starts_at ?? attributes.published_at),
    url: null,
    affects: affects === undefined || affects.length === 0 ? null : affects,
  };
}
