import { closeBreaker, countProbes, createBreaker, openBreaker, type Breaker } from "./breaker.ts";
import type { Digest } from "./digest.ts";
import { ownEvidence } from "./evidence.ts";
import { freshStatus, lowered, outsideView } from "./page-effect.ts";
import {
  publicEvidence,
  publicFaultStreak,
  publicPromotion,
  publicSuccessStreak,
  withoutMostDamaging,
  type Outside,
} from "./public-evidence.ts";
import { usualMedian } from "./latency-baseline.ts";
import {
  createMachine,
  evaluate,
  FAULT_STREAK,
  isDeparted,
  seeFaults,
  seePromotion,
  seeSuccesses,
  type Evidence,
  type HealthState,
  type Machine,
} from "./state-machine.ts";
import type { Corroboration, PageIncident, StatusPageReading } from "./status-page.ts";
import { addRun, createStreak, nextSequence, type Sequence, type Streak } from "./streak.ts";
import { addDelta, createWindow, isEmpty, tally, type Window } from "./window.ts";

/** Tenants told apart in one object; the reports of any more are pooled and have no view of their own. */
export const MAX_TENANTS = 256;
/** Where those are pooled; no tenant id has this form. */
const REST = "~rest";
/** Tenants up to which every report may lead the public state out of `unknown` at once. */
const PROMPT_TENANTS = 32;
/** Between two looks at the usual latency, ms. */
const LEARN_MS = 60_000;

/** A state as it is shown, with the time since when (epoch ms). */
export interface Shown {
  state: HealthState;
  since: number;
}

/** A judged room: the state machine, the breaker that routing uses, and what is shown of them. */
export interface Judged {
  readonly machine: Machine;
  readonly breaker: Breaker;
  readonly shown: Shown;
  /** This reporter's usual median latency, ms; null until there is one. */
  usual_ms: number | null;
}

export interface Tenant extends Judged {
  readonly window: Window;
  readonly streak: Streak;
}

/** Everything known about one provider. Changed in place by the functions of this module. */
export interface Provider {
  readonly id: string;
  readonly tenants: Map<string, Tenant>;
  readonly all: Judged;
  page: StatusPageReading | null;
  /** Open incidents of the last usable reading. */
  incidents: PageIncident[];
  readonly corroborations: Map<string, Corroboration>;
  sequence: Sequence;
  /** When the usual latencies were last looked at, epoch ms; not kept over a restart. */
  learned_at: number;
}

/** A change of a shown state; `tenant_id` null of the public one. */
export interface Transition {
  readonly tenant_id: string | null;
  readonly from: HealthState;
  readonly to: HealthState;
  readonly at: number;
}

export function createProvider(id: string, now: number): Provider {
  return {
    id,
    tenants: new Map(),
    all: createJudged(now),
    page: null,
    incidents: [],
    corroborations: new Map(),
    sequence: 0,
    learned_at: now,
  };
}

function createJudged(now: number): Judged {
  return {
    machine: createMachine(),
    breaker: createBreaker(),
    shown: { state: "unknown", since: now },
    usual_ms: null,
  };
}

export function createTenant(now: number): Tenant {
  return { ...createJudged(now), window: createWindow(), streak: createStreak() };
}

/**
 * Takes one digest and follows the fast paths, in the order in which the calls ended.
 *
 * @param received_at epoch ms, stamped by the worker that took the request.
 * @param random a number in [0, 1) for the breaker's jitter.
 * @returns the id under which it was filed, and how many of its buckets were still in the window.
 */
export function report(
  provider: Provider,
  tenant_id: string,
  digest: Digest,
  received_at: number,
  random: number,
): { filed_as: string; slots: number; transitions: Transition[] } {
  const filed_as = fileName(provider, tenant_id, received_at);
  const tenant = tenantOf(provider, filed_as, received_at);
  const slots = digest.slots.filter((delta) => addDelta(tenant.window, delta, received_at)).length;
  if (slots > 0) followRuns(provider, tenant, digest.runs, received_at, random);
  return { filed_as, slots, transitions: settleAll(provider, [filed_as], received_at, random) };
}

