import type { SourceState } from "../../shared/pricing/catalog.ts";
import { FRESH_FOR_MS } from "../../shared/pricing/freshness.ts";
import type { PriceSource } from "../../shared/pricing/source.ts";
import { PRICE_SOURCES } from "../../shared/pricing/sources/index.ts";
import type { Attempts } from "./attempts.ts";
import type { Confirmation } from "./publication.ts";
import type { StateStore } from "./state-store.ts";

/** State, age and success rates of every live source, as `GET /v1/catalog` tells them. */
export function sourceStates(store: StateStore, attempts: Attempts, now: number): SourceState[] {
  return PRICE_SOURCES.map((feed) => sourceState(feed, store, attempts, now));
}

export function confirmationOf(store: StateStore, attempts: Attempts, now: number): Confirmation {
  const sources = sourceStates(store, attempts, now);
  const successes = sources.flatMap(({ last_success_at }) => last_success_at ?? []);
  return { now, sources, confirmed_at: successes.sort().at(-1) ?? null };
}

function sourceState(feed: PriceSource, store: StateStore, attempts: Attempts, now: number): SourceState {
  const { name, license, attribution, url } = feed;
  const meta = store.meta(name);
  const last = attempts.last(name);
  const confirmed = meta?.confirmed_at ?? null;
  return {
    name,
    state: confirmed === null ? "never" : now - Date.parse(confirmed) <= FRESH_FOR_MS ? "fresh" : "stale",
    outcome: last?.outcome ?? null,
    detail: last?.detail ?? null,
    last_attempt_at: last === null ? null : new Date(last.at).toISOString(),
    last_success_at: confirmed,
    rows: meta?.rows ?? 0,
    rejected: meta?.rejected ?? 0,
    held: store.held().filter((row) => row.source === name).length,
    success_rate_24h: attempts.successRate(name, now, 1),
    success_rate_7d: attempts.successRate(name, now, 7),
    license,
    attribution,
    url,
  };
}
