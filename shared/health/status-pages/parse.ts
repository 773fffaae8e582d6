import type { Platform, StatusPageEntry } from "./entry.ts";
import type { PageFacts } from "./facts.ts";
import { unusable, type PageParser, type ParsedPage } from "./parsed.ts";
import { parseAwsRss } from "./platforms/aws-rss.ts";
import { parseAws } from "./platforms/aws.ts";
import { parseAzureRss } from "./platforms/azure-rss.ts";
import { parseBetterStack } from "./platforms/better-stack.ts";
import { parseDatadog } from "./platforms/datadog.ts";
import { parseGoogleCloud } from "./platforms/google-cloud.ts";
import { parseHistoryFeed } from "./platforms/history-feed.ts";
import { parseIbmRss } from "./platforms/ibm-rss.ts";
import { parseIncidentIo } from "./platforms/incident-io.ts";
import { parseInstatus } from "./platforms/instatus.ts";
import { parseOverallJson } from "./platforms/overall-json.ts";
import { parseStatuspage } from "./platforms/statuspage.ts";
import { parseXaiRss } from "./platforms/xai-rss.ts";

const PARSERS: ReadonlyMap<Platform, PageParser> = new Map([
  ["statuspage", parseStatuspage],
  ["incident_io", parseIncidentIo],
  ["instatus", parseInstatus],
  ["better_stack", parseBetterStack],
  ["google_cloud", parseGoogleCloud],
  ["aws", parseAws],
  ["aws_rss", parseAwsRss],
  ["azure_rss", parseAzureRss],
  ["xai_rss", parseXaiRss],
  ["ibm_rss", parseIbmRss],
  ["history_feed", parseHistoryFeed],
  ["datadog", parseDatadog],
  ["rootly", parseStatuspage],
  ["overall_json", parseOverallJson],
]);

/** One document of a page as facts: by its platform's parser, and only if it does not say that it is someone else's. */
export function parsePage(text: string, entry: StatusPageEntry): ParsedPage {
  const parser = PARSERS.get(entry.platform);
  if (parser === undefined) return unusable("no_parser");
  const parsed = parser(text, entry);
  if (parsed.ok && !isOwnPage(parsed.facts.identity, entry)) return unusable("wrong_page");
  return parsed;
}

/** A document that says nothing about whose it is passes; one that does must agree by id, by host, or by name. */
function isOwnPage({ id, url, name }: PageFacts["identity"], entry: StatusPageEntry): boolean {
  if (id === undefined && url === undefined && name === undefined) return true;
  if (id !== undefined && id === entry.identity.id) return true;
  const host = url === undefined ? null : URL.parse(url)?.host;
  const ours = [entry.page, ...entry.poll].map((own) => URL.parse(own)?.host);
  if (typeof host === "string" && ours.includes(host)) return true;
  const words = (name ?? "").toLowerCase();
  return entry.identity.names.some((own) => words.includes(own));
}
