import * as z from "zod/mini";
import { usageSchema } from "../../cost/usage.ts";
import { HEALTH_STATES } from "../../health/state-machine.ts";
import {
  count,
  line,
  mode,
  pricedModel,
  priceStatus,
  problemAnswer,
  serviceTier,
  shortScore,
  usd,
  warnings,
} from "./fields.ts";

export const estimateAnswer = z.object({
  model: z.object({ id: z.string(), provider: z.string(), requested: z.string(), matched_by: z.string() }),
  total_usd: usd,
  partial: z.optional(z.literal(true)),
  lines: z.array(line),
  base_total_usd: z.optional(usd),
  service_tier: serviceTier,
  price_status: priceStatus,
  estimated: z.boolean(),
  price_version: z.string(),
  tokens_estimated: z.optional(z.literal(true)),
  token_estimate: z.optional(z.unknown()),
  bounds: z.optional(z.object({ min_usd: usd, expected_usd: usd, max_usd: usd })),
  estimate_id: z.optional(z.string()),
  reservation_expires_at: z.optional(z.string()),
  warnings,
});

export const batchAnswer = z.array(z.union([estimateAnswer, z.object({ problem: problemAnswer })]));

export const costAnswer = z.extend(estimateAnswer, {
  usage: usageSchema,
  convention: z.string(),
  provider_reported_usd: z.optional(usd),
});

export const cheapestAnswer = z.array(
  z.object({
    rank: z.int().check(z.gte(1)),
    model: pricedModel,
    total_usd: usd,
    base_total_usd: z.optional(usd),
    price_status: priceStatus,
    quality: shortScore,
    health: z.object({ state: z.enum(HEALTH_STATES), score: z.nullable(z.number()) }),
    context_tokens: z.nullable(count),
  }),
);

export const cheapestMeta = z.object({
  considered: count,
  excluded: z.object({
    filtered: count,
    unknown_price: count,
    free: count,
    deprecated: count,
    disputed: count,
    not_eligible: count,
  }),
});

const comparedRow = z.object({
  requested: z.string(),
  model: pricedModel,
  total_usd: usd,
  partial: z.optional(z.literal(true)),
  base_total_usd: z.optional(usd),
  ratio_to_cheapest: z.nullable(z.number()),
  tied: z.boolean(),
  price_status: priceStatus,
  quality: shortScore,
  quality_tie_with_best: z.optional(z.boolean()),
  lines: z.array(line),
  warnings,
});

export const compareAnswer = z.object({
  usage: usageSchema,
  rows: z.array(z.union([comparedRow, z.object({ requested: z.string(), problem: problemAnswer })])),
  break_even: z.array(z.object({ model: z.string(), against: z.string(), cache_hit_rate: z.nullable(z.number()) })),
});

export const compareProvidersAnswer = z.object({
  usage: usageSchema,
  mode,
  model: z.nullable(z.string()),
  providers: z.array(
    z.object({
      provider: z.string(),
      offers: count,
      min_usd: usd,
      median_usd: usd,
      mean_usd: usd,
      cheapest: z.string(),
    }),
  ),
});
