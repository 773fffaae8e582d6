import type { Draft } from "./draft.ts";
import { sum } from "./fields.ts";
import type { Count, Fields } from "./fields.ts";
import { isChat, readChat } from "./openai-chat.ts";
import { usageMarks } from "./shape.ts";
import type { Shape } from "./shape.ts";

/**
 * Perplexity's Sonar: reasoning and citation tokens stand beside `completion_tokens` and outside `total_tokens`
 * (a deep research call: 108 + 3256 = 3364 in all, with 73248 reasoning and 7299 citation tokens).
 */
export const perplexityChat: Shape = {
  convention: "perplexity_chat",
  sellers: ["perplexity"],
  recognises: (body) =>
    isChat(body) && usageMarks(body).has("search_context_size", "citation_tokens", "num_search_queries"),
  accepts: isChat,
  read(body, draft) {
    draft.provider = "perplexity";
    const usage = readChat(body, draft, "beside");
    const citations = usage.count("citation_tokens");
    draft.put("citation_tokens", citations);
    const output = draft.usage.output_tokens;
    if (citations !== undefined && output !== undefined) {
      draft.put("output_tokens", sum({ value: output, pointer: usage.at("completion_tokens") }, citations));
    }
    const size = usage.text("search_context_size");
    draft.searches(searches(body, usage, draft, size), size);
  },
};

/** Deep research bills every query; the other models one request fee by context size, however many queries they ran. */
function searches(body: Fields, usage: Fields, draft: Draft, size: string | undefined): Count | undefined {
  const queries = usage.count("num_search_queries");
  const model = body.text("model") ?? draft.model ?? "";
  const byQuery =
    size === undefined || model.includes("deep-research") || usage.inside("cost")?.has("search_queries_cost");
  if (byQuery === true && queries !== undefined) return queries;
  return size === undefined ? undefined : { value: 1, pointer: usage.at("search_context_size") };
}
