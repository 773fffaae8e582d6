import type { CatalogHeader, SourceState } from "./catalog.ts";

/** A catalog counts as fresh for a day after a live source was last confirmed. */
export const FRESH_FOR_MS = 24 * 3_600_000;

export type CatalogState = "fresh" | "stale" | "bundled";

export interface Freshness {
  readonly state: CatalogState;
  /** Since a live source last confirmed it; for the bundled snapshot, since it was made. */
  readonly age_seconds: number;
}

/** Judged when read, not when written: a catalog grows stale although nobody touches it. */
export function freshness(header: CatalogHeader, now: number): Freshness {
  const age = Math.max(0, now - confirmedAt(header));
  const age_seconds = Math.floor(age / 1000);
  if (header.confirmed_at === null) return { state: "bundled", age_seconds };
  return { state: age <= FRESH_FOR_MS ? "fresh" : "stale", age_seconds };
}

/** The same for one source: what its state was when the catalog was written says nothing of today. */
export function sourceStateAt({ state, last_success_at }: SourceState, now: number): SourceState["state"] {
  if (state === "bundled" || last_success_at === null) return state;
  return now - Date.parse(last_success_at) <= FRESH_FOR_MS ? "fresh" : "stale";
}

/** Read once per catalog: every answer states its age. */
const instants = new WeakMap<CatalogHeader, number>();

function confirmedAt(header: CatalogHeader): number {
  const known = instants.get(header);
  if (known !== undefined) return known;
  const instant = Date.parse(header.confirmed_at ?? header.published_at);
  instants.set(header, instant);
  return instant;
}
