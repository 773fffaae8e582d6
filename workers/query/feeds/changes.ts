import { atomFeed } from "../../../shared/contract/atom.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { problem, type Problem } from "../../../shared/contract/problem.ts";
import { slotKey } from "../../../shared/pricing/slot.ts";
import type { ChangeEntry } from "../../ledger/changes.ts";
import { priceLedger } from "../../ledger/stub.ts";
import type { Call, Handler } from "../call.ts";

const TITLE = "Price changes of LLM offers";
const UNAVAILABLE: Problem = problem("unavailable", "the price ledger does not answer");

export const changesFeed: Handler<typeof OPERATIONS.changesFeed> = async ({ query }, call) => {
  const entries = await changesOf(call, query);
  if (entries === null) return UNAVAILABLE;
  const text = atomFeed({
    id: new URL("/v1/changes.atom", call.request.url).href,
    title: TITLE,
    updated: entries[0]?.at ?? call.catalog.header.published_at,
    entries: entries.map((entry) => ({
      id: idOf(entry),
      title: titleOf(entry),
      updated: entry.at,
      link: linkOf(entry, call),
      summary: summaryOf(entry),
    })),
  });
  return { data: null, text };
};

/** https://www.jsonfeed.org/version/1.1/ */
export const changesJsonFeed: Handler<typeof OPERATIONS.changesJsonFeed> = async ({ query }, call) => {
  const entries = await changesOf(call, query);
  if (entries === null) return UNAVAILABLE;
  const feed = {
    version: "https://jsonfeed.org/version/1.1",
    title: TITLE,
    home_page_url: new URL("/", call.request.url).href,
    feed_url: new URL("/v1/changes.json", call.request.url).href,
    items: entries.map((entry) => ({
      id: idOf(entry),
      url: linkOf(entry, call),
      title: titleOf(entry),
      content_text: summaryOf(entry),
      date_published: entry.at,
    })),
  };
  return { data: null, text: `${JSON.stringify(feed)}\n` };
};

async function changesOf(
  call: Call,
  { provider, limit }: { readonly provider: string | undefined; readonly limit: number },
): Promise<ChangeEntry[] | null> {
  return await priceLedger(call.env)
    .changes({ provider, limit })
    .catch(() => null);
}

/** The same for good, wherever in the feed the change stands: one publication changes a price once. */
function idOf({ at, change }: ChangeEntry): string {
  return `urn:ratecard:change:${at}:${encodeURIComponent(change.offer)}:${encodeURIComponent(slotKey(change))}`;
}

function titleOf({ change }: ChangeEntry): string {
  return `${change.offer}: ${change.meter} ${change.old ?? "new"} -> ${change.new ?? "gone"} USD`;
}

function linkOf({ change }: ChangeEntry, call: Call): string {
  const path = change.offer.split("/").map(encodeURIComponent).join("/");
  return new URL(`/v1/models/${path}/history`, call.request.url).href;
}

function summaryOf({ change }: ChangeEntry): string {
  const factor = change.factor === null ? "" : `, factor ${change.factor}`;
  return `Service tier ${change.tier}${factor}; source ${change.source}${change.held_and_released ? "; held before" : ""}.`;
}
