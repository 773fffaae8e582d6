import { Random } from "../random.ts";

/** Two upstream bodies as their sources send them: one file of LiteLLM's format, one answer of OpenRouter's models endpoint. */
export interface Bodies {
  readonly litellm: string;
  readonly openrouter: string;
}

/** As many rows as the two sources had on 2026-08-01. */
const LITELLM_ROWS = 2_984;
const OPENROUTER_ROWS = 336;

type Row = Record<string, unknown>;

/** Rows that questions of the benches name, at the list prices of mid-2026, USD per token. */
const NAMED: readonly (readonly [key: string, provider: string, input: number, output: number, cached: number])[] = [
  ["gpt-4o", "openai", 2.5e-6, 1e-5, 1.25e-6],
  ["gpt-4o-mini", "openai", 1.5e-7, 6e-7, 7.5e-8],
  ["gpt-5", "openai", 1.25e-6, 1e-5, 1.25e-7],
  ["o3", "openai", 2e-6, 8e-6, 5e-7],
  ["claude-sonnet-4-5", "anthropic", 3e-6, 1.5e-5, 3e-7],
  ["claude-haiku-4-5", "anthropic", 1e-6, 5e-6, 1e-7],
  ["gemini/gemini-2.5-pro", "gemini", 1.25e-6, 1e-5, 1.25e-7],
  ["deepseek/deepseek-chat", "deepseek", 2.8e-7, 4.2e-7, 2.8e-8],
  ["mistral/mistral-large-latest", "mistral", 5e-7, 1.5e-6, 5e-8],
  ["xai/grok-4", "xai", 3e-6, 1.5e-5, 7.5e-7],
];

/** What some of them have besides: prices above 200,000 tokens of input, and of writing a cache. */
const MORE: ReadonlyMap<string, Row> = new Map([
  [
    "claude-sonnet-4-5",
    {
      cache_creation_input_token_cost: 3.75e-6,
      input_cost_per_token_above_200k_tokens: 6e-6,
      output_cost_per_token_above_200k_tokens: 2.25e-5,
      max_input_tokens: 1_000_000,
    },
  ],
  [
    "gemini/gemini-2.5-pro",
    {
      input_cost_per_token_above_200k_tokens: 2.5e-6,
      output_cost_per_token_above_200k_tokens: 1.5e-5,
      max_input_tokens: 1_048_576,
    },
  ],
  ["gpt-4o", { input_cost_per_token_batches: 1.25e-6, output_cost_per_token_batches: 5e-6 }],
]);

const LABS = ["aurora", "basalt", "cirrus", "dune", "ember", "fjord", "garnet", "heron", "isle", "jade"] as const;
const SIZES = ["nano", "mini", "8b", "27b", "70b-instruct", "pro", "large", "405b-instruct"] as const;

/** How a seller writes the key of a model in LiteLLM's file, and how many rows of it there are in a hundred. */
const SELLERS: readonly (readonly [provider: string, weight: number, key: (lab: string, model: string) => string])[] = [
  ["fireworks_ai", 12, (_, model) => `fireworks_ai/accounts/fireworks/models/${model}`],
  ["bedrock", 14, (lab, model) => `us.${lab}.${model}-v1:0`],
  ["openai", 10, (_, model) => model],
  ["azure", 11, (_, model) => `azure/${model}`],
  ["vercel_ai_gateway", 8, (lab, model) => `vercel_ai_gateway/${lab}/${model}`],
  ["azure_ai", 7, (_, model) => `azure_ai/${model}`],
  ["openrouter", 8, (lab, model) => `openrouter/${lab}/${model}`],
  ["novita", 7, (lab, model) => `novita/${lab}/${model}`],
  ["gemini", 6, (_, model) => `gemini/${model}`],
  ["deepinfra", 6, (lab, model) => `deepinfra/${lab}/${model}`],
  ["together_ai", 6, (lab, model) => `together_ai/${lab}/${model}`],
  ["vertex_ai-language-models", 5, (_, model) => `vertex_ai/${model}`],
];

/** Made by a seeded generator in the shapes of the two sources; `rows` and `routed` scale them. */
export function makeBodies(seed = 1, rows = LITELLM_ROWS, routed = OPENROUTER_ROWS): Bodies {
  const random = new Random(seed);
  return { litellm: litellmBody(random, rows), openrouter: openrouterBody(random, routed) };
}

