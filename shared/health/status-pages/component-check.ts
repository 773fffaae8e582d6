import type { StatusPageEntry } from "./entry.ts";
import type { PageState } from "./page-state.ts";

const DAY_MS = 86_400_000;

/** Whether the watched component ids of a page are due for their daily look. */
export function isCheckDue(entry: StatusPageEntry, state: PageState, now: number): boolean {
  return entry.components.length > 0 && now - (state.checked_at ?? Number.NEGATIVE_INFINITY) >= DAY_MS;
}

/** The watched components whose ids are not among `ids`. */
export function missingIds(entry: StatusPageEntry, ids: ReadonlySet<string>): string[] {
  return entry.components.filter((one) => one.match === "id" && !ids.has(one.id)).map((one) => one.name);
}