function followRuns(provider: Provider, tenant: Tenant, runs: readonly number[], now: number, random: number): void {
  const watched = telling(runs);
  for (const [index, run] of runs.entries()) {
    provider.sequence = nextSequence(provider.sequence, now);
    addRun(tenant.streak, run, provider.sequence);
    if (run < 0) {
      seeFaults(tenant.machine, -tenant.streak.length);
      reopen(tenant, -tenant.streak.length, now, random);
    } else seeSuccesses(tenant.machine, tenant.streak.length, now);
    if (watched.has(index)) seePublicRun(provider, run, now, random);
    probe(tenant.breaker, run, now, random);
    probe(provider.all.breaker, run, now, random);
  }
  promote(tenant.machine, () => ownEvidence(tenant.window, tenant.machine, now).promote);
  // With many tenants the sum over all of them waits for the next look.
  if (provider.tenants.size > PROMPT_TENANTS) return;
  const reporters = () => [...provider.tenants.values()];
  promote(provider.all.machine, () => publicPromotion(reporters(), outsideOf(provider, now), now));
}

/** The runs after which the public streak is worth a look over all tenants: the last, and the longest of each kind. */
function telling(runs: readonly number[]): Set<number> {
  const longest = runs.reduce((best, run, index) => (run > (runs[best] ?? 0) ? index : best), 0);
  const worst = runs.reduce((best, run, index) => (run < (runs[best] ?? 0) ? index : best), 0);
  return new Set([longest, worst, runs.length - 1]);
}

function seePublicRun(provider: Provider, run: number, now: number, random: number): void {
  if (run < 0) seePublicFaults(provider, now, random);
  else if (isDeparted(provider.all.machine)) {
    seeSuccesses(provider.all.machine, publicSuccessStreak([...provider.tenants.values()], now), now);
  }
}

function seePublicFaults(provider: Provider, now: number, random: number): void {
  const { machine, breaker } = provider.all;
  if (machine.state === "unhealthy" && breaker.open) return;
  const streak = publicFaultStreak([...provider.tenants.values()], outsideOf(provider, now), now, FAULT_STREAK);
  seeFaults(machine, streak);
  reopen(provider.all, streak, now, random);
}

/** A breaker that probes had closed opens again on the next run of faults, also where the state never recovered. */
function reopen(judged: Judged, streak: number, now: number, random: number): void {
  if (judged.machine.state === "unhealthy" && streak >= FAULT_STREAK) openBreaker(judged.breaker, now, random);
}

function probe(breaker: Breaker, run: number, now: number, random: number): void {
  countProbes(breaker, Math.max(0, run), Math.max(0, -run), now, random);
}

function promote(machine: Machine, may: () => boolean): void {
  if (machine.state === "unknown") seePromotion(machine, may());
}

/** Puts in a tenant as a shard knows it, and follows the public fast paths. */
export function absorb(
  provider: Provider,
  tenants: ReadonlyMap<string, Tenant>,
  now: number,
  random: number,
): Transition[] {
  for (const [id, tenant] of tenants) {
    const before = provider.tenants.get(id)?.streak.started ?? 0;
    provider.tenants.set(id, tenant);
    if (tenant.streak.started >= before) seePublicRun(provider, tenant.streak.length, now, random);
  }
  return settleAll(provider, [], now, random);
}

/** The look every ten seconds at every window; tenants without a report in the window are forgotten. */
export function look(provider: Provider, now: number, random: number): { transitions: Transition[]; gone: string[] } {
  for (const { window, machine } of provider.tenants.values())
    evaluate(machine, ownEvidence(window, machine, now), now);
  evaluate(provider.all.machine, evidenceOfAll(provider, now), now);
  if (now - provider.learned_at >= LEARN_MS) learnLatency(provider, now);
  const transitions = settleAll(provider, provider.tenants.keys(), now, random);
  return { transitions, gone: forgetSilent(provider, now) };
}

