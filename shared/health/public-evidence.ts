import { MIN_CALLS, PROMOTION_CALLS, recoverySuccess, verdictOf } from "./evidence.ts";
import { pooledStreak, type Streak } from "./streak.ts";
import { RECOVERY_SUCCESS, type Evidence, type Machine, type Verdict } from "./state-machine.ts";
import { tally, WINDOW_MS, type Window } from "./window.ts";
import { wilson, Z95 } from "./wilson.ts";

/** Tenants that a public state needs, unless something that no tenant can touch agrees. */
export const MIN_TENANTS = 3;
/** Share of the tenants whose removal a public conclusion must survive. */
const LEFT_OUT_SHARE = 0.2;
/** A tenant counts for at most three times the median tenant, and never for fewer than five calls. */
const CAP_MEDIANS = 3;
const CAP_FLOOR = 5;
/** With the most damaging tenants left out the sample is smaller: one-sided 90 %, and slightly higher bars. */
const Z_LEFT = 1.28;
const DEGRADED_LEFT = 0.96;
const UNHEALTHY_LEFT = 0.85;
/** With fewer tenants than this left, the left-out sample is judged like any other, and by no fewer faults than this. */
const FEW_TENANTS = 5;
const MIN_LEFT_FAULTS = 3;
/** The window is looked at over the last minute, two minutes and five: a short span sees a fresh fault undiluted. */
const SPANS_MS = [60_000, 120_000, WINDOW_MS] as const;

/** What a public conclusion needs of one tenant. */
export interface Reporter {
  readonly window: Window;
  readonly streak: Streak;
}

/** What is known beyond the tenants' reports: does it agree that the provider is in trouble, or that it is well? */
export interface Outside {
  readonly trouble: boolean;
  readonly well: boolean;
}

interface Share {
  /** Counted calls and faults after the cap. */
  n: number;
  fault: number;
}

interface Shares {
  readonly shares: readonly Share[];
  /** Counted calls before the cap. */
  readonly raw: number;
}

/** What the windows of all tenants say to the public. No single tenant, whatever its traffic, can decide it. */
export function publicEvidence(
  reporters: readonly Reporter[],
  machine: Machine,
  outside: Outside,
  now: number,
): Evidence {
  const all = sharesOf(reporters, now, WINDOW_MS, 0);
  const enough = all.shares.length >= MIN_TENANTS;
  const found = enough ? worstSpan(reporters, machine, outside, now) : { verdict: null, fault_share: 0 };
  return {
    calls: all.raw,
    promote: mayPromote(reporters.length, all, outside),
    ...found,
    recovery_success: recoverySuccess((span) => {
      const { n, fault } = pool(leaveOut(sharesOf(reporters, now, span, 0).shares));
      return { success: n - fault, n };
    }),
  };
}

/** Whether an unknown provider may be called healthy in public: by three tenants, or by fewer where the outside agrees. */
export function publicPromotion(reporters: readonly Reporter[], outside: Outside, now: number): boolean {
  if (reporters.length < MIN_TENANTS && !outside.well) return false;
  return mayPromote(reporters.length, sharesOf(reporters, now, WINDOW_MS, 0), outside);
}

function mayPromote(reporters: number, { shares, raw }: Shares, outside: Outside): boolean {
  if ((reporters < MIN_TENANTS && !outside.well) || raw < PROMOTION_CALLS) return false;
  return (shares.length >= MIN_TENANTS && isGood(pool(leaveOut(shares)))) || (outside.well && isGood(pool(shares)));
}

/**
 * Faults in a row that count in public: of what is left without the most damaging tenants, or of all when confirmed from outside.
 * 0 where they are certainly fewer than `wanted`, as after nearly every fault.
 */
export function publicFaultStreak(
  reporters: readonly Reporter[],
  outside: Outside,
  now: number,
  wanted: number,
): number {
  if (!mayReach(reporters, outside, now, wanted)) return 0;
  const streaks = reporters.map(({ streak }) => streak);
  const pooled = pooledStreak(streaks, -1, now);
  if (outside.trouble) return pooled.length;
  const left = pooledStreak(withoutLongestFaults(streaks, activeCount(reporters, now)), -1, now);
  // The left-out tenant with the longest run is the third one.
  return left.tenants >= MIN_TENANTS - 1 ? left.length : 0;
}

/** Whether that can be so many: even all calls that end in faults, without those of the tenant who has most, may be too few. */
function mayReach(reporters: readonly Reporter[], outside: Outside, now: number, wanted: number): boolean {
  let faults = 0;
  let longest = 0;
  for (const { streak } of reporters) {
    if (streak.length >= 0) continue;
    faults -= streak.length;
    longest = Math.max(longest, -streak.length);
  }
  if (faults < wanted) return false;
  // Nobody is left out where no tenant has a call in the window.
  return outside.trouble || faults - longest >= wanted || reporters.every(({ window }) => countedOf(window, now) === 0);
}

/** Successes in a row of what is left without the tenants with the longest runs of faults: one of them may not hold a provider down. */
export function publicSuccessStreak(reporters: readonly Reporter[], now: number): number {
  const streaks = reporters.map(({ streak }) => streak);
  const active = activeCount(reporters, now);
  if (active < MIN_TENANTS) return pooledStreak(streaks, 1, now).length;
  return pooledStreak(withoutMostFaulty(reporters, active, now), 1, now).length;
}

