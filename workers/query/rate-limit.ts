import { RateWindows, rateLimitHeaders, type RateVerdict } from "../../shared/tenancy/rate-window.ts";
import { problem, type Problem } from "../../shared/contract/problem.ts";

/** Public keyless use per address and minute: generous, since answers are cheap. */
const KEYLESS_PER_MINUTE = 3_000;
/** Wrong credentials per address and minute: far above any honest mistake. */
const FAILED_CREDENTIALS_PER_MINUTE = 300;

/** Counters only, bounded; no tenant's data. */
const windows = new RateWindows();

export type LimitResult =
  | { readonly ok: true; readonly headers: Record<string, string> | null }
  | { readonly ok: false; readonly problem: Problem; readonly headers: Record<string, string> | null };

const UNLIMITED: LimitResult = { ok: true, headers: null };

/** Keyless callers are counted by address; without one (no edge in front) there is nothing to count by. */
export function limitKeyless(headers: Headers, now: number): LimitResult {
  const address = headers.get("cf-connecting-ip");
  if (address === null) return UNLIMITED;
  const verdict = windows.take(`ip:${address}`, KEYLESS_PER_MINUTE, now);
  return verdict.allowed ? UNLIMITED : refused(verdict, null);
}

export function limitFailedCredential(headers: Headers, now: number): LimitResult {
  const address = headers.get("cf-connecting-ip");
  if (address === null) return UNLIMITED;
  const verdict = windows.take(`failed:${address}`, FAILED_CREDENTIALS_PER_MINUTE, now);
  return verdict.allowed ? UNLIMITED : refused(verdict, null);
}

/** Keyed callers are told where they stand on every answer. */
export function limitTenant(tenant_id: string, per_minute: number, now: number): LimitResult {
  const verdict = windows.take(`tenant:${tenant_id}`, per_minute, now);
  const headers = rateLimitHeaders(verdict);
  return verdict.allowed ? { ok: true, headers } : refused(verdict, headers);
}

function refused(verdict: RateVerdict, headers: Record<string, string> | null): LimitResult {
  const reason = problem("rate_limited", `more than ${verdict.limit} requests in a minute`);
  return {
    ok: false,
    headers,
    problem: { ...reason, headers: { "retry-after": String(verdict.reset_seconds) } },
  };
}
