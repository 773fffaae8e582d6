/** Requests of one caller in the current minute. */
interface Window {
  start: number;
  used: number;
}

export interface RateVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the window is over. */
  readonly reset_seconds: number;
}

const WINDOW_MS = 60_000;
/** Callers remembered at once; the oldest are forgotten first, which only ever forgives. */
const MAX_CALLERS = 20_000;

/** Fixed windows of a minute per caller, bounded in memory. Counts what it sees: one isolate, not the world. */
export class RateWindows {
  readonly #windows = new Map<string, Window>();

  take(caller: string, limit: number, now: number): RateVerdict {
    let window = this.#windows.get(caller);
    if (window === undefined || now - window.start >= WINDOW_MS) {
      window = { start: now, used: 0 };
      this.#windows.delete(caller);
      this.#windows.set(caller, window);
      this.#forgetOldest();
    }
    window.used += 1;
    return {
      allowed: window.used <= limit,
      limit,
      remaining: Math.max(0, limit - window.used),
      reset_seconds: Math.max(1, Math.ceil((window.start + WINDOW_MS - now) / 1000)),
    };
  }

  #forgetOldest(): void {
    if (this.#windows.size <= MAX_CALLERS) return;
    const oldest = this.#windows.keys().next();
    if (oldest.done !== true) this.#windows.delete(oldest.value);
  }
}

/** The fields of draft-ietf-httpapi-ratelimit-headers. */
export function rateLimitHeaders(verdict: RateVerdict): Record<string, string> {
  return {
    ratelimit: `"minute";r=${verdict.remaining};t=${verdict.reset_seconds}`,
    "ratelimit-policy": `"minute";q=${verdict.limit};w=60`,
  };
}
