import type { BoardEntry } from "../../shared/health/board.ts";
import { unreported } from "../../shared/health/view.ts";
import { BOARD } from "../webhooks/publish.ts";
import { readTenantView, type Board } from "./health-read.ts";
import { Recent } from "./recent.ts";

/**
 * How often an isolate repeats to the board that a tenant reports on a provider, ms. A note is good for that long and a whole window more,
 * so that none lapses while the last report still counts.
 */
const REPEAT_MS = 120_000;
/** Notes an isolate remembers having passed on; forgetting one only repeats it. */
const MOST_REMEMBERED = 10_000;
/** Providers of one batch that are noted: a list of one tenant stays short whatever it invents. */
const MOST_NOTED = 64;

const passed_on = new Recent<number>(MOST_REMEMBERED);

/** Notes with the board which providers a tenant reports on, so that its list need not ask every provider's object. */
export async function noteReporting(
  env: Env,
  tenant_id: string,
  providers: Iterable<string>,
  now: number,
): Promise<void> {
  const due = [...providers].slice(0, MOST_NOTED).filter((provider) => {
    return now - (passed_on.get(`${tenant_id} ${provider}`) ?? -Infinity) >= REPEAT_MS;
  });
  if (due.length === 0) return;
  try {
    await env.HEALTH_BOARD.getByName(BOARD).noteReporting(tenant_id, due, now);
    for (const provider of due) passed_on.set(`${tenant_id} ${provider}`, now);
  } catch (error) {
    // Only the list is the poorer for it, until the next report.
    console.error(JSON.stringify({ event: "health_note_failed", error: String(error) }));
  }
}

/** Forgets what was passed on. */
export function forgetReporting(): void {
  passed_on.clear();
}

/**
 * A tenant's own list: its view of every provider it reports on, and the status pages of the others. Nothing in it comes of another
 * tenant's calls.
 */
export async function readTenantList(
  env: Env,
  board: Board,
  tenant_id: string,
  paged: Iterable<string>,
  now: number,
): Promise<BoardEntry[]> {
  const own = await reportedOn(env, tenant_id, now);
  const ids = [...new Set([...own, ...paged])].sort();
  return await Promise.all(
    ids.map((id) => (own.has(id) ? readTenantView(env, id, tenant_id, now) : pageOnly(board, id, now))),
  );
}

async function reportedOn(env: Env, tenant_id: string, now: number): Promise<ReadonlySet<string>> {
  try {
    return new Set(await env.HEALTH_BOARD.getByName(BOARD).reportedOn(tenant_id, now));
  } catch (error) {
    console.error(JSON.stringify({ event: "health_list_failed", error: String(error) }));
    return new Set();
  }
}

function pageOnly(board: Board, id: string, now: number): BoardEntry {
  const { data, age_seconds } = board.entry(id);
  return { ...unreported({ id, page: data.status_page }, now), age_seconds };
}
