import { usageFrom as read } from "../cost/usage-from/index.ts";
import type { ServiceTier, Usage, Warnings } from "./generated/operations.ts";

/** What a provider's raw answer says was used; totals include their parts. */
export interface UsageReading {
  readonly kind: "usage";
  readonly usage: Usage;
  /** Stable name of the shape that was recognised: `openai_chat`, `anthropic_messages`, … */
  readonly convention: string;
  readonly provider?: string;
  readonly model?: string;
  readonly service_tier?: ServiceTier;
  readonly region?: string;
  /** What the provider says it charged, a decimal of USD. */
  readonly provider_reported_usd?: string;
  readonly warnings: Warnings;
}

/** Why no usage can be told. */
export interface UsageProblem {
  readonly kind: "problem";
  readonly code: "invalid_request" | "usage_impossible";
  readonly detail: string;
  readonly pointer?: string;
}

/**
 * `ratecard/client/usage`: the usage of a provider's raw answer, read in this process. Takes a parsed JSON value, or text of
 * JSON, NDJSON or server-sent events; what the caller names wins over what the answer says.
 */
export function usageFrom(
  response: unknown,
  hints: { readonly provider?: string; readonly model?: string } = {},
): UsageReading | UsageProblem {
  return read(response, hints);
}
