import type { StatusPageEntry } from "../entry.ts";
import type { FactIncident } from "../facts.ts";
import type { FeedItem } from "../feed.ts";
import { feedParser, incidentOfItem } from "./feeds.ts";

/** The category of faults under everything in a region, whatever services an item names. */
const NETWORK = "network infrastructure";

/**
 * Azure's feed: an item is an open incident, with no word for how bad it is nor for its end; categories mix services and regions.
 * A channel without items is how health looks, and also how a broken mirror looks: only its `lastBuildDate` tells them apart.
 */
export const parseAzureRss = feedParser({
  emptyIsFine: true,
  incidents: (feed, entry) => feed.items.flatMap((item) => readItem(item, entry)),
});

/** An item about something else is shown beside watched components and never counts; without watched components it is left out. */
function readItem(item: FeedItem, entry: StatusPageEntry): FactIncident[] {
  const relevant = isRelevant(item, entry);
  if (!relevant && entry.components.length === 0) return [];
  const affects = entry.components.map(({ id }) => ({ id, status: "partial_outage" as const }));
  const counts = relevant && affects.length > 0;
  return [
    incidentOfItem(item, entry, { status: "active", impact: "partial_outage", affects: counts ? affects : null }),
  ];
}

function isRelevant(item: FeedItem, { keywords, locations }: StatusPageEntry): boolean {
  const words = [item.title, ...item.categories].map((word) => word.toLowerCase().trim());
  const here = locations.length === 0 || locations.some((location) => words.includes(location.toLowerCase()));
  const named = keywords.some((keyword) => words.some((word) => word.includes(keyword)));
  if (keywords.length === 0 && locations.length === 0) return true;
  return here && (named || (locations.length > 0 && (words.includes(NETWORK) || keywords.length === 0)));
}
