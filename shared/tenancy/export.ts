import { csvCell, csvRecord } from "../text/csv.ts";

/** Columns of an export, in order; the JSON form has the same names. */
export const EXPORT_COLUMNS = [
  "id",
  "at",
  "model",
  "service_tier",
  "region",
  "usage",
  "spend_usd",
  "cost_usd",
  "billed_usd",
  "estimated_usd",
  "estimate_id",
  "cache_key",
  "caching_usd",
  "batch_usd",
  "list_usd",
  "cause",
  "price_version",
  "partial",
] as const;

/** An event as the ledger keeps it. */
export interface LedgerEvent {
  readonly id: string;
  readonly at: number;
  readonly model: string;
  readonly usage: string;
  readonly service_tier: string;
  readonly region: string | null;
  readonly price_version: string;
  readonly spend: string;
  readonly cost: string | null;
  readonly billed: string | null;
  readonly estimated: string | null;
  readonly estimate_id: string | null;
  readonly cache_key: string | null;
  readonly partial: number;
  readonly caching: string | null;
  readonly batch: string | null;
  readonly list: string | null;
  readonly cause: string | null;
}

export function eventRecord(event: LedgerEvent): Record<(typeof EXPORT_COLUMNS)[number], unknown> {
  return {
    id: event.id,
    at: new Date(event.at).toISOString(),
    model: event.model,
    service_tier: event.service_tier,
    region: event.region,
    usage: JSON.parse(event.usage),
    spend_usd: event.spend,
    cost_usd: event.cost,
    billed_usd: event.billed,
    estimated_usd: event.estimated,
    estimate_id: event.estimate_id,
    cache_key: event.cache_key,
    caching_usd: event.caching,
    batch_usd: event.batch,
    list_usd: event.list,
    cause: event.cause,
    price_version: event.price_version,
    partial: event.partial !== 0,
  };
}

/** RFC 4180 with a header line. */
export function csvOf(columns: readonly string[], records: readonly Record<string, unknown>[]): string {
  const lines = records.map((record) => csvRecord(columns.map((column) => cell(record[column]))));
  return [csvRecord(columns), ...lines].join("");
}

/** Amounts are texts too, and negative where a saving is: a plain number is no formula. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^-?\d+(?:\.\d+)?$/.test(text) ? text : csvCell(text);
}
