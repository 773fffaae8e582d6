import type { Draft } from "./draft.ts";
import { isObject, parsedJson } from "../../text/json.ts";
import { Fields } from "./fields.ts";

/** The response inside a batch's result line or an AWS SDK's answer; a batch line is billed at the batch tier. */
export function unwrapped(body: Fields, draft: Draft): Fields {
  const batched = batchResult(body);
  if (batched !== undefined) {
    draft.service_tier = "batch";
    return batched;
  }
  return cloudflareResult(body) ?? awsBody(body) ?? body;
}

/** Cloudflare's API answers `{ result, success, errors }`. */
function cloudflareResult(body: Fields): Fields | undefined {
  const result = body.has("success") ? body.inside("result") : undefined;
  return result?.inside("usage") === undefined ? undefined : result;
}

/** OpenAI: `response.body`; Anthropic: `result.message`; Vertex: `response.usageMetadata` beside the `request`. */
function batchResult(body: Fields): Fields | undefined {
  const response = body.inside("response");
  if (body.has("custom_id")) return response?.inside("body") ?? body.inside("result")?.inside("message");
  return response?.inside("usageMetadata") === undefined ? undefined : response;
}

/** `body` as the SDKs hand it over, when it states usage; else the headers beside it are all there is. */
function awsBody(outer: Fields): Fields | undefined {
  const inner = outer.raw("body");
  const value = typeof inner === "string" ? parsedJson(inner) : inner;
  if (!isObject(value)) return undefined;
  const found = new Fields(value, outer.at("body"), outer.findings);
  const states = found.has("usage", "usageMetadata", "inputTextTokenCount", "generation_token_count", "meta");
  const hasHeaders = outer.has("headers", "ResponseMetadata", "$metadata");
  return states || !hasHeaders ? found : undefined;
}
