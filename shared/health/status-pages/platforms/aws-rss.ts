import type { PageStatus } from "../../status-page.ts";
import type { FeedItem } from "../feed.ts";
import { feedParser, incidentOfItem } from "./feeds.ts";

const OVER = /\[RESOLVED\]|operating normally/i;

/** AWS's older feed of one service in one region: only its newest item counts. */
export const parseAwsRss = feedParser({
  emptyIsFine: false,
  incidents: (feed, entry) =>
    feed.items
      .slice(0, 1)
      .filter((item) => !OVER.test(item.title) && !OVER.test(item.body))
      .map((item) => incidentOfItem(item, entry, { status: "open", impact: impactOf(item), affects: null })),
});

/** Titles begin with `Informational message:`, `Performance issues:` or `Service disruption:`. */
function impactOf(item: FeedItem): PageStatus {
  if (/^informational/i.test(item.title)) return "operational";
  return /disruption/i.test(item.title) ? "partial_outage" : "degraded";
}
