import { discard, readCapped } from "./capped-body.ts";
import { isAllowedHost, isRedirect, MAX_REDIRECTS, requestableUrl, staysOnHost } from "./redirects.ts";
import { failed, type Attempt, type UpstreamRequest, type UpstreamResult } from "./result.ts";
import { backoffMs, isWorthRetrying, retryAfterMs } from "./retry.ts";
import { userAgent } from "./user-agent.ts";

export type * from "./result.ts";

/** All attempts of a request with retries: one that never answers is given up here, whatever its retries. */
const DEADLINE_WITH_RETRIES_MS = 20_000;
/** An attempt that could not last this long is not begun. */
const SHORTEST_ATTEMPT_MS = 500;
/** Headers that would carry somebody's identity to an upstream. */
const CREDENTIALS = ["authorization", "cookie", "proxy-authorization"] as const;

/**
 * The one way an outside body comes in. Only the body of a 200 is used, read up to `max_bytes`; a 304 is a success, also when nobody asked;
 * redirects are followed by hand, on the same host only; time is bounded for headers and body together; retries stay inside the deadline. Never throws.
 */
export async function fetchUpstream(
  request: UpstreamRequest,
  random: () => number = Math.random,
): Promise<UpstreamResult> {
  const begun = Date.now();
  const retries = request.retries ?? 0;
  const deadline = begun + (request.deadline_ms ?? (retries > 0 ? DEADLINE_WITH_RETRIES_MS : request.timeout_ms));
  let outcome = await attemptBy(request, deadline);
  for (let index = 0; index < retries && isWorthRetrying(outcome); index += 1) {
    const wait = backoffMs(index, random(), outcome.kind === "failed" ? outcome.retry_after_ms : undefined);
    if (wait === null || Date.now() + wait + SHORTEST_ATTEMPT_MS > deadline) break;
    await pause(wait);
    outcome = await attemptBy(request, deadline);
  }
  return { ...outcome, ms: Date.now() - begun };
}

/** One attempt under its own clock. The race is there because a stalled stream need not notice the abort. */
async function attemptBy(request: UpstreamRequest, deadline: number): Promise<Attempt> {
  const limit = Math.max(0, Math.min(request.timeout_ms, deadline - Date.now()));
  const controller = new AbortController();
  const { promise: expiry, resolve } = Promise.withResolvers<Attempt>();
  const timer = setTimeout(() => {
    resolve(failed("timeout", `no complete answer within ${limit} ms`));
    controller.abort();
  }, limit);
  try {
    return await Promise.race([expiry, attempt(request, controller.signal)]);
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(request: UpstreamRequest, signal: AbortSignal): Promise<Attempt> {
  const start = requestableUrl(request.url);
  if (start === null) return failed("network", "not a URL that a request may be sent to");
  try {
    return await follow(request, start, signal);
  } catch (error) {
    return failed("network", error instanceof Error ? error.message.slice(0, 200) : "connection failed");
  }
}

async function follow(request: UpstreamRequest, start: URL, signal: AbortSignal): Promise<Attempt> {
  let url = start;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const response = await send(request, url, signal);
    if (!isRedirect(response.status)) return await settle(request, response);
    await discard(response);
    const location = response.headers.get("location") ?? "";
    const next = location === "" ? null : requestableUrl(location, url);
    if (next === null || !mayFollow(request, url, next)) {
      return failed("redirect", `moved to ${next?.host ?? "nowhere"}`, { status: response.status });
    }
    url = next;
  }
  return failed("redirect", `more than ${MAX_REDIRECTS} redirects`);
}

/** A host of the configured list may be gone to and left for another of it (a file's storage and its edges), never for one that nobody named. */
function mayFollow(request: UpstreamRequest, from: URL, next: URL): boolean {
  if (request.redirects === "refuse") return false;
  return staysOnHost(from, next) || isAllowedHost(next, request.redirect_hosts ?? []);
}

function send(request: UpstreamRequest, url: URL, signal: AbortSignal): Promise<Response> {
  const headers = headersOf(request, url.hostname === URL.parse(request.url)?.hostname);
  return fetch(url.href, { method: "GET", headers, redirect: "manual", cache: "no-store", signal });
}

/** `headers` of the request (a key, say) are for the host they were meant for. */
function headersOf(request: UpstreamRequest, ownHost: boolean): Headers {
  const headers = new Headers(ownHost ? request.headers : undefined);
  for (const name of CREDENTIALS) headers.delete(name);
  headers.set("user-agent", request.user_agent ?? userAgent());
  if (request.accept !== undefined) headers.set("accept", request.accept);
  if (request.etag !== undefined) headers.set("if-none-match", request.etag);
  return headers;
}

async function settle(request: UpstreamRequest, response: Response): Promise<Attempt> {
  const { status } = response;
  if (status === 304) return { kind: "not_modified" };
  if (status !== 200) return await refuse(response);
  const body = await readCapped(response, request.max_bytes);
  if (body === null) return failed("too_large", `more than ${request.max_bytes} bytes`, { status });
  if (body.byteLength === 0) return failed("empty", "no body", { status });
  const content_type = response.headers.get("content-type");
  return { kind: "ok", status, body, etag: response.headers.get("etag"), content_type, bytes: body.byteLength };
}

async function refuse(response: Response): Promise<Attempt> {
  const asked = retryAfterMs(response.headers.get("retry-after"), Date.now());
  await discard(response);
  const detail = `status ${response.status}`;
  return failed("status", detail, {
    status: response.status,
    ...(asked === undefined ? {} : { retry_after_ms: asked }),
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms);
  });
}
