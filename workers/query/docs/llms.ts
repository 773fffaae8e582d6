import { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import type { OperationShape } from "../../../shared/contract/operation.ts";

/** `/llms.txt` (llmstxt.org): what a language model needs to use the API, as Markdown. */
export function llmsAnswer(origin: string): Response {
  const operations: readonly OperationShape[] = Object.values(OPERATIONS);
  const lines = operations
    .filter(({ access }) => access === "public")
    .map(({ method, path, summary }) => `- \`${method} ${path}\`: ${summary}`);
  const text = `# Ratecard

> What an LLM call costs, who is cheapest, who is healthy, how good a model is, and where the call should go.

No key is needed for public calls. Money is a decimal string in USD in a field ending \`_usd\`; null is unknown, never zero; \`partial: true\` means the total is a lower bound. Totals of tokens include their parts. Answers are \`{data, meta}\`; \`meta.catalog\` says how old the prices are. Refusals are \`application/problem+json\` with a stable \`code\`; \`model_not_found\` has \`suggestions\`.

## Try

- ${origin}/v1/estimate?model=openai/gpt-4o&input_tokens=1000&output_tokens=500
- ${origin}/v1/cheapest?input_tokens=10000&output_tokens=2000&capability=vision&min_context_tokens=200000
- ${origin}/v1/compare?models=openai/gpt-4o,anthropic/claude-sonnet-4-5&input_tokens=1000&output_tokens=500

## Operations

${lines.join("\n")}

## More

- [OpenAPI 3.1](${origin}/openapi.json)
- [Guides](${origin}/docs), [formulas and their sources](${origin}/docs/formulas), [problem codes](${origin}/docs/problems)
- MCP, streamable HTTP: ${origin}/mcp
`;
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "public, max-age=300",
    "x-content-type-options": "nosniff",
  };
  return new Response(text, { headers });
}
