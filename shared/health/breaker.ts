/** How long routing leaves an unhealthy provider alone before the first probes, and at most, ms. */
const FIRST_OPEN_MS = 30_000;
const LONGEST_OPEN_MS = 300_000;
const JITTER = 0.1;
/** Probes of one half-open phase, and how many of them must be good to close it. */
const PROBES = 10;
const GOOD_PROBES = 9;
/** Share of the traffic that probes: it grows with the number of good ones. */
const LOWEST_SHARE = 0.01;
const HIGHEST_SHARE = 0.05;

/** The breaker that routing (and only routing) applies to an unhealthy provider. Changed in place. */
export interface Breaker {
  /** Closed: traffic flows. Open: none until `probe_at`, then a probe share. */
  open: boolean;
  open_ms: number;
  /** Epoch ms from which probes go through. */
  probe_at: number;
  probes: number;
  good: number;
}

export function createBreaker(): Breaker {
  return { open: false, open_ms: FIRST_OPEN_MS, probe_at: 0, probes: 0, good: 0 };
}

/** Opens the breaker when the provider becomes unhealthy. `random` is a number in [0, 1). */
export function openBreaker(breaker: Breaker, now: number, random: number): void {
  if (breaker.open) return;
  Object.assign(breaker, createBreaker());
  rest(breaker, now, random);
}

/** Closes it when the provider is no longer unhealthy. */
export function closeBreaker(breaker: Breaker): void {
  Object.assign(breaker, createBreaker());
}

/** Counts calls that ended while the breaker is half-open: 9 good of 10 close it, otherwise it rests twice as long. */
export function countProbes(breaker: Breaker, good: number, bad: number, now: number, random: number): void {
  if (!breaker.open || now < breaker.probe_at) return;
  breaker.probes += good + bad;
  breaker.good += good;
  if (breaker.probes < PROBES) return;
  if (breaker.good >= GOOD_PROBES * (breaker.probes / PROBES)) {
    closeBreaker(breaker);
    return;
  }
  breaker.open_ms = Math.min(LONGEST_OPEN_MS, breaker.open_ms * 2);
  rest(breaker, now, random);
}

/** Share (0..1) of the traffic that routing may send: 1 closed, 0 resting, 1-5 % half-open. */
export function admittedShare(breaker: Breaker, now: number): number {
  if (!breaker.open) return 1;
  if (now < breaker.probe_at) return 0;
  return LOWEST_SHARE + (HIGHEST_SHARE - LOWEST_SHARE) * (breaker.good / PROBES);
}

function rest(breaker: Breaker, now: number, random: number): void {
  breaker.open = true;
  breaker.probes = 0;
  breaker.good = 0;
  breaker.probe_at = now + breaker.open_ms * (1 - JITTER + 2 * JITTER * random);
}