/** Learns what is usual, while all is well. */
function learnLatency(provider: Provider, now: number): void {
  provider.learned_at = now;
  const tenants = [...provider.tenants.values()];
  for (const tenant of tenants) learn(tenant, [tenant], now);
  learn(provider.all, withoutMostDamaging(tenants, now), now);
}

function learn(judged: Judged, from: readonly Tenant[], now: number): void {
  if (judged.machine.state !== "healthy") return;
  const windows = from.map(({ window }) => window);
  judged.usual_ms = usualMedian(judged.usual_ms, windows, now);
}

/** Takes a reading of the status page; a public state that it lowers or releases changes at once. */
export function takeReading(provider: Provider, reading: StatusPageReading, now: number, random: number): Transition[] {
  provider.page = reading;
  return settleAll(provider, provider.tenants.keys(), now, random);
}

/** What is known beyond the tenants' reports. */
function outsideOf(provider: Provider, now: number): Outside {
  return outsideView(provider.page, provider.corroborations.values(), now);
}

function evidenceOfAll(provider: Provider, now: number): Evidence {
  return publicEvidence([...provider.tenants.values()], provider.all.machine, outsideOf(provider, now), now);
}

/** Brings what is shown in line with what is known, for these tenants and for the public. */
function settleAll(provider: Provider, ids: Iterable<string>, now: number, random: number): Transition[] {
  const page = freshStatus(provider.page, now);
  const transitions: Transition[] = [];
  for (const id of ids) {
    const tenant = provider.tenants.get(id);
    if (tenant === undefined) continue;
    const from = settle(
      tenant,
      lowered(tenant.machine.state, page, () => localOf([tenant], now)),
      now,
      random,
    );
    if (from !== null && id !== REST) transitions.push({ tenant_id: id, from, to: tenant.shown.state, at: now });
  }
  const local = () => localOf([...provider.tenants.values()], now);
  const from = settle(provider.all, lowered(provider.all.machine.state, page, local), now, random);
  if (from !== null) transitions.push({ tenant_id: null, from, to: provider.all.shown.state, at: now });
  return transitions;
}

/** Returns the state left, null when nothing changed. */
function settle(judged: Judged, to: HealthState, now: number, random: number): HealthState | null {
  const from = judged.shown.state;
  if (from === to) return null;
  judged.shown.state = to;
  judged.shown.since = now;
  if (to === "unhealthy") openBreaker(judged.breaker, now, random);
  else closeBreaker(judged.breaker);
  return from;
}

function localOf(tenants: readonly Tenant[], now: number): { success: number; n: number } {
  const sum = { success: 0, n: 0 };
  for (const { window } of tenants) {
    const { success, fault } = tally(window, now);
    sum.success += success;
    sum.n += success + fault;
  }
  return sum;
}

function fileName(provider: Provider, tenant_id: string, now: number): string {
  if (provider.tenants.has(tenant_id) || provider.tenants.size < MAX_TENANTS) return tenant_id;
  forgetSilent(provider, now);
  return provider.tenants.size < MAX_TENANTS ? tenant_id : REST;
}

function tenantOf(provider: Provider, id: string, now: number): Tenant {
  let tenant = provider.tenants.get(id);
  if (tenant === undefined) {
    tenant = createTenant(now);
    provider.tenants.set(id, tenant);
  }
  return tenant;
}

function forgetSilent(provider: Provider, now: number): string[] {
  const gone = [...provider.tenants].filter(([, { window }]) => isEmpty(window, now)).map(([id]) => id);
  for (const id of gone) provider.tenants.delete(id);
  return gone;
}
