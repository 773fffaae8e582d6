import { isChat, readChat } from "./openai-chat.ts";
import { usageMarks } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** OpenRouter: OpenAI's counts, cache writes among the prompt's details, and the charge in credits of one USD each. */
export const openrouterChat: Shape = {
  convention: "openrouter_chat",
  sellers: ["openrouter"],
  recognises: (body) => isChat(body) && usageMarks(body).has("cost_details", "is_byok"),
  accepts: isChat,
  read(body, draft) {
    draft.provider = "openrouter";
    const usage = readChat(body, draft);
    if (usage.raw("is_byok") === true) {
      draft.findings.warn(
        "not_priced",
        "the call ran on your own key: usage.cost is OpenRouter's fee, not the provider's charge",
      );
    }
  },
};
