/**
 * How sellers' prompt caches work where a price source does not say, as dated facts from their own documentation.
 * Sellers change these numbers (Gemini 2.5 went from 1,024 and 4,096 to 2,048): a `cache_minimum` of the catalog's row wins.
 */
export interface CachingDefault {
  readonly providers: readonly string[];
  /** Model groups, versions written with dashes; null: all of the seller's models. */
  readonly models: readonly string[] | null;
  /** `automatic` needs nothing from the caller; `explicit` needs a marker or key in the request. */
  readonly mode: "automatic" | "explicit";
  /** Smallest prefix that is cached; null where the seller states none. */
  readonly tokens: number | null;
  readonly source: string;
  readonly as_of: string;
}

const ANTHROPIC = {
  providers: ["anthropic", "bedrock", "vertex_ai"],
  mode: "explicit",
  source: "https://platform.claude.com/docs/en/build-with-claude/prompt-caching (the same on every platform)",
  as_of: "2026-11-23",
} as const;

const GEMINI = {
  providers: ["gemini", "vertex_ai"],
  mode: "automatic",
  source: "https://ai.google.dev/gemini-api/docs/caching",
  as_of: "2026-10-23",
} as const;

/** The first that names the seller and the model applies; compiled 2026-11-23. */
export const CACHING_DEFAULTS: readonly CachingDefault[] = [
  { ...ANTHROPIC, tokens: 512, models: ["claude-opus-5", "claude-fable-5", "claude-mythos-5"] },
  {
    ...ANTHROPIC,
    tokens: 1024,
    models: [
      "claude-opus-4-8",
      "claude-sonnet-5",
      "claude-sonnet-4-6",
      "claude-sonnet-4-5",
      "claude-opus-4-1",
      "claude-opus-4",
      "claude-sonnet-4",
    ],
  },
  {
    ...ANTHROPIC,
    tokens: 2048,
    models: ["claude-opus-4-7", "claude-mythos-preview", "claude-haiku-3-5", "claude-3-5-haiku"],
  },
  { ...ANTHROPIC, tokens: 4096, models: ["claude-opus-4-6", "claude-opus-4-5", "claude-haiku-4-5"] },
  { ...ANTHROPIC, providers: ["anthropic"], tokens: null, models: null },
  {
    ...GEMINI,
    tokens: 4096,
    models: [
      "gemini-4-argon",
      "gemini-3-8-flash",
      "gemini-3-7-flash",
      "gemini-3-6-flash",
      "gemini-3-5-flash",
      "gemini-3-1-pro-preview",
      "gemini-3-pro-preview",
    ],
  },
  { ...GEMINI, tokens: 2048, models: ["gemini-2-5-flash", "gemini-2-5-pro"] },
  { ...GEMINI, tokens: 1024, as_of: "2026-05-07", models: ["gemini-3-flash-preview"] },
  {
    providers: ["openai"],
    models: null,
    mode: "automatic",
    // Earlier models than gpt-5.6 are documented as 1,024 to 2,048 by model, without saying which.
    tokens: 1024,
    source: "https://developers.openai.com/api/docs/guides/prompt-caching",
    as_of: "2026-11-23",
  },
  {
    providers: ["azure"],
    models: null,
    mode: "automatic",
    tokens: 1024,
    source: "https://learn.microsoft.com/azure/foundry/openai/how-to/prompt-caching",
    as_of: "2026-11-23",
  },
  {
    providers: ["bedrock"],
    models: ["nova-micro", "nova-lite", "nova-pro", "nova-premier", "nova-2-lite"],
    mode: "explicit",
    tokens: 1000,
    source: "https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html",
    as_of: "2026-11-23",
  },
  {
    providers: ["dashscope"],
    models: null,
    // Its implicit cache starts earlier (256, or 1,024 in the newer page); the price of a read differs by which one it was.
    mode: "automatic",
    tokens: 1024,
    source: "https://www.alibabacloud.com/help/model-studio/context-cache",
    as_of: "2026-11-23",
  },
  automatic("deepseek", "https://api-docs.deepseek.com/guides/kv_cache"),
  automatic("xai", "https://docs.x.ai/docs/guides/prompt-caching"),
  automatic("groq", "https://console.groq.com/docs/prompt-caching"),
  automatic("moonshot", "https://openrouter.ai/docs/features/prompt-caching"),
  automatic("zai", "https://openrouter.ai/docs/features/prompt-caching"),
  {
    providers: ["mistral"],
    models: null,
    // A `prompt_cache_key` in the request turns it on.
    mode: "explicit",
    tokens: null,
    source: "https://docs.mistral.ai",
    as_of: "2026-11-23",
  },
];

/** Caches by itself and states no minimum. */
function automatic(provider: string, source: string): CachingDefault {
  return { providers: [provider], models: null, mode: "automatic", tokens: null, source, as_of: "2026-11-23" };
}

/** The default of a seller and model group, or null where nothing is known: no default is ever taken from a similar name. */
export function cachingDefault(provider: string, model: string): CachingDefault | null {
  const name = folded(model);
  return (
    CACHING_DEFAULTS.find(
      ({ providers, models }) => providers.includes(provider) && (models === null || models.includes(name)),
    ) ?? null
  );
}

/** Model groups differ in how they write versions and snapshot dates; both are the same model here. */
function folded(model: string): string {
  return model
    .slice(model.lastIndexOf("/") + 1)
    .toLowerCase()
    .replaceAll(/[._ ]/g, "-")
    .replace(/[-@]20\d{6}$/, "");
}
