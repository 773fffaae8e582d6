import { isChat, readChat } from "./openai-chat.ts";
import type { Shape } from "./shape.ts";

/** Together: OpenAI's counts with `cached_tokens` beside them (and inside `prompt_tokens`); it echoes a list `prompt`. */
export const togetherChat: Shape = {
  convention: "together_chat",
  sellers: ["together_ai"],
  recognises: (body) => isChat(body) && Array.isArray(body.raw("prompt")) && body.has("choices"),
  accepts: isChat,
  read(body, draft) {
    draft.provider = "together_ai";
    readChat(body, draft);
  },
};