function litellmBody(random: Random, rows: number): string {
  const table = new Map<string, Row>([["sample_spec", { litellm_provider: "one of the providers", mode: "chat" }]]);
  for (const [key, provider, input, output, cached] of NAMED) {
    const row = tokenRow(random, provider, { input, output, cached }, false);
    table.set(key, { ...row, cache_read_input_token_cost: cached, supports_prompt_caching: true, ...MORE.get(key) });
  }
  for (let index = 0; table.size <= rows; index += 1) {
    const [lab, model] = modelName(random, index);
    const [provider, key] = seller(random, lab, model);
    if (!table.has(key)) table.set(key, tokenRow(random, provider, prices(random)));
  }
  return JSON.stringify(Object.fromEntries(table), null, 4);
}

function openrouterBody(random: Random, rows: number): string {
  const data: Row[] = [];
  for (let index = 0; data.length < rows; index += 1) data.push(routedRow(random, index));
  return JSON.stringify({ data });
}

interface Prices {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
}

function prices(random: Random): Prices {
  const cents = 5 + random.whole(1_000);
  const input = Number(`${cents}e-8`);
  return { input, output: Number(`${cents * (2 + random.whole(6))}e-8`), cached: Number(`${cents}e-9`) };
}

function modelName(random: Random, index: number): readonly [lab: string, model: string] {
  const lab = random.pick(LABS);
  return [lab, `${lab}-${1 + random.whole(5)}.${random.whole(10)}-${random.pick(SIZES)}-${2_500 + (index % 600)}`];
}

function seller(random: Random, lab: string, model: string): readonly [provider: string, key: string] {
  let left = random.whole(100);
  for (const [provider, weight, key] of SELLERS) {
    left -= weight;
    if (left < 0) return [provider, key(lab, model)];
  }
  return ["openai", model];
}

function tokenRow(random: Random, litellm_provider: string, { input, output, cached }: Prices, more = true): Row {
  const row: Row = {
    input_cost_per_token: input,
    output_cost_per_token: output,
    litellm_provider,
    max_input_tokens: 128_000,
    max_output_tokens: 16_384,
    max_tokens: 16_384,
    mode: "chat",
    supports_function_calling: true,
    supports_response_schema: true,
    supports_system_messages: true,
    supports_tool_choice: true,
    supports_vision: random.chance(0.4),
    supports_reasoning: random.chance(0.3),
  };
  if (!more) return row;
  if (random.chance(0.3)) row["source"] = `https://example.com/${litellm_provider}/pricing`;
  if (random.chance(0.3)) Object.assign(row, { cache_read_input_token_cost: cached, supports_prompt_caching: true });
  if (random.chance(0.1)) row["cache_creation_input_token_cost"] = Number((input * 1.25).toPrecision(8));
  if (random.chance(0.05)) {
    row["input_cost_per_token_above_200k_tokens"] = Number((input * 2).toPrecision(8));
    row["output_cost_per_token_above_200k_tokens"] = Number((output * 1.5).toPrecision(8));
  }
  if (random.chance(0.05)) {
    row["input_cost_per_token_batches"] = Number((input / 2).toPrecision(8));
    row["output_cost_per_token_batches"] = Number((output / 2).toPrecision(8));
  }
  return row;
}

function routedRow(random: Random, index: number): Row {
  const [lab, model] = modelName(random, index);
  const { input, output, cached } = prices(random);
  const pricing: Row = { prompt: decimal(input), completion: decimal(output) };
  if (random.chance(0.5)) pricing["input_cache_read"] = decimal(cached);
  if (random.chance(0.3)) pricing["web_search"] = "0.01";
  return {
    id: `${lab}/${model}`,
    canonical_slug: `${lab}/${model}`,
    name: `${lab}: ${model}`,
    created: 1_780_000_000 + index,
    description: "A language model for reading, writing and calling tools. ".repeat(6),
    context_length: 262_144,
    architecture: {
      modality: "text->text",
      input_modalities: ["text"],
      output_modalities: ["text"],
      tokenizer: "Other",
    },
    pricing,
    top_provider: { context_length: 262_144, max_completion_tokens: 32_768, is_moderated: false },
    per_request_limits: null,
    supported_parameters: [
      "max_tokens",
      "reasoning",
      "response_format",
      "seed",
      "stop",
      "temperature",
      "tools",
      "top_p",
    ],
  };
}

/** OpenRouter writes prices as decimal strings. */
function decimal(value: number): string {
  return value.toFixed(12).replace(/0+$/, "");
}
