import * as z from "zod/mini";
import { POLICIES } from "../../routing/policy.ts";
import { REJECTIONS } from "../../routing/rejection.ts";
import { usageSchema } from "../../cost/usage.ts";
import { count, pricedModel, problemAnswer, usd, warnings } from "./fields.ts";

const share = z.number().check(z.gte(0), z.lte(1));
const score = z.nullable(z.number().check(z.gte(0), z.lte(100)));
const part = z.object({ value: share, weight: share });
const policy = z.enum(POLICIES);

const cacheTerm = z.object({
  /** `predicted`: the cost has a cache term; otherwise why it has none. */
  outcome: z.enum(["predicted", "below_minimum", "unsupported", "no_prefix"]),
  prefix_tokens: count,
  min_prefix_tokens: z.nullable(count),
  hit_rate: z.nullable(share),
  hit_rate_origin: z.nullable(z.enum(["given", "recorded", "default"])),
  hit_cost_usd: usd,
  miss_cost_usd: usd,
  /** The hit rate from which on caching the prefix costs no more than sending it plain; null where it never does. */
  break_even_hit_rate: z.nullable(share),
});

const ranked = z.object({
  model: pricedModel,
  expected_cost_usd: usd,
  quality: score,
  health_score: score,
  cache: cacheTerm,
  score: z.number().check(z.gte(0)),
  parts: z.object({ cost: part, quality: part, health: part, latency: part }),
  probe: z.optional(z.literal(true)),
});

const reason = z.enum(REJECTIONS);

export const routeAnswer = z.object({
  choice: z.nullable(ranked),
  ranked: z.array(ranked),
  rejected: z.array(z.object({ model: z.string(), reason, detail: z.string() })),
  rejected_counts: z.partialRecord(reason, count),
  stay_or_move: z.optional(
    z.object({
      stay: z.nullable(z.object({ model: z.string(), cost_usd: usd, warm: z.boolean() })),
      move: z.nullable(z.object({ model: z.string(), cost_usd: usd })),
      break_even_turns: z.nullable(z.int().check(z.gte(1))),
    }),
  ),
  policy,
  weights_version: z.string(),
  usage: usageSchema,
  tokens_estimated: z.optional(z.literal(true)),
  warnings,
});

export const routeMeta = z.object({ considered: count });

const total = z.nullable(z.number());

export const simulateAnswer = z.object({
  requests: count,
  weights_version: z.string(),
  policies: z.array(
    z.object({
      policy,
      total_usd: usd,
      routed: count,
      unroutable: count,
      mean_quality: total,
      quality_known: count,
      mean_health: total,
      health_known: count,
      choices: z.array(z.object({ model: z.string(), requests: count, total_usd: usd })),
      /** Over the requests that name a model that was chosen and can be priced, and that the policy can route. */
      against_chosen: z.nullable(
        z.object({
          requests: count,
          chosen_usd: usd,
          policy_usd: usd,
          saved_usd: usd,
          saved_percent: total,
          chosen_mean_quality: total,
          policy_mean_quality: total,
          same_choice: count,
        }),
      ),
    }),
  ),
  problems: z.array(z.object({ index: count, problem: problemAnswer })),
});
