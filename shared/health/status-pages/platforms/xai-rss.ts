import type { PageStatus } from "../../status-page.ts";
import { worstOf } from "../severity.ts";
import type { StatusPageEntry } from "../entry.ts";
import type { FactIncident } from "../facts.ts";
import type { FeedItem } from "../feed.ts";
import { isClosed } from "../closed.ts";
import { feedParser, incidentOfItem } from "./feeds.ts";

/** Part of xAI's titles that says which surface an item is about; ours for the table. */
export const XAI_API = "api";
export const XAI_GROK = "grok";

const SEVERITIES: ReadonlyMap<string, PageStatus> = new Map([
  ["outage", "major_outage"],
  ["degraded", "degraded"],
  ["maintenance", "maintenance"],
]);

/** xAI's feed: one item per surface and region for one outage; `Status:` and `Severity:` stand in the body. */
export const parseXaiRss = feedParser({
  emptyIsFine: false,
  incidents: (feed, entry) => folded(feed.items.flatMap((item) => readItem(item, entry))),
});

function readItem(item: FeedItem, entry: StatusPageEntry): FactIncident[] {
  const status = /Status:\s*([A-Za-z_ ]{1,30})/.exec(item.body)?.[1]?.trim() ?? "unknown";
  if (isClosed(status)) return [];
  const word = /Severity:\s*([A-Za-z_]{1,30})/.exec(item.body)?.[1] ?? "";
  const impact = SEVERITIES.get(word.toLowerCase()) ?? "unknown";
  const affects = surfacesOf(item.title).map((id) => ({ id, status: impact }));
  return [incidentOfItem(item, entry, { status: status.toLowerCase(), impact, affects })];
}

/** `[API]`, `[Global (api.x.ai)]`, `[US (us.api.x.ai)]` are the API, `[Grok (Web)]`, `[Grok in X]` the chat app; anything else may be both. */
function surfacesOf(title: string): string[] {
  const label = /^\s*\[([^\]]{1,100})\]/.exec(title)?.[1]?.toLowerCase() ?? "";
  if (label.includes("api")) return [XAI_API];
  return label.includes("grok") ? [XAI_GROK] : [XAI_API, XAI_GROK];
}

/** Items of one outage: the same words after the surface, begun in the same minute. */
function folded(incidents: readonly FactIncident[]): FactIncident[] {
  const outages = new Map<string, FactIncident>();
  for (const incident of incidents) {
    const title = incident.title.replace(/^\[[^\]]*\]\s*/, "");
    const key = `${title}\n${incident.started_at?.slice(0, 16) ?? incident.id}`;
    const first = outages.get(key);
    outages.set(key, first === undefined ? incident : merged(first, incident, title));
  }
  return [...outages.values()];
}

function merged(first: FactIncident, second: FactIncident, title: string): FactIncident {
  const impact = worstOf([first.impact, second.impact]);
  return { ...first, title, impact, affects: [...(first.affects ?? []), ...(second.affects ?? [])] };
}
