import { METERS, type Meter } from "../../shared/pricing/meter.ts";
import type { Offer } from "../../shared/pricing/offer.ts";
import type { RateSlot, ServiceTier, TimeWindow } from "../../shared/pricing/rate.ts";
import type { CostRequest } from "../../shared/cost/estimate.ts";
import type { Usage } from "../../shared/cost/usage.ts";
import type { Decimal } from "../../shared/money/decimal.ts";

/**
 * The rulings once more, written from the table and without any of the code under test: every amount is a whole number of 1e-60 USD,
 * every question is answered by looking through the raw rates again.
 */
export type Verdict = Sums | Refusal;

export interface Sums {
  readonly total: bigint;
  readonly partial: boolean;
  /** By meter; null where the line is unpriced. */
  readonly lines: ReadonlyMap<Meter, bigint | null>;
}

export interface Refusal {
  readonly refused: "price_unknown" | "usage_impossible" | "service_tier_unavailable";
}

const UNIT = 60;

/** A price as the source states it; null where it is withheld. */
interface Stated extends RateSlot {
  readonly usd: Decimal | null;
}

function stated(offer: Offer): readonly Stated[] {
  const held = (offer.withheld ?? []).map((slot) => ({ ...slot, usd: null }));
  return [...offer.rates, ...held];
}

function isNothing(rate: Stated): boolean {
  return rate.usd !== null && Number(rate.usd.coefficient) === 0;
}

export function fixed({ coefficient, scale }: Decimal): bigint {
  return BigInt(coefficient) * 10n ** BigInt(UNIT - scale);
}

export function oracle(offer: Offer, request: CostRequest): Verdict {
  if (["unknown", "dynamic", "not_per_token"].includes(offer.price_type)) return { refused: "price_unknown" };
  const { usage, service_tier: tier } = request;
  const tiers = new Set(stated(offer).map((rate) => rate.tier));
  const multiple = tiers.has(tier)
    ? undefined
    : offer.multipliers.find((one) => one.kind === "tier" && one.name === tier);
  if (tier !== "standard" && !tiers.has(tier) && multiple === undefined) return { refused: "service_tier_unavailable" };
  const quantities = split(usage);
  if (quantities === null) return { refused: "usage_impossible" };
  const listed = multiple === undefined ? tier : "standard";
  const isFree = offer.price_type === "free";
  if (!isFree && listed !== "standard" && lacksLongContext(offer, request, listed))
    return { refused: "service_tier_unavailable" };
  addFees(offer, listed, usage, quantities);
  dropRepeated(offer, usage, quantities);
  const lines = new Map<Meter, bigint | null>();
  for (const [meter, quantity] of quantities) {
    const rate = resolve(offer, request, listed, meter);
    if (
      !isFree &&
      rate === undefined &&
      listed !== "standard" &&
      resolve(offer, request, "standard", meter) !== undefined
    ) {
      return { refused: "service_tier_unavailable" };
    }
    lines.set(meter, amount(offer, request, rate, meter, quantity, multiple?.factor));
  }
  const known = [...lines.values()].filter((usd) => usd !== null);
  return { total: known.reduce((a, b) => a + b, 0n), partial: known.length < lines.size, lines };
}

const INPUT: readonly (keyof Usage & Meter)[] = [
  "cache_read_tokens",
  "cache_write_tokens",
  "cache_write_1h_tokens",
  "input_audio_tokens",
  "input_image_tokens",
  "input_video_tokens",
];
const OUTPUT: readonly (keyof Usage & Meter)[] = [
  "reasoning_tokens",
  "output_audio_tokens",
  "output_image_tokens",
  "output_video_tokens",
  "citation_tokens",
];

/** Quantities in thousandths, so that seconds are whole too. */
function split(usage: Usage): Map<Meter, bigint> | null {
  const thousandths = (meter: Meter): bigint => {
    const count = usage[meter] ?? 0;
    return Number.isInteger(count) ? BigInt(count) * 1000n : BigInt(Math.round(count * 1000));
  };
  const total = (meters: readonly Meter[]): bigint => meters.reduce((sum, meter) => sum + thousandths(meter), 0n);
  const found = new Map<Meter, bigint>();
  for (const meter of METERS) if (usage[meter] !== undefined) found.set(meter, thousandths(meter));
  found.set("input_tokens", thousandths("input_tokens") - total(INPUT));
  found.set("output_tokens", thousandths("output_tokens") - total(OUTPUT));
  found.set("cache_read_tokens", thousandths("cache_read_tokens") - thousandths("cache_read_audio_tokens"));
  for (const [meter, quantity] of found) {
    if (quantity < 0n) return null;
    if (quantity === 0n) found.delete(meter);
  }
  return found;
}

function addFees(offer: Offer, listed: ServiceTier, usage: Usage, quantities: Map<Meter, bigint>): void {
  const hasFee = stated(offer).some(
    ({ meter, tier }) => meter === "requests" && (tier === listed || tier === "standard"),
  );
  if (!hasFee) quantities.delete("requests");
  else if (usage.requests === undefined) quantities.set("requests", 1000n);
}

function dropRepeated(offer: Offer, usage: Usage, quantities: Map<Meter, bigint>): void {
  const sold = (meter: Meter): boolean => stated(offer).some((rate) => rate.meter === meter);
  const drop = (...names: Meter[]): void => {
    const named = names.filter((name) => quantities.has(name) || (isText(name) && (usage[name] ?? 0) > 0));
    const keep = named.find(sold) ?? named[0];
    for (const name of named) if (name !== keep) quantities.delete(name);
  };
  drop("output_image_tokens", "output_images", "output_pixels");
  drop("input_image_tokens", "input_images", "input_pixels");
  drop("input_audio_tokens", "input_audio_seconds");
  drop("output_audio_tokens", "output_audio_seconds");
  drop("input_video_tokens", "input_video_seconds");
  drop("output_video_tokens", "output_video_seconds");
  drop("input_tokens", "input_characters");
  drop("output_tokens", "output_characters");
}

