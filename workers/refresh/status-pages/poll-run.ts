import { platformsDown } from "../../../shared/health/status-pages/quorum.ts";
import type { StatusPageEntry } from "../../../shared/health/status-pages/entry.ts";
import { readingOf } from "../../../shared/health/status-pages/page-progress.ts";
import { NEVER_POLLED } from "../../../shared/health/status-pages/page-state.ts";
import type { StatusPageReading } from "../../../shared/health/status-page.ts";
import { mapInFlight } from "../../upstream/in-flight.ts";
import type { StoredPage } from "./page-store.ts";
import { pollPage, type PollContext } from "./poll-page.ts";
import type { PollReport, PollResult } from "./poll-report.ts";

/** Hands a reading to its provider's object. */
export type HandOver = (provider: string, reading: StatusPageReading, now: number) => Promise<void>;

interface PollRun extends PollContext {
  readonly table: ReadonlyMap<string, StatusPageEntry>;
  /** All pages, not only those that are due. */
  readonly force: boolean;
  readonly handOver: HandOver;
}

const NEVER_STORED: StoredPage = { state: NEVER_POLLED, handed_over: null };

/**
 * One run: polls what is due, most overdue first and as far as the requests reach, then hands every reading that differs from the one handed over
 * before to its provider. A page no poll was due for is still looked at: its last good reading may have become unknown meanwhile.
 */
export async function pollPages(run: PollRun): Promise<PollReport> {
  const stored = run.store.pages();
  const pages = new Map(
    [...run.table].map(([name, entry]) => [name, { entry, page: stored.get(name) ?? NEVER_STORED }]),
  );
  const results = await mapInFlight(duePages(run, pages), ({ entry, page }) => pollOne(run, pages, entry, page));
  return { results: results.filter((result) => result !== null), ...(await handAllOver(run, pages, stored)) };
}

type Pages = Map<string, { readonly entry: StatusPageEntry; readonly page: StoredPage }>;

function duePages({ force, now }: PollRun, pages: Pages): { entry: StatusPageEntry; page: StoredPage }[] {
  const due = [...pages.values()].filter(({ page }) => force || page.state.due_at <= now);
  return due.sort((one, other) => one.page.state.due_at - other.page.state.due_at);
}

/** Null when the run has no requests left: the page stays due. */
async function pollOne(
  run: PollRun,
  pages: Pages,
  entry: StatusPageEntry,
  page: StoredPage,
): Promise<PollResult | null> {
  if (!run.documents.allows(entry.poll.length)) return null;
  const { state, result } = await pollPage(entry, page.state, run);
  pages.set(entry.provider, { entry, page: { ...page, state } });
  return result;
}

async function handAllOver(
  run: PollRun,
  pages: Pages,
  stored: ReadonlyMap<string, StoredPage>,
): Promise<Omit<PollReport, "results">> {
  const down = platformsDown(
    [...pages.values()].map(({ entry, page }) => ({ entry, unreachable: page.state.unreachable })),
  );
  if (down.size > 0) run.log("status_page_platform_unreachable", { platforms: [...down] });
  const outcomes = await mapInFlight([...pages.values()], async ({ entry, page }) => {
    const reading = readingOf(page.state, entry, run.now, down.has(entry.platform));
    const handed_over = await handOverOne(run, entry.provider, reading, page.handed_over);
    const before = stored.get(entry.provider);
    if (before?.state !== page.state || before.handed_over !== handed_over) {
      run.store.savePage(entry.provider, { state: page.state, handed_over });
    }
    return {
      provider: entry.provider,
      taken: handed_over === JSON.stringify(reading),
      renewed: handed_over !== page.handed_over,
    };
  });
  return {
    handed_over: outcomes.filter((outcome) => outcome.renewed).length,
    not_handed_over: outcomes.filter((outcome) => !outcome.taken).map((outcome) => outcome.provider),
  };
}

/** The reading now with the provider, as JSON: the one before when its object would not take a new one. */
async function handOverOne(
  { handOver, now, log }: PollRun,
  provider: string,
  reading: StatusPageReading,
  before: string | null,
): Promise<string | null> {
  const text = JSON.stringify(reading);
  if (text === before) return before;
  try {
    await handOver(provider, reading, now);
    return text;
  } catch (error) {
    log("status_page_not_handed_over", {
      provider,
      error: error instanceof Error ? error.message.slice(0, 200) : "unknown",
    });
    return before;
  }
}
