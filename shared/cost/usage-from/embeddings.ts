import type { Fields } from "./fields.ts";
import { agreed } from "./openai-tokens.ts";
import { usageMarks, usageOf } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** Embeddings of OpenAI, Azure, Mistral, Voyage, Jina, Together, Fireworks and others: all tokens are input. */
export const embeddings: Shape = {
  convention: "openai_embeddings",
  sellers: [],
  recognises: (body) => isEmbedding(body) && usageMarks(body).has("prompt_tokens", "total_tokens", "input_tokens"),
  read(body, draft) {
    const usage = usageOf(body);
    const stated = agreed(draft, [usage.count("prompt_tokens"), usage.count("input_tokens")]);
    draft.put("input_tokens", stated ?? usage.count("total_tokens"));
    const image = usage.object("prompt_tokens_details")?.count("image_tokens");
    draft.put("input_image_tokens", image);
    draft.reported(usage);
  },
};

function isEmbedding(body: Fields): boolean {
  const first = body.items("data")[0];
  if (first !== undefined) return first.has("embedding") || first.raw("object") === "embedding";
  // Callers strip the vectors: a list object without rows whose usage has no output side.
  return body.raw("object") === "list" && !usageMarks(body).has("completion_tokens", "output_tokens");
}
