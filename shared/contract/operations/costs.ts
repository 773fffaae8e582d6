import * as z from "zod/mini";
import { usageFields } from "../../cost/usage.ts";
import { CAPABILITIES, MODES } from "../../pricing/offer.ts";
import { CATEGORIES } from "../../quality/category.ts";
import type { OperationShape } from "../operation.ts";
import { boolean, described, integer, list, oneOf, optional, quantity, text, withDefault } from "../query-field.ts";
import { billingBody, billingQuery, modelId, textBody, usageQuery, usageRequest } from "../usage-input.ts";

const priceVersion = z.optional(z.string().check(z.minLength(8), z.maxLength(80)));

export const estimateRequest = z.strictObject({
  model: modelId,
  usage: z.optional(usageRequest),
  text: z.optional(textBody),
  ...billingBody,
  price_version: priceVersion,
  max_output_tokens: z.optional(usageFields.output_tokens),
  reserve: z._default(z.boolean(), false),
});

const estimateProblems = [
  "invalid_request",
  "model_not_found",
  "price_unknown",
  "usage_impossible",
  "service_tier_unavailable",
  "budget_exceeded",
  "forbidden",
  "not_found",
  "unavailable",
] as const;

export const estimate = {
  method: "GET",
  path: "/v1/estimate",
  summary: "What one call costs, line by line",
  tag: "costs",
  access: "public",
  query: {
    model: text(256),
    ...usageQuery,
    text: described(
      optional(text(8_000)),
      "Stands instead of input_tokens; counted by an estimator, and the answer says so",
    ),
    ...billingQuery,
    price_version: optional(text(80, 8)),
    max_output_tokens: described(
      optional(integer()),
      "Adds `bounds`: the least, expected and most that the call can cost",
    ),
    reserve: described(
      withDefault(boolean(), false),
      "Under a key: holds the amount against the budget for ten minutes",
    ),
  },
  problems: estimateProblems,
} as const satisfies OperationShape;

export const postEstimate = {
  method: "POST",
  path: "/v1/estimate",
  summary: "What one call costs, line by line",
  tag: "costs",
  access: "public",
  body: estimateRequest,
  problems: estimateProblems,
} as const satisfies OperationShape;

export const estimateBatch = {
  method: "POST",
  path: "/v1/estimate/batch",
  summary: "Up to 1,000 estimates in one answer, in order",
  description: "A row is an estimate or `{problem}`; one invalid row does not refuse the others.",
  tag: "costs",
  access: "public",
  max_body: 1_048_576,
  body: z.strictObject({ requests: z.array(z.unknown()).check(z.minLength(1)) }),
  problems: ["invalid_request", "payload_too_large"],
} as const satisfies OperationShape;

export const cost = {
  method: "POST",
  path: "/v1/cost",
  summary: "What a call did cost: a provider's raw response -> normalised usage and a receipt",
  tag: "costs",
  access: "public",
  max_body: 1_048_576,
  body: z.strictObject({
    response: z.unknown(),
    provider: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
    model: z.optional(modelId),
    service_tier: z.optional(billingBody.service_tier.def.innerType),
    region: billingBody.region,
    at: billingBody.at,
    price_version: priceVersion,
  }),
  problems: estimateProblems,
} as const satisfies OperationShape;

const candidateFilters = {
  capability: optional(list(oneOf(CAPABILITIES), CAPABILITIES.length)),
  min_context_tokens: optional(integer()),
  provider: optional(list(text(64), 100)),
  exclude_provider: optional(list(text(64), 100)),
};

export const cheapest = {
  method: "GET",
  path: "/v1/cheapest",
  summary: "The cheapest offers for this usage",
  description:
    "Ranked by the true cost of the usage (1,000 input and 500 output tokens unless said). `meta.considered` counts the offers of the mode, `meta.excluded` counts each left-out offer once under its first reason.",
  tag: "costs",
  access: "public",
  query: {
    ...usageQuery,
    ...billingQuery,
    mode: withDefault(oneOf(MODES), "chat"),
    ...candidateFilters,
    min_quality: optional(quantity(0, 100)),
    category: withDefault(oneOf(CATEGORIES), "general"),
    healthy: described(withDefault(boolean(), false), "Leaves out the offers of providers that are unhealthy"),
    include_free: withDefault(boolean(), false),
    limit: withDefault(integer(1, 100), 10),
  },
  problems: ["invalid_request", "usage_impossible"],
} as const satisfies OperationShape;

export const compare = {
  method: "GET",
  path: "/v1/compare",
  summary: "The same usage on several offers, cheapest first",
  tag: "costs",
  access: "public",
  query: {
    models: list(text(256), 50),
    ...usageQuery,
    ...billingQuery,
    category: withDefault(oneOf(CATEGORIES), "general"),
  },
  problems: ["invalid_request", "usage_impossible"],
} as const satisfies OperationShape;

export const compareProviders = {
  method: "GET",
  path: "/v1/compare/providers",
  summary: "The same usage by provider, or by host of one model",
  tag: "costs",
  access: "public",
  query: {
    mode: withDefault(oneOf(MODES), "chat"),
    model: optional(text(256)),
    ...usageQuery,
    ...billingQuery,
  },
  problems: ["invalid_request", "usage_impossible", "model_not_found"],
} as const satisfies OperationShape;

export const pareto = {
  method: "GET",
  path: "/v1/pareto",
  summary: "Cost and quality: the frontier, and what dominates each model off it",
  tag: "quality",
  access: "public",
  query: {
    ...usageQuery,
    ...billingQuery,
    mode: withDefault(oneOf(MODES), "chat"),
    category: withDefault(oneOf(CATEGORIES), "general"),
    ...candidateFilters,
    limit: withDefault(integer(1, 1000), 200),
  },
  problems: ["invalid_request", "usage_impossible"],
} as const satisfies OperationShape;
