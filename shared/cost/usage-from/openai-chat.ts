import { isObject } from "../../text/json.ts";
import type { JsonObject } from "../../text/json.ts";
import type { Fields } from "./fields.ts";
import type { Draft } from "./draft.ts";
import { CHAT_NAMES, readTokens } from "./openai-tokens.ts";
import type { ReasoningPlace } from "./openai-tokens.ts";
import { merged, usageMarks, usageOf } from "./shape.ts";
import type { Folded, Shape, StreamShape } from "./shape.ts";

/** Counts under OpenAI's chat names, in a body that is no list of embeddings or scores. */
export function isChat(body: Fields): boolean {
  return usageMarks(body).has("prompt_tokens", "completion_tokens") && !body.has("data", "results");
}

/** What every dialect of chat completions has in common; the dialects add their own fields. */
export function readChat(body: Fields, draft: Draft, reasoning: ReasoningPlace = "inside"): Fields {
  const usage = usageOf(body);
  readTokens(usage, draft, CHAT_NAMES, reasoning);
  draft.tier(body.raw("service_tier") ?? usage.raw("service_tier"));
  draft.reported(usage);
  draft.searches(usage.object("server_tool_use")?.count("web_search_requests"));
  return usage;
}

/** Chat completions of OpenAI, Azure (which adds its content filter's results) and of the many that copy the format. */
export const openaiChat: Shape = {
  convention: "openai_chat",
  sellers: ["openai", "azure", "azure_ai"],
  recognises: isChat,
  read(body, draft) {
    if (isAzure(body)) draft.provider = "azure";
    readChat(body, draft);
    // Azure and OpenAI mark an answer that a search model grounded by its citations; such a model searches once a call.
    if (/-search-/.test(`${draft.model ?? body.text("model") ?? ""}-`) && isCited(body)) {
      draft.searches({ value: 1, pointer: body.at("choices") });
    }
  },
};

function isAzure(body: Fields): boolean {
  return (
    body.has("prompt_filter_results") || body.items("choices").some((choice) => choice.has("content_filter_results"))
  );
}

function isCited(body: Fields): boolean {
  return body
    .items("choices")
    .some((choice) => (choice.inside("message")?.items("annotations") ?? []).some((note) => note.has("url_citation")));
}

/** Chunks of any dialect: the usage of the last chunk that has one; each earlier one was of the same call. */
export const chatChunks: StreamShape = {
  recognises: (event) => event["object"] === "chat.completion.chunk" || firstChoice(event)?.["delta"] !== undefined,
  fold(events): Folded {
    const usage = events.map(chunkUsage).findLast((each) => each !== undefined);
    const last = events.findLast((event) => firstChoice(event) !== undefined);
    const body = merged([...events, { object: "chat.completion", choices: last?.["choices"], usage }]);
    const finished = events.some((event) => typeof firstChoice(event)?.["finish_reason"] === "string");
    const closing = events.length === 1 && last === undefined && usage !== undefined;
    return {
      body: usage === undefined ? without(body, "usage") : body,
      ended: usage !== undefined && (finished || closing),
    };
  },
};

/** Groq once put the usage of a stream into `x_groq`. */
function chunkUsage(event: JsonObject): JsonObject | undefined {
  if (isObject(event["usage"])) return event["usage"];
  const groq = event["x_groq"];
  return isObject(groq) && isObject(groq["usage"]) ? groq["usage"] : undefined;
}

function firstChoice(event: JsonObject): JsonObject | undefined {
  const choices = event["choices"];
  const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
  return isObject(first) ? first : undefined;
}

function without(body: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}
