import type { PageStatus } from "../../status-page.ts";
import type { StatusPageEntry } from "../entry.ts";
import type { FactIncident } from "../facts.ts";
import type { FeedItem } from "../feed.ts";
import { plainText } from "../plain-text.ts";
import { feedParser, incidentOfItem } from "./feeds.ts";

/** IBM Cloud's notifications: labelled lines in the body (`Type:`, `Regions:`, `Resources:`, `Outage Start:`, `Outage End:`). */
export const parseIbmRss = feedParser({
  emptyIsFine: false,
  incidents: (feed, entry) => feed.items.flatMap((item) => readItem(item, entry)),
});

const TYPES: ReadonlyMap<string, PageStatus> = new Map([
  ["incident", "partial_outage"],
  ["outage", "partial_outage"],
  ["maintenance", "maintenance"],
]);

/** Announcements and bulletins are no faults. An end that is written has come. */
function readItem(item: FeedItem, entry: StatusPageEntry): FactIncident[] {
  const lines = item.body.split(/<br\s*\/?>|<\/p>|\n/i).map((line) => plainText(line, 500));
  const impact = TYPES.get((labelled(lines, "Type") ?? "").toLowerCase());
  const concerned = `${labelled(lines, "Resources") ?? ""} ${item.title}`.toLowerCase();
  const ended = (labelled(lines, "Outage End") ?? "") !== "";
  if (impact === undefined || ended || !entry.keywords.some((keyword) => concerned.includes(keyword))) return [];
  const affects = entry.components.map(({ id }) => ({ id, status: impact }));
  return [incidentOfItem(item, entry, { status: "open", impact, affects: affects.length === 0 ? null : affects })];
}

function labelled(lines: readonly string[], label: string): string | undefined {
  const start = `${label.toLowerCase()}:`;
  return lines
    .find((line) => line.toLowerCase().startsWith(start))
    ?.slice(start.length)
    .trim();
}
