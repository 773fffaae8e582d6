import { problemBody, PROBLEMS, type Problem } from "../../shared/contract/problem.ts";
import type { Catalog } from "../../shared/pricing/catalog.ts";
import { freshness } from "../../shared/pricing/freshness.ts";
import { entityTag } from "./entity-tag.ts";

/** Headers of every answer under /v1; each one more costs CPU, so there is none without a use. */
function baseHeaders(request_id: string): Record<string, string> {
  return {
    "x-request-id": request_id,
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag,X-Request-Id,Server-Timing,RateLimit,RateLimit-Policy,Retry-After",
    "x-content-type-options": "nosniff",
  };
}

/** What an answer is made of besides its data. */
export interface Frame {
  /** Of the request. */
  readonly headers: Headers;
  /** GET or HEAD. */
  readonly is_read: boolean;
  readonly request_id: string;
  readonly catalog: Catalog;
  readonly now: number;
  /** True for a public GET without a credential: the only answers that shared caches may keep. */
  readonly shared: boolean;
  readonly limits: Readonly<Record<string, string>> | null;
}

/** `{"data": …, "meta": …}` with validators and cache rules; 304 where the caller has it already. */
export function success(
  frame: Frame,
  data: unknown,
  meta: Readonly<Record<string, unknown>> | undefined,
  status: number,
  extra: Readonly<Record<string, string>> | undefined,
): Response {
  const headers = baseHeaders(frame.request_id);
  Object.assign(headers, frame.limits, extra);
  if (status === 204)
    return new Response(null, { status, headers: { ...headers, "cache-control": "private, no-store" } });
  const dataText = JSON.stringify(data);
  headers["content-type"] = "application/json";
  headers["server-timing"] = `app;dur=${Date.now() - frame.now}`;
  if (frame.is_read) {
    const etag = extra?.["etag"] ?? entityTag(dataText, frame.catalog);
    headers["etag"] = etag;
    headers["vary"] = "Authorization";
    headers["cache-control"] = frame.shared
      ? (extra?.["cache-control"] ?? "public, max-age=30, stale-while-revalidate=300")
      : "private, no-cache";
    if (matches(frame.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  } else {
    headers["cache-control"] = "private, no-store";
  }
  return new Response(`{"data":${dataText},"meta":${metaText(frame, meta)}}`, { status, headers });
}

/** A body of another media type (a feed, an export) under the same rules. */
export function textSuccess(
  frame: Frame,
  text: string,
  media: string,
  extra?: Readonly<Record<string, string>>,
): Response {
  const headers = baseHeaders(frame.request_id);
  const etag = entityTag(text, frame.catalog);
  Object.assign(headers, frame.limits, {
    "content-type": `${media}; charset=utf-8`,
    etag,
    vary: "Authorization",
    "cache-control": frame.shared ? "public, max-age=300" : "private, no-cache",
    ...extra,
  });
  if (matches(frame.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new Response(text, { headers });
}

export function statusOf(problem: Problem): number {
  return problem.status ?? PROBLEMS[problem.code].status;
}

export function refusal(
  problem: Problem,
  request_id: string,
  limits: Readonly<Record<string, string>> | null = null,
): Response {
  const status = statusOf(problem);
  const headers = baseHeaders(request_id);
  Object.assign(headers, limits, problem.headers, {
    "content-type": "application/problem+json",
    "cache-control": "private, no-store",
    vary: "Authorization",
  });
  if (status === 401) headers["www-authenticate"] = "Bearer";
  return new Response(JSON.stringify(problemBody(problem, request_id)), { status, headers });
}

function metaText(frame: Frame, meta: Readonly<Record<string, unknown>> | undefined): string {
  const { header } = frame.catalog;
  const { state, age_seconds } = freshness(header, frame.now);
  const catalog = `{"version":"${header.version}","published_at":"${header.published_at}","age_seconds":${age_seconds},"state":"${state}"}`;
  const more = meta === undefined ? "" : JSON.stringify(meta).slice(1, -1);
  return `{"catalog":${catalog},"request_id":"${frame.request_id}"${more === "" ? "" : `,${more}`}}`;
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  const bare = etag.startsWith("W/") ? etag.slice(2) : etag;
  return ifNoneMatch.split(",").some((candidate) => {
    const tag = candidate.trim();
    return tag === "*" || tag === etag || tag === bare;
  });
}
