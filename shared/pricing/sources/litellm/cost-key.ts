import type { Meter } from "../../meter.ts";
import type { ServiceTier } from "../../rate.ts";

/** A cost key of LiteLLM read by its grammar: `<stem>` and, in any order, a threshold, a service tier, a cache TTL and a variant. */
export interface CostKey {
  readonly stem: string;
  readonly tier: ServiceTier;
  readonly above_tokens: number | null;
  readonly ttl: "1h" | null;
  readonly variant: string | null;
}

/** Stems by direction and unit, as `<direction>_cost_per_<unit>`; seconds depend on the mode and are resolved by the row. */
const UNIT_METERS: ReadonlyMap<string, Meter> = new Map<string, Meter>([
  ["input_cost_per_token", "input_tokens"],
  ["input_cost_per_audio_token", "input_audio_tokens"],
  ["input_cost_per_image_token", "input_image_tokens"],
  ["input_cost_per_video_token", "input_video_tokens"],
  ["input_cost_per_image", "input_images"],
  ["input_cost_per_pixel", "input_pixels"],
  ["input_cost_per_character", "input_characters"],
  ["input_cost_per_query", "queries"],
  ["input_cost_per_request", "requests"],
  ["input_cost_per_audio_per_second", "input_audio_seconds"],
  ["input_cost_per_audio_second", "input_audio_seconds"],
  ["input_cost_per_video_per_second", "input_video_seconds"],
  ["input_cost_per_video_second", "input_video_seconds"],
  ["output_cost_per_token", "output_tokens"],
  ["output_cost_per_reasoning_token", "reasoning_tokens"],
  ["output_cost_per_audio_token", "output_audio_tokens"],
  ["output_cost_per_image_token", "output_image_tokens"],
  ["output_cost_per_video_token", "output_video_tokens"],
  ["output_cost_per_image", "output_images"],
  ["output_cost_per_pixel", "output_pixels"],
  ["output_cost_per_character", "output_characters"],
  ["output_cost_per_audio_per_second", "output_audio_seconds"],
  ["output_cost_per_video_per_second", "output_video_seconds"],
  ["cache_read_input_token_cost", "cache_read_tokens"],
  ["cache_read_input_audio_token_cost", "cache_read_audio_tokens"],
  ["cache_creation_input_token_cost", "cache_write_tokens"],
  ["citation_cost_per_token", "citation_tokens"],
  ["code_interpreter_cost_per_session", "code_interpreter_sessions"],
  ["ocr_cost_per_page", "pages"],
  // Reducto's credit is one page of its standard parse; LiteLLM's documentation files it as a page price.
  ["ocr_cost_per_credit", "pages"],
  ["annotation_cost_per_page", "annotation_pages"],
]);

/** Older spelling of the cache-read price (DeepSeek rows); the current key wins where both stand. */
export const LEGACY_CACHE_READ = "input_cost_per_token_cache_hit";

const SECONDS: ReadonlySet<string> = new Set(["input_cost_per_second", "output_cost_per_second"]);

const TIER_SUFFIXES: ReadonlyMap<string, ServiceTier> = new Map<string, ServiceTier>([
  ["batches", "batch"],
  ["batch", "batch"],
  ["flex", "flex"],
  ["priority", "priority"],
  ["fast", "fast"],
  ["ultrafast", "ultrafast"],
]);

const THRESHOLD = /^(.+)_above_(\d{1,9})(k|m)?_tokens$/;
/** A cache lifetime, not a threshold. */
const LIFETIME = /^(.+)_above_1hr$/;
/** Per-second prices of longer inputs (`_above_15s_interval`) or of a resolution (`_1080p`, `_4k`). */
const INTERVAL = /^(.+_per_second)_(above_\d{1,4}s_interval|\d{3,4}p|\dk)$/;
const TIER = /^(.+)_(batches|batch|flex|priority|fast|ultrafast)$/;

/** What a cost key says; null when the grammar does not cover it. */
export function parseCostKey(key: string): CostKey | null {
  let parsed: CostKey = { stem: key, tier: "standard", above_tokens: null, ttl: null, variant: null };
  // Each pass takes one suffix off the end; four kinds exist, each at most once.
  for (let pass = 0; pass < 5; pass += 1) {
    if (isStem(parsed.stem))
      return parsed.ttl !== null && parsed.stem !== "cache_creation_input_token_cost" ? null : parsed;
    const shorter = withoutSuffix(parsed);
    if (shorter === null) return null;
    parsed = shorter;
  }
  return null;
}

/** The key that says this: threshold, then service tier, as upstream orders them. */
export function formatCostKey(key: CostKey): string {
  const suffix = [...TIER_SUFFIXES].find(([, tier]) => tier === key.tier)?.[0];
  return [
    key.stem,
    key.ttl === null ? "" : "_above_1hr",
    key.variant === null ? "" : `_${key.variant}`,
    key.above_tokens === null ? "" : `_above_${formatThreshold(key.above_tokens)}_tokens`,
    suffix === undefined ? "" : `_${suffix}`,
  ].join("");
}

/** The meter of a stem; null for the per-second stems, whose meter depends on the mode. */
export function stemMeter(key: CostKey): Meter | null {
  if (key.ttl === "1h") return "cache_write_1h_tokens";
  if (key.stem === LEGACY_CACHE_READ) return "cache_read_tokens";
  return UNIT_METERS.get(key.stem) ?? null;
}

export function isBasePrice(key: CostKey): boolean {
  return (
    (key.stem === "input_cost_per_token" || key.stem === "output_cost_per_token") &&
    key.tier === "standard" &&
    key.above_tokens === null
  );
}

/** Databricks units, not dollars: never a price. */
export function isDatabricksUnit(key: string): boolean {
  return key.includes("_dbu_");
}

export const COST_STEMS: readonly string[] = [...UNIT_METERS.keys(), ...SECONDS, LEGACY_CACHE_READ];

function isStem(stem: string): boolean {
  return UNIT_METERS.has(stem) || SECONDS.has(stem) || stem === LEGACY_CACHE_READ;
}

function withoutSuffix(key: CostKey): CostKey | null {
  return withoutTier(key) ?? withoutThreshold(key) ?? withoutLifetime(key) ?? withoutVariant(key);
}

function withoutTier(key: CostKey): CostKey | null {
  const match = TIER.exec(key.stem);
  const tier = TIER_SUFFIXES.get(match?.[2] ?? "");
  if (match?.[1] === undefined || tier === undefined || key.tier !== "standard") return null;
  return { ...key, stem: match[1], tier };
}

function withoutThreshold(key: CostKey): CostKey | null {
  const match = THRESHOLD.exec(key.stem);
  if (match?.[1] === undefined || key.above_tokens !== null) return null;
  const unit = match[3] === "k" ? 1_000 : match[3] === "m" ? 1_000_000 : 1;
  return { ...key, stem: match[1], above_tokens: Number(match[2]) * unit };
}

function withoutLifetime(key: CostKey): CostKey | null {
  const match = LIFETIME.exec(key.stem);
  return match?.[1] === undefined || key.ttl !== null ? null : { ...key, stem: match[1], ttl: "1h" };
}

function withoutVariant(key: CostKey): CostKey | null {
  const match = INTERVAL.exec(key.stem);
  if (match?.[1] === undefined || match[2] === undefined || key.variant !== null) return null;
  return { ...key, stem: match[1], variant: match[2] };
}

function formatThreshold(tokens: number): string {
  return tokens % 1_000 === 0 ? `${tokens / 1_000}k` : String(tokens);
}
