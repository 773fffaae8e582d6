import { absentEntry, entryAt, type BoardEntry, type BoardUpdate, type Summary } from "../../shared/health/board.ts";
import { readProvider } from "../../shared/health/report.ts";
import { objectName } from "../../shared/health/shards.ts";
import { unreported } from "../../shared/health/view.ts";
import { within } from "./deadline.ts";
import type { Ready } from "./ready.ts";
import { BOARD } from "../webhooks/publish.ts";

/** Up to this age the isolate's copy is served as it is; older, it is served and refreshed behind the answer. */
const FRESH_MS = 5_000;
/** From this age a reader who asks for health itself waits a moment for a newer copy. */
const WAIT_FROM_MS = 8_000;
/** How long such a reader waits, ms. */
const PATIENCE_MS = 500;
/** A refresh that has not come back by then is given up and may be started again. */
const REFRESH_MS = 2_000;
/** Summaries in the copy: the board says what is new and not what it dropped, so that a copy of more is read anew as a whole. */
const MOST_SUMMARIES = 4_000;
/** A keyed read waits so long for the provider's object, then says `unknown`. */
const TENANT_PATIENCE_MS = 1_500;

/** The isolate's copy of the board: public, plain data. */
interface Copy {
  epoch: string;
  version: number;
  /** When it was last in step with the board, epoch ms; 0 never. */
  read_at: number;
  /** A refresh under way since, epoch ms. Promises of other requests cannot be awaited, so only the time is kept. */
  refreshing_since: number;
  summaries: Map<string, Summary>;
}

const copy: Copy = { epoch: "", version: 0, read_at: 0, refreshing_since: 0, summaries: new Map() };

/** The health of every provider that reports or has a status page. */
export interface Board {
  /** Since the copy was in step with the board object; null when it never was. */
  readonly age_seconds: number | null;
  /** Ids of the providers that have a status page or at least three reporters, in order. */
  readonly providers: readonly string[];
  /** Changes with anything that the board says. */
  readonly revision: string;
  /** Whether anybody has said anything of the provider; of others the entry is always the same. */
  readonly knows: (provider: string) => boolean;
  /** The entry of any provider id; `unknown` for one that nobody has said anything about. */
  readonly entry: (provider: string) => BoardEntry;
}

/**
 * The board as of `now` (epoch ms). Answers from the isolate's memory and refreshes it behind the answer; never waits longer
 * than `patience_ms`, and only when the copy is too old to be shown. Pass 0 on reads that only mention health.
 */
export function readBoard(
  env: Env,
  ctx: Pick<ExecutionContext, "waitUntil">,
  now: number,
  patience_ms: number = PATIENCE_MS,
): Ready<Board> {
  const age = now - copy.read_at;
  if (age <= FRESH_MS && age >= 0) return boardAt(now);
  const must_wait = age > WAIT_FROM_MS && patience_ms > 0;
  if (!must_wait && now - copy.refreshing_since <= REFRESH_MS) return boardAt(now);
  const refreshed = refresh(env, now);
  ctx.waitUntil(refreshed);
  return must_wait ? Promise.race([refreshed, scheduler.wait(patience_ms)]).then(() => boardAt(now)) : boardAt(now);
}

/** What a tenant sees of a provider: its own calls, straight from the object that takes them. */
export async function readTenantView(env: Env, provider: string, tenant_id: string, now: number): Promise<BoardEntry> {
  const id = readProvider(provider);
  if (id === null) return absentEntry(provider, 0, now);
  try {
    const stub = env.PROVIDER_HEALTH.getByName(objectName(id, tenant_id));
    return { ...(await within(stub.view(now, tenant_id), TENANT_PATIENCE_MS)), age_seconds: 0 };
  } catch (error) {
    console.error(JSON.stringify({ event: "health_view_failed", provider: id, error: String(error) }));
    return unreachable(id, now);
  }
}

/** Forgets the isolate's copy. */
export function forgetBoard(): void {
  Object.assign(copy, { epoch: "", version: 0, read_at: 0, refreshing_since: 0, summaries: new Map() });
}

async function refresh(env: Env, now: number): Promise<void> {
  copy.refreshing_since = now;
  try {
    take(await env.HEALTH_BOARD.getByName(BOARD).board(copy.epoch, copy.version), now);
  } catch (error) {
    console.error(JSON.stringify({ event: "health_board_failed", error: String(error) }));
  }
}

function take(update: BoardUpdate, now: number): void {
  // An answer that was overtaken by a later one of the same epoch would only repeat older words.
  if (update.epoch === copy.epoch && update.version < copy.version) return;
  if (update.whole) copy.summaries = new Map();
  for (const summary of update.changed) copy.summaries.set(summary.data.provider, summary);
  copy.epoch = copy.summaries.size > MOST_SUMMARIES ? "" : update.epoch;
  copy.version = update.version;
  copy.read_at = Math.max(copy.read_at, now);
}

function boardAt(now: number): Board {
  const { read_at, summaries } = copy;
  const age_seconds = read_at === 0 ? null : Math.max(0, Math.round((now - read_at) / 1_000));
  return {
    age_seconds,
    revision: `${copy.epoch} ${copy.version}`,
    knows: (provider) => summaries.has(provider),
    providers: [...summaries.values()].flatMap(({ listed, data }) => (listed ? data.provider : [])).sort(),
    entry: (provider) => {
      const summary = summaries.get(provider);
      return summary === undefined ? silentEntry(provider, age_seconds ?? 0) : entryAt(summary, read_at, now);
    },
  };
}

/** What is said of a provider that nobody has said anything about: the same of each, so it is made once. */
let silence: BoardEntry | null = null;

function silentEntry(provider: string, age_seconds: number): BoardEntry {
  silence ??= absentEntry("", 0, 0);
  return { ...silence, data: { ...silence.data, provider }, age_seconds };
}

function unreachable(provider: string, now: number): BoardEntry {
  const viewed = unreported({ id: provider, page: null }, now);
  const reasons = ["the health object did not answer in time"];
  return { ...viewed, data: { ...viewed.data, reasons }, age_seconds: 0 };
}
