import { type AtomEntry, atomFeed } from "../../../shared/contract/atom.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { STATUS_PAGES } from "../../../shared/health/status-pages/table.ts";
import type { HealthView } from "../../../shared/health/view.ts";
import type { Handler } from "../call.ts";
import { readBoard } from "../health-read.ts";

/** More than all pages together ever showed at once; a page in trouble cannot grow the feed without end. */
const MOST_ENTRIES = 500;

export const incidentsFeed: Handler<typeof OPERATIONS.incidentsFeed> = async ({ query }, call) => {
  const board = await readBoard(call.env, call.ctx, call.now);
  const ids = [...STATUS_PAGES.keys()].filter((id) => query.provider === undefined || id === query.provider);
  const fallback = new Date(call.now).toISOString();
  const entries = ids
    .flatMap((id) => entriesOf(id, board.entry(id).data.status_page))
    .sort((a, b) => b.updated.localeCompare(a.updated))
    .slice(0, MOST_ENTRIES);
  const text = atomFeed({
    id: new URL("/v1/health/incidents.atom", call.request.url).href,
    title: "Incidents on LLM providers' status pages",
    updated: entries[0]?.updated ?? fallback,
    entries,
  });
  return { data: null, text };
};

function entriesOf(provider: string, page: HealthView["status_page"]): AtomEntry[] {
  return (page?.incidents ?? []).map(({ id, title, status, impact, started_at, url }) => ({
    id: `urn:ratecard:incident:${encodeURIComponent(provider)}:${encodeURIComponent(id)}`,
    title: `${provider}: ${title}`,
    updated: atomTime(started_at) ?? atomTime(page?.polled_at ?? null) ?? "1970-01-01T00:00:00.000Z",
    link: url ?? page?.url ?? "",
    summary: `${status}; impact ${impact}; read ${page?.polled_at ?? "never"}${page?.stale === true ? " (stale)" : ""}.`,
  }));
}

/** RFC 4287 wants RFC 3339; pages write what they like. */
function atomTime(text: string | null): string | null {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
