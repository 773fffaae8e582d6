import * as z from "zod/mini";
import type { PageStatus } from "../../status-page.ts";
import { worstOf } from "../severity.ts";
import { factsWith, type FactIncident, type PageFacts } from "../facts.ts";
import { jsonParser, looseText, readableRows } from "../parsed.ts";
import { isoTime, plainText } from "../plain-text.ts";

/** A string at top level, a number in the log of the event. */
const code = z.union([z.string(), z.number()]);
const eventRow = z.object({
  arn: looseText,
  date: z.nullish(code),
  status: code,
  service: z.string(),
  summary: looseText,
  impacted_services: z.nullish(z.record(z.string(), z.object({ current: code }))),
  end_time: z.nullish(code),
});
type EventRow = z.infer<typeof eventRow>;

/** 0 over, 1 informational (a notice, not a fault), 2 degradation, 3 disruption. */
const CODES: ReadonlyMap<string, PageStatus> = new Map([
  ["0", "operational"],
  ["1", "operational"],
  ["2", "degraded"],
  ["3", "major_outage"],
]);
const statusOf = (value: string | number): PageStatus => CODES.get(String(value)) ?? "unknown";

/** AWS `currentevents`: what is wrong now, in any region, and nothing when all is well. Ended events stay on it for a while. */
export const parseAws = jsonParser(z.array(z.unknown()), (rows): PageFacts => {
  const events = readableRows(rows, eventRow);
  return factsWith({
    kind: "events",
    incidents: events.good.filter(isOpen).map(incidentOf),
    unreadable_incidents: events.bad,
  });
});

function isOpen(row: EventRow): boolean {
  return String(row.status) !== "0" && (row.end_time === undefined || row.end_time === null);
}

function incidentOf(row: EventRow): FactIncident {
  const impacted = Object.entries(row.impacted_services ?? {}).map(([id, { current }]) => ({
    id,
    status: statusOf(current),
  }));
  const affects = impacted.length > 0 ? impacted : [{ id: row.service, status: statusOf(row.status) }];
  return {
    id: (row.arn ?? `${row.service}/${row.date ?? ""}`).slice(0, 200),
    title: plainText(row.summary ?? row.service),
    status: "open",
    impact: worstOf(affects.map((part) => part.status)),
    started_at: isoTime(secondsOrMs(row.date)),
    url: null,
    affects,
  };
}

/** Seconds at top level, milliseconds in the changes of status: told apart by size. */
function secondsOrMs(date: string | number | null | undefined): number | null {
  const value = Number(date ?? Number.NaN);
  return value < 100_000_000_000 ? value * 1_000 : value;
}
