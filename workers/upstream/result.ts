/** What one guarded fetch of an outside body is asked to do. */
export interface UpstreamRequest {
  readonly url: string;
  /** Of one attempt, its redirects and its body included. */
  readonly timeout_ms: number;
  /** Cap on bytes read after decompression. */
  readonly max_bytes: number;
  /** Sent as `If-None-Match`. */
  readonly etag?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly user_agent?: string;
  readonly redirects: "same_host" | "refuse";
  /** Other hosts that a redirect may lead to (https, default port); `.example.org` stands for every name under it. Asked without `headers`. Default: none. */
  readonly redirect_hosts?: readonly string[];
  /** Attempts after the first, for network faults, timeouts, 5xx and 429 only. Default 0. */
  readonly retries?: number;
  /** Of all attempts and the waits between them. Default: `timeout_ms` for one attempt, 20 s with retries. */
  readonly deadline_ms?: number;
}

type UpstreamFailureReason = "timeout" | "network" | "status" | "too_large" | "redirect" | "empty";

interface UpstreamBody {
  readonly kind: "ok";
  readonly status: 200;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string | null;
  readonly content_type: string | null;
  readonly ms: number;
  readonly bytes: number;
}

interface UpstreamNotModified {
  readonly kind: "not_modified";
  readonly ms: number;
}

export interface UpstreamFailure {
  readonly kind: "failed";
  readonly reason: UpstreamFailureReason;
  /** The HTTP status where there was one. */
  readonly status?: number;
  /** In words, for a log: never text of the upstream's body. */
  readonly detail: string;
  /** What the upstream asked for with `Retry-After`, capped at a day. */
  readonly retry_after_ms?: number;
  readonly ms: number;
}

export type UpstreamResult = UpstreamBody | UpstreamNotModified | UpstreamFailure;

/** The outcome of a single attempt: a result that has not been timed yet. */
export type Attempt = Omit<UpstreamBody, "ms"> | Omit<UpstreamNotModified, "ms"> | Omit<UpstreamFailure, "ms">;

export function failed(
  reason: UpstreamFailureReason,
  detail: string,
  extra: { readonly status?: number; readonly retry_after_ms?: number } = {},
): Omit<UpstreamFailure, "ms"> {
  return { kind: "failed", reason, detail, ...extra };
}
