import { WINDOW_MS } from "./window.ts";

/** Runs remembered of each tenant: enough for ten single successes in a row between batches. */
const REMEMBERED_RUNS = 16;

/** Order of arrival, comparable between objects: ms of the receipt x 1000 + a counter within it. */
export type Sequence = number;

interface Run {
  readonly seq: Sequence;
  /** +n successes, -n faults. */
  readonly length: number;
}

/** The order in which one tenant's counted calls ended. Changed in place. */
export interface Streak {
  /** +n: the last n calls succeeded; -n: the last n were faults; 0: none yet. */
  length: number;
  /** Arrival of the first call of the present streak. */
  started: Sequence;
  readonly recent: Run[];
}

export function createStreak(): Streak {
  return { length: 0, started: 0, recent: [] };
}

/** The next place in the order of arrival, after `last` and not before `received_at` (epoch ms). */
export function nextSequence(last: Sequence, received_at: number): Sequence {
  return Math.max(last + 1, received_at * 1_000);
}

/** Adds a run of calls. */
export function addRun(streak: Streak, length: number, seq: Sequence): void {
  if (streak.length !== 0 && streak.length > 0 === length > 0) streak.length += length;
  else {
    streak.length = length;
    streak.started = seq;
  }
  streak.recent.push({ seq, length });
  if (streak.recent.length > REMEMBERED_RUNS) streak.recent.shift();
}

/**
 * Streak of several tenants together in order of arrival: how many calls of the wanted kind (`sign` -1 faults, +1 successes)
 * came after the last call of the other kind, and from how many tenants. Calls older than the window do not count.
 */
export function pooledStreak(
  streaks: readonly Streak[],
  sign: -1 | 1,
  now: number,
): { length: number; tenants: number } {
  const cut = Math.max((now - WINDOW_MS) * 1_000, ...streaks.map((streak) => lastOf(streak, sign === 1 ? -1 : 1)));
  let length = 0;
  let tenants = 0;
  for (const streak of streaks) {
    const own = lengthAfter(streak, sign, cut);
    length += own;
    if (own > 0) tenants += 1;
  }
  return { length, tenants };
}

function lastOf(streak: Streak, sign: -1 | 1): Sequence {
  for (let i = streak.recent.length - 1; i >= 0; i--) {
    const run = streak.recent[i];
    if (run !== undefined && Math.sign(run.length) === sign) return run.seq;
  }
  return 0;
}

function lengthAfter(streak: Streak, sign: -1 | 1, cut: Sequence): number {
  if (Math.sign(streak.length) !== sign) return 0;
  if (streak.started > cut) return Math.abs(streak.length);
  let length = 0;
  for (const run of streak.recent) if (run.seq > cut && Math.sign(run.length) === sign) length += Math.abs(run.length);
  return length;
}
