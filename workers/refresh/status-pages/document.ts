import type { StatusPageEntry } from "../../../shared/health/status-pages/entry.ts";
import type { PageFacts } from "../../../shared/health/status-pages/facts.ts";
import type { PageFailure } from "../../../shared/health/status-pages/page-progress.ts";
import { parsePage } from "../../../shared/health/status-pages/parse.ts";
import { decodeText } from "../../../shared/text/decode.ts";
import { fetchUpstream, type UpstreamFailure, type UpstreamResult } from "../../upstream/fetch.ts";
import type { PageStore } from "./page-store.ts";

/** Of one document, its body included. */
const TIMEOUT_MS = 8_000;
/** Google's history is 170 KB; Hugging Face answers a wrong path with 746 KB of HTML. */
const MAX_BYTES = 1_048_576;
/**
 * Outside requests of one run. The free plan allows 50 in an invocation; the whole table is 36 distinct documents and one inventory of ids,
 * up to five requests may be past this mark at once (six lanes, checked before each page); what is left is for redirects and for a page that has to be looked for.
 */
const MAX_REQUESTS = 42;

type DocumentResult =
  | { readonly kind: "ok" | "not_modified"; readonly facts: PageFacts }
  | { readonly kind: "failed"; readonly failure: PageFailure };

/** The documents of one run: each URL is asked for once, whoever needs it, and no more than the plan allows in all. */
export class DocumentReader {
  readonly #store: PageStore;
  readonly #userAgent: string;
  readonly #asked = new Map<string, Promise<DocumentResult>>();
  #left = MAX_REQUESTS;

  constructor(store: PageStore, userAgent: string) {
    this.#store = store;
    this.#userAgent = userAgent;
  }

  /** Whether `count` more requests fit into the run. */
  allows(count: number): boolean {
    return this.#left >= count;
  }

  /** Reads one document of a page, by its ETag where it was read before. */
  read(entry: StatusPageEntry, url: string): Promise<DocumentResult> {
    const key = `${entry.platform} ${url}`;
    const asked = this.#asked.get(key) ?? this.#readNow(entry, url);
    this.#asked.set(key, asked);
    return asked;
  }

  /** A document of no platform: the text of a 200, or null. */
  async text(url: string): Promise<string | null> {
    const result = await this.#fetch(url, null);
    return result.kind === "ok" ? decodeText(result.body, result.content_type) : null;
  }

  async #readNow(entry: StatusPageEntry, url: string): Promise<DocumentResult> {
    const stored = this.#store.document(entry.platform, url);
    const result = await this.#fetch(url, stored?.etag ?? null);
    if (result.kind === "failed") return { kind: "failed", failure: failureOf(result) };
    if (result.kind === "not_modified") {
      return stored === null ? unreadable("not_modified_without_body") : { kind: "not_modified", facts: stored.facts };
    }
    const text = decodeText(result.body, result.content_type);
    if (text === null) return unreadable("charset");
    const parsed = parsePage(text, entry);
    if (!parsed.ok) return unreadable(parsed.reason);
    this.#store.saveDocument(entry.platform, url, { etag: result.etag, facts: parsed.facts });
    return { kind: "ok", facts: parsed.facts };
  }

  #fetch(url: string, etag: string | null): Promise<UpstreamResult> {
    this.#left -= 1;
    return fetchUpstream({
      url,
      timeout_ms: TIMEOUT_MS,
      max_bytes: MAX_BYTES,
      accept: "application/json, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.1",
      redirects: "same_host",
      user_agent: this.#userAgent,
      ...(etag === null ? {} : { etag }),
    });
  }
}

function unreadable(reason: string): DocumentResult {
  return { kind: "failed", failure: { reason, unreachable: false } };
}

/** A page that is not there, or leads elsewhere, has answered: it may have moved. */
const ANSWERED: ReadonlySet<number> = new Set([404, 410]);

function failureOf({ reason, status, retry_after_ms }: UpstreamFailure): PageFailure {
  const code = reason === "status" ? `http_${status ?? 0}` : reason === "redirect" ? "redirected_host" : reason;
  const answered = reason === "status" ? ANSWERED.has(status ?? 0) : reason !== "timeout" && reason !== "network";
  return {
    reason: code,
    unreachable: !answered,
    ...(status === undefined ? {} : { status }),
    ...(retry_after_ms === undefined ? {} : { retry_after_ms }),
  };
}
