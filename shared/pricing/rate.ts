import type { Decimal } from "../money/decimal.ts";
import type { Meter } from "./meter.ts";

export const SERVICE_TIERS = ["standard", "batch", "flex", "priority", "fast", "ultrafast"] as const;
export type ServiceTier = (typeof SERVICE_TIERS)[number];

export const SOURCE_NAMES = ["litellm", "openrouter", "models_dev", "genai_prices", "bundled"] as const;
/** In order of precedence; `bundled` is the snapshot that ships with the Worker. */
export type SourceName = (typeof SOURCE_NAMES)[number];

/** A recurring span of the UTC day, `[start, end)` in minutes since midnight; it may wrap midnight; equal ends are the whole day. */
export interface TimeWindow {
  readonly start_minute: number;
  readonly end_minute: number;
  /** 0 = Sunday … 6 = Saturday of the billed instant; absent means every day. */
  readonly weekdays?: readonly number[];
  /** IANA zone in which the weekday is read; UTC when absent. */
  readonly weekday_timezone?: string;
}

/** All that is stated must hold for the rate to apply. */
export interface RateCondition {
  /** Total input tokens (cached and written ones included) must exceed this; or reach it, where `inclusive`. */
  readonly above_tokens?: number;
  readonly inclusive?: boolean;
  /** One of these spans must contain the billed instant. */
  readonly windows?: readonly TimeWindow[];
  /** A word of the usage that selects the rate: web search context size `low|medium|high`, video resolution `720p|1080p|4k`. */
  readonly variant?: string;
}

/**
 * One price: USD per one unit of a meter, under a service tier and a condition.
 * Of the rates of a meter and tier whose condition holds, the one with the highest `precedence` applies
 * (0 for the unconditional one; thresholds carry their number of tokens; off-peak windows beat thresholds; OpenRouter's overrides their position).
 */
export interface Rate {
  readonly meter: Meter;
  readonly tier: ServiceTier;
  readonly usd: Decimal;
  readonly condition: RateCondition | null;
  readonly precedence: number;
}

/** Where a price would stand: a rate without its number. */
export type RateSlot = Omit<Rate, "usd">;

/** Off-peak windows beat any threshold: above every number of tokens a threshold can carry. */
export const WINDOW_PRECEDENCE = 1e15;

/** Who said a price, under which of its own keys, and as of when (RFC 3339 date or instant of the fetch). */
export interface Provenance {
  readonly source: SourceName;
  readonly source_key: string;
  readonly as_of: string;
}

/** A differing (or agreeing) price of another source for the same rate. */
export interface Opinion extends Provenance {
  readonly usd: Decimal;
}

/** A rate of the catalog: the winner first, every other opinion after it. */
export interface SourcedRate extends Rate, Provenance {
  readonly dissents: readonly Opinion[];
}

/** A rate with who said it. */
export function sourcedRate(
  { meter, tier, usd, condition, precedence }: Rate,
  source: SourceName,
  source_key: string,
  as_of: string,
  dissents: readonly Opinion[],
): SourcedRate {
  return { meter, tier, usd, condition, precedence, source, source_key, as_of, dissents };
}

/** Multiplies every token meter: a region's uplift, or a tier that is sold as a multiple of the standard price. */
export interface Multiplier {
  readonly kind: "region" | "tier";
  /** Region (`eu`, `us`, or `non_global` for every named region but `global`) or service tier (`fast`). */
  readonly name: string;
  readonly factor: Decimal;
}
