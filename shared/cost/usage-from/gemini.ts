import type { Draft } from "./draft.ts";
import { isObject } from "../../text/json.ts";
import { sum } from "./fields.ts";
import type { JsonObject } from "../../text/json.ts";
import type { Count, Fields } from "./fields.ts";
import { putInput } from "./input-parts.ts";
import { both, modalitiesOf } from "./modalities.ts";
import { merged } from "./shape.ts";
import type { Folded, Shape, StreamShape } from "./shape.ts";

/** Both spellings of a field: the wire's and that of Python's dumps. */
function spelt(name: string): readonly [string, string] {
  return [name, name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

const NAMES = {
  usage: spelt("usageMetadata"),
  prompt: spelt("promptTokenCount"),
  cached: spelt("cachedContentTokenCount"),
  toolUse: spelt("toolUsePromptTokenCount"),
  thoughts: spelt("thoughtsTokenCount"),
  output: [...spelt("candidatesTokenCount"), ...spelt("responseTokenCount")],
  total: spelt("totalTokenCount"),
  promptDetails: spelt("promptTokensDetails"),
  cacheDetails: spelt("cacheTokensDetails"),
  toolUseDetails: spelt("toolUsePromptTokensDetails"),
  outputDetails: [...spelt("candidatesTokensDetails"), ...spelt("responseTokensDetails")],
} as const;

/** Gemini on AI Studio and on Vertex: the prompt includes cached content; thoughts and tool results stand beside. */
export const gemini: Shape = {
  convention: "gemini_generate_content",
  sellers: ["gemini", "vertex_ai"],
  recognises: (body) => marks(body).has(...NAMES.prompt, ...NAMES.output, ...NAMES.total),
  read(body, draft) {
    const usage = body.object(...NAMES.usage) ?? body;
    readInput(usage, draft);
    readOutput(usage, draft);
    draft.searches(searches(body, draft));
    const traffic = usage.text("trafficType") ?? usage.text("traffic_type");
    if (traffic !== undefined) draft.provider = "vertex_ai";
    draft.tier(traffic ?? usage.text("serviceTier") ?? usage.text("service_tier") ?? body.text("serviceTier"));
    draft.model ??= body.text("modelVersion") ?? body.text("model_version");
    draft.response_id = body.text("responseId") ?? body.text("response_id");
  },
};

function marks(body: Fields): Fields {
  return body.inside(NAMES.usage[0]) ?? body.inside(NAMES.usage[1]) ?? body;
}

function readInput(usage: Fields, draft: Draft): void {
  const cached = usage.count(...NAMES.cached);
  const prompt = modalitiesOf(usage.list(...NAMES.promptDetails));
  const tools = modalitiesOf(usage.list(...NAMES.toolUseDetails));
  putInput(draft, {
    total: sum(usage.count(...NAMES.prompt), usage.count(...NAMES.toolUse)),
    cache_read: cached,
    modalities: both(prompt, tools),
    cached: usage.has(...NAMES.cacheDetails) ? modalitiesOf(usage.list(...NAMES.cacheDetails)) : undefined,
  });
}

/** Some Vertex models count thoughts among the candidates: then prompt and candidates alone make the total. */
function readOutput(usage: Fields, draft: Draft): void {
  const candidates = usage.count(...NAMES.output);
  const thoughts = usage.count(...NAMES.thoughts);
  const total = usage.count(...NAMES.total);
  const input = sum(usage.count(...NAMES.prompt), usage.count(...NAMES.toolUse));
  const visible = (input?.value ?? 0) + (candidates?.value ?? 0);
  const beside = total === undefined || total.value !== visible || (thoughts?.value ?? 0) > (candidates?.value ?? 0);
  const output = beside ? sum(candidates, thoughts) : candidates;
  draft.put("output_tokens", output);
  draft.put("reasoning_tokens", thoughts);
  const parts = modalitiesOf(usage.list(...NAMES.outputDetails));
  draft.put("output_audio_tokens", parts.audio);
  draft.put("output_image_tokens", parts.image);
  draft.put("output_video_tokens", parts.video);
  const made = (input?.value ?? 0) + (output?.value ?? 0);
  if (total !== undefined && total.value !== made) {
    draft.findings.warn(
      "total_mismatch",
      `${total.pointer} is ${total.value}, its parts make ${made}; the parts are billed`,
    );
  }
}

/**
 * Grounding with Google Search: from Gemini 3 on every query is billed, before it a grounded answer once, however many
 * queries it ran (ai.google.dev pricing; LiteLLM's `web_search_billing_unit: per_query` marks the same models).
 */
function searches(body: Fields, draft: Draft): Count | undefined {
  const queries = body.items("candidates").flatMap((candidate) => {
    const grounding = candidate.inside("groundingMetadata") ?? candidate.inside("grounding_metadata");
    const list = grounding?.raw("webSearchQueries") ?? grounding?.raw("web_search_queries");
    return Array.isArray(list) ? list.filter((query) => typeof query === "string" && query !== "") : [];
  });
  if (queries.length === 0) return undefined;
  const model = draft.model ?? body.text("modelVersion") ?? body.text("model_version") ?? "";
  const generation = /gemini-(\d{1,3})/.exec(model)?.[1];
  if (generation === undefined && queries.length > 1) {
    draft.findings.warn(
      "ambiguous_usage",
      `${queries.length} grounding queries of an unknown model; assumed one billed search`,
    );
  }
  return { value: Number(generation ?? 0) >= 3 ? queries.length : 1, pointer: body.at("candidates") };
}

/** Chunks carry the counts so far; grounding and the finish reason come with the last ones. */
export const geminiChunks: StreamShape = {
  recognises: (event) =>
    isObject(event["usageMetadata"]) || isObject(event["usage_metadata"]) || Array.isArray(event["candidates"]),
  fold(events): Folded {
    const only = events.length === 1 ? events[0] : undefined;
    if (only !== undefined) return { body: only, ended: true };
    const usage = events.findLast((event) => counted(event["usageMetadata"]) || counted(event["usage_metadata"]));
    const candidates = events.map(candidate).filter((each) => each !== undefined);
    const body = merged([...events, usage, { candidates: [merged(candidates)] }]);
    const finished = candidates.some((each) => typeof (each["finishReason"] ?? each["finish_reason"]) === "string");
    return { body, ended: finished };
  },
};

/** Vertex's first chunks may carry a usage without counts. */
function counted(usage: unknown): boolean {
  return isObject(usage) && Object.values(usage).some((value) => typeof value === "number");
}

function candidate(event: JsonObject): JsonObject | undefined {
  const first: unknown = Array.isArray(event["candidates"]) ? event["candidates"][0] : undefined;
  return isObject(first) ? first : undefined;
}
