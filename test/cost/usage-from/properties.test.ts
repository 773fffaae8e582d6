import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { usageFrom } from "../../../shared/cost/usage-from/index.ts";
import { METERS } from "../../../shared/pricing/meter.ts";
import { impossibility } from "../../../shared/cost/usage.ts";
import type { Usage } from "../../../shared/cost/usage.ts";
import { readingOf, sse } from "./reads.ts";

/** Names that any of the shapes looks at, so that garbage gets as far as it can. */
const NAMES = `
  usage usageMetadata usage_metadata usage_info meta billed_units tokens cost type prompt_tokens
  completion_tokens total_tokens input_tokens output_tokens cached_tokens prompt_tokens_details
  completion_tokens_details input_tokens_details output_tokens_details cached_tokens_details
  audio_tokens image_tokens reasoning_tokens cache_write_tokens cache_read_input_tokens
  cache_creation_input_tokens cache_creation ephemeral_1h_input_tokens promptTokenCount
  candidatesTokenCount thoughtsTokenCount cachedContentTokenCount totalTokenCount promptTokensDetails
  cacheTokensDetails modality tokenCount candidates groundingMetadata inputTokens outputTokens
  totalTokens cacheReadInputTokens cacheDetails ttl iterations amazon-bedrock-invocationMetrics
  inputTokenCount generation_token_count inputTextTokenCount citation_tokens num_search_queries
  search_context_size num_sources_used cost_in_usd_ticks choices delta data results relevance_score
  embedding predictions duration text response body headers chunk bytes object event_type message
  error model created prompt_audio_seconds num_cached_tokens server_tool_use __proto__ toString
  valueOf
`
  .trim()
  .split(/\s+/);

const WORDS = [
  "message",
  "message_start",
  "message_delta",
  "response.completed",
  "chat.completion.chunk",
  "AUDIO",
  "1h",
];

const garbage: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.nat(2000),
    fc.double(),
    fc.maxSafeInteger(),
    fc.constantFrom(null, true, "", "12", ...WORDS),
    fc.string({ maxLength: 6 }),
  ),
  object: fc.dictionary(fc.constantFrom(...NAMES), tie("value"), { maxKeys: 7 }),
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    tie("leaf"),
    { arbitrary: tie("object"), weight: 4 },
    fc.array(tie("value"), { maxLength: 3 }),
  ),
}))["object"];

const PROVIDERS = [
  "openai",
  "azure",
  "anthropic",
  "gemini",
  "vertex_ai",
  "bedrock",
  "mistral",
  "xai",
  "cohere",
  "perplexity",
];

function isSound(usage: Usage): boolean {
  const sound = METERS.every((meter) => {
    const value = usage[meter];
    if (value === undefined) return true;
    return meter.endsWith("_seconds")
      ? Number.isFinite(value) && value >= 0
      : Number.isSafeInteger(value) && value >= 0;
  });
  return sound && impossibility(usage) === null;
}

