import type { Draft } from "./draft.ts";
import { isObject } from "../../text/json.ts";
import { sum, sumOf } from "./fields.ts";
import type { Count, Fields } from "./fields.ts";
import { putInput } from "./input-parts.ts";
import type { Folded, Shape, StreamShape } from "./shape.ts";

const METRICS = "amazon-bedrock-invocationMetrics";

/** InvokeModel answers each model's own body; where it has no usage, the stream's metrics or the headers count. */
export const bedrockInvoke: Shape = {
  convention: "bedrock_invoke_model",
  sellers: ["bedrock"],
  recognises: (body) =>
    hasOwnCounts(body) || hasOnlyMetrics(body) || (!body.has("usage") && headerCounts(body) !== undefined),
  read(body, draft) {
    draft.provider = "bedrock";
    const metrics = body.object(METRICS);
    const headers = headerCounts(body);
    if (metrics !== undefined) readBeside(draft, metrics);
    else if (headers !== undefined) readHeaders(draft, headers);
    else readBody(draft, body);
  },
};

/** Llama: `prompt_token_count`; Titan: `inputTextTokenCount` with the results' `tokenCount`. */
function hasOwnCounts(body: Fields): boolean {
  return (
    body.has("generation_token_count", "inputTextTokenCount") ||
    (body.has("prompt_token_count") && body.has("generation"))
  );
}

/** Claude's stream has its own usage beside the metrics, with the lifetimes of cache writes: that one is read. */
function hasOnlyMetrics(body: Fields): boolean {
  return body.inside(METRICS) !== undefined && body.inside("usage")?.has("input_tokens") !== true;
}

function readBody(draft: Draft, body: Fields): void {
  const results = body.items("results").map((each) => each.count("tokenCount"));
  draft.put("input_tokens", body.count("prompt_token_count", "inputTextTokenCount"));
  draft.put("output_tokens", body.count("generation_token_count", "totalOutputTextTokenCount") ?? sumOf(results));
}

/** The metrics leave cached tokens out of `inputTokenCount`, as Bedrock does everywhere. */
function readBeside(draft: Draft, metrics: Fields): void {
  const read = metrics.count("cacheReadInputTokenCount");
  const written = metrics.count("cacheWriteInputTokenCount");
  const total = sum(metrics.count("inputTokenCount"), read, written);
  putInput(draft, { total, cache_read: read, cache_write: written });
  draft.put("output_tokens", metrics.count("outputTokenCount"));
}

const HEADER = "x-amzn-bedrock-";

/** Headers as the SDKs hand them over, names in any case. */
function headerCounts(body: Fields): ReadonlyMap<string, string> | undefined {
  const boto = body.inside("ResponseMetadata")?.inside("HTTPHeaders");
  const headers = boto ?? body.inside("headers") ?? body.inside("$metadata")?.inside("httpHeaders") ?? body;
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(headers.value)) {
    const folded = name.toLowerCase();
    const stated = typeof value === "number" ? String(value) : value;
    if (folded.startsWith(HEADER) && typeof stated === "string") found.set(folded.slice(HEADER.length), stated);
  }
  return found.has("input-token-count") ? found : undefined;
}

function readHeaders(draft: Draft, headers: ReadonlyMap<string, string>): void {
  const count = (name: string): Count | undefined => {
    const text = headers.get(name);
    if (text === undefined) return undefined;
    const pointer = `/headers/${HEADER}${name}`;
    if (/^\d{1,15}$/.test(text)) return { value: Number(text), pointer };
    draft.findings.refuse("invalid_request", `the header ${HEADER}${name} is no count`, pointer);
    return undefined;
  };
  const read = count("cache-read-input-token-count");
  const written = count("cache-write-input-token-count");
  putInput(draft, { total: sum(count("input-token-count"), read, written), cache_read: read, cache_write: written });
  draft.put("output_tokens", count("output-token-count"));
}

/** Chunks of Llama, Titan, Mistral or Cohere bodies; the last one has Bedrock's metrics of the whole call. */
export const invokeChunks: StreamShape = {
  recognises: (event) => isObject(event[METRICS]),
  fold(events): Folded {
    const last = events.findLast((event) => isObject(event[METRICS]));
    return { body: last ?? {}, ended: last !== undefined };
  },
};
