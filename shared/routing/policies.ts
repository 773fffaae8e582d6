import type { Policy } from "./policy.ts";

/** The four parts of a score; each has a value from 0 (worst) to 1 (best). */
export const PARTS = ["cost", "quality", "health", "latency"] as const;
export type Part = (typeof PARTS)[number];
export type PartValues = { readonly [Name in Part]: number };

/** Changes with any number or formula of this file: the same version gives the same ranks for the same facts. */
export const WEIGHTS_VERSION = "2026-11-25";

/**
 * Weights in hundredths; each policy's add up to 100. Choices of this service, no measurement: cost leads where nothing else is asked for,
 * health counts more than latency everywhere but in `fastest`, because a failed call costs a whole retry.
 * `bpc` is ranked by its own formula (`bpcScore`); its weights only say how it leans: quality enters squared, cost once.
 */
export const WEIGHTS: Readonly<Record<Policy, PartValues>> = {
  cheapest: { cost: 100, quality: 0, health: 0, latency: 0 },
  balanced: { cost: 40, quality: 35, health: 15, latency: 10 },
  fastest: { cost: 10, quality: 10, health: 20, latency: 60 },
  best: { cost: 15, quality: 70, health: 10, latency: 5 },
  bpc: { cost: 33, quality: 67, health: 0, latency: 0 },
};

/** The least cost that a score tells apart from nothing, USD: what is free would otherwise be infinitely better than everything. */
export const COST_FLOOR_USD = 1e-9;
/** A candidate that costs this many powers of ten more than the cheapest has a cost value of 0. */
const COST_DECADES = 3;
/** How much of its cost value a candidate loses with every doubling of its cost. */
export const COST_VALUE_PER_OCTAVE = Math.log10(2) / COST_DECADES;
/** Latency (ms) from which on it is worth nothing: the same bound as in the health score. */
const SLOWEST_MS = 5_000;
/** A provider that nobody has reported on is taken to be as good as one with a few faults: ahead of the sick, behind the proven. */
const UNKNOWN_HEALTH = 0.8;
const UNKNOWN_LATENCY = 0.5;

/** 1 for the cheapest candidate, one third less with every tenfold cost; both in USD. */
export function costValue(cost: number, cheapest: number): number {
  const ratio = Math.max(cost, COST_FLOOR_USD) / Math.max(cheapest, COST_FLOOR_USD);
  return rounded(clamped(1 - Math.log10(ratio) / COST_DECADES));
}

/** Of a score 0..100; what nobody has measured is worth nothing, since it is never guessed. */
export function qualityValue(score: number | null): number {
  return score === null ? 0 : rounded(clamped(score / 100));
}

export function healthValue(routing_score: number | null): number {
  return routing_score === null ? UNKNOWN_HEALTH : rounded(clamped(routing_score / 100));
}

export function latencyValue(latency_ms: number | null): number {
  return latency_ms === null ? UNKNOWN_LATENCY : rounded(clamped(1 - latency_ms / SLOWEST_MS));
}

/** Sum of weight x value, 0..1. What is shown is what ranks: of weights in hundredths and values to six places, eight are the whole sum. */
export function weightedScore(policy: Policy, values: PartValues): number {
  const { cost, quality, health, latency } = WEIGHTS[policy];
  const sum = cost * values.cost + quality * values.quality + health * values.health + latency * values.latency;
  return Math.round(sum * 1e6) / 1e8;
}

/** The old system's "benchmark, price, capability": quality squared per millionth of a dollar. */
export function bpcScore(quality: number | null, cost: number): number {
  const score = quality ?? 0;
  return Number(((score * score) / (Math.max(cost, COST_FLOOR_USD) * 1e6)).toPrecision(9));
}

/** The last digit of a value. */
export const VALUE_STEP = 1e-6;
/** The last digit of a score. */
export const SCORE_STEP = 1e-8;

/** To six places. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
