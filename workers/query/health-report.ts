import { digest } from "../../shared/health/digest.ts";
import { readReports, type RejectedRow, type ReportRow } from "../../shared/health/report.ts";
import { objectName } from "../../shared/health/shards.ts";
import { noteReporting } from "./health-list.ts";
import { InFlight } from "./in-flight.ts";
import type { ReportResult } from "../objects/provider-health.ts";

export interface Reports {
  /** The tenant of the key; never what a body says. */
  readonly tenant_id: string;
  readonly batch_id?: string | undefined;
  readonly rows: readonly unknown[];
}

/**
 * What became of a request's rows, or that it was shed: then nothing is known of the rows that were under way, and the same
 * batch may be sent again under its `batch_id`.
 */
export type ReportsOutcome =
  | { readonly accepted: number; readonly ignored: number; readonly rejected: readonly RejectedRow[] }
  | { readonly shed: true; readonly retry_after_seconds: number };

/** Seconds after which to try again when an object did not answer. */
const RETRY_AFTER_SECONDS = 2;

/**
 * Batches of this isolate that may wait for one object: what it takes in a quarter of a second at the platform's 1,000 calls a second
 * (Durable Objects, limits). More would wait longer than their callers do, and all of them in memory.
 */
const inFlight = new InFlight(256);

/** Judges the rows received at `now` (epoch ms), adds them up by provider, and hands each sum to its object. */
export async function sendReports(env: Env, reports: Reports, now: number): Promise<ReportsOutcome> {
  const { groups, rejected } = readReports(reports.rows, now);
  const sent = Promise.all([...groups].map(([provider, rows]) => sendGroup(env, reports, provider, rows, now)));
  const [results] = await Promise.all([sent, noteReporting(env, reports.tenant_id, groups.keys(), now)]);
  let accepted = 0;
  let ignored = 0;
  for (const result of results) {
    if ("shed" in result) return { shed: true, retry_after_seconds: result.retry_after_seconds };
    accepted += result.accepted;
    ignored += result.ignored;
  }
  return { accepted, ignored, rejected };
}

async function sendGroup(
  env: Env,
  { tenant_id, batch_id }: Reports,
  provider: string,
  rows: readonly ReportRow[],
  received_at: number,
): Promise<ReportResult> {
  const object = objectName(provider, tenant_id);
  if (!inFlight.enter(object)) return { shed: true, retry_after_seconds: RETRY_AFTER_SECONDS };
  try {
    const stub = env.PROVIDER_HEALTH.getByName(object);
    const batch = { tenant_id, received_at, digest: digest(rows) };
    return await stub.report(batch_id === undefined ? batch : { ...batch, batch_id });
  } catch (error) {
    // An overloaded or restarting object: the caller backs off; the platform asks not to retry an overloaded one at once.
    console.error(JSON.stringify({ event: "health_report_failed", provider, error: String(error) }));
    return { shed: true, retry_after_seconds: RETRY_AFTER_SECONDS };
  } finally {
    inFlight.leave(object);
  }
}
