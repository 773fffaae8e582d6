import { SLOT_MS, slotOf } from "./window.ts";

/** `unknown` is not a mild form of `healthy`: it says that nothing is known. */
export const HEALTH_STATES = ["healthy", "degraded", "unhealthy", "unknown"] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** Provider faults in a row that make a provider unhealthy at once. */
export const FAULT_STREAK = 5;
/** Successes in a row that end a departure. */
const SUCCESS_STREAK = 10;
/** Success rate, and how long it must hold, for a departure to end. */
export const RECOVERY_SUCCESS = 0.97;
const RECOVERY_HOLD_MS = 60_000;
/** Success rate which, held as long, makes an unhealthy provider no more than degraded. */
const IMPROVED_SUCCESS = 0.88;
/** Two evaluations count as two only when this far apart, ms: a second alarm at once is not a second look. */
const EVALUATION_SPACING_MS = 8_000;
/** Chance that a run of successes may have under the fault rate that caused the departure. */
const LUCK = 0.01;

/** What the calls themselves say; the status page is laid over it when shown. Changed in place. */
export interface Machine {
  state: HealthState;
  /** Successes in a row that end the present departure. */
  needed: number;
  /** What the last look at the window found. */
  verdict: Verdict;
  evaluated_at: number;
  /** Since when success has been at the level of recovery, epoch ms. */
  good_since: number | null;
  /** And since when at the level at which unhealthy becomes degraded. */
  better_since: number | null;
  /** First bucket that the window path considers: calls before the last recovery are not held against the provider again. */
  evidence_from: number;
}

export type Verdict = "unhealthy" | "degraded" | null;

/** What an evaluation of the window says. */
export interface Evidence {
  /** Counted calls in the window. */
  readonly calls: number;
  /** Whether an unknown provider may be called healthy. */
  readonly promote: boolean;
  readonly verdict: Verdict;
  /** Success rate that recovery is judged by, null when the calls are too few. */
  readonly recovery_success: number | null;
  /** Share of faults among the calls behind the verdict. */
  readonly fault_share: number;
}

export function createMachine(): Machine {
  return {
    state: "unknown",
    needed: SUCCESS_STREAK,
    verdict: null,
    evaluated_at: 0,
    good_since: null,
    better_since: null,
    evidence_from: 0,
  };
}

/** Fast path: five faults in a row make a provider unhealthy, however many successes lie before. */
export function seeFaults(machine: Machine, streak: number): void {
  if (streak < FAULT_STREAK || machine.state === "unhealthy") return;
  // A departure found by the window keeps the longer run of successes that it asked for.
  depart(machine, "unhealthy", machine.state === "degraded" ? machine.needed : SUCCESS_STREAK);
}

/** Ends a departure after enough successes in a row. */
export function seeSuccesses(machine: Machine, streak: number, now: number): void {
  if (isDeparted(machine) && streak >= machine.needed) recover(machine, now);
}

/** Leaves `unknown` as soon as there are enough good calls. */
export function seePromotion(machine: Machine, promote: boolean): void {
  if (machine.state === "unknown" && promote) machine.state = "healthy";
}

/** The look every ten seconds: no traffic, the window path (twice in a row), recovery by rate. */
export function evaluate(machine: Machine, evidence: Evidence, now: number): void {
  if (evidence.calls === 0) {
    forget(machine);
    return;
  }
  seePromotion(machine, evidence.promote);
  if (now - machine.evaluated_at < EVALUATION_SPACING_MS) return;
  machine.evaluated_at = now;
  seeVerdict(machine, evidence);
  seeRecoveryRate(machine, evidence, now);
}

/** With no call in the window nothing is known any more. */
export function forget(machine: Machine): void {
  Object.assign(machine, createMachine());
}

export function isDeparted(machine: Machine): boolean {
  return machine.state === "degraded" || machine.state === "unhealthy";
}

function seeVerdict(machine: Machine, evidence: Evidence): void {
  // Two looks in a row: the milder of the two is what both of them found.
  const confirmed = milder(machine.verdict, evidence.verdict);
  machine.verdict = evidence.verdict;
  if (confirmed === null || rank(confirmed) <= rank(machine.state)) return;
  depart(machine, confirmed, neededSuccesses(evidence.fault_share));
}

function seeRecoveryRate(machine: Machine, evidence: Evidence, now: number): void {
  const success = evidence.recovery_success ?? 0;
  machine.good_since = success >= RECOVERY_SUCCESS ? (machine.good_since ?? now) : null;
  machine.better_since = success >= IMPROVED_SUCCESS ? (machine.better_since ?? now) : null;
  if (isDeparted(machine) && hasHeld(machine.good_since, now)) recover(machine, now);
  else if (machine.state === "unhealthy" && hasHeld(machine.better_since, now)) improve(machine, success, now);
}

function hasHeld(since: number | null, now: number): boolean {
  return since !== null && now - since >= RECOVERY_HOLD_MS;
}

/** What lies before the better minute is not held against the provider again. */
function improve(machine: Machine, success: number, now: number): void {
  machine.state = "degraded";
  machine.needed = neededSuccesses(1 - success);
  machine.verdict = null;
  machine.evidence_from = slotOf(now - RECOVERY_HOLD_MS);
}

function depart(machine: Machine, state: "degraded" | "unhealthy", needed: number): void {
  machine.state = state;
  machine.needed = needed;
  machine.good_since = null;
  machine.better_since = null;
}

function recover(machine: Machine, now: number): void {
  Object.assign(machine, createMachine(), {
    state: "healthy",
    evaluated_at: machine.evaluated_at,
    evidence_from: slotOf(now + SLOT_MS),
  });
}

/**
 * Ten in a row are nothing special while one call in five fails (chance 0.8^10 = 11 %): the run must be so long that the fault
 * rate which caused the departure would produce it once in a hundred times.
 */
function neededSuccesses(fault_share: number): number {
  const success = Math.min(0.95, 1 - fault_share);
  return success <= 0 ? SUCCESS_STREAK : Math.max(SUCCESS_STREAK, Math.ceil(Math.log(LUCK) / Math.log(success) - 1e-9));
}

function milder(a: Verdict, b: Verdict): Verdict {
  if (a === null || b === null) return null;
  return a === "unhealthy" && b === "unhealthy" ? "unhealthy" : "degraded";
}

function rank(state: HealthState): number {
  if (state === "unhealthy") return 2;
  return state === "degraded" ? 1 : 0;
}
