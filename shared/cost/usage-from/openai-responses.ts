import type { Draft } from "./draft.ts";
import { isObject } from "../../text/json.ts";
import type { JsonObject } from "../../text/json.ts";
import type { Count, Fields } from "./fields.ts";
import { RESPONSES_NAMES, readTokens } from "./openai-tokens.ts";
import { merged, usageMarks, usageOf, wordOf } from "./shape.ts";
import type { Folded, Shape, StreamShape } from "./shape.ts";
import { isXai, readXaiExtras } from "./xai-extras.ts";

/** The Responses API of OpenAI, Azure, xAI, Perplexity and OpenRouter, and OpenAI's realtime `response.done`. */
export const openaiResponses: Shape = {
  convention: "openai_responses",
  sellers: ["openai", "azure", "azure_ai"],
  recognises: (body) => body.raw("object") === "response" || isCounted(body),
  accepts: isCounted,
  read(body, draft) {
    const usage = usageOf(body);
    const xai = draft.named === "xai" || isXai(usage);
    readTokens(usage, draft, RESPONSES_NAMES, xai ? "by_total" : "inside");
    draft.tier(body.raw("service_tier") ?? usage.raw("service_tier"));
    draft.reported(usage);
    readTools(body, draft);
    if (xai) readXaiExtras(usage, draft);
  },
};

function isCounted(body: Fields): boolean {
  return usageMarks(body).has("input_tokens", "output_tokens") && !body.has("data", "results");
}

/** Every completed search is one; a code interpreter is billed by container, so calls into the same one are one session. */
function readTools(body: Fields, draft: Draft): void {
  const output = body.items("output");
  const searches = output.filter(
    (item) => item.raw("type") === "web_search_call" && item.raw("status") === "completed",
  );
  draft.searches(counted(searches), searchSize(body));
  const calls = output.filter((item) => item.raw("type") === "code_interpreter_call");
  const containers = new Map(calls.map((call) => [call.text("container_id") ?? call.pointer, call]));
  draft.put("code_interpreter_sessions", counted([...containers.values()]));
}

function counted(items: readonly Fields[]): Count | undefined {
  const first = items[0];
  return first === undefined ? undefined : { value: items.length, pointer: first.pointer };
}

/** The answer echoes the tools of the request, and with them the context size that the search was asked for. */
function searchSize(body: Fields): string | undefined {
  const tool = body.items("tools").find((each) => (each.text("type") ?? "").startsWith("web_search"));
  return tool?.text("search_context_size");
}

/** Types of the event that closes a stream and carries the whole response; a response that failed has usage too. */
const CLOSING: ReadonlySet<unknown> = new Set([
  "response.completed",
  "response.incomplete",
  "response.failed",
  "response.done",
]);

export const responseEvents: StreamShape = {
  recognises: (event) => wordOf(event, "type").startsWith("response.") && isObject(event["response"]),
  fold(events): Folded {
    const closing = events.findLast((event) => CLOSING.has(event["type"]) && isObject(event["response"]));
    const carrying = closing ?? events.findLast((event) => isObject(event["response"]));
    const response = isObject(carrying?.["response"]) ? carrying["response"] : {};
    const items = events.filter((event) => event["type"] === "response.output_item.done").map((event) => event["item"]);
    const output = hasItems(response) ? response["output"] : items;
    return { body: merged([{ object: "response" }, response, { output }]), ended: closing !== undefined };
  },
};

function hasItems(response: JsonObject): boolean {
  return Array.isArray(response["output"]) && response["output"].length > 0;
}
