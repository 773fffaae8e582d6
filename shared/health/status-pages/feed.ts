import { parseXml, XmlElement } from "@rgrove/parse-xml";
import { openXml } from "./body.ts";

export interface FeedItem {
  readonly title: string;
  readonly id: string;
  readonly link: string | null;
  readonly date: string | null;
  /** Markup and all. */
  readonly body: string;
  readonly categories: readonly string[];
}

export interface Feed {
  readonly title: string;
  /** RSS `lastBuildDate` or Atom `updated`. */
  readonly made: string | null;
  readonly items: readonly FeedItem[];
}

export type OpenedFeed = { readonly ok: true; readonly feed: Feed } | { readonly ok: false; readonly reason: string };

/** A feed longer than this is read from its top: newest first. */
const MAX_ITEMS = 200;

/** Reads RSS 2.0 or Atom. Strict: truncated XML, undeclared entities and HTML are refused, never half-read. */
export function openFeed(text: string): OpenedFeed {
  const opened = openXml(text);
  if (!opened.ok) return opened;
  try {
    const { root } = parseXml(opened.xml);
    if (root?.name === "feed") return { ok: true, feed: atom(root) };
    const channel = root?.name === "rss" ? child(root, "channel") : undefined;
    return channel === undefined ? { ok: false, reason: "not_a_feed" } : { ok: true, feed: rss(channel) };
  } catch {
    return { ok: false, reason: "truncated_or_invalid_xml" };
  }
}

function elements(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter((node) => node instanceof XmlElement).filter((element) => element.name === name);
}

function child(parent: XmlElement, name: string): XmlElement | undefined {
  return elements(parent, name)[0];
}

function textOf(parent: XmlElement, name: string): string | null {
  return child(parent, name)?.text.trim() ?? null;
}

function rss(channel: XmlElement): Feed {
  const items = elements(channel, "item").slice(0, MAX_ITEMS);
  return { title: textOf(channel, "title") ?? "", made: textOf(channel, "lastBuildDate"), items: items.map(rssItem) };
}

function rssItem(item: XmlElement): FeedItem {
  const title = textOf(item, "title") ?? "";
  const link = textOf(item, "link");
  return {
    title,
    link,
    id: textOf(item, "guid") ?? link ?? title,
    date: textOf(item, "pubDate"),
    body: textOf(item, "description") ?? "",
    categories: elements(item, "category").map((category) => category.text.trim()),
  };
}

function atom(feed: XmlElement): Feed {
  const entries = elements(feed, "entry").slice(0, MAX_ITEMS);
  return { title: textOf(feed, "title") ?? "", made: textOf(feed, "updated"), items: entries.map(atomEntry) };
}

function atomEntry(entry: XmlElement): FeedItem {
  const link = child(entry, "link")?.attributes["href"] ?? null;
  const title = textOf(entry, "title") ?? "";
  return {
    title,
    link,
    id: textOf(entry, "id") ?? link ?? title,
    date: textOf(entry, "published") ?? textOf(entry, "updated"),
    body: textOf(entry, "content") ?? textOf(entry, "summary") ?? "",
    categories: [],
  };
}
