import type { Platform, StatusPageEntry } from "./entry.ts";

/** Pages of one platform that must be failing together, and of how many at least, before the platform is blamed and not the pages. */
const SHARE = 0.7;
const FEWEST_PAGES = 3;

/**
 * Platforms that are down themselves: at least 70% of at least three pages gave no answer at all. Concerns fetching only: incidents that are reported
 * are believed, however many there are at once (2026-09-03 saw three providers in trouble together).
 */
export function platformsDown(
  pages: Iterable<{ readonly entry: StatusPageEntry; readonly unreachable: boolean }>,
): ReadonlySet<Platform> {
  const seen = new Map<Platform, { pages: number; unreachable: number }>();
  for (const { entry, unreachable } of pages) {
    const count = seen.get(entry.platform) ?? { pages: 0, unreachable: 0 };
    seen.set(entry.platform, {
      pages: count.pages + 1,
      unreachable: count.unreachable + (unreachable ? 1 : 0),
    });
  }
  const down = [...seen].filter(([, count]) => count.pages >= FEWEST_PAGES && count.unreachable / count.pages >= SHARE);
  return new Set(down.map(([platform]) => platform));
}
