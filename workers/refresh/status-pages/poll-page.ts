import { isCheckDue, missingIds } from "../../../shared/health/status-pages/component-check.ts";
import {
  believedUntil,
  currentEntry,
  isWorthProbing,
  probesOf,
  saysWhose,
  withFoundComponents,
} from "../../../shared/health/status-pages/detection.ts";
import { openJson } from "../../../shared/health/status-pages/body.ts";
import type { StatusPageEntry } from "../../../shared/health/status-pages/entry.ts";
import { evaluatePage } from "../../../shared/health/status-pages/evaluate.ts";
import type { PageFacts } from "../../../shared/health/status-pages/facts.ts";
import {
  afterAnswer,
  afterFailure,
  changesBetween,
  readingOf,
  type PageFailure,
} from "../../../shared/health/status-pages/page-progress.ts";
import type { PageState } from "../../../shared/health/status-pages/page-state.ts";
import { googleProductIds } from "../../../shared/health/status-pages/platforms/google-cloud.ts";
import { UNKNOWN_AFTER_MS } from "../../../shared/health/page-effect.ts";
import type { DocumentReader } from "./document.ts";
import type { PageStore } from "./page-store.ts";
import type { PollResult } from "./poll-report.ts";

export interface PollContext {
  readonly store: PageStore;
  readonly documents: DocumentReader;
  readonly now: number;
  readonly random: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

interface Polled {
  readonly state: PageState;
  readonly result: PollResult;
}

const DAY_MS = 86_400_000;

/** Polls one page: its documents, or a search for them once it seems to have moved. */
export async function pollPage(entry: StatusPageEntry, state: PageState, context: PollContext): Promise<Polled> {
  if (entry.untrusted !== null) return untrusted(entry, entry.untrusted, state, context.now);
  const current = currentEntry(entry, state, context.now);
  const read = await readPage(current, state, context);
  if (!("reason" in read)) return answered(entry, current, state, read, context);
  const failed = afterFailure(state, entry, read, context.now, context.random());
  if (isWorthProbing(entry, failed, context.now)) return await search(entry, failed, read, context);
  return { state: failed, result: failureResult(entry, read) };
}

interface PageRead {
  readonly documents: readonly PageFacts[];
  readonly changed: boolean;
}

/** The first document must be read; what the others said last is used again for half an hour. */
async function readPage(
  entry: StatusPageEntry,
  state: PageState,
  context: PollContext,
): Promise<PageRead | PageFailure> {
  const documents: PageFacts[] = [];
  let changed = false;
  for (const [index, url] of entry.poll.entries()) {
    const result = await context.documents.read(entry, url);
    if (result.kind !== "failed") documents.push(result.facts);
    else if (index === 0) return result.failure;
    else documents.push(...recentFacts(entry, url, state, context));
    changed ||= result.kind === "ok";
  }
  return { documents, changed };
}

function recentFacts(entry: StatusPageEntry, url: string, state: PageState, { store, now }: PollContext): PageFacts[] {
  const polledAt = Date.parse(state.last_good?.polled_at ?? "");
  const stored = store.document(entry.platform, url);
  return stored !== null && now - polledAt < UNKNOWN_AFTER_MS ? [stored.facts] : [];
}

async function answered(
  entry: StatusPageEntry,
  current: StatusPageEntry,
  before: PageState,
  { documents, changed }: PageRead,
  context: PollContext,
): Promise<Polled> {
  const { now, random } = context;
  const effective = withFoundComponents(entry, current, documents, now);
  const checked = await checkedComponents(effective, documents, before, context);
  const verdict = evaluatePage(effective, documents, now, checked.missing);
  const state = afterAnswer(checked, effective, verdict, now, random());
  const after = readingOf(state, entry, now);
  const rejected = documents.reduce((sum, facts) => sum + facts.unreadable_components + facts.unreadable_incidents, 0);
  const result: PollResult = {
    name: entry.provider,
    outcome: changed ? "ok" : "not_modified",
    rows: documents.reduce((sum, facts) => sum + facts.components.length + facts.incidents.length, 0),
    rejected,
    changed: changesBetween(before.last_good, after),
    ...(verdict.reason === null ? {} : { reason: verdict.reason }),
  };
  return { state, result };
}

/** Once a day: do the watched ids still exist? Where the page lists only events, its list of ids is asked for. */
async function checkedComponents(
  entry: StatusPageEntry,
  documents: readonly PageFacts[],
  state: PageState,
  context: PollContext,
): Promise<PageState> {
  if (!isCheckDue(entry, state, context.now)) return state;
  const missing = await missingNow(entry, documents, context);
  if (missing === null) return { ...state, checked_at: context.now };
  if (missing.length > 0) context.log("status_page_components_missing", { provider: entry.provider, missing });
  return { ...state, checked_at: context.now, missing };
}

async function missingNow(
  entry: StatusPageEntry,
  documents: readonly PageFacts[],
  { documents: reader, now }: PollContext,
): Promise<string[] | null> {
  if (entry.inventory === null) return [...evaluatePage(entry, documents, now).missing];
  const opened = openJson((await reader.text(entry.inventory)) ?? "");
  const ids = opened.ok ? googleProductIds(opened.json) : null;
  return ids === null ? null : missingIds(entry, ids);
}

/** Looks for a page that has moved, once a day: at the places where other platforms keep theirs, on the page's own host. */
async function search(
  entry: StatusPageEntry,
  failed: PageState,
  failure: PageFailure,
  context: PollContext,
): Promise<Polled> {
  const { now, documents, log } = context;
  const state = { ...failed, probed_at: now };
  for (const candidate of probesOf(entry)) {
    const [url] = candidate.poll;
    if (url === undefined || !documents.allows(1)) break;
    const found = await documents.read(candidate, url);
    if (found.kind === "failed" || !saysWhose(found.facts)) continue;
    log("status_page_moved", { provider: entry.provider, from: entry.platform, to: candidate.platform, url });
    const moved = { platform: candidate.platform, url, until: believedUntil(now) };
    return await answered(entry, candidate, { ...state, moved }, { documents: [found.facts], changed: true }, context);
  }
  log("status_page_unreadable", { provider: entry.provider, reason: failure.reason, bad_parses: state.bad_parses });
  return { state, result: failureResult(entry, failure) };
}

function failureResult(entry: StatusPageEntry, { reason, unreachable }: PageFailure): PollResult {
  return {
    name: entry.provider,
    outcome: unreachable ? "failed" : "rejected",
    rows: 0,
    rejected: 0,
    changed: 0,
    reason,
  };
}

/** Nothing is asked of a page whose answer would not be believed. */
function untrusted(entry: StatusPageEntry, reason: string, state: PageState, now: number): Polled {
  const result: PollResult = { name: entry.provider, outcome: "rejected", rows: 0, rejected: 0, changed: 0, reason };
  return { state: { ...state, due_at: now + DAY_MS }, result };
}
