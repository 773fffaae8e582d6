import * as z from "zod/mini";
import { admittedShare } from "./breaker.ts";
import { quantile } from "./histogram.ts";
import { slowShare } from "./latency-baseline.ts";
import { RATE_LIMITED, ERROR, SUCCESS, TIMEOUT } from "./outcome.ts";
import { agedReading, freshStatus, lowered } from "./page-effect.ts";
import type { Judged, Provider, Tenant } from "./provider.ts";
import { activeCount, MIN_TENANTS, weights, withoutMostDamaging } from "./public-evidence.ts";
import { reasonsOf } from "./reasons.ts";
import { routingScore } from "./routing-score.ts";
import { confidence, roundTo, score, type Sample } from "./score.ts";
import { HEALTH_STATES, type HealthState } from "./state-machine.ts";
import { pageReadingSchema } from "./page-schema.ts";
import type { StatusPageReading } from "./status-page.ts";
import { pooledStreak } from "./streak.ts";
import { addTotals, emptyTotals, tally, WINDOW_MS, type Totals } from "./window.ts";

/** Samples below which a 95th or 99th percentile is mostly chance (median error 27 % at 100 samples, 94 % at 20). */
const TAIL_SAMPLES = 100;

const ms = z.nullable(z.number());
const share = z.nullable(z.number().check(z.minimum(0), z.maximum(1)));

/** `data` of `GET /v1/health/{provider}`. */
export const healthViewSchema = z.object({
  provider: z.string(),
  state: z.enum(HEALTH_STATES),
  /** 0.7 x success rate + 0.3 x max(0, 1 - mean latency / 5000 ms); null with no calls. */
  score: share,
  /** 0..100, what routing uses; null when nothing is known. */
  routing_score: z.nullable(z.number().check(z.minimum(0), z.maximum(100))),
  confidence: z.enum(["none", "low", "high"]),
  window: z.object({
    seconds: z.literal(300),
    /** success + error + timeout. */
    calls: z.int(),
    success_rate: share,
    /** `n` calls carried a latency; p95 and p99 are null below 100 of them. */
    latency_ms: z.object({ n: z.int(), mean: ms, p50: ms, p95: ms, p99: ms }),
  }),
  rate_limited_share: share,
  consecutive_failures: z.int(),
  status_page: z.nullable(pageReadingSchema),
  reasons: z.array(z.string()),
  /** Since when the state is what it is, RFC 3339 UTC. */
  since: z.nullable(z.string()),
});

export type HealthView = z.infer<typeof healthViewSchema>;

/** A view, and the share (0..1) of the traffic that routing may send meanwhile. */
export interface Viewed {
  readonly data: HealthView;
  readonly admitted_share: number;
}

/** What the public sees: every tenant's calls under the cap. It never says whose they are. */
export function publicView(provider: Provider, now: number): Viewed {
  const tenants = [...provider.tenants.values()];
  const by = weights(tenants, now);
  const totals = emptyTotals();
  tenants.forEach(({ window }, i) => addTotals(totals, window, now, by[i]));
  const active = activeCount(tenants, now);
  return compose(provider, provider.all, now, {
    totals,
    routing: active >= MIN_TENANTS ? totalsOf(withoutMostDamaging(tenants, now), now) : totals,
    calls: callsOf(tenants, now),
    tenants: active,
    failures: pooledStreak(
      tenants.map(({ streak }) => streak),
      -1,
      now,
    ).length,
    is_public: true,
  });
}

/** What one tenant sees: its own calls and nobody else's, at once. */
export function tenantView(provider: Provider, tenant: Tenant | undefined, now: number): Viewed {
  if (tenant === undefined) return unreported(provider, now);
  const totals = totalsOf([tenant], now);
  const calls = callsOf([tenant], now);
  return compose(provider, tenant, now, {
    totals,
    routing: totals,
    calls,
    tenants: calls > 0 ? 1 : 0,
    failures: calls > 0 ? Math.max(0, -tenant.streak.length) : 0,
    is_public: false,
  });
}

