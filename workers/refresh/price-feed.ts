import type { PriceSource, SourceSnapshot } from "../../shared/pricing/source.ts";
import { decodeText } from "../../shared/text/decode.ts";
import { sha256Hex } from "../sha256.ts";
import { fetchUpstream, type UpstreamBody } from "../upstream/fetch.ts";

/** Promises of `../pricing`: an attempt is given up after 10 s, and the refresh, its merge included, ends within 20 s; a price list is at most 16 MiB. */
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
  const { etag } = known;
  const begun = Date.now();
  const elapsed = (): number => Date.now() - begun;
  const bodies: string[] = [];
  let bytes = 0;
  let mark = UNMARKED;
  let url: string | null = source.url;
  while (url !== null) {
    const first = bodies.length === 0;
    const result = await fetchUpstream({
      url,
      timeout_ms: TIMEOUT_MS,
      deadline_ms: Math.max(1, DEADLINE_MS - elapsed()),
      max_bytes: MAX_BYTES,
      accept: "application/json, text/plain;q=0.9",
      redirects: "same_host",
      retries: RETRIES,
      ...(first && etag !== null ? { etag } : {}),
    });
    if (result.kind === "not_modified") {
      if (first) return { kind: "unchanged", ms: elapsed() };
      return { kind: "failed", detail: "a later page answered 304", status: 304, bytes, ms: elapsed() };
    }
    if (result.kind === "failed") {
      return {
        kind: "failed",
        detail: `${result.reason}: ${result.detail}`,
        status: result.status ?? null,
        bytes,
        ms: elapsed(),
      };
    }
    bytes += result.bytes;
    const text = textOf(result);
    const fault =
      text === null ? "the body is not text" : bytes > MAX_BYTES ? `more than ${MAX_BYTES} bytes over all pages` : null;
    if (text === null || fault !== null)
      return { kind: "rejected", detail: fault ?? "", status: 200, bytes, ms: elapsed() };
    url = nextPage(source, text);
    if (first && url === null) {
      mark = { etag: result.etag, digest: await sha256Hex(result.body) };
      if (mark.digest === known.digest) return { kind: "same", bytes, ms: elapsed() };
    }
    bodies.push(text);
    if (url !== null && bodies.length > MAX_PAGES) {
      return { kind: "rejected", detail: `more than ${MAX_PAGES} further pages`, status: 200, bytes, ms: elapsed() };
    }
  }
  const read = source.read(bodies, now);
  if ("unusable" in read) return { kind: "rejected", detail: read.unusable, status: 200, bytes, ms: elapsed() };
  return { kind: "new", snapshot: read, mark, bytes, ms: elapsed() };
}

/** JSON in a body that calls itself HTML is still refused when it is parsed; the declared type alone proves nothing (raw files come as text/plain). */
function textOf(body: UpstreamBody): string | null {
  return decodeText(body.body, body.content_type);
}

/** Only a page on the source's own host is followed, whatever the body names. */
function nextPage(source: PriceSource, body: string): string | null {
  const next = source.nextPage?.(body) ?? null;
  if (next === null) return null;
  const url = URL.parse(next, source.url);
  const own = new URL(source.url);
  return url !== null && url.origin === own.origin ? url.href : null;
}
