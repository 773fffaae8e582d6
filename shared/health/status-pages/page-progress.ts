import { UNKNOWN_AFTER_MS } from "../page-effect.ts";
import type { StatusPageReading } from "../status-page.ts";
import type { StatusPageEntry } from "./entry.ts";
import type { PageVerdict } from "./evaluate.ts";
import type { PageState } from "./page-state.ts";
import { dueAfterAnswer, dueAfterFailure } from "./schedule.ts";

export interface PageFailure {
  /** A code: `timeout`, `http_403`, `html_instead_of_json`, `wrong_page` … */
  readonly reason: string;
  /** Whether there was no answer to read (as against one that could not be read). */
  readonly unreachable: boolean;
  readonly status?: number;
  readonly retry_after_ms?: number;
}

/** After an answer that could be read, a 304 included: the verdict stands, whatever it is. */
export function afterAnswer(
  state: PageState,
  entry: StatusPageEntry,
  verdict: PageVerdict,
  now: number,
  random: number,
): PageState {
  const reading = {
    status: verdict.status,
    stale: false,
    ...(verdict.reason === null ? {} : { reason: verdict.reason }),
    url: entry.page,
    platform: entry.platform,
    polled_at: new Date(now).toISOString(),
    components: verdict.components.map((component) => ({ ...component })),
    incidents: verdict.incidents.map((incident) => ({ ...incident })),
  };
  return {
    ...state,
    due_at: dueAfterAnswer(entry, verdict.status, now, random),
    failures: 0,
    bad_parses: 0,
    unreachable: false,
    failure: null,
    last_good: reading,
  };
}

/** After no answer, or one that could not be read: the last good reading is kept, and asked for again later each time. */
export function afterFailure(
  state: PageState,
  entry: StatusPageEntry,
  failure: PageFailure,
  now: number,
  random: number,
): PageState {
  const failures = state.failures + 1;
  return {
    ...state,
    failures,
    bad_parses: failure.unreachable ? state.bad_parses : state.bad_parses + 1,
    unreachable: failure.unreachable,
    failure: failure.reason,
    due_at: dueAfterFailure(entry, failures, failure, state.last_good?.status ?? "operational", now, random),
  };
}

/**
 * What the provider is told at `now`: the last good reading, stale while polls fail, unknown after 30 minutes or when there was none.
 * `platformDown`: the page is unreachable together with most of its platform.
 */
export function readingOf(
  state: PageState,
  entry: StatusPageEntry,
  now: number,
  platformDown = false,
): StatusPageReading {
  const kept = state.last_good;
  const failure = entry.untrusted ?? blamedFailure(state, platformDown);
  if (kept === null || entry.untrusted !== null) return neverRead(entry, failure ?? "not_polled_yet");
  if (failure === null) return kept;
  const age = now - Date.parse(kept.polled_at ?? "");
  if (age < UNKNOWN_AFTER_MS) return { ...kept, stale: true, reason: failure };
  return { ...kept, status: "unknown", stale: true, reason: failure, components: kept.components.map(forgotten) };
}

/** A refusal (a challenge is a 403) is the page's own word; what got no answer at all may be its platform's fault, and says so. */
function blamedFailure({ failure, unreachable }: PageState, platformDown: boolean): string | null {
  if (failure === null || !platformDown || !unreachable || failure.startsWith("http_4")) return failure;
  return `${failure} (platform_unreachable)`;
}

function forgotten<T>(component: T): T & { readonly status: "unknown" } {
  return { ...component, status: "unknown" };
}

function neverRead(entry: StatusPageEntry, reason: string): StatusPageReading {
  const { page: url, platform } = entry;
  return { status: "unknown", stale: false, reason, url, platform, polled_at: null, components: [], incidents: [] };
}

/** How many statuses (of the page and of its components) differ between two readings. */
export function changesBetween(before: StatusPageReading | null, after: StatusPageReading): number {
  const known = new Map(before?.components.map((component) => [component.id, component.status]));
  const components = after.components.filter((component) => known.get(component.id) !== component.status).length;
  return components + (before?.status === after.status ? 0 : 1);
}
