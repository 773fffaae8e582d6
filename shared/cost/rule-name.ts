import { type Rate, type RateCondition, type ServiceTier, WINDOW_PRECEDENCE } from "../pricing/rate.ts";

/**
 * The word on a receipt line that says which price applied. Parts in this order, joined by `_`; `base` where none applies:
 * - the service tier, unless standard: `batch`, `flex`, `priority`, `fast`, `ultrafast`
 * - the rate that stood in for a missing one: `input_rate`, `output_rate`, `cache_read_rate`, `cache_write_rate`, `input_audio_rate`
 * - what selected it: `above_200k` (total input, in thousands; `above_131072` where that is not round), `off_peak`, `time_window`, or the usage's own word (`low`, `medium`, `high`)
 * - the region whose uplift is in the unit price: `region_eu`, `region_non_global`
 * Beside these: `free` on lines of a free offer, `unpriced` on lines without a price.
 */
export function ruleName(tier: ServiceTier, fallback: string | null, rate: Rate, region: string | null): string {
  const parts = [
    tier === "standard" ? "" : tier,
    fallback ?? "",
    selector(rate.condition, rate.precedence),
    region === null ? "" : `region_${region}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "base" : parts.join("_");
}

function selector(condition: RateCondition | null, precedence: number): string {
  if (condition === null) return "";
  const words: string[] = [];
  if (condition.above_tokens !== undefined) words.push(`above_${inThousands(condition.above_tokens)}`);
  // A seller's own windows may be dearer or cheaper than the rest of the day; only LiteLLM's are off-peak by name.
  if (condition.windows !== undefined) words.push(precedence >= WINDOW_PRECEDENCE ? "off_peak" : "time_window");
  if (condition.variant !== undefined) words.push(condition.variant);
  return words.join("_");
}

function inThousands(tokens: number): string {
  return tokens % 1000 === 0 ? `${tokens / 1000}k` : String(tokens);
}
