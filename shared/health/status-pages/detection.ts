import type { Platform, StatusPageEntry } from "./entry.ts";
import { evaluatePage } from "./evaluate.ts";
import type { PageFacts } from "./facts.ts";
import type { PageState } from "./page-state.ts";

const BAD_PARSES = 3;
const DAY_MS = 86_400_000;

/** Where pages of other platforms are, in the order in which they are tried. */
const PROBES: readonly { readonly path: string; readonly platform: Platform }[] = [
  { path: "/api/v2/summary.json", platform: "incident_io" },
  { path: "/index.json", platform: "better_stack" },
  { path: "/summary.json", platform: "instatus" },
  { path: "/config.json", platform: "datadog" },
  { path: "/history.atom", platform: "history_feed" },
];

/** Platforms that sell status pages, between which providers move. The clouds' own do not. */
const FOR_SALE: ReadonlySet<Platform> = new Set([
  "statuspage",
  "incident_io",
  "instatus",
  "better_stack",
  "datadog",
  "rootly",
  "history_feed",
]);

/** Whether a page has given three answers in a row that could not be read, and was not looked for within a day. Five AI providers changed platform in six weeks of 2026. */
export function isWorthProbing(entry: StatusPageEntry, state: PageState, now: number): boolean {
  return (
    FOR_SALE.has(entry.platform) &&
    state.bad_parses >= BAD_PARSES &&
    now - (state.probed_at ?? Number.NEGATIVE_INFINITY) >= DAY_MS
  );
}

/** How long a page found elsewhere is read there before its old place is tried again. */
export function believedUntil(now: number): number {
  return now + DAY_MS;
}

const PLATFORMS: ReadonlySet<string> = new Set(PROBES.map((probe) => probe.platform));

function isProbed(platform: string): platform is Platform {
  return PLATFORMS.has(platform);
}

/** The entry as it is read at `now`: where the page has been found again, while that is believed. */
export function currentEntry(entry: StatusPageEntry, state: PageState, now: number): StatusPageEntry {
  const { moved } = state;
  if (moved === null || now >= moved.until || !isProbed(moved.platform)) return entry;
  return elsewhere(entry, moved.platform, moved.url);
}

/** The same page read on another platform of the same host. */
export function elsewhere(entry: StatusPageEntry, platform: Platform, url: string): StatusPageEntry {
  return { ...entry, platform, poll: [url], max_age_ms: null };
}

/** On a new platform the known ids rarely live on: where none is found, the page is read as a whole. */
export function withFoundComponents(
  configured: StatusPageEntry,
  current: StatusPageEntry,
  documents: readonly PageFacts[],
  now: number,
): StatusPageEntry {
  if (current.platform === configured.platform) return current;
  const { missing } = evaluatePage(current, documents, now);
  const none = missing.length === current.components.length || documents[0]?.kind === "events";
  return none ? { ...current, components: [] } : current;
}

/** The page as each probe would find it, on its own host; the way it has just failed is not tried again. */
export function probesOf(entry: StatusPageEntry): StatusPageEntry[] {
  const candidates = PROBES.map(({ path, platform }) => elsewhere(entry, platform, new URL(path, entry.page).href));
  return candidates.filter((candidate) => candidate.poll[0] !== entry.poll[0]);
}

/** A page found by probing is believed only if it says whose it is. */
export function saysWhose(facts: PageFacts): boolean {
  const { id, url, name } = facts.identity;
  return id !== undefined || url !== undefined || name !== undefined;
}
