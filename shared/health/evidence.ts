import { RECOVERY_SUCCESS, type Evidence, type Machine, type Verdict } from "./state-machine.ts";
import { SLOT_MS, tally, WINDOW_MS, type Window } from "./window.ts";
import { wilson, Z95 } from "./wilson.ts";

/** Counted calls before the window path says anything, and before an unknown provider may be called healthy. */
export const MIN_CALLS = 10;
export const PROMOTION_CALLS = 20;
/** Success rates that a provider must provably miss to be called degraded, unhealthy. */
const DEGRADED_BELOW = 0.95;
const UNHEALTHY_BELOW = 0.8;
/** Recovery is judged by the last minute when it has calls enough. */
const RECOVERY_SPAN_MS = 60_000;

/** What the window of one tenant says to that tenant. */
export function ownEvidence(window: Window, machine: Machine, now: number): Evidence {
  const all = tally(window, now);
  const counted = machine.evidence_from === 0 ? all : tally(window, now, WINDOW_MS, machine.evidence_from);
  const calls = all.success + all.fault;
  const n = counted.success + counted.fault;
  return {
    calls,
    promote: calls >= PROMOTION_CALLS && all.success / calls >= RECOVERY_SUCCESS,
    verdict: n >= MIN_CALLS ? verdictOf(wilson(counted.success, n, Z95).upper) : null,
    recovery_success: recoverySuccess((span) => {
      const recent = tally(window, now, span);
      return { success: recent.success, n: recent.success + recent.fault };
    }),
    fault_share: n === 0 ? 0 : counted.fault / n,
  };
}

/** What an upper bound of the success rate proves. */
export function verdictOf(upper: number, degraded = DEGRADED_BELOW, unhealthy = UNHEALTHY_BELOW): Verdict {
  if (upper < unhealthy) return "unhealthy";
  return upper < degraded ? "degraded" : null;
}

/** Success rate of the last minute, or of the whole window where a minute has fewer than ten calls; null below that. */
export function recoverySuccess(sample: (span_ms: number) => { success: number; n: number }): number | null {
  for (const span of [RECOVERY_SPAN_MS, WINDOW_MS]) {
    // The running bucket is part of the span: one more, so that a whole minute is looked at.
    const { success, n } = sample(Math.min(WINDOW_MS, span + SLOT_MS));
    if (n >= MIN_CALLS) return success / n;
  }
  return null;
}
