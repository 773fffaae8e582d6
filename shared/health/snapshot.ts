import * as z from "zod/mini";
import { parsedJson } from "../text/json.ts";
import { OUTCOMES } from "./outcome.ts";
import type { Judged, Provider, Tenant } from "./provider.ts";
import { createTenant } from "./provider.ts";
import { corroborationSchema, pageReadingSchema } from "./page-schema.ts";
import { HEALTH_STATES } from "./state-machine.ts";
import { addDelta, toDeltas, type SlotDelta } from "./window.ts";

const state = z.enum(HEALTH_STATES);

const judgedSchema = z.object({
  machine: z.object({
    state,
    needed: z.number(),
    verdict: z.nullable(z.enum(["degraded", "unhealthy"])),
    evaluated_at: z.number(),
    good_since: z.nullable(z.number()),
    better_since: z.nullable(z.number()),
    evidence_from: z.number(),
  }),
  breaker: z.object({
    open: z.boolean(),
    open_ms: z.number(),
    probe_at: z.number(),
    probes: z.number(),
    good: z.number(),
  }),
  shown: z.object({ state, since: z.number() }),
  usual_ms: z.nullable(z.number()),
});

const tenantSchema = z.object({
  ...judgedSchema.shape,
  /** Buckets one after the other: slot, counts, latency sum, latency n, number of pairs, pairs. */
  window: z.array(z.number()),
  streak: z.object({
    length: z.number(),
    started: z.number(),
    recent: z.array(z.object({ seq: z.number(), length: z.number() })),
  }),
});

const providerSchema = z.object({
  all: judgedSchema,
  page: z.nullable(pageReadingSchema),
  incidents: pageReadingSchema.shape.incidents,
  corroborations: z.array(corroborationSchema),
});

/** One tenant's part of a snapshot, as text; also what a shard sends to the object that adds shards up. */
export function encodeTenant(tenant: Tenant, now: number): string {
  const { machine, breaker, shown, usual_ms, streak } = tenant;
  return JSON.stringify({
    machine,
    breaker,
    shown,
    usual_ms,
    streak,
    window: toDeltas(tenant.window, now).flatMap(flatten),
  });
}

/** Rebuilds a tenant; buckets that have left the window meanwhile stay out. Null for a text that is none. */
export function decodeTenant(text: string, now: number): Tenant | null {
  const parsed = tenantSchema.safeParse(parsedJson(text));
  if (!parsed.success) return null;
  const { window, streak, ...judged } = parsed.data;
  const tenant: Tenant = { ...createTenant(now), ...judged, streak };
  for (const delta of unflatten(window)) addDelta(tenant.window, delta, now);
  return tenant;
}

/**
 * What of a provider belongs to no tenant, as text. The same from one look to the next while nothing happens, so that it need
 * not be written again: the time of the last look and the place in the order of arrival follow from the clock.
 */
export function encodeProvider(provider: Provider): string {
  const { all, page, incidents } = provider;
  return JSON.stringify({
    all: { ...all, machine: { ...all.machine, evaluated_at: 0 } },
    page,
    incidents,
    corroborations: [...provider.corroborations.values()],
  });
}

/** Restores what belongs to no tenant; false for a text that is none. */
export function restoreProvider(provider: Provider, text: string): boolean {
  const parsed = providerSchema.safeParse(parsedJson(text));
  if (!parsed.success) return false;
  const { all, page, incidents, corroborations } = parsed.data;
  restoreJudged(provider.all, all);
  provider.page = page;
  provider.incidents = incidents;
  for (const one of corroborations) provider.corroborations.set(one.source, one);
  return true;
}

function restoreJudged(into: Judged, from: z.infer<typeof judgedSchema>): void {
  Object.assign(into.machine, from.machine);
  Object.assign(into.breaker, from.breaker);
  Object.assign(into.shown, from.shown);
  into.usual_ms = from.usual_ms;
}

function flatten(delta: SlotDelta): number[] {
  return [delta.slot, ...delta.counts, delta.latency_sum, delta.latency_n, delta.bins.length, ...delta.bins];
}

function unflatten(flat: readonly number[]): SlotDelta[] {
  const deltas: SlotDelta[] = [];
  const width = OUTCOMES.length;
  for (let i = 0; i < flat.length;) {
    const counts = flat.slice(i + 1, i + 1 + width);
    const [latency_sum = 0, latency_n = 0, pairs = 0] = flat.slice(i + 1 + width, i + 4 + width);
    const bins = flat.slice(i + 4 + width, i + 4 + width + pairs);
    deltas.push({ slot: flat[i] ?? 0, counts, latency_sum, latency_n, bins });
    i += 4 + width + Math.max(0, pairs);
  }
  return deltas;
}
