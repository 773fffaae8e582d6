/**
 * Declared provider names that are the same seller under another of its doors. Small and explicit:
 * a name that is not here stays what the source declared. Never a substring of a model id.
 */
const FAMILIES: ReadonlyMap<string, string> = new Map([
  ["bedrock_converse", "bedrock"],
  ["cohere_chat", "cohere"],
  ["azure_text", "azure"],
  ["text-completion-openai", "openai"],
]);

/** Families whose members are `<family>-<kind of model>` in LiteLLM: `vertex_ai-anthropic_models`, `fireworks_ai-embedding-models`. */
const FAMILY_PREFIXES: readonly (readonly [string, string])[] = [
  ["vertex_ai-", "vertex_ai"],
  ["fireworks_ai-", "fireworks_ai"],
];

/** How models.dev and genai-prices spell sellers that LiteLLM spells otherwise; a name that is not here stays as it is. */
const FOREIGN_NAMES: ReadonlyMap<string, string> = new Map([
  ["alibaba", "dashscope"],
  ["alibaba-cn", "dashscope_cn"],
  ["amazon-bedrock", "bedrock"],
  ["aws", "bedrock"],
  ["cloudflare-workers-ai", "cloudflare"],
  ["fireworks", "fireworks_ai"],
  ["fireworks-ai", "fireworks_ai"],
  ["github-copilot", "github_copilot"],
  ["google", "gemini"],
  ["google-vertex", "vertex_ai"],
  ["google-vertex-anthropic", "vertex_ai"],
  ["llama", "meta_llama"],
  ["moonshotai", "moonshot"],
  ["novita-ai", "novita"],
  ["nvidia", "nvidia_nim"],
  ["together", "together_ai"],
  ["togetherai", "together_ai"],
  ["vercel", "vercel_ai_gateway"],
  ["voyageai", "voyage"],
  ["x-ai", "xai"],
]);

/** Sellers whose list price is zero by nature: the model runs on the caller's own machine. */
const KNOWN_FREE: ReadonlySet<string> = new Set(["ollama", "lemonade"]);

/** LiteLLM's calculator compares this seller's thresholds with `>=`, all others with `>`. */
const INCLUSIVE_THRESHOLDS: ReadonlySet<string> = new Set(["xai"]);

/** A declared provider name folded to the seller it belongs to. */
export function providerFamily(declared: string): string {
  const direct = FAMILIES.get(declared);
  if (direct !== undefined) return direct;
  const family = FAMILY_PREFIXES.find(([prefix]) => declared.startsWith(prefix));
  return family === undefined ? declared : family[1];
}

/** A provider id of models.dev or genai-prices in our own spelling. */
export function foreignProvider(name: string): string {
  return providerFamily(FOREIGN_NAMES.get(name) ?? name);
}

/** A zero price means free only here and for ids that end in `:free`; everywhere else a zero is an unknown price. */
export function isKnownFree(provider: string, id: string): boolean {
  return KNOWN_FREE.has(provider) || id.endsWith(":free");
}

/** Whether a long-context price applies from its threshold on (`>=`) and not only above it. */
export function hasInclusiveThresholds(provider: string): boolean {
  return INCLUSIVE_THRESHOLDS.has(provider);
}

/**
 * `provider/model`: the source's key without a leading segment that repeats the provider or its declared name.
 * `gemini/gemini-2.5-pro` stays, `gpt-4o` becomes `openai/gpt-4o`, `bedrock/us-east-1/…` keeps its region.
 */
export function offerId(provider: string, declared: string, key: string): string {
  for (const prefix of [provider, declared]) {
    if (key.startsWith(`${prefix}/`) && key.length > prefix.length + 1)
      return `${provider}/${key.slice(prefix.length + 1)}`;
  }
  return `${provider}/${key}`;
}

/**
 * Sellers of their own models, so that a bare id of theirs names one offer; where a seller also hosts others' models,
 * the pattern says which are its own. In order of precedence, should two claim one id.
 */
const FIRST_PARTIES: readonly (readonly [string, RegExp | null])[] = [
  ["openai", null],
  ["anthropic", null],
  ["gemini", null],
  ["mistral", null],
  ["xai", null],
  ["deepseek", null],
  ["cohere", null],
  ["moonshot", null],
  ["zai", null],
  ["minimax", null],
  ["perplexity", /^(?:sonar|pplx|r1-1776)/],
  ["dashscope", /^(?:qwen|qwq|qvq|wan|tongyi)/],
  ["meta_llama", null],
  ["amazon_nova", null],
  ["ai21", null],
  ["voyage", null],
  ["jina_ai", null],
  ["inception", null],
  ["elevenlabs", null],
  ["deepgram", null],
  ["assemblyai", null],
  ["recraft", null],
  ["runwayml", null],
  ["black_forest_labs", null],
];

const FIRST_PARTY_MODELS: ReadonlyMap<string, RegExp | null> = new Map(FIRST_PARTIES);

/** Offer ids that a bare model id could have at the seller who makes it, in order of precedence. */
export function firstPartyIds(bare: string): readonly string[] {
  return FIRST_PARTIES.filter(([, own]) => own === null || own.test(bare)).map(([provider]) => `${provider}/${bare}`);
}

/** Whether the seller of this offer id makes the model; false for ids with more than one slash. */
export function isFirstParty(id: string): boolean {
  const slash = id.indexOf("/");
  const own = FIRST_PARTY_MODELS.get(id.slice(0, slash));
  const bare = id.slice(slash + 1);
  return own !== undefined && !bare.includes("/") && (own === null || own.test(bare.toLowerCase()));
}
