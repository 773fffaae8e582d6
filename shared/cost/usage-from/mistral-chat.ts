import { isChat, readChat } from "./openai-chat.ts";
import { usageMarks } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** Mistral: OpenAI's counts, the cached ones under up to three names, and the seconds of audio in the prompt. */
export const mistralChat: Shape = {
  convention: "mistral_chat",
  sellers: ["mistral"],
  recognises: (body) => isChat(body) && usageMarks(body).has("num_cached_tokens", "prompt_audio_seconds"),
  accepts: isChat,
  read(body, draft) {
    const usage = readChat(body, draft);
    // The generated SDKs write an unset number as an empty object.
    if (usage.inside("prompt_audio_seconds") === undefined) {
      draft.put("input_audio_seconds", usage.quantity("prompt_audio_seconds"));
    }
  },
};
