import type { OperationName } from "../../shared/contract/operations/index.ts";

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The operation that answers. Its input, as the API documents it, is the tool's. */
  readonly operation: OperationName;
  /** Answers instead where the input does not name the one thing that `operation` asks for. */
  readonly without?: { readonly input: string; readonly operation: OperationName };
}

export const TOOLS: readonly Tool[] = [
  {
    name: "estimate_cost",
    title: "What one call costs",
    description:
      "The exact cost of one LLM call, line by line. Give the model and what is used: input_tokens and output_tokens include their parts (cache_read_tokens, reasoning_tokens …).",
    operation: "estimate",
  },
  {
    name: "cheapest_models",
    title: "The cheapest models for a usage",
    description:
      "Ranks all offers by the true cost of this usage (1,000 input and 500 output tokens unless said), filtered by capability (vision, tools, …), context window, provider, quality and health.",
    operation: "cheapest",
  },
  {
    name: "compare_models",
    title: "The same usage on several models",
    description:
      "Costs the same usage on each named model, cheapest first, with the cache-hit rate at which another model becomes as cheap.",
    operation: "compare",
  },
  {
    name: "route_request",
    title: "Where a request should go",
    description:
      "Ranks candidates for one request under a policy (cheapest, balanced, fastest, best) with cost, quality, health and cache state, and says why others were rejected.",
    operation: "route",
  },
  {
    name: "provider_health",
    title: "How a provider is doing",
    description:
      "State, score, five-minute window, status page and reasons of one provider, or of all where none is named.",
    operation: "getHealth",
    without: { input: "provider", operation: "listHealth" },
  },
  {
    name: "model_quality",
    title: "How good a model is",
    description:
      "Scores of one model in every category with their evidence; without a model the best of a category first.",
    operation: "getQuality",
    without: { input: "model", operation: "listQuality" },
  },
  {
    name: "price_changes",
    title: "What changed its price",
    description: "Price changes since a time or a price version, newest first.",
    operation: "listChanges",
  },
];
