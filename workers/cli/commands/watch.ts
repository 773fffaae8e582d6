import { setTimeout } from "node:timers/promises";
import type { Client } from "../../../shared/client/index.ts";
import { type Arguments, numberOf } from "../arguments.ts";
import type { Command } from "../command.ts";
import { type Io, UsageError } from "../io.ts";
import { plain } from "../table.ts";
import { COMMON_HELP } from "./options.ts";

export const watch: Command = {
  summary: "Price changes and health transitions as they come",
  help: `ratecard watch [PROVIDER …] [options]

  --interval SECONDS          between two looks (60, at least 5)
  --count N                   looks, then the end; until interrupted unless given
${COMMON_HELP}`,
  options: { interval: { type: "string" }, count: { type: "string" } },
  run: async (given, client, io) => {
    const seconds = numberOf(given, "interval") ?? 60;
    if (seconds < 5) throw new UsageError("--interval is at least 5 seconds");
    const count = numberOf(given, "count") ?? Number.POSITIVE_INFINITY;
    const seen: Seen = { states: new Map(), since: new Date().toISOString() };
    for (let look = 0; look < count && !io.signal.aborted; look += 1) {
      if (look > 0) await setTimeout(seconds * 1000, undefined, { signal: io.signal }).catch(() => undefined);
      if (!io.signal.aborted) await lookOnce(given, client, io, seen);
    }
    return null;
  },
};

/** What has been told already. */
interface Seen {
  readonly states: Map<string, string>;
  since: string;
}

async function lookOnce(given: Arguments, client: Client, io: Io, seen: Seen): Promise<void> {
  const wanted = new Set(given.words);
  const { data } = await client.listHealth({}, { signal: io.signal });
  for (const { provider, state, reasons } of data) {
    if (wanted.size > 0 && !wanted.has(provider)) continue;
    const before = seen.states.get(provider);
    seen.states.set(provider, state);
    const isNews = before === undefined ? state !== "unknown" && state !== "healthy" : before !== state;
    if (isNews) tell(given, io, { event: "health", provider, from: before ?? null, to: state, reasons });
  }
  const changes = await client.listChanges({ since: seen.since, limit: 1000 }, { signal: io.signal });
  for (const change of changes.data.toReversed()) {
    if (change.at > seen.since) seen.since = change.at;
    const provider = change.offer.slice(0, change.offer.indexOf("/"));
    if (wanted.size === 0 || wanted.has(provider)) tell(given, io, { event: "price", ...change });
  }
}

type News =
  | { readonly event: "health"; provider: string; from: string | null; to: string; reasons: readonly string[] }
  | {
      readonly event: "price";
      at: string;
      offer: string;
      meter: string | null;
      old_usd: string | null;
      new_usd: string | null;
    };

function tell(given: Arguments, io: Io, news: News): void {
  if (given.flag("json")) io.out(`${JSON.stringify(news)}\n`);
  else if (news.event === "health")
    io.out(
      plain(`${news.provider}: ${news.from ?? "first seen"} -> ${news.to}  ${news.reasons.join("; ")}`).concat("\n"),
    );
  else
    io.out(
      plain(
        `${news.at}  ${news.offer}: ${news.meter ?? "offer"} $${news.old_usd ?? "new"} -> $${news.new_usd ?? "gone"}`,
      ).concat("\n"),
    );
}
