import { isChat, readChat } from "./openai-chat.ts";
import { usageMarks } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { isXai, readXaiExtras } from "./xai-extras.ts";

/**
 * xAI counts reasoning beside `completion_tokens` and inside `total_tokens` (its chat reference: 32 + 9 + 94 = 135),
 * so the total tells; its own SDK writes `cached_prompt_text_tokens` and `reasoning_tokens` at the top.
 */
export const xaiChat: Shape = {
  convention: "xai_chat",
  sellers: ["xai"],
  recognises: (body) => isChat(body) && isXai(usageMarks(body)),
  accepts: isChat,
  read(body, draft) {
    draft.provider = "xai";
    readXaiExtras(readChat(body, draft, "by_total"), draft);
  },
};
