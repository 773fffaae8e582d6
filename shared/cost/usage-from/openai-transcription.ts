import { isObject } from "../../text/json.ts";
import type { Fields } from "./fields.ts";
import { RESPONSES_NAMES, readTokens } from "./openai-tokens.ts";
import { wordOf } from "./shape.ts";
import type { Shape, StreamShape } from "./shape.ts";

/** Transcriptions and translations: by tokens (`gpt-4o-transcribe`), by seconds (`whisper-1`), or only the audio's `duration`. */
export const openaiTranscription: Shape = {
  convention: "openai_transcription",
  sellers: ["openai", "azure", "groq"],
  recognises: (body) => isTranscript(body) || isTyped(body.inside("usage") ?? body),
  accepts: isTranscript,
  read(body, draft) {
    const usage = body.object("usage") ?? (isTyped(body) ? body : undefined);
    if (usage?.has("input_tokens") === true) readTokens(usage, draft, RESPONSES_NAMES);
    else draft.put("input_audio_seconds", usage?.quantity("seconds") ?? body.quantity("duration"));
  },
};

function isTranscript(body: Fields): boolean {
  const duration = ["number", "string"].includes(typeof body.raw("duration")) && typeof body.raw("text") === "string";
  return duration || body.raw("type") === "transcript.text.done";
}

function isTyped(usage: Fields): boolean {
  const type = usage.raw("type");
  return (type === "duration" && usage.has("seconds")) || (type === "tokens" && usage.has("input_tokens"));
}

/** Deltas of text, then `transcript.text.done` with the usage. */
export const transcriptEvents: StreamShape = {
  recognises: (event) => wordOf(event, "type").startsWith("transcript.text."),
  fold(events) {
    const done = events.find((event) => event["type"] === "transcript.text.done" && isObject(event["usage"]));
    return { body: done ?? {}, ended: done !== undefined };
  },
};
