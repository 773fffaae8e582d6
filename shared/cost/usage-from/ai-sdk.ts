import { agreed } from "./openai-tokens.ts";
import { putInput } from "./input-parts.ts";
import { usageMarks, usageOf } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** The usage object of Vercel's AI SDK: totals that include their parts, in flat (version 5) or nested details (version 6). */
export const aiSdk: Shape = {
  convention: "ai_sdk",
  sellers: [],
  recognises: (body) => usageMarks(body).has("inputTokens", "outputTokens"),
  read(body, draft) {
    const usage = usageOf(body);
    const input = usage.object("inputTokenDetails");
    const output = usage.object("outputTokenDetails");
    putInput(draft, {
      total: usage.count("inputTokens"),
      cache_read: agreed(draft, [input?.count("cacheReadTokens"), usage.count("cachedInputTokens")]),
      cache_write: input?.count("cacheWriteTokens"),
    });
    draft.put("output_tokens", usage.count("outputTokens"));
    draft.put("reasoning_tokens", agreed(draft, [output?.count("reasoningTokens"), usage.count("reasoningTokens")]));
  },
};
