import * as z from "zod/mini";
import type { Usage } from "../cost/usage.ts";

/** Calls of a key that count: the newest. */
export const SAMPLES_KEPT = 100;
/** Keys of one tenant: the least recently used are forgotten first. */
export const MAX_CACHE_KEYS = 10_000;

/** Tokens found in the cache, and tokens that should have been and were not. */
export type CacheSample = readonly [hit_tokens: number, missed_tokens: number];

export const samplesSchema = z.array(z.tuple([z.number(), z.number()]));

/**
 * What one call says about the cache of its prefix. Tokens read were hits. Written tokens belong to the prefix and were not there: misses.
 * Where the provider reports neither, the whole input missed. The uncached rest of a call that did hit says nothing about the prefix.
 * Null where the usage has no input.
 */
export function cacheSample(usage: Usage): CacheSample | null {
  const hit = usage.cache_read_tokens ?? 0;
  const written = (usage.cache_write_tokens ?? 0) + (usage.cache_write_1h_tokens ?? 0);
  const missed = hit + written > 0 ? written : (usage.input_tokens ?? 0);
  return hit + missed > 0 ? [hit, missed] : null;
}

export interface HitRate {
  /** Token-weighted share of hits, 0..1; null without a sample. */
  readonly hit_rate: number | null;
  readonly samples: number;
  readonly hit_tokens: number;
  readonly missed_tokens: number;
}

export function hitRate(samples: readonly CacheSample[]): HitRate {
  let hit_tokens = 0;
  let missed_tokens = 0;
  for (const [hit, missed] of samples) {
    hit_tokens += hit;
    missed_tokens += missed;
  }
  const total = hit_tokens + missed_tokens;
  return { hit_rate: total === 0 ? null : hit_tokens / total, samples: samples.length, hit_tokens, missed_tokens };
}
