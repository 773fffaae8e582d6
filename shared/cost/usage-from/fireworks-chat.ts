import { isChat, readChat } from "./openai-chat.ts";
import type { Shape } from "./shape.ts";

/** Fireworks: OpenAI's counts; its models are named by account. */
export const fireworksChat: Shape = {
  convention: "fireworks_chat",
  sellers: ["fireworks_ai"],
  recognises: (body) => isChat(body) && (body.text("model") ?? "").startsWith("accounts/"),
  accepts: isChat,
  read(body, draft) {
    draft.provider = "fireworks_ai";
    readChat(body, draft);
  },
};
