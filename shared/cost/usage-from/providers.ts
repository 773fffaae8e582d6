/** Spellings of a seller's name, to the one the catalog uses; a name that is not here stays as it is. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["azure_openai", "azure"],
  ["azure_ai", "azure_ai"],
  ["aws", "bedrock"],
  ["amazon", "bedrock"],
  ["aws_bedrock", "bedrock"],
  ["amazon_bedrock", "bedrock"],
  ["bedrock_converse", "bedrock"],
  ["google", "gemini"],
  ["google_ai_studio", "gemini"],
  ["vertex", "vertex_ai"],
  ["google_vertex", "vertex_ai"],
  ["mistralai", "mistral"],
  ["mistral_ai", "mistral"],
  ["x_ai", "xai"],
  ["grok", "xai"],
  ["deepseek_ai", "deepseek"],
  ["cohere_chat", "cohere"],
  ["together", "together_ai"],
  ["togetherai", "together_ai"],
  ["fireworks", "fireworks_ai"],
]);

export function sellerNamed(name: string | undefined): string | undefined {
  if (name === undefined || name === "") return undefined;
  const folded = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s.-]+/g, "_");
  if (folded.startsWith("vertex_ai")) return "vertex_ai";
  return SPELLINGS.get(folded) ?? folded;
}
