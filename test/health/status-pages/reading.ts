import { entry, type Platform, type StatusPageEntry } from "../../../shared/health/status-pages/entry.ts";
import { evaluatePage } from "../../../shared/health/status-pages/evaluate.ts";
import { parsePage } from "../../../shared/health/status-pages/parse.ts";
import { STATUS_PAGES } from "../../../shared/health/status-pages/table.ts";

export const NOW = Date.UTC(2026, 10, 20, 12, 0, 0);

/** The entry of the table. */
export function listed(provider: string): StatusPageEntry {
  const found = STATUS_PAGES.get(provider);
  if (found === undefined) throw new Error(`no entry of ${provider}`);
  return found;
}

/** An entry without watched components on a host of its own. */
export function bare(platform: Platform, more: Partial<StatusPageEntry> = {}): StatusPageEntry {
  const page = "https://status.test";
  const described = {
    provider: "test",
    page,
    platform,
    poll: [`${page}/summary.json`],
    names: ["test"],
    confidence: "A",
  } as const;
  return { ...entry(described), ...more };
}

export interface Read {
  readonly status: string;
  readonly reason: string | null;
  readonly components: readonly { readonly name: string; readonly status: string }[];
  readonly incidents: readonly { readonly title: string; readonly impact: string; readonly url: string | null }[];
}

/** What documents say for an entry; a document that cannot be used makes it unknown. */
export function read(entry: StatusPageEntry, texts: string | readonly string[], now = NOW): Read {
  const documents = [];
  for (const text of typeof texts === "string" ? [texts] : texts) {
    const parsed = parsePage(text, entry);
    if (!parsed.ok) return { status: "unknown", reason: parsed.reason, components: [], incidents: [] };
    documents.push(parsed.facts);
  }
  return evaluatePage(entry, documents, now);
}

export function statusOf(entry: StatusPageEntry, texts: string | readonly string[], now = NOW): string {
  return read(entry, texts, now).status;
}
