import { putInput } from "./input-parts.ts";
import { usageMarks } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** LangChain's `usage_metadata`: totals that include their parts. */
export const langchain: Shape = {
  convention: "langchain",
  sellers: [],
  recognises(body) {
    const usage = body.inside("usage_metadata") ?? usageMarks(body);
    const details = usage.inside("input_token_details") ?? usage.inside("output_token_details");
    return (
      usage.has("input_tokens") &&
      (body.has("usage_metadata") || details?.has("cache_read", "cache_creation", "reasoning") === true)
    );
  },
  read(body, draft) {
    const usage = body.object("usage_metadata", "usage") ?? body;
    const input = usage.object("input_token_details");
    const output = usage.object("output_token_details");
    putInput(draft, {
      total: usage.count("input_tokens"),
      cache_read: input?.count("cache_read"),
      cache_write: input?.count("cache_creation"),
      modalities: { audio: input?.count("audio"), image: input?.count("image"), video: input?.count("video") },
    });
    draft.put("output_tokens", usage.count("output_tokens"));
    draft.put("reasoning_tokens", output?.count("reasoning"));
    draft.put("output_audio_tokens", output?.count("audio"));
  },
};