describe("any JSON at all", { timeout: 60_000 }, () => {
  it("is a sound usage or a typed problem, and never throws", () => {
    fc.assert(
      fc.property(garbage, fc.option(fc.constantFrom(...PROVIDERS), { nil: undefined }), (value, provider) => {
        const found = usageFrom(value, { provider });
        if (found.kind === "usage") expect(isSound(found.usage)).toBe(true);
        else expect(found.detail).not.toBe("");
      }),
      { numRuns: 1500 },
    );
  });

  it("reads the same as its text, whole or as a list of events", () => {
    fc.assert(
      fc.property(garbage, (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(usageFrom(JSON.stringify(value))).toMatchObject({ kind: usageFrom(plain).kind });
        expect(() => usageFrom([value, value])).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it("text of any kind never throws", () => {
    const line = fc.oneof(
      fc.string(),
      fc.json().map((json) => `data: ${json}`),
      fc.constant("data: [DONE]"),
      fc.constant(""),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const found = usageFrom(lines.join("\n"));
        if (found.kind === "usage") expect(isSound(found.usage)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** A call's disjoint quantities, from which each form is rendered on its own way. */
interface Call {
  readonly text: number;
  readonly read: number;
  readonly readAudio: number;
  readonly five: number;
  readonly hour: number;
  readonly audio: number;
  readonly reply: number;
  readonly reasoning: number;
  readonly spoken: number;
}

const amount = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2_000_000 }));
const call: fc.Arbitrary<Call> = fc.record({
  text: fc.integer({ min: 1, max: 2_000_000 }),
  read: amount,
  readAudio: amount,
  five: amount,
  hour: amount,
  audio: amount,
  reply: amount,
  reasoning: amount,
  spoken: amount,
});

function expected(of: Call): Usage {
  const parts = {
    cache_read_tokens: of.read + of.readAudio,
    cache_read_audio_tokens: of.readAudio,
    cache_write_tokens: of.five,
    cache_write_1h_tokens: of.hour,
    input_audio_tokens: of.audio,
    reasoning_tokens: of.reasoning,
    output_audio_tokens: of.spoken,
  };
  const stated = Object.entries(parts).filter(([, value]) => value > 0);
  return {
    input_tokens: of.text + of.read + of.readAudio + of.five + of.hour + of.audio,
    output_tokens: of.reply + of.reasoning + of.spoken,
    ...Object.fromEntries(stated),
  };
}

interface Rendering {
  readonly name: string;
  /** Quantities that the form can state; the others are zero in its calls. */
  readonly states: readonly (keyof Call)[];
  readonly render: (of: Call) => object;
  readonly provider?: string;
}

const sumOf = (of: Call): { input: number; output: number } => ({
  input: of.text + of.read + of.readAudio + of.five + of.hour + of.audio,
  output: of.reply + of.reasoning + of.spoken,
});

function openai(of: Call, input: string, output: string): object {
  const total = sumOf(of);
  const prefix =
    input === "prompt_tokens"
      ? ["prompt_tokens_details", "completion_tokens_details"]
      : ["input_tokens_details", "output_tokens_details"];
  return {
    [input]: total.input,
    [output]: total.output,
    total_tokens: total.input + total.output,
    [prefix[0] ?? ""]: {
      cached_tokens: of.read + of.readAudio,
      cache_write_tokens: of.five,
      audio_tokens: of.audio + of.readAudio,
      cached_tokens_details: { text_tokens: of.read, audio_tokens: of.readAudio },
    },
    [prefix[1] ?? ""]: { reasoning_tokens: of.reasoning, audio_tokens: of.spoken },
  };
}

const OPENAI = ["read", "readAudio", "five", "audio", "reply", "reasoning", "spoken"] as const;

const RENDERINGS: readonly Rendering[] = [
  {
    name: "openai chat",
    states: OPENAI,
    render: (of) => ({ usage: openai(of, "prompt_tokens", "completion_tokens") }),
  },
  {
    name: "openai responses",
    states: OPENAI,
    render: (of) => ({ object: "response", usage: openai(of, "input_tokens", "output_tokens") }),
  },
  {
    name: "xai chat",
    provider: "xai",
    states: ["read", "reply", "reasoning"],
    render: (of) => ({
      usage: {
        prompt_tokens: sumOf(of).input,
        completion_tokens: of.reply,
        total_tokens: sumOf(of).input + sumOf(of).output,
        prompt_tokens_details: { cached_tokens: of.read },
        completion_tokens_details: { reasoning_tokens: of.reasoning },
      },
    }),
  },
  {
    name: "deepseek chat",
    states: ["read", "reply", "reasoning"],
    render: (of) => ({
      usage: {
        prompt_tokens: sumOf(of).input,
        prompt_cache_hit_tokens: of.read,
        prompt_cache_miss_tokens: of.text,
        completion_tokens: sumOf(of).output,
        total_tokens: sumOf(of).input + sumOf(of).output,
        completion_tokens_details: { reasoning_tokens: of.reasoning },
      },
    }),
  },
  {
    name: "perplexity chat",
    provider: "perplexity",
    states: ["reply", "reasoning"],
    render: (of) => ({
      usage: {
        prompt_tokens: of.text,
        completion_tokens: of.reply,
        total_tokens: of.text + of.reply,
        reasoning_tokens: of.reasoning,
      },
    }),
  },
  {
    name: "anthropic messages",
    states: ["read", "five", "hour", "reply"],
    render: (of) => ({
      type: "message",
      usage: {
        input_tokens: of.text,
        cache_read_input_tokens: of.read,
        cache_creation_input_tokens: of.five + of.hour,
        cache_creation: { ephemeral_5m_input_tokens: of.five, ephemeral_1h_input_tokens: of.hour },
        output_tokens: of.reply,
      },
    }),
  },
  {
    name: "gemini",
    states: ["read", "readAudio", "audio", "reply", "reasoning", "spoken"],
    render: (of) => ({
      usageMetadata: {
        promptTokenCount: sumOf(of).input,
        cachedContentTokenCount: of.read + of.readAudio,
        candidatesTokenCount: of.reply + of.spoken,
        thoughtsTokenCount: of.reasoning,
        totalTokenCount: sumOf(of).input + sumOf(of).output,
        promptTokensDetails: [
          { modality: "TEXT", tokenCount: of.text + of.read },
          { modality: "AUDIO", tokenCount: of.audio + of.readAudio },
        ],
        cacheTokensDetails: [
          { modality: "TEXT", tokenCount: of.read },
          { modality: "AUDIO", tokenCount: of.readAudio },
        ],
        candidatesTokensDetails: [{ modality: "AUDIO", tokenCount: of.spoken }],
      },
    }),
  },
  {
    name: "bedrock converse",
    states: ["read", "five", "hour", "reply"],
    render: (of) => ({
      stopReason: "end_turn",
      usage: {
        inputTokens: of.text,
        outputTokens: of.reply,
        totalTokens: sumOf(of).input + of.reply,
        cacheReadInputTokens: of.read,
        cacheWriteInputTokens: of.five + of.hour,
        cacheDetails: [
          { ttl: "1h", inputTokens: of.hour },
          { ttl: "5m", inputTokens: of.five },
        ],
      },
    }),
  },
  {
    name: "bedrock's metrics",
    states: ["read", "five", "reply"],
    render: (of) => ({
      "amazon-bedrock-invocationMetrics": {
        inputTokenCount: of.text,
        outputTokenCount: of.reply,
        cacheReadInputTokenCount: of.read,
        cacheWriteInputTokenCount: of.five,
      },
    }),
  },
  {
    name: "cohere",
    states: ["reply"],
    render: (of) => ({ usage: { billed_units: { input_tokens: of.text, output_tokens: of.reply } } }),
  },
  {
    name: "ai sdk",
    states: ["read", "reply", "reasoning"],
    render: (of) => ({
      inputTokens: sumOf(of).input,
      cachedInputTokens: of.read,
      outputTokens: sumOf(of).output,
      reasoningTokens: of.reasoning,
    }),
  },
];

function only(of: Call, states: readonly (keyof Call)[]): Call {
  const zero: Call = {
    text: of.text,
    read: 0,
    readAudio: 0,
    five: 0,
    hour: 0,
    audio: 0,
    reply: 0,
    reasoning: 0,
    spoken: 0,
  };
  return states.reduce((made, part) => ({ ...made, [part]: of[part] }), zero);
}

describe("a usage rendered in a provider's form", { timeout: 60_000 }, () => {
  it.each(RENDERINGS)("reads back as itself: $name", ({ states, render, provider }) => {
    fc.assert(
      fc.property(call, (whole) => {
        const of = only(whole, states);
        expect(readingOf(render(of), { provider }).usage).toEqual(expected(of));
      }),
      { numRuns: 300 },
    );
  });

  it("reads the same from a stream that repeats growing counts", () => {
    fc.assert(
      fc.property(call, fc.integer({ min: 1, max: 5 }), (whole, chunks) => {
        const of = only(whole, ["read", "reply", "reasoning"]);
        const usage = openai(of, "prompt_tokens", "completion_tokens");
        const growing = Array.from({ length: chunks }, () => ({
          object: "chat.completion.chunk",
          choices: [{ delta: {} }],
          usage: { prompt_tokens: of.text, completion_tokens: 1, total_tokens: of.text + 1 },
        }));
        const end = { object: "chat.completion.chunk", choices: [{ delta: {}, finish_reason: "stop" }], usage };
        const found = readingOf(`${sse(...growing, end)}data: [DONE]\n\n`);
        expect(found.usage).toEqual(expected(of));
        expect(found.warnings).toEqual([]);
      }),
    );
  });
});
