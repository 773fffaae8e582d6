import { RESPONSES_NAMES, readTokens } from "./openai-tokens.ts";
import { usageOf, wordOf } from "./shape.ts";
import type { Shape, StreamShape } from "./shape.ts";

/** Speech answers bytes; only its event stream states usage, and all of its output is audio. */
export const openaiSpeech: Shape = {
  convention: "openai_speech",
  sellers: ["openai", "azure"],
  recognises: (body) => body.raw("type") === "speech.audio.done",
  read(body, draft) {
    const usage = usageOf(body);
    readTokens(usage, draft, RESPONSES_NAMES);
    if (draft.usage.output_audio_tokens === undefined) draft.put("output_audio_tokens", usage.count("output_tokens"));
  },
};

export const speechEvents: StreamShape = {
  recognises: (event) => wordOf(event, "type").startsWith("speech.audio."),
  fold(events) {
    const done = events.find((event) => event["type"] === "speech.audio.done");
    return { body: done ?? {}, ended: done !== undefined };
  },
};
