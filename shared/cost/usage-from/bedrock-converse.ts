import type { Draft } from "./draft.ts";
import { isObject } from "../../text/json.ts";
import { sum, sumOf } from "./fields.ts";
import type { Count, Fields } from "./fields.ts";
import { putInput } from "./input-parts.ts";
import { merged, usageMarks, usageOf } from "./shape.ts";
import type { Folded, Shape, StreamShape } from "./shape.ts";

const READS = ["cacheReadInputTokens", "cacheReadInputTokenCount"] as const;
const WRITES = ["cacheWriteInputTokens", "cacheWriteInputTokenCount"] as const;

/** Bedrock's Converse, and Nova under InvokeModel: `inputTokens` leaves out what was read from or written to the cache. */
export const bedrockConverse: Shape = {
  convention: "bedrock_converse",
  sellers: ["bedrock"],
  recognises: (body) =>
    isCounted(body) && (body.has("output", "stopReason", "metrics") || usageMarks(body).has(...READS, ...WRITES)),
  accepts: isCounted,
  read(body, draft) {
    draft.provider = "bedrock";
    const usage = usageOf(body);
    const input = usage.count("inputTokens");
    const read = usage.count(...READS);
    const written = usage.count(...WRITES);
    const hour = oneHourWrites(usage);
    const five = written && { value: Math.max(0, written.value - (hour?.value ?? 0)), pointer: written.pointer };
    if (hour !== undefined && hour.value > (written?.value ?? hour.value)) {
      draft.findings.refuse(
        "usage_impossible",
        `${hour.value} tokens written for one hour, ${written?.value} in all`,
        hour.pointer,
      );
    }
    warnIfInside(usage, draft, input, sum(read, written ?? hour));
    putInput(draft, { total: sum(input, read, five, hour), cache_read: read, cache_write: five, cache_write_1h: hour });
    draft.put("output_tokens", usage.count("outputTokens"));
    draft.tier(body.inside("serviceTier")?.raw("type") ?? body.raw("serviceTier"));
  },
};

function isCounted(body: Fields): boolean {
  return usageMarks(body).has("inputTokens", "outputTokens");
}

/** `cacheDetails` splits the writes by lifetime, `5m` or `1h` (Bedrock API reference, CacheDetail). */
function oneHourWrites(usage: Fields): Count | undefined {
  const hours = usage.list("cacheDetails").filter((each) => each.text("ttl") === "1h");
  return sumOf(hours.map((each) => each.count("inputTokens")));
}

/** AWS documents the cache beside the input and in the total; a total without it may be a model that counts it inside. */
function warnIfInside(usage: Fields, draft: Draft, input: Count | undefined, cache: Count | undefined): void {
  const total = usage.count("totalTokens");
  if (input === undefined || cache === undefined || cache.value === 0 || cache.value > input.value) return;
  const visible = input.value + (usage.count("outputTokens")?.value ?? 0);
  const says = total === undefined ? "no total tells" : "the total does not include them";
  if (total === undefined ? draft.named !== undefined : total.value !== visible) return;
  draft.findings.warn(
    "ambiguous_usage",
    `${cache.value} cached tokens may be inside inputTokens (${says}); assumed beside it, as Bedrock documents`,
  );
}

/** ConverseStream: `metadata` closes the stream with the usage of the whole call. */
export const converseEvents: StreamShape = {
  recognises: (event) => isObject(event["metadata"]) && isObject(event["metadata"]["usage"]),
  fold(events): Folded {
    const last = events.findLast((event) => isObject(event["metadata"]) && isObject(event["metadata"]["usage"]));
    const metadata = isObject(last?.["metadata"]) ? last["metadata"] : {};
    return { body: merged([metadata, { stopReason: "end_turn" }]), ended: true };
  },
};