/** Number of tenants with a counted call in the window. */
export function activeCount(reporters: readonly Reporter[], now: number): number {
  let active = 0;
  for (const { window } of reporters) if (countedOf(window, now) > 0) active += 1;
  return active;
}

/** Weight (0..1] of each reporter's calls under the cap, in their order. */
export function weights(reporters: readonly Reporter[], now: number): number[] {
  const counts = reporters.map(({ window }) => countedOf(window, now));
  const cap = counts.filter((n) => n > 0).length < MIN_TENANTS ? Infinity : capOf(counts.filter((n) => n > 0));
  return counts.map((n) => (n > cap ? cap / n : 1));
}

/** The reporters that remain when the share of the most damaging ones is left out; all of them below three. */
export function withoutMostDamaging<R extends Reporter>(reporters: readonly R[], now: number): R[] {
  const active = reporters.filter(({ window }) => countedOf(window, now) > 0);
  if (active.length < MIN_TENANTS) return [...reporters];
  return byExcess(active, now).slice(leftOutOf(active.length));
}

function byExcess<R extends Reporter>(reporters: readonly R[], now: number): R[] {
  const rated = reporters.map((reporter) => ({ reporter, excess: excessOf(reporter.window, now) }));
  return rated.sort((a, b) => b.excess - a.excess).map(({ reporter }) => reporter);
}

function withoutMostFaulty(reporters: readonly Reporter[], active: number, now: number): Streak[] {
  return byExcess(reporters, now)
    .slice(leftOutOf(active))
    .map(({ streak }) => streak);
}

/** Runs of faults have a negative length: the longest come first. */
function withoutLongestFaults(streaks: readonly Streak[], active: number): Streak[] {
  return [...streaks].sort((a, b) => a.length - b.length).slice(leftOutOf(active));
}

function worstSpan(
  reporters: readonly Reporter[],
  machine: Machine,
  outside: Outside,
  now: number,
): { verdict: Verdict; fault_share: number } {
  let worst: { verdict: Verdict; fault_share: number } = { verdict: null, fault_share: 0 };
  for (const span of SPANS_MS) {
    const { shares } = sharesOf(reporters, now, span, machine.evidence_from);
    const verdict = shares.length >= MIN_TENANTS ? judge(shares, outside) : null;
    const { n, fault } = pool(shares);
    if (verdict === "unhealthy" || (verdict === "degraded" && worst.verdict === null)) {
      worst = { verdict, fault_share: n === 0 ? 0 : fault / n };
    }
  }
  return worst;
}

/** The pooled sample must prove it, and what is left without the most damaging tenants must prove it too. */
function judge(shares: readonly Share[], outside: Outside): Verdict {
  const pooled = pool(shares);
  if (pooled.n < MIN_CALLS) return null;
  const first = verdictOf(wilson(pooled.n - pooled.fault, pooled.n, Z95).upper);
  if (outside.trouble || first === null) return first;
  const second = judgeLeft(leaveOut(shares));
  if (second === null) return null;
  return first === "unhealthy" && second === "unhealthy" ? "unhealthy" : "degraded";
}

function judgeLeft(shares: readonly Share[]): Verdict {
  const { n, fault } = pool(shares);
  if (n < MIN_CALLS || fault < MIN_LEFT_FAULTS) return null;
  if (shares.length < FEW_TENANTS) return verdictOf(wilson(n - fault, n, Z95).upper);
  return verdictOf(wilson(n - fault, n, Z_LEFT).upper, DEGRADED_LEFT, UNHEALTHY_LEFT);
}

function sharesOf(reporters: readonly Reporter[], now: number, span: number, from: number): Shares {
  const shares: Share[] = [];
  let raw = 0;
  for (const { window } of reporters) {
    const { success, fault } = tally(window, now, span, from);
    if (success + fault === 0) continue;
    shares.push({ n: success + fault, fault });
    raw += success + fault;
  }
  const cap = capOf(shares.map(({ n }) => n));
  for (const share of shares) {
    if (share.n <= cap) continue;
    share.fault = (share.fault * cap) / share.n;
    share.n = cap;
  }
  return { shares, raw };
}

function capOf(counts: readonly number[]): number {
  const sorted = [...counts].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  const median = sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? 0)) / 2;
  return Math.max(CAP_FLOOR, CAP_MEDIANS * median);
}

/** Without the tenants whose removal helps the provider most. */
function leaveOut(shares: readonly Share[]): Share[] {
  const ordered = [...shares].sort((a, b) => excess(b.n, b.fault) - excess(a.n, a.fault));
  return ordered.slice(leftOutOf(shares.length));
}

function leftOutOf(tenants: number): number {
  return Math.ceil(LEFT_OUT_SHARE * tenants);
}

/** Faults beyond those of a provider that is well. */
function excess(n: number, fault: number): number {
  return fault - (1 - RECOVERY_SUCCESS) * n;
}

function excessOf(window: Window, now: number): number {
  const { success, fault } = tally(window, now);
  return excess(success + fault, fault);
}

function countedOf(window: Window, now: number): number {
  const { success, fault } = tally(window, now);
  return success + fault;
}

function pool(shares: readonly Share[]): Share {
  const sum: Share = { n: 0, fault: 0 };
  for (const share of shares) {
    sum.n += share.n;
    sum.fault += share.fault;
  }
  return sum;
}

function isGood({ n, fault }: Share): boolean {
  return n > 0 && (n - fault) / n >= RECOVERY_SUCCESS;
}
