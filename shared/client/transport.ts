import { AbortedError, ProblemError, readProblem, TimeoutError, UnreachableError, UnreadableError } from "./errors.ts";
import type { EtagCache, Kept } from "./etag-cache.ts";
import type { WireRequest } from "./request.ts";
import { isTransient, pauseBefore, retryAfter } from "./retry.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface TransportSettings {
  readonly fetch: Fetch;
  readonly key: string | null;
  readonly timeout_ms: number;
  readonly retries: number;
  readonly cache: EtagCache;
  /** Epoch ms. */
  readonly now: () => number;
  readonly wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** What one call may set for itself. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeout_ms?: number | undefined;
  readonly retries?: number | undefined;
  /** Revision that the stored value must have (`If-Match`), for operations that know revisions. */
  readonly if_match?: string | undefined;
}

/** The text of an answer and how it was come by. */
export interface Received {
  readonly text: string;
  readonly status: number;
  /** `revalidated`: the service confirmed with 304 what was kept. */
  readonly origin: "network" | "revalidated";
  readonly received_at: number;
  readonly request_id: string | null;
}

interface Attempt {
  readonly error: ProblemError | UnreachableError | TimeoutError | UnreadableError;
  readonly invited: number | null;
}

/** One call with its retries; only what is repeatable is sent again. */
export async function send(request: WireRequest, settings: TransportSettings, options: CallOptions): Promise<Received> {
  const retries = request.repeatable ? (options.retries ?? settings.retries) : 0;
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await attemptOnce(request, settings, options);
    if (!("error" in outcome)) return outcome;
    const pause =
      attempt < retries && isWorthAnother(outcome.error) ? pauseBefore(attempt, outcome.invited, Math.random()) : null;
    if (pause === null) throw outcome.error;
    await settings.wait(pause, options.signal);
    if (options.signal?.aborted === true) throw new AbortedError("the call was ended by its signal");
  }
}

function isWorthAnother(error: Attempt["error"]): boolean {
  if (error.kind === "problem" || error.kind === "unreadable") return isTransient(error.status);
  return true;
}

async function attemptOnce(
  request: WireRequest,
  settings: TransportSettings,
  options: CallOptions,
): Promise<Received | Attempt> {
  const timeout = AbortSignal.timeout(options.timeout_ms ?? settings.timeout_ms);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
  const kept = request.method === "GET" ? settings.cache.get(request.url) : undefined;
  try {
    const response = await settings.fetch(request.url, requestInit(request, settings, options, kept, signal));
    const text = response.status === 304 ? "" : await response.text();
    return readAnswer(request, settings, kept, response, text);
  } catch (error) {
    if (options.signal?.aborted === true) throw new AbortedError("the call was ended by its signal", { cause: error });
    const failed = timeout.aborted
      ? new TimeoutError(`no answer within ${options.timeout_ms ?? settings.timeout_ms} ms`, { cause: error })
      : new UnreachableError(`${new URL(request.url).origin} cannot be reached`, { cause: error });
    return { error: failed, invited: null };
  }
}

function requestInit(
  request: WireRequest,
  settings: TransportSettings,
  options: CallOptions,
  kept: Kept | undefined,
  signal: AbortSignal,
): RequestInit {
  const headers: Record<string, string> = {};
  if (settings.key !== null) headers["authorization"] = `Bearer ${settings.key}`;
  if (request.body !== null) headers["content-type"] = "application/json";
  if (kept !== undefined) headers["if-none-match"] = kept.etag;
  if (options.if_match !== undefined) headers["if-match"] = options.if_match;
  // A redirect would carry the key to wherever it points; there are none under /v1.
  return {
    method: request.method,
    headers,
    signal,
    redirect: "manual",
    ...(request.body === null ? {} : { body: request.body }),
  };
}

function readAnswer(
  request: WireRequest,
  settings: TransportSettings,
  kept: Kept | undefined,
  response: Response,
  text: string,
): Received | Attempt {
  const { status, headers } = response;
  const received_at = settings.now();
  const request_id = headers.get("x-request-id");
  if (status === 304 && kept !== undefined) {
    return { text: kept.text, status: 200, origin: "revalidated", received_at: kept.received_at, request_id };
  }
  if (status >= 200 && status < 300) {
    const etag = headers.get("etag");
    if (request.method === "GET" && etag !== null) settings.cache.set(request.url, { etag, text, received_at });
    return { text, status, origin: "network", received_at, request_id };
  }
  const invited = retryAfter(headers.get("retry-after"), received_at);
  const problem = readProblem(text, status);
  const error =
    problem === null
      ? new UnreadableError(`the answer with status ${status} is not one of this API`, status)
      : new ProblemError(problem, invited);
  return { error, invited };
}
