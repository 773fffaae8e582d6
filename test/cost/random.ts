import { METERS, type Meter, UNIT_METERS } from "../../shared/pricing/meter.ts";
import type { Capability, Flag, Mode, Offer, PriceType } from "../../shared/pricing/offer.ts";
import type { Multiplier, RateCondition, ServiceTier, SourcedRate } from "../../shared/pricing/rate.ts";
import { WINDOW_PRECEDENCE } from "../../shared/pricing/rate.ts";
import type { CostRequest } from "../../shared/cost/estimate.ts";
import type { Usage } from "../../shared/cost/usage.ts";
import type { Random } from "../random.ts";
import { multiplier, offer, rate } from "./offers.ts";

const BARS = [0, 1000, 32_000, 200_000] as const;

function price(random: Random): string {
  if (random.chance(0.05)) return "0";
  return `${1 + random.whole(99_999)}e-${4 + random.whole(9)}`;
}

function condition(random: Random): RateCondition {
  if (random.chance(0.25)) {
    const days = random.chance(0.5) ? {} : { weekdays: [random.whole(7), random.whole(7)] };
    return { windows: [{ start_minute: random.whole(1440), end_minute: random.whole(1440), ...days }] };
  }
  const bar = { above_tokens: random.pick(BARS) };
  return random.chance(0.2) ? { ...bar, inclusive: true } : bar;
}

function precedenceOf({ above_tokens, windows }: RateCondition): number {
  return windows === undefined ? (above_tokens ?? 0) + 1 : WINDOW_PRECEDENCE;
}

/** Rates of one meter and tier, each with a precedence of its own. */
function ratesOf(random: Random, meter: Meter, tier: ServiceTier): readonly SourcedRate[] {
  if (meter === "web_searches" && random.chance(0.7)) {
    return (["low", "medium", "high"] as const)
      .filter(() => random.chance(0.8))
      .map((variant) => rate(meter, price(random), { tier, condition: { variant } }));
  }
  const rates = random.chance(0.9) ? [rate(meter, price(random), { tier })] : [];
  const taken = new Set([0]);
  while (random.chance(0.25)) {
    const stated = condition(random);
    const precedence = precedenceOf(stated);
    if (!taken.has(precedence)) rates.push(rate(meter, price(random), { tier, condition: stated, precedence }));
    taken.add(precedence);
  }
  return rates;
}

const MODES = ["chat", "chat", "chat", "responses", "completion", "embedding", "image_generation"] as const;
const TYPES: readonly [PriceType, ...PriceType[]] = [
  "paid",
  "paid",
  "paid",
  "paid",
  "paid",
  "paid",
  "free",
  "unknown",
  "dynamic",
];
const TIERS = ["batch", "flex", "priority"] as const;

export function randomOffer(random: Random, id: string): Offer {
  const meters = METERS.filter((meter) =>
    random.chance(meter === "input_tokens" || meter === "output_tokens" ? 0.9 : 0.2),
  );
  const rates = meters.flatMap((meter) => ratesOf(random, meter, "standard"));
  for (const tier of TIERS) {
    if (random.chance(0.6)) continue;
    rates.push(...meters.filter(() => random.chance(0.7)).flatMap((meter) => ratesOf(random, meter, tier)));
  }
  const multipliers: Multiplier[] = [];
  if (random.chance(0.2)) multipliers.push(multiplier("tier", "fast", random.pick(["6", "2.5"])));
  if (random.chance(0.2))
    multipliers.push(
      multiplier("region", random.pick(["eu", "us", "non_global"]), random.pick(["1.1", "1.25", "0.9"])),
    );
  const all = { id, ...facts(random), multipliers };
  if (!random.chance(0.3)) return offer(rates, all);
  const isHeld = rates.map(() => random.chance(0.3));
  const withheld = rates
    .filter((_rate, index) => isHeld[index])
    .map(({ meter, tier, condition, precedence }) => ({ meter, tier, condition, precedence }));
  const others = rates.filter((_rate, index) => isHeld[index] !== true);
  return offer(others, withheld.length > 0 ? { ...all, withheld } : all);
}

function facts(random: Random): Partial<Offer> {
  const mode: Mode = random.pick(MODES);
  const flags: Flag[] = random.chance(0.1)
    ? [random.pick(["alias", "disputed_cheap", "router", "odd_ratio", "bundled_only"])]
    : [];
  const capabilities: Capability[] = (["tools", "vision", "reasoning"] as const).filter(() => random.chance(0.5));
  return {
    mode,
    price_type: random.pick(TYPES),
    provider: random.pick(["acme", "globex", "initech"]),
    flags,
    capabilities,
    limits: random.chance(0.7) ? { context_tokens: random.pick([4096, 32_000, 131_072, 1_000_000]) } : {},
    ...(random.chance(0.1) ? { deprecation_date: random.pick(["2026-07-01", "2026-08-01", "2027-01-01"]) } : {}),
  };
}

const TOTALS = [0, 1, 999, 1000, 1001, 32_000, 32_001, 200_000, 200_001] as const;

/** Mostly possible usages: parts are cut from what is left of their total. */
export function randomUsage(random: Random): Usage {
  const usage: Partial<Record<Meter, number>> & { web_search_context_size?: "low" | "medium" | "high" } = {};
  const cut = (total: Meter, parts: readonly Meter[]): void => {
    let left = usage[total] ?? 0;
    for (const part of parts) {
      if (!random.chance(0.2) || usage[total] === undefined) continue;
      const share = random.chance(0.02) ? left + 1 : random.whole(left + 1);
      usage[part] = share;
      left -= share;
    }
  };
  if (random.chance(0.9)) usage.input_tokens = total(random);
  if (random.chance(0.9)) usage.output_tokens = total(random);
  cut("input_tokens", INPUT_PARTS);
  cut("cache_read_tokens", ["cache_read_audio_tokens"]);
  cut("output_tokens", OUTPUT_PARTS);
  for (const meter of UNIT_METERS) {
    if (!random.chance(0.05)) continue;
    usage[meter] = meter.endsWith("_seconds") ? random.whole(100_000) / 1000 : random.whole(20);
  }
  if (random.chance(0.2)) usage.web_search_context_size = random.pick(["low", "medium", "high"]);
  return usage;
}

function total(random: Random): number {
  if (random.chance(0.4)) return random.pick(TOTALS);
  return random.chance(0.02) ? Number.MAX_SAFE_INTEGER : random.whole(400_000);
}

const INPUT_PARTS: readonly Meter[] = [
  "cache_read_tokens",
  "cache_write_tokens",
  "cache_write_1h_tokens",
  "input_audio_tokens",
  "input_image_tokens",
  "input_video_tokens",
];
const OUTPUT_PARTS: readonly Meter[] = [
  "reasoning_tokens",
  "output_audio_tokens",
  "output_image_tokens",
  "output_video_tokens",
  "citation_tokens",
];

const START = Date.UTC(2026, 6, 28);
const WEEK = 7 * 86_400_000;

export function randomRequest(random: Random): CostRequest {
  const tier: ServiceTier = random.pick(["standard", "standard", "standard", "batch", "flex", "priority", "fast"]);
  const region = random.chance(0.3) ? { region: random.pick(["eu", "us", "global", "asia"]) } : {};
  return { usage: randomUsage(random), service_tier: tier, at: START + random.whole(WEEK), ...region };
}
