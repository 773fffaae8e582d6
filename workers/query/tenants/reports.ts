import { problem, type Problem } from "../../../shared/contract/problem.ts";
import { subtract, type Decimal } from "../../../shared/money/decimal.ts";
import { matchModel } from "../../../shared/pricing/matching.ts";
import type { Offer } from "../../../shared/pricing/offer.ts";
import { csvOf, eventRecord, EXPORT_COLUMNS } from "../../../shared/tenancy/export.ts";
import { listPrice } from "../../../shared/tenancy/event-costs.ts";
import { reconcile } from "../../../shared/tenancy/reconciliation.ts";
import { amountOrNull, SavingsSums } from "../../../shared/tenancy/savings.ts";
import { usageSchema } from "../../../shared/cost/usage.ts";
import type { Answers } from "../../../shared/tenancy/wire.ts";
import type { StoredEvent } from "../../objects/tenant/event-ledger.ts";
import { staleBills } from "./stale-bills.ts";
import { tenantObject, type TenantCall } from "./tenant-call.ts";

/** `[from, to)` in epoch milliseconds; days are UTC. */
interface Span {
  readonly from: number;
  readonly to: number;
}

type Grouping = "model" | "day";

const DAY_MS = 86_400_000;
/** Events that one savings answer weighs one by one. */
const MAX_WEIGHED = 50_000;
/** Billed events in one reconciliation: the newest. */
const MAX_RECONCILED = 10_000;
/** Unexplained bills in one reconciliation that are compared with prices of other days: the newest. */
const MAX_LOOKED_BACK = 1_000;
const PAGE = 1_000;

/** The last 30 days up to now, unless a bound is given. */
export function spanOf(from: number | undefined, to: number | undefined, now: number): Span {
  const end = to ?? now + DAY_MS;
  return { from: from ?? end - 31 * DAY_MS, to: end };
}

export async function getSpend(call: TenantCall, span: Span, by: Grouping): Promise<Answers["spend"]> {
  const spend = await tenantObject(call).spend(span.from, span.to, by);
  return {
    total_usd: spend.total_usd,
    ...(spend.partial ? { partial: true as const } : {}),
    rows: spend.rows.map(({ group, events, total_usd }) => ({ [by]: group, events, total_usd })),
  };
}

/** Routing is measured against `baseline`, a model as the caller names it. */
export async function getSavings(
  call: TenantCall,
  span: Span,
  by: Grouping,
  baseline: string | undefined,
): Promise<Answers["savings"] | Problem> {
  const match = baseline === undefined ? null : matchModel(call.catalog, baseline, call.now);
  if (match?.kind === "none") {
    return problem("model_not_found", "no offer has the name of the baseline", { suggestions: match.suggestions });
  }
  if ((await tenantObject(call).countEvents(span.from, span.to)) > MAX_WEIGHED) {
    return problem("payload_too_large", `more than ${MAX_WEIGHED} events lie in the span: ask for a shorter one`);
  }
  const offer = match?.offer ?? null;
  const sums = new SavingsSums(offer !== null);
  for await (const events of pages(call, span)) {
    for (const event of events) sums.add(savingsOf(event, by, offer));
  }
  const rows = sums.rows().map(({ group, ...line }) => ({ [by]: group, ...line }));
  return { baseline: offer?.id ?? null, total: sums.total(), rows };
}

export async function getReconciliation(call: TenantCall, span: Span): Promise<Answers["reconciliation"]> {
  const bills = await tenantObject(call).bills(span.from, span.to, MAX_RECONCILED, MAX_LOOKED_BACK);
  const stale = await staleBills(call, bills.unexplained);
  return reconcile(bills.rows.map((row) => (stale.has(row.id) ? { ...row, cause: "stale_price" } : row)));
}

export async function getCacheHits(call: TenantCall, cache_key: string): Promise<Answers["cacheHits"]> {
  const { all, models } = await tenantObject(call).cacheHits(cache_key);
  return { ...all, models: [...models] };
}

/** One page of raw events in order of time; `next` continues after the last one. */
export async function exportEvents(
  call: TenantCall,
  span: Span,
  after: { readonly at: number; readonly id: string } | null,
  limit: number,
): Promise<{ readonly events: Record<string, unknown>[]; readonly next: { at: number; id: string } | null }> {
  const events = await tenantObject(call).events(span.from, span.to, after, limit);
  const last = events.at(-1);
  const next = last === undefined || events.length < limit ? null : { at: last.at, id: last.id };
  return { events: events.map(eventRecord), next };
}

export function exportCsv(events: readonly Record<string, unknown>[]): string {
  return csvOf(EXPORT_COLUMNS, events);
}

async function* pages(call: TenantCall, { from, to }: Span): AsyncGenerator<StoredEvent[]> {
  let after: { at: number; id: string } | null = null;
  while (true) {
    const events: StoredEvent[] = await tenantObject(call).events(from, to, after, PAGE);
    yield events;
    const last = events.at(-1);
    if (last === undefined || events.length < PAGE) return;
    after = { at: last.at, id: last.id };
  }
}

function savingsOf(event: StoredEvent, by: Grouping, baseline: Offer | null) {
  const list = amountOrNull(event.list);
  const reference = baseline === null || list === null ? null : baselinePrice(baseline, event);
  return {
    group: by === "model" ? event.model : new Date(event.at).toISOString().slice(0, 10),
    caching: amountOrNull(event.caching),
    batch: amountOrNull(event.batch),
    routing: reference === null || list === null ? null : subtract(reference, list),
  };
}

function baselinePrice(offer: Offer, event: StoredEvent): Decimal | null {
  const usage = usageSchema.safeParse(JSON.parse(event.usage));
  return usage.success
    ? listPrice(offer, { usage: usage.data, region: event.region ?? undefined, at: event.at })
    : null;
}
