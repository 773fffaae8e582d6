import * as z from "zod/mini";
import { isObject } from "../text/json.ts";
import { MAX_LATENCY_MS } from "./histogram.ts";
import { OUTCOMES, outcomeIndex } from "./outcome.ts";

/** Rows of one request; one more is 413. */
export const MAX_REPORTS = 1_000;
/** Calls that one row may stand for. */
export const MAX_COUNT = 10_000;
/** How far a reporter's clock may be off, ms. */
const MAX_CLOCK_SKEW_MS = 60_000;
/** Providers that one request may touch: each is an object of its own, and a request may not create hundreds of them. */
export const MAX_PROVIDERS = 64;

/** A provider's id as callers write it. Judged before lower-casing: the Kelvin sign, for one, is not a `k`. */
export const PROVIDER_ID = /^[A-Za-z0-9._-]{1,64}$/;
/** RFC 3339 with an offset; `Date.parse` alone also takes dates without a zone and prose. */
const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

const latency = z.number().check(z.minimum(0), z.maximum(MAX_LATENCY_MS));

/** One row as the contract documents it; `readReports` judges each row by the same rules and names the one it breaks. */
export const reportRowSchema = z.strictObject({
  provider: z.string().check(z.regex(PROVIDER_ID)),
  model: z.optional(z.string().check(z.minLength(1), z.maxLength(256))),
  outcome: z.enum(OUTCOMES),
  status: z.optional(z.int().check(z.minimum(100), z.maximum(599))),
  latency_ms: z.optional(latency),
  ttft_ms: z.optional(latency),
  at: z.optional(z.string().check(z.regex(TIME))),
  count: z.optional(z.int().check(z.minimum(1), z.maximum(MAX_COUNT))),
});

export const REFUSALS = [
  "invalid_row",
  "unknown_field",
  "invalid_provider",
  "invalid_model",
  "unknown_outcome",
  "invalid_status",
  "invalid_latency",
  "ttft_above_latency",
  "invalid_time",
  "clock_skew",
  "invalid_count",
  "too_many_providers",
] as const;

export type Refusal = (typeof REFUSALS)[number];

export interface RejectedRow {
  readonly index: number;
  readonly code: Refusal;
}

/** What a report request is answered with, counted in rows: accepted + ignored + rejected is the number sent. */
export const reportAnswerSchema = z.object({
  /** Rows recorded. */
  accepted: z.int(),
  /** Valid rows that changed nothing: the batch had been taken before, or the row's bucket has left the window. */
  ignored: z.int(),
  rejected: z.array(z.object({ index: z.int(), code: z.enum(REFUSALS) })),
});

/** A row that may be counted. */
export interface ReportRow {
  readonly provider: string;
  /** Position in `OUTCOMES`. */
  readonly outcome: number;
  readonly latency_ms: number | null;
  /** Epoch ms, never later than the receipt. */
  readonly at: number;
  readonly count: number;
}

/**
 * Judges each row of a request received at `received_at` (epoch ms). Groups keep the order of the rows, which is the order of
 * time.
 */
export function readReports(
  rows: readonly unknown[],
  received_at: number,
): { groups: Map<string, ReportRow[]>; rejected: RejectedRow[] } {
  const groups = new Map<string, ReportRow[]>();
  const rejected: RejectedRow[] = [];
  for (const [index, raw] of rows.entries()) {
    const row = readRow(raw, received_at);
    const code = typeof row === "string" ? row : file(groups, row);
    if (code !== null) rejected.push({ index, code });
  }
  return { groups, rejected };
}

function file(groups: Map<string, ReportRow[]>, row: ReportRow): Refusal | null {
  const group = groups.get(row.provider);
  if (group !== undefined) group.push(row);
  else if (groups.size >= MAX_PROVIDERS) return "too_many_providers";
  else groups.set(row.provider, [row]);
  return null;
}

const FIELDS: ReadonlySet<string> = new Set(Object.keys(reportRowSchema.shape));

/** The row, or the first rule that it breaks. */
export function readRow(raw: unknown, received_at: number): ReportRow | Refusal {
  if (!isObject(raw)) return "invalid_row";
  for (const field of Object.keys(raw)) if (!FIELDS.has(field)) return "unknown_field";
  const provider = readProvider(raw["provider"]);
  if (provider === null) return "invalid_provider";
  if (!isModel(raw["model"])) return "invalid_model";
  const outcome = outcomeIndex(raw["outcome"]);
  if (outcome === undefined) return "unknown_outcome";
  if (!isWhole(raw["status"], 100, 599)) return "invalid_status";
  const slow = refuseLatency(raw["latency_ms"], raw["ttft_ms"]);
  if (slow !== null) return slow;
  const at = readTime(raw["at"], received_at);
  if (typeof at === "string") return at;
  if (!isWhole(raw["count"], 1, MAX_COUNT)) return "invalid_count";
  const { latency_ms, count } = raw;
  return {
    provider,
    outcome,
    latency_ms: typeof latency_ms === "number" ? latency_ms : null,
    at,
    count: typeof count === "number" ? count : 1,
  };
}

/** A provider id in lower case; null when it is none. */
export function readProvider(raw: unknown): string | null {
  return typeof raw === "string" && PROVIDER_ID.test(raw) ? raw.toLowerCase() : null;
}

function refuseLatency(latency_ms: unknown, ttft_ms: unknown): Refusal | null {
  if (!isLatency(latency_ms) || !isLatency(ttft_ms)) return "invalid_latency";
  if (typeof latency_ms === "number" && typeof ttft_ms === "number" && ttft_ms > latency_ms)
    return "ttft_above_latency";
  return null;
}

/** Time of a row, epoch ms: what it says, never in the future, else the receipt. */
function readTime(raw: unknown, received_at: number): number | Refusal {
  if (raw === undefined) return received_at;
  const at = typeof raw === "string" && TIME.test(raw) ? Date.parse(raw) : Number.NaN;
  if (Number.isNaN(at)) return "invalid_time";
  if (Math.abs(at - received_at) > MAX_CLOCK_SKEW_MS) return "clock_skew";
  return Math.min(at, received_at);
}

function isModel(value: unknown): boolean {
  return value === undefined || (typeof value === "string" && value.length >= 1 && value.length <= 256);
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return value === undefined || (Number.isInteger(value) && Number(value) >= min && Number(value) <= max);
}

function isLatency(value: unknown): boolean {
  return value === undefined || (typeof value === "number" && value >= 0 && value <= MAX_LATENCY_MS);
}