/** A stated total says how much text there is, even where its parts leave none of it. */
function isText(meter: Meter): boolean {
  return meter === "input_tokens" || meter === "output_tokens";
}

/** What prices a meter: its own rate, or the one the rulings put in its place. */
function resolve(offer: Offer, request: CostRequest, tier: ServiceTier, meter: Meter): Stated | undefined {
  const at = (name: Meter): Stated | undefined => best(offer, request, tier, name);
  const own = at(meter);
  if (own !== undefined) return own;
  if (tier !== "standard") {
    const isFee = meter === "requests" || meter === "web_searches" || meter === "code_interpreter_sessions";
    const isListed = stated(offer).some((rate) => rate.meter === meter && rate.tier === tier);
    if (isFee && !isListed) return best(offer, request, "standard", meter);
    const isMedia = /^(input|output)_(audio|image|video)_tokens$/.test(meter);
    const isOwn = stated(offer).some((rate) => rate.meter === meter && rate.tier === "standard");
    if (isMedia && isOwn && !isListed) return undefined;
  }
  if (offer.price_type === "free") return undefined;
  switch (meter) {
    case "cache_read_tokens":
    case "cache_write_tokens":
    case "input_audio_tokens":
    case "input_image_tokens":
    case "input_video_tokens":
      return at("input_tokens");
    case "cache_write_1h_tokens":
      return at("cache_write_tokens") ?? at("input_tokens");
    case "cache_read_audio_tokens":
      return at("cache_read_tokens") ?? at("input_audio_tokens") ?? at("input_tokens");
    case "reasoning_tokens":
    case "output_audio_tokens":
    case "output_image_tokens":
    case "output_video_tokens":
    case "citation_tokens":
      return at("output_tokens");
    default:
      return undefined;
  }
}

function best(offer: Offer, request: CostRequest, tier: ServiceTier, meter: Meter): Stated | undefined {
  let winner: Stated | undefined;
  for (const rate of stated(offer)) {
    if (rate.meter !== meter || rate.tier !== tier || !applies(rate, request)) continue;
    if (isNothing(rate) && !zeroCounts(offer, rate)) continue;
    if (winner === undefined || rate.precedence > winner.precedence) winner = rate;
  }
  return winner;
}

/** A zero write price is one only beside paid reads; the zeros of a free offer say nothing beyond that it is free. */
function zeroCounts(offer: Offer, { meter }: Stated): boolean {
  if (offer.price_type === "free") return false;
  if (!meter.startsWith("cache_write")) return true;
  return offer.rates.some((rate) => rate.meter === "cache_read_tokens" && Number(rate.usd.coefficient) > 0);
}

function applies({ meter, condition }: Stated, { usage, at }: CostRequest): boolean {
  if (condition === null) return true;
  const size = usage.input_tokens ?? 0;
  const { above_tokens: bar, inclusive, windows, variant } = condition;
  if (bar !== undefined && !(size > bar || (inclusive === true && size === bar))) return false;
  if (windows !== undefined && !windows.some((window) => inWindow(window, at))) return false;
  if (variant === undefined) return true;
  return meter === "web_searches" && (usage.web_search_context_size ?? "medium") === variant;
}

/** Minute by minute from the start of the window to its end. */
function inWindow({ start_minute, end_minute, weekdays }: TimeWindow, at: number): boolean {
  const instant = new Date(at);
  if (weekdays !== undefined && !weekdays.includes(instant.getUTCDay())) return false;
  const minute = instant.getUTCHours() * 60 + instant.getUTCMinutes();
  const length = end_minute === start_minute ? 1440 : (end_minute - start_minute + 1440) % 1440;
  return (minute - start_minute + 1440) % 1440 < length;
}

function lacksLongContext(offer: Offer, request: CostRequest, tier: ServiceTier): boolean {
  return (["input_tokens", "output_tokens"] as const).some((meter) => {
    if ((request.usage[meter] ?? 0) === 0) return false;
    const bar = (name: ServiceTier): number => best(offer, request, name, meter)?.condition?.above_tokens ?? 0;
    return bar("standard") > bar(tier);
  });
}

function amount(
  offer: Offer,
  { region }: CostRequest,
  rate: Stated | undefined,
  meter: Meter,
  quantity: bigint,
  multiple: Decimal | undefined,
): bigint | null {
  if (rate === undefined) return offer.price_type === "free" ? 0n : null;
  if (rate.usd === null) return null;
  const isChat = offer.mode === "chat" || offer.mode === "responses" || offer.mode === "completion";
  if (isNothing(rate) && rate.meter === "output_tokens" && isChat && offer.price_type === "paid") return null;
  let usd = fixed(rate.usd) * quantity;
  if (meter.endsWith("_tokens")) {
    if (multiple !== undefined) usd = scaled(usd, multiple);
    const uplift = upliftOf(offer, region);
    if (uplift !== undefined) usd = scaled(usd, uplift);
  }
  return usd / 1000n;
}

function scaled(usd: bigint, factor: Decimal): bigint {
  return (usd * BigInt(factor.coefficient)) / 10n ** BigInt(factor.scale);
}

function upliftOf(offer: Offer, region: string | undefined): Decimal | undefined {
  if (region === undefined) return undefined;
  const named = (name: string) => offer.multipliers.find((one) => one.kind === "region" && one.name === name);
  const found = named(region) ?? (region === "global" ? undefined : named("non_global"));
  return found?.factor;
}
