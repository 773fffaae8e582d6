import { isChat, readChat } from "./openai-chat.ts";
import { usageMarks } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** Groq: OpenAI's counts beside its own timings; a stream may carry them in `x_groq`. */
export const groqChat: Shape = {
  convention: "groq_chat",
  sellers: ["groq"],
  recognises: (body) => isChat(body) && (body.has("x_groq") || usageMarks(body).has("queue_time")),
  accepts: isChat,
  read(body, draft) {
    draft.provider = "groq";
    readChat(body, draft);
  },
};
