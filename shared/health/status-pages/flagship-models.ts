/** One much-used model of a provider on OpenRouter, and the tag of the provider's own endpoints there. */
export interface FlagshipModel {
  readonly provider: string;
  /** `{author}/{slug}` of the model. */
  readonly model: string;
  readonly tag: string;
}

/** Models from OpenRouter's list of 2026-08-01. One that is withdrawn answers 404 and gives no evidence, so a change here is never urgent. */
export const FLAGSHIP_MODELS: readonly FlagshipModel[] = [
  { provider: "openai", model: "openai/gpt-5.5", tag: "openai" },
  { provider: "azure", model: "openai/gpt-4.1", tag: "azure" },
  { provider: "anthropic", model: "anthropic/claude-sonnet-5", tag: "anthropic" },
  { provider: "bedrock", model: "anthropic/claude-sonnet-4.6", tag: "amazon-bedrock" },
  { provider: "vertex_ai", model: "google/gemini-2.5-pro", tag: "google-vertex" },
  { provider: "gemini", model: "google/gemini-2.5-flash", tag: "google-ai-studio" },
  { provider: "mistral", model: "mistralai/mistral-large-2512", tag: "mistral" },
  { provider: "cohere", model: "cohere/command-a", tag: "cohere" },
  { provider: "groq", model: "openai/gpt-oss-120b", tag: "groq" },
  { provider: "cerebras", model: "openai/gpt-oss-120b", tag: "cerebras" },
  { provider: "together_ai", model: "openai/gpt-oss-120b", tag: "together" },
  { provider: "fireworks_ai", model: "openai/gpt-oss-120b", tag: "fireworks" },
  { provider: "deepinfra", model: "openai/gpt-oss-120b", tag: "deepinfra" },
  { provider: "novita", model: "openai/gpt-oss-120b", tag: "novita" },
  { provider: "nebius", model: "openai/gpt-oss-120b", tag: "nebius" },
  { provider: "sambanova", model: "meta-llama/llama-3.3-70b-instruct", tag: "sambanova" },
  { provider: "deepseek", model: "deepseek/deepseek-v4-pro", tag: "deepseek" },
  { provider: "xai", model: "x-ai/grok-4.5", tag: "xai" },
  { provider: "perplexity", model: "perplexity/sonar-pro", tag: "perplexity" },
  { provider: "moonshot", model: "moonshotai/kimi-k3", tag: "moonshotai" },
];

const ENDPOINTS = "https://openrouter.ai/api/v1/models";

/** Where the uptime of a model's endpoints is, keyless. */
export function endpointsUrl(model: string): string {
  return `${ENDPOINTS}/${model}/endpoints`;
}
