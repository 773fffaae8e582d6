import type { ServiceTier } from "../../pricing/rate.ts";

/**
 * Every spelling of a tier in an answer: OpenAI and Azure `default`, Groq `on_demand`, Bedrock `default|reserved`,
 * Anthropic `standard|priority|batch` and `speed: fast`, Vertex `trafficType`, Gemini `serviceTier`.
 */
const TIERS: ReadonlyMap<string, ServiceTier> = new Map([
  ["default", "standard"],
  ["standard", "standard"],
  ["standard_only", "standard"],
  ["on_demand", "standard"],
  ["service_tier_standard", "standard"],
  ["batch", "batch"],
  ["flex", "flex"],
  ["on_demand_flex", "flex"],
  ["service_tier_flex", "flex"],
  ["priority", "priority"],
  ["on_demand_priority", "priority"],
  ["service_tier_priority", "priority"],
  ["fast", "fast"],
  ["ultrafast", "ultrafast"],
]);

/** Undefined for a tier that is not sold by the token (`scale`, `reserved`, `provisioned_throughput`) or unknown. */
export function serviceTierOf(stated: string): ServiceTier | undefined {
  return TIERS.get(stated.toLowerCase());
}
