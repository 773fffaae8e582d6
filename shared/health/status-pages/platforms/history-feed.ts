import type { PageStatus } from "../../status-page.ts";
import type { FeedItem } from "../feed.ts";
import { isClosed } from "../closed.ts";
import { feedParser, incidentOfItem } from "./feeds.ts";

/** `<b>Status: Investigating</b>` (incident.io) or the newest `<strong>Update</strong>` (Statuspage, OnlineOrNot). */
const STATE = /<b>\s*Status:\s*([A-Za-z_ ]{1,30})<\/b>|<strong>\s*([A-Za-z_ ]{1,30})<\/strong>/i;
/** Words that mean more than slow. A title proves no more than a partial outage. */
const DOWN = /\boutage\b|\bdown\b|\bunavailable\b|\bnot responding\b/i;
const KNOWN_STATES: ReadonlySet<string> = new Set([
  "investigating",
  "identified",
  "monitoring",
  "update",
  "in progress",
  "verifying",
  "scheduled",
]);

/** Any Atom or RSS feed of incidents. It is a history: the newest state of each entry says whether it is open, and an entry without one makes the page unknown. */
export const parseHistoryFeed = feedParser({
  emptyIsFine: false,
  incidents: (feed, entry) =>
    feed.items.flatMap((item) => {
      const state = stateOf(item);
      if (isClosed(state) || state === "scheduled") return [];
      return [incidentOfItem(item, entry, { status: state, impact: impactOf(item, state), affects: null })];
    }),
});

function stateOf(item: FeedItem): string {
  const found = STATE.exec(item.body);
  return (found?.[1] ?? found?.[2] ?? "unknown").trim().toLowerCase();
}

function impactOf(item: FeedItem, state: string): PageStatus {
  if (!KNOWN_STATES.has(state)) return "unknown";
  return DOWN.test(item.title) ? "partial_outage" : "degraded";
}
