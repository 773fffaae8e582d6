import type { OperationShape } from "../../shared/contract/operation.ts";
import type { Call } from "../query/call.ts";
import { metricsOf } from "./metrics.ts";

/** An answer that took longer than this has a line in the log. Between two waits the platform's clock stands still: this is time spent waiting. */
export const SLOW_MS = 1_000;

/**
 * Every answer under /v1 passes here. Without a metrics binding, and when it was neither slow nor a fault of ours, that is two comparisons:
 * what went well is in the platform's own invocation logs. Never a key, a body or query text.
 */
export function noteAnswer(
  operation: OperationShape,
  status: number,
  { env, now, request_id }: Pick<Call, "env" | "now" | "request_id">,
): void {
  const ms = Date.now() - now;
  const metrics = metricsOf(env);
  if (metrics === null && status < 500 && ms < SLOW_MS) return;
  const route = `${operation.method} ${operation.path}`;
  metrics?.writeDataPoint({ indexes: [route], blobs: ["request", route, String(status)], doubles: [ms] });
  if (status >= 500) console.error(JSON.stringify({ level: "error", event: "refused", request_id, route, status, ms }));
  else if (ms >= SLOW_MS) console.warn(JSON.stringify({ level: "warn", event: "slow", request_id, route, status, ms }));
}
