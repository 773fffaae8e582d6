import type { Draft } from "./draft.ts";
import { isObject } from "../../text/json.ts";
import { sumOf } from "./fields.ts";
import type { JsonObject } from "../../text/json.ts";
import type { Count, Fields } from "./fields.ts";
import { putInput } from "./input-parts.ts";
import { byLifetime } from "./openai-tokens.ts";
import { merged, usageMarks, usageOf } from "./shape.ts";
import type { Folded, Shape, StreamShape } from "./shape.ts";

/** Names that only Anthropic gives; a bare `input_tokens` may be anyone's. */
const MARKS = ["cache_creation_input_tokens", "cache_creation", "server_tool_use", "inference_geo"] as const;

/** Anthropic's Messages, also as Vertex, Bedrock and Azure sell them: `input_tokens` leaves out what was read from or written to the cache. */
export const anthropicMessages: Shape = {
  convention: "anthropic_messages",
  sellers: ["anthropic"],
  recognises: (body) =>
    isMessage(body) || (isCounted(body) && usageMarks(body).has(...MARKS, "cache_read_input_tokens")),
  accepts: isCounted,
  read(body, draft) {
    const usage = usageOf(body);
    const runs = [usage, ...compactions(usage, draft)];
    readInput(runs, body, draft);
    draft.put("output_tokens", sumOf(runs.map((run) => run.count("output_tokens"))));
    draft.put("reasoning_tokens", usage.object("output_tokens_details")?.count("thinking_tokens", "reasoning_tokens"));
    draft.searches(usage.object("server_tool_use")?.count("web_search_requests"));
    draft.tier(usage.raw("speed") === "fast" ? "fast" : usage.raw("service_tier"));
    const geo = usage.text("inference_geo");
    if (geo !== undefined && geo !== "not_available") draft.region = geo;
    draft.provider = seller(body);
    if (!usage.has("input_tokens"))
      draft.findings.warn("missing_field", "input_tokens is not stated; only the output is known");
  },
};

function isMessage(body: Fields): boolean {
  return body.raw("type") === "message" && body.inside("usage") !== undefined;
}

function isCounted(body: Fields): boolean {
  return usageMarks(body).has("input_tokens", "output_tokens") && !body.has("data", "results");
}

function readInput(runs: readonly Fields[], body: Fields, draft: Draft): void {
  const fresh: (Count | undefined)[] = [];
  const reads: (Count | undefined)[] = [];
  const five: (Count | undefined)[] = [];
  const hour: (Count | undefined)[] = [];
  for (const run of runs) {
    const writes = byLifetime(draft, run.count("cache_creation_input_tokens"), run.object("cache_creation"));
    fresh.push(run.count("input_tokens"));
    reads.push(run.count("cache_read_input_tokens"));
    five.push(writes.five);
    hour.push(writes.hour);
  }
  const read = sumOf(reads);
  warnIfUnclear(body, draft, sumOf(fresh), read);
  putInput(draft, {
    total: sumOf([...fresh, read, ...five, ...hour]),
    cache_read: read,
    cache_write: sumOf(five),
    cache_write_1h: sumOf(hour),
  });
}

/** A compaction is a model call of its own, which the counts at the top leave out (Anthropic's compaction guide). */
function compactions(usage: Fields, draft: Draft): readonly Fields[] {
  const iterations = usage.list("iterations");
  const other = iterations.find((each) => !["message", "compaction"].includes(each.text("type") ?? "message"));
  if (other !== undefined)
    draft.findings.warn("not_priced", `${other.pointer} is of another model and not priced here`);
  return iterations.filter((each) => each.text("type") === "compaction");
}

/** A bare usage with nothing of Anthropic's but `cache_read_input_tokens` may come from a gateway that counts it inside. */
function warnIfUnclear(body: Fields, draft: Draft, fresh: Count | undefined, read: Count | undefined): void {
  if (read === undefined || read.value === 0 || fresh === undefined || read.value > fresh.value) return;
  const named = draft.named !== undefined || body.raw("type") === "message";
  if (named || usageMarks(body).has(...MARKS)) return;
  draft.findings.warn(
    "ambiguous_usage",
    `the response does not say whether input_tokens includes the ${read.value} cached tokens; assumed beside it, as Anthropic counts`,
  );
}

/** Who sold the call: a cloud by the prefix of the message's id; others answer in this form under models of their own. */
function seller(body: Fields): string | undefined {
  const id = body.text("id") ?? "";
  if (id.startsWith("msg_bdrk_") || body.has("amazon-bedrock-invocationMetrics")) return "bedrock";
  if (id.startsWith("msg_vrtx_")) return "vertex_ai";
  return (body.text("model") ?? "").startsWith("claude") ? "anthropic" : undefined;
}

/** `message_start` has the message with its first counts, `message_delta` the counts so far: the last ones stand. */
export const messageEvents: StreamShape = {
  recognises: (event) =>
    event["type"] === "message_start" || (event["type"] === "message_delta" && isObject(event["usage"])),
  fold(events): Folded {
    const start = events.find((event) => event["type"] === "message_start" && isObject(event["message"]));
    const message = isObject(start?.["message"]) ? start["message"] : { type: "message" };
    const deltas = events.filter((event) => event["type"] === "message_delta").map((event) => event["usage"]);
    let usage: JsonObject = isObject(message["usage"]) ? message["usage"] : {};
    for (const delta of deltas) if (isObject(delta)) usage = laterUsage(usage, delta);
    const stop = events.find((event) => event["type"] === "message_stop");
    const metrics = stop?.["amazon-bedrock-invocationMetrics"];
    const bedrock = metrics === undefined ? undefined : { "amazon-bedrock-invocationMetrics": metrics };
    const alone = events.length === 1 && deltas.length === 1;
    return { body: merged([message, { usage }, bedrock]), ended: stop !== undefined || alone };
  },
};

/** Counts are cumulative; a zero after a positive count is a proxy that does not know, not a count that fell. */
function laterUsage(before: JsonObject, delta: JsonObject): JsonObject {
  const stated = Object.entries(delta).filter(([key, value]) => value !== 0 || typeof before[key] !== "number");
  return merged([before, Object.fromEntries(stated)]);
}
