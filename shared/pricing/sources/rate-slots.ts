import type { Rate } from "../rate.ts";
import { isPositive } from "./usd.ts";

/** A rate and how much its key is preferred where two keys state the same thing (lower wins). */
export interface Candidate {
  readonly rate: Rate;
  readonly rank: number;
}

/** What a rate prices: two rates of one slot would bill the same tokens. */
export function slotOf(rate: Rate): string {
  return `${rate.meter}|${rate.tier}|${rate.condition === null ? "" : JSON.stringify(rate.condition)}`;
}

/** One rate a slot: a positive price before a zero, then the preferred key, then the first. */
export function onePerSlot(candidates: readonly Candidate[]): readonly Rate[] {
  if (areApart(candidates)) return candidates.map(({ rate }) => rate);
  const slots = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const slot = slotOf(candidate.rate);
    const held = slots.get(slot);
    if (held === undefined || isPreferred(candidate, held)) slots.set(slot, candidate);
  }
  return [...slots.values()].map((candidate) => candidate.rate);
}

/** Whether no two of them can be in one slot; the usual case, told without building a key. */
function areApart(candidates: readonly Candidate[]): boolean {
  for (let at = 1; at < candidates.length; at += 1) {
    for (let before = 0; before < at; before += 1) {
      if (mayShareSlot(candidates[before]?.rate, candidates[at]?.rate)) return false;
    }
  }
  return true;
}

function mayShareSlot(a: Rate | undefined, b: Rate | undefined): boolean {
  if (a === undefined || b === undefined || a.meter !== b.meter || a.tier !== b.tier) return false;
  if (a.condition === null || b.condition === null) return a.condition === b.condition;
  return a.condition.above_tokens === b.condition.above_tokens && a.condition.variant === b.condition.variant;
}

function isPreferred(candidate: Candidate, held: Candidate): boolean {
  const positive = isPositive(candidate.rate.usd);
  if (positive !== isPositive(held.rate.usd)) return positive;
  return candidate.rank < held.rank;
}
