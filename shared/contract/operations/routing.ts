import * as z from "zod/mini";
import { CAPABILITIES } from "../../pricing/offer.ts";
import { COMPLEXITIES } from "../../routing/complexity.ts";
import { POLICIES } from "../../routing/policy.ts";
import { CATEGORIES } from "../../quality/category.ts";
import type { OperationShape } from "../operation.ts";
import { billingBody, decimalText, instantBody, modelId, textBody, usageRequest } from "../usage-input.ts";

const providerName = z.string().check(z.minLength(1), z.maxLength(64));
const providers = z.array(providerName).check(z.maxLength(100));

const requirements = z.strictObject({
  capabilities: z.optional(z.array(z.enum(CAPABILITIES)).check(z.maxLength(CAPABILITIES.length))),
  min_context_tokens: z.optional(z.int().check(z.gte(0))),
  min_quality: z.optional(z.number().check(z.gte(0), z.lte(100))),
  category: z._default(z.enum(CATEGORIES), "general"),
  providers: z.optional(providers),
  exclude_providers: z.optional(providers),
  region: billingBody.region,
});

const cacheState = z.strictObject({
  prefix_tokens: z.int().check(z.gte(0)),
  hit_rate: z.optional(z.number().check(z.gte(0), z.lte(1))),
  /** The tenant's own name of the prefix: usage events that carry it tell how often it hits. */
  key: z.optional(z.string().check(z.minLength(1), z.maxLength(256))),
  last: z.optional(z.strictObject({ model: modelId, at: instantBody })),
});

const situation = {
  usage: z.optional(usageRequest),
  text: z.optional(textBody),
  candidates: z.optional(z.array(modelId).check(z.minLength(1), z.maxLength(200))),
  require: z.optional(requirements),
  cache: z.optional(cacheState),
  max_cost_usd: z.optional(decimalText),
  complexity: z.optional(z.enum(COMPLEXITIES)),
  service_tier: billingBody.service_tier,
  at: billingBody.at,
};

const routeRequest = z.strictObject({
  ...situation,
  policy: z._default(z.enum(POLICIES), "cheapest"),
  limit: z._default(z.int().check(z.gte(1), z.lte(100)), 10),
});

/** A past request, and the model that answered it. */
export const simulatedRequest = z.strictObject({ ...situation, chosen: z.optional(modelId) });

export type RouteBody = z.output<typeof routeRequest>;
export type SimulatedBody = z.output<typeof simulatedRequest>;

export const route = {
  method: "POST",
  path: "/v1/route",
  summary: "Which model to call: candidates in order of preference, and why each other one is none",
  description:
    "`ranked` is the fallback order, `choice` its first row or null. Cost is the expected cost of this request, its prompt cache included. Weights of the policies are versioned; every row carries the parts of its score. `rejected` lists every named candidate that was refused, else at most 20 offers, some of every reason; `rejected_counts` counts all.",
  tag: "routing",
  access: "public",
  body: routeRequest,
  problems: ["invalid_request", "usage_impossible", "payload_too_large"],
} as const satisfies OperationShape;

export const simulateRoute = {
  method: "POST",
  path: "/v1/route/simulate",
  summary: "What past requests would have cost under several policies",
  description:
    "Up to 1,000 requests are routed under each policy at today's prices (or those of `at` within the catalog's time windows), scores and health, and compared with the models that were chosen. A request that cannot be routed does not refuse the others.",
  tag: "routing",
  access: "public",
  body: z.strictObject({
    requests: z.array(z.unknown()).check(z.minLength(1)),
    policies: z._default(z.array(z.enum(POLICIES)).check(z.minLength(1), z.maxLength(POLICIES.length)), [...POLICIES]),
  }),
  max_body: 1_048_576,
  problems: ["invalid_request", "payload_too_large"],
} as const satisfies OperationShape;
