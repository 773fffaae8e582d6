import { isChat, readChat } from "./openai-chat.ts";
import { sum } from "./fields.ts";
import { usageMarks } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** DeepSeek and hosts of its models: `prompt_tokens` = `prompt_cache_hit_tokens` + `prompt_cache_miss_tokens`. */
export const deepseekChat: Shape = {
  convention: "deepseek_chat",
  sellers: ["deepseek"],
  recognises: (body) => isChat(body) && usageMarks(body).has("prompt_cache_hit_tokens", "prompt_cache_miss_tokens"),
  accepts: isChat,
  read(body, draft) {
    const usage = readChat(body, draft);
    const both = sum(usage.count("prompt_cache_hit_tokens"), usage.count("prompt_cache_miss_tokens"));
    const prompt = usage.count("prompt_tokens");
    if (both === undefined || !usage.has("prompt_cache_miss_tokens")) return;
    if (prompt === undefined) draft.put("input_tokens", both);
    else if (prompt.value !== both.value) {
      draft.findings.warn(
        "total_mismatch",
        `hits and misses make ${both.value}, prompt_tokens is ${prompt.value}; the latter is billed`,
      );
    }
  },
};
