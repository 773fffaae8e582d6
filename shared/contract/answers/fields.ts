import * as z from "zod/mini";
import { METERS } from "../../pricing/meter.ts";
import { CAPABILITIES, FLAGS, MODES, PRICE_STATUSES, PRICE_TYPES } from "../../pricing/offer.ts";
import { SERVICE_TIERS, SOURCE_NAMES } from "../../pricing/rate.ts";

/** Exact decimal in USD, plain digits: a string, never a float. */
export const usd = z.string().check(z.regex(/^-?\d+(?:\.\d+)?$/));
export const count = z.int().check(z.gte(0));
export const instant = z.string();
export const pricedModel = z.object({ id: z.string(), provider: z.string() });
export const warnings = z.array(z.object({ code: z.string(), detail: z.string() }));
export const serviceTier = z.enum(SERVICE_TIERS);
export const sourceName = z.enum(SOURCE_NAMES);
export const meter = z.enum(METERS);
export const mode = z.enum(MODES);
export const capability = z.enum(CAPABILITIES);
export const priceStatus = z.enum(PRICE_STATUSES);
export const priceType = z.enum(PRICE_TYPES);
export const flag = z.enum(FLAGS);

export const problemAnswer = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  errors: z.optional(z.array(z.object({ pointer: z.string(), message: z.string() }))),
  suggestions: z.optional(z.array(z.string())),
  available_tiers: z.optional(z.array(z.enum(SERVICE_TIERS))),
  request_id: z.optional(z.string()),
});

export const line = z.object({
  meter,
  quantity: z.number(),
  usd_per_unit: z.nullable(usd),
  usd: z.nullable(usd),
  rule: z.string(),
  source: z.nullable(sourceName),
  base_usd_per_unit: z.optional(z.nullable(usd)),
});

/** Short form of a quality score, as lists carry it. */
export const shortScore = z.nullable(
  z.object({
    score: z.number(),
    interval: z.nullable(z.tuple([z.number(), z.number()])),
    category: z.string(),
    grade: z.string(),
    as_of: z.string(),
  }),
);

export const limits = z.object({
  context_tokens: z.optional(count),
  max_input_tokens: z.optional(count),
  max_output_tokens: z.optional(count),
});