/** The view of a provider that the reader has no calls of: the status page and nothing else. */
export function unreported(provider: { id: string; page: StatusPageReading | null }, now: number): Viewed {
  const page = provider.page === null ? null : agedReading(provider.page, now);
  const totals = emptyTotals();
  const fresh = freshStatus(provider.page, now);
  const state = lowered("unknown", fresh, () => ({ success: 0, n: 0 }));
  const facts: Facts = { totals, routing: totals, calls: 0, tenants: 0, failures: 0, is_public: false };
  const data = dataOf(provider.id, state, null, page, facts, routingScore(sampleOf(totals), 0, fresh));
  // Where nobody reports there is no breaker that could let probes through.
  return { data, admitted_share: state === "unhealthy" ? 0 : 1 };
}

interface Facts {
  readonly totals: Totals;
  /** What the routing score is computed from. */
  readonly routing: Totals;
  readonly calls: number;
  readonly tenants: number;
  readonly failures: number;
  readonly is_public: boolean;
}

function compose(provider: Provider, judged: Judged, now: number, facts: Facts): Viewed {
  const page = provider.page === null ? null : agedReading(provider.page, now);
  const fresh = freshStatus(provider.page, now);
  const sample = sampleOf(facts.totals);
  // With no call left in the window the state is unknown when read, even if no alarm has run since.
  const known: HealthState = facts.calls === 0 ? "unknown" : judged.machine.state;
  const state = lowered(known, fresh, () => sample);
  const since = state === judged.shown.state ? judged.shown.since : now;
  const routing = routingScore(sampleOf(facts.routing), slowShare(facts.routing, judged.usual_ms), fresh);
  return {
    data: dataOf(provider.id, state, since, page, facts, routing),
    admitted_share: state === "unhealthy" ? openShare(judged, now) : 1,
  };
}

/** None until the breaker has heard of the state: it opens with what is shown. */
function openShare({ shown, breaker }: Judged, now: number): number {
  return shown.state === "unhealthy" ? admittedShare(breaker, now) : 0;
}

function dataOf(
  provider: string,
  state: HealthState,
  since: number | null,
  page: StatusPageReading | null,
  facts: Facts,
  routing_score: number | null,
): HealthView {
  const sample = sampleOf(facts.totals);
  const limited = sample.n + sample.rate_limited;
  return {
    provider,
    state,
    score: score(sample),
    routing_score,
    confidence: confidence(facts.calls, facts.tenants),
    window: {
      seconds: 300,
      calls: facts.calls,
      success_rate: sample.n > 0 ? roundTo(sample.success / sample.n, 4) : null,
      latency_ms: latencyOf(facts.totals),
    },
    rate_limited_share: limited > 0 ? roundTo(sample.rate_limited / limited, 4) : null,
    consecutive_failures: facts.failures,
    status_page: page === null ? null : { ...page, components: [...page.components], incidents: [...page.incidents] },
    reasons: reasonsOf({ state, sample, page, ...facts }),
    since: since === null ? null : new Date(since).toISOString(),
  };
}

function latencyOf(totals: Totals): HealthView["window"]["latency_ms"] {
  const { bins, latency_n, latency_sum } = totals;
  const at = (q: number, least: number) => (latency_n >= least ? rounded(quantile(bins, q)) : null);
  return {
    n: Math.round(latency_n),
    mean: latency_n > 0 ? roundTo(latency_sum / latency_n, 1) : null,
    p50: at(0.5, 1),
    p95: at(0.95, TAIL_SAMPLES),
    p99: at(0.99, TAIL_SAMPLES),
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

export function sampleOf(totals: Totals): Sample {
  const success = totals.counts[SUCCESS] ?? 0;
  return {
    n: success + (totals.counts[ERROR] ?? 0) + (totals.counts[TIMEOUT] ?? 0),
    success,
    rate_limited: totals.counts[RATE_LIMITED] ?? 0,
    mean_latency_ms: totals.latency_n > 0 ? totals.latency_sum / totals.latency_n : null,
  };
}

function totalsOf(tenants: readonly Tenant[], now: number): Totals {
  const totals = emptyTotals();
  for (const { window } of tenants) addTotals(totals, window, now);
  return totals;
}

function callsOf(tenants: readonly Tenant[], now: number): number {
  let calls = 0;
  for (const { window } of tenants) {
    const { success, fault } = tally(window, now, WINDOW_MS);
    calls += success + fault;
  }
  return calls;
}
