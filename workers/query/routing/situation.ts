import type { RouteBody, SimulatedBody } from "../../../shared/contract/operations/routing.ts";
import { type FieldError, invalid, type Problem } from "../../../shared/contract/problem.ts";
import { plainText } from "../../../shared/cost/caching.ts";
import { impossibility, type Usage } from "../../../shared/cost/usage.ts";
import { parseDecimal } from "../../../shared/money/decimal.ts";
import { matchModel } from "../../../shared/pricing/matching.ts";
import type { Offer } from "../../../shared/pricing/offer.ts";
import { floorsOf } from "../../../shared/routing/complexity.ts";
import type { Rejection } from "../../../shared/routing/rejection.ts";
import type { CacheState, HitRate, Requirements, RouteRequest } from "../../../shared/routing/request.ts";
import type { Pool } from "../../../shared/routing/route.ts";
import type { Call } from "../call.ts";
import { countedUsage } from "../counted-usage.ts";
import { usageOrDefault } from "../routes/rankings.ts";
import { tenantCatalog, tenantOffer } from "../tenant-prices.ts";

/** A request as routing reads it, and what of it cannot be answered by any offer. */
export interface Situation {
  readonly pool: Pool;
  readonly request: Omit<RouteRequest, "policy" | "limit">;
  readonly unknown: readonly Rejection[];
  readonly tokens_estimated: boolean;
  readonly warnings: readonly Warning[];
}

export interface Warning {
  readonly code: string;
  readonly detail: string;
}

/** Clocks of callers may run a little ahead. */
const CLOCK_SKEW_MS = 60_000;

/** Hit rates that the caller's own record knows; the old system's one half where nobody knows any. */
export interface RecordedRates {
  readonly all: HitRate;
  readonly by_model: ReadonlyMap<string, HitRate>;
}

export const NO_RECORD: RecordedRates = { all: { value: 0.5, origin: "default" }, by_model: new Map() };

/** Reads what a caller asks: model strings become offers at the caller's prices, contradictions become problems. */
export function situationOf(body: RouteBody | SimulatedBody, call: Call, rates: RecordedRates): Situation | Problem {
  const at = body.at ?? call.now;
  const counted = countedUsage(body.usage ?? {}, body.text);
  if ("code" in counted) return counted;
  const usage = usageOrDefault(counted.usage, "chat");
  const errors = contradictions(body, usage, at);
  if (errors.length > 0) return invalid(errors);
  const { pool, unknown } = poolOf(body.candidates, call, at);
  const last = lastCall(body, call, at);
  return {
    pool,
    unknown,
    request: {
      usage,
      service_tier: body.service_tier,
      at,
      region: body.require?.region,
      require: requirementsOf(body),
      cache: cacheOf(body, rates, last.offer),
      max_cost: body.max_cost_usd === undefined ? null : parseDecimal(body.max_cost_usd),
    },
    tokens_estimated: counted.tokens_estimated,
    warnings: last.warnings,
  };
}

function contradictions({ cache }: RouteBody | SimulatedBody, usage: Usage, at: number): FieldError[] {
  if (cache === undefined || impossibility(usage) !== null) return [];
  const errors: FieldError[] = [];
  const text = plainText(usage);
  if (cache.prefix_tokens > text) {
    const message = `is longer than the plain text of the prompt, which has ${text} tokens`;
    errors.push({ pointer: "/cache/prefix_tokens", message });
  }
  if (cache.last !== undefined && cache.last.at > at + CLOCK_SKEW_MS)
    errors.push({ pointer: "/cache/last/at", message: "lies after the request" });
  return errors;
}

function requirementsOf({ require, complexity }: RouteBody | SimulatedBody): Requirements {
  const { capabilities, min_context_tokens, min_quality, providers, exclude_providers } = require ?? {};
  const floors = complexity === undefined ? null : floorsOf(complexity);
  return {
    capabilities,
    providers,
    exclude_providers,
    min_context_tokens: higher(min_context_tokens, floors?.min_context_tokens),
    min_quality: higher(min_quality, floors?.min_quality),
  };
}

/** A hint never loosens what is required. */
function higher(own: number | undefined, hinted: number | null | undefined): number | undefined {
  if (hinted === undefined || hinted === null) return own;
  return own === undefined ? hinted : Math.max(own, hinted);
}

function poolOf(
  names: readonly string[] | undefined,
  call: Call,
  at: number,
): { readonly pool: Pool; readonly unknown: readonly Rejection[] } {
  if (names === undefined) return { pool: { kind: "catalog", catalog: tenantCatalog(call, at) }, unknown: [] };
  const offers: Offer[] = [];
  const unknown: Rejection[] = [];
  for (const name of new Set(names)) {
    const match = matchModel(call.catalog, name, call.now);
    if (match.kind === "offer") offers.push(tenantOffer(match.offer, call, at));
    else unknown.push({ model: name, reason: "unknown_model", detail: nearest(match.suggestions) });
  }
  return { pool: { kind: "named", offers }, unknown };
}

function nearest(suggestions: readonly string[]): string {
  return suggestions.length === 0 ? "no offer is named so" : `no offer is named so; nearest: ${suggestions.join(", ")}`;
}

function cacheOf({ cache }: RouteBody | SimulatedBody, rates: RecordedRates, last: Offer | null): CacheState | null {
  if (cache === undefined) return null;
  const { prefix_tokens, hit_rate } = cache;
  const isGiven = hit_rate !== undefined;
  return {
    prefix_tokens,
    hit_rate: isGiven ? { value: hit_rate, origin: "given" } : rates.all,
    by_model: isGiven ? NO_RECORD.by_model : rates.by_model,
    last: last === null || cache.last === undefined ? null : { offer: last, at: cache.last.at },
  };
}

function lastCall(
  { cache }: RouteBody | SimulatedBody,
  call: Call,
  at: number,
): { readonly offer: Offer | null; readonly warnings: readonly Warning[] } {
  if (cache?.last === undefined) return { offer: null, warnings: [] };
  const match = matchModel(call.catalog, cache.last.model, call.now);
  if (match.kind === "offer") return { offer: tenantOffer(match.offer, call, at), warnings: [] };
  const detail = `cache.last.model: ${nearest(match.suggestions)}; stay_or_move is left out`;
  return { offer: null, warnings: [{ code: "unknown_model", detail }] };
}
