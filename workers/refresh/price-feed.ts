import type { PriceSource, SourceSnapshot } from "../../shared/pricing/source.ts";
import { decodeText } from "../../shared/text/decode.ts";
import { sha256Hex } from "../sha256.ts";
import { fetchUpstream, type UpstreamResult } from "../upstream/fetch.ts";

/** An attempt is given up after 10 s, and the refresh, its merge included, ends within 20 s; a price list is at most 16 MiB. */
const TIMEOUT_MS = 10_000;
const DEADLINE_MS = 17_000;
const MAX_BYTES = 16 * 1_048_576;
const RETRIES = 2;
/** How often a body may point to a next page. */
const MAX_PAGES = 40;

export type FeedResult =
  | {
      readonly kind: "new";
      readonly snapshot: SourceSnapshot;
      readonly mark: FeedMark;
      readonly bytes: number;
      readonly ms: number;
    }
  | { readonly kind: "unchanged"; readonly ms: number }
  /** A 200 with the bytes that were taken last time: not every source knows tags, and to read and merge costs a hundred times the comparison. */
  | { readonly kind: "same"; readonly bytes: number; readonly ms: number }
  | {
      readonly kind: "failed" | "rejected";
      readonly detail: string;
      readonly status: number | null;
      readonly bytes: number;
      readonly ms: number;
    };

/** By what a body is known again: the tag it came with, and the SHA-256 of its bytes. Nothing of a list in several pages. */
export interface FeedMark {
  readonly etag: string | null;
  readonly digest: string | null;
}

export const UNMARKED: FeedMark = { etag: null, digest: null };

/** One source, fetched (all its pages) and read; every fault is a result and never an exception. `known` is the mark of the body taken last. */
export async function readPriceFeed(source: PriceSource, known: FeedMark, now: number): Promise<FeedResult> {
  const begun = Date.now();
  const fetched = await fetchPages(source, known, begun);
  const timed = (result: Untimed): FeedResult => ({ ...result, ms: Date.now() - begun });
  if (fetched.kind !== "pages") return timed(fetched);
  const { bodies, bytes, mark } = fetched;
  const read = source.read(bodies, now);
  if ("unusable" in read) return timed(rejected(read.unusable, bytes));
  return timed({ kind: "new", snapshot: read, mark, bytes });
}

/** A result without the time it took. */
type Untimed<R = FeedResult> = R extends unknown ? Omit<R, "ms"> : never;

interface Pages {
  readonly kind: "pages";
  readonly bodies: readonly string[];
  readonly bytes: number;
  readonly mark: FeedMark;
}

/** All pages of a source as they came. */
export async function fetchPages(source: PriceSource, known: FeedMark, begun: number): Promise<Pages | Untimed> {
  const bodies: string[] = [];
  let bytes = 0;
  let mark = UNMARKED;
  let url: string | null = source.url;
  while (url !== null) {
    const first = bodies.length === 0;
    const result = await fetchPage(url, first ? known.etag : null, begun);
    if (result.kind === "not_modified")
      return first ? { kind: "unchanged" } : failed("a later page answered 304", 304, bytes);
    if (result.kind === "failed") return failed(`${result.reason}: ${result.detail}`, result.status ?? null, bytes);
    bytes += result.bytes;
    // The declared type alone proves nothing: raw files come as text/plain, and HTML is refused when it is parsed.
    const text = decodeText(result.body, result.content_type);
    if (text === null) return rejected("the body is not text", bytes);
    if (bytes > MAX_BYTES) return rejected(`more than ${MAX_BYTES} bytes over all pages`, bytes);
    url = nextPage(source, text);
    if (first && url === null) {
      mark = { etag: result.etag, digest: await sha256Hex(result.body) };
      if (mark.digest === known.digest) return { kind: "same", bytes };
    }
    bodies.push(text);
    if (url !== null && bodies.length > MAX_PAGES) return rejected(`more than ${MAX_PAGES} further pages`, bytes);
  }
  return { kind: "pages", bodies, bytes, mark };
}

function fetchPage(url: string, etag: string | null, begun: number): Promise<UpstreamResult> {
  return fetchUpstream({
    url,
    timeout_ms: TIMEOUT_MS,
    deadline_ms: Math.max(1, begun + DEADLINE_MS - Date.now()),
    max_bytes: MAX_BYTES,
    accept: "application/json, text/plain;q=0.9",
    redirects: "same_host",
    retries: RETRIES,
    ...(etag === null ? {} : { etag }),
  });
}

function failed(detail: string, status: number | null, bytes: number): Untimed {
  return { kind: "failed", detail, status, bytes };
}

function rejected(detail: string, bytes: number): Untimed {
  return { kind: "rejected", detail, status: 200, bytes };
}

/** Only a page on the source's own host is followed, whatever the body names. */
function nextPage(source: PriceSource, body: string): string | null {
  const next = source.nextPage?.(body) ?? null;
  if (next === null) return null;
  const url = URL.parse(next, source.url);
  const own = new URL(source.url);
  return url !== null && url.origin === own.origin ? url.href : null;
}
