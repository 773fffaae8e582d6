import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import type { StatusPageReading } from "../../shared/health/status-page.ts";
import type { StatusPageEntry } from "../../shared/health/status-pages/entry.ts";
import { STATUS_PAGES } from "../../shared/health/status-pages/table.ts";
import { DocumentReader } from "../../workers/refresh/status-pages/document.ts";
import { PageStore } from "../../workers/refresh/status-pages/page-store.ts";
import type { PollReport } from "../../workers/refresh/status-pages/poll-report.ts";
import { pollPages, type HandOver } from "../../workers/refresh/status-pages/poll-run.ts";

export const START = Date.UTC(2026, 10, 20, 12, 0, 0);
export const MINUTE = 60_000;

/** A table of a few providers. */
export function tableOf(...providers: readonly string[]): ReadonlyMap<string, StatusPageEntry> {
  const found = providers.map((provider) => [provider, STATUS_PAGES.get(provider)] as const);
  return new Map(found.flatMap(([provider, entry]) => (entry === undefined ? [] : [[provider, entry] as const])));
}

export interface Desk {
  /** What each provider was handed last. */
  readonly readings: Map<string, StatusPageReading>;
  readonly logged: string[];
  run(
    minutes: number,
    options?: { readonly force?: boolean; readonly handOver?: HandOver; readonly meanwhile?: () => Promise<unknown> },
  ): Promise<PollReport>;
  last(provider: string): StatusPageReading | undefined;
}

/** Runs polls over the real SQLite of a poller object, with readings handed to a map. Chance takes nothing off the intervals. */
export function deskOf(table: ReadonlyMap<string, StatusPageEntry>, name = "desk"): Desk {
  const readings = new Map<string, StatusPageReading>();
  const logged: string[] = [];
  const stub = env.STATUS_POLLER.getByName(name);
  const handOver: HandOver = async (provider, reading) => {
    readings.set(provider, reading);
  };
  return {
    readings,
    logged,
    last: (provider) => readings.get(provider),
    run: (minutes, options = {}) =>
      runInDurableObject(stub, async (_instance, state) => {
        const store = new PageStore(state.storage.sql);
        const report = pollPages({
          table,
          store,
          documents: new DocumentReader(store, "Test/1 (+https://ratecard.example/)"),
          now: START + minutes * MINUTE,
          force: options.force ?? false,
          random: () => 0,
          log: (event) => logged.push(event),
          handOver: options.handOver ?? handOver,
        });
        await options.meanwhile?.();
        return await report;
      }),
  };
}
