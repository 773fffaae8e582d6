import { factsWith, type FactIncident } from "../facts.ts";
import type { StatusPageEntry } from "../entry.ts";
import { openFeed, type Feed, type FeedItem } from "../feed.ts";
import { usable, unusable, type PageParser } from "../parsed.ts";
import { ID_LENGTH, isoTime, ownLink, plainText, timeOf } from "../plain-text.ts";

/** What a kind of feed makes of its items. */
export interface FeedReader {
  /** Whether no items at all may mean that nothing is wrong. */
  readonly emptyIsFine: boolean;
  readonly incidents: (feed: Feed, entry: StatusPageEntry) => readonly FactIncident[];
}

/** A parser of RSS or Atom whose items are incidents. */
export function feedParser(reader: FeedReader): PageParser {
  return (text, entry) => {
    const opened = openFeed(text);
    if (!opened.ok) return opened;
    const { feed } = opened;
    if (feed.items.length === 0 && !reader.emptyIsFine) return unusable("empty_feed");
    return usable(
      factsWith({
        kind: "events",
        incidents: [...reader.incidents(feed, entry)],
        made_at: timeOf(feed.made),
        identity: feed.title === "" ? {} : { name: feed.title },
      }),
    );
  };
}

/** What an item says that needs no knowledge of its feed. */
export function incidentOfItem(
  item: FeedItem,
  entry: StatusPageEntry,
  known: Pick<FactIncident, "status" | "impact" | "affects">,
): FactIncident {
  return {
    id: plainText(item.id, ID_LENGTH),
    title: plainText(item.title),
    started_at: isoTime(item.date),
    url: ownLink(item.link, entry.page),
    ...known,
  };
}
