import { describe, expect, it } from "vitest";
import { check, problemOf, readingOf, sse } from "./reads.ts";
import type { Fixture } from "./reads.ts";

const start = {
  type: "message_start",
  message: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-4-5",
    usage: {
      input_tokens: 2679,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 50,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 100 },
      output_tokens: 3,
      service_tier: "standard",
    },
  },
};
const text = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hello" } };
const delta = (usage: object): object => ({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage });
const stop = { type: "message_stop" };

const chunk = (fields: object): object => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1_764_093_600,
  model: "gpt-4o-mini",
  ...fields,
});
const word = chunk({ choices: [{ index: 0, delta: { content: "Hi" }, finish_reason: null }], usage: null });
const finish = chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage: null });
const counts = {
  prompt_tokens: 9,
  completion_tokens: 12,
  total_tokens: 21,
  prompt_tokens_details: { cached_tokens: 4 },
};
const last = chunk({ choices: [], usage: counts });
const chatUsage = { input_tokens: 9, cache_read_tokens: 4, output_tokens: 12 };

const geminiChunk = (candidates: number, finishReason?: string): object => ({
  candidates: [{ content: { parts: [{ text: "x" }] }, ...(finishReason !== undefined && { finishReason }) }],
  usageMetadata: { promptTokenCount: 10, candidatesTokenCount: candidates, totalTokenCount: 10 + candidates },
  modelVersion: "gemini-2.5-flash",
});

const created = {
  type: "response.created",
  response: { id: "resp_1", object: "response", model: "gpt-5", status: "in_progress", usage: null },
};
const searched = {
  type: "response.output_item.done",
  output_index: 0,
  item: { type: "web_search_call", id: "ws_1", status: "completed" },
};
const completed = {
  type: "response.completed",
  response: {
    id: "resp_1",
    object: "response",
    model: "gpt-5",
    status: "completed",
    output: [{ type: "web_search_call", id: "ws_1", status: "completed" }],
    usage: { input_tokens: 40, output_tokens: 20, total_tokens: 60, output_tokens_details: { reasoning_tokens: 10 } },
  },
};

const FIXTURES: readonly Fixture[] = [
  {
    title: "anthropic: the last cumulative counts stand, nothing is summed",
    response: sse(
      start,
      text,
      delta({
        input_tokens: 10_682,
        cache_creation_input_tokens: 100,
        cache_read_input_tokens: 50,
        output_tokens: 200,
        server_tool_use: { web_search_requests: 1 },
      }),
      delta({ output_tokens: 510 }),
      stop,
    ),
    convention: "anthropic_messages",
    usage: {
      input_tokens: 10_832,
      cache_read_tokens: 50,
      cache_write_1h_tokens: 100,
      output_tokens: 510,
      web_searches: 1,
    },
    also: { model: "claude-sonnet-4-5", response_id: "msg_1", provider: "anthropic", service_tier: "standard" },
  },
  {
    title: "anthropic: with event names and carriage returns",
    response: `event: message_start\r\ndata: ${JSON.stringify(start)}\r\n\r\nevent: ping\r\ndata: {"type":"ping"}\r\n\r\nevent: message_delta\r\ndata: ${JSON.stringify(delta({ output_tokens: 15 }))}\r\n\r\nevent: message_stop\r\ndata: {"type":"message_stop"}\r\n\r\n`,
    convention: "anthropic_messages",
    usage: { input_tokens: 2829, cache_read_tokens: 50, cache_write_1h_tokens: 100, output_tokens: 15 },
  },
  {
    title: "anthropic: cut after its start, the counts so far stand with a warning",
    response: sse(start, text),
    convention: "anthropic_messages",
    usage: { input_tokens: 2829, cache_read_tokens: 50, cache_write_1h_tokens: 100, output_tokens: 3 },
    warnings: ["stream_incomplete"],
  },
  {
    title: "anthropic: a proxy's zero is not a count that fell",
    response: [start, delta({ input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 15 }), stop],
    convention: "anthropic_messages",
    usage: { input_tokens: 2829, cache_read_tokens: 50, cache_write_1h_tokens: 100, output_tokens: 15 },
  },
  {
    title: "anthropic over Bedrock's InvokeModel, its events in base64",
    response: [
      start,
      delta({ output_tokens: 15 }),
      { ...stop, "amazon-bedrock-invocationMetrics": { inputTokenCount: 2679, outputTokenCount: 15 } },
    ].map((event) => ({ chunk: { bytes: btoa(JSON.stringify(event)) } })),
    convention: "anthropic_messages",
    usage: { input_tokens: 2829, cache_read_tokens: 50, cache_write_1h_tokens: 100, output_tokens: 15 },
    also: { provider: "bedrock" },
  },
  {
    title: "chat: the chunk with usage comes last",
    response: `${sse(word, word, finish, last)}data: [DONE]\n\n`,
    convention: "openai_chat",
    usage: chatUsage,
    also: { model: "gpt-4o-mini", response_id: "chatcmpl-1", created: 1_764_093_600_000 },
  },
  {
    title: "chat: as a list of chunks",
    response: [word, finish, last],
    convention: "openai_chat",
    usage: chatUsage,
  },
  {
    title: "chat: as lines of JSON",
    response: [word, finish, last].map((event) => JSON.stringify(event)).join("\n"),
    convention: "openai_chat",
    usage: chatUsage,
  },
  { title: "chat: the last chunk alone", response: last, convention: "openai_chat", usage: chatUsage },
  {
    title: "chat: the last chunk is cut in the middle",
    response: `${sse(word, chunk({ choices: [{ index: 0, delta: {}, finish_reason: null }], usage: counts }))}data: {"id":"chatcmpl-1","obj`,
    convention: "openai_chat",
    usage: chatUsage,
    warnings: ["stream_incomplete"],
  },
  {
    title: "chat: usage that grows with every chunk counts once, cut short it warns",
    response: sse(
      chunk({
        choices: [{ delta: { content: "a" } }],
        usage: { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 },
      }),
      chunk({
        choices: [{ delta: { content: "b" } }],
        usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
      }),
    ),
    convention: "openai_chat",
    usage: { input_tokens: 9, output_tokens: 2 },
    warnings: ["stream_incomplete"],
  },
  {
    title: "chat: a list of chunks that never finishes warns",
    response: [
      chunk({ choices: [{ delta: { content: "a" } }], usage: counts }),
      chunk({ choices: [{ delta: { content: "b" } }], usage: counts }),
    ],
    convention: "openai_chat",
    usage: chatUsage,
    warnings: ["stream_incomplete"],
  },
  {
    title: "groq: the usage of a stream in x_groq",
    response: sse(word, {
      ...finish,
      x_groq: { id: "req_1", usage: { queue_time: 0.1, prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 } },
    }),
    convention: "groq_chat",
    usage: { input_tokens: 9, output_tokens: 12 },
    also: { provider: "groq" },
  },
  {
    title: "responses: the closing event carries the whole response",
    response: sse(created, searched, completed),
    convention: "openai_responses",
    usage: { input_tokens: 40, output_tokens: 20, reasoning_tokens: 10, web_searches: 1 },
    also: { model: "gpt-5", response_id: "resp_1" },
  },
  {
    title: "responses: the closing event alone",
    response: completed,
    convention: "openai_responses",
    usage: { input_tokens: 40, output_tokens: 20, reasoning_tokens: 10, web_searches: 1 },
  },
  {
    title: "gemini: the last chunk's counts stand",
    response: [geminiChunk(2), geminiChunk(5), geminiChunk(9, "STOP")],
    convention: "gemini_generate_content",
    usage: { input_tokens: 10, output_tokens: 9 },
    also: { model: "gemini-2.5-flash" },
  },
  {
    title: "gemini: cut short",
    response: sse(geminiChunk(2), geminiChunk(5)),
    convention: "gemini_generate_content",
    usage: { input_tokens: 10, output_tokens: 5 },
    warnings: ["stream_incomplete"],
  },
  {
    title: "converse: metadata closes the stream",
    response: [
      { messageStart: { role: "assistant" } },
      { contentBlockDelta: { delta: { text: "Hi" }, contentBlockIndex: 0 } },
      { messageStop: { stopReason: "end_turn" } },
      {
        metadata: {
          usage: { inputTokens: 10, outputTokens: 5, totalTokens: 115, cacheReadInputTokens: 100 },
          metrics: { latencyMs: 9 },
        },
      },
    ],
    convention: "bedrock_converse",
    usage: { input_tokens: 110, cache_read_tokens: 100, output_tokens: 5 },
  },
  {
    title: "llama over InvokeModel: the last chunk has the metrics",
    response: [
      { generation: "H", prompt_token_count: 12, generation_token_count: 1, stop_reason: null },
      {
        generation: "i",
        prompt_token_count: null,
        generation_token_count: 2,
        stop_reason: "stop",
        "amazon-bedrock-invocationMetrics": { inputTokenCount: 12, outputTokenCount: 2 },
      },
    ],
    convention: "bedrock_invoke_model",
    usage: { input_tokens: 12, output_tokens: 2 },
  },
  {
    title: "cohere: message-end",
    response: sse(
      { type: "content-delta", delta: {} },
      {
        type: "message-end",
        delta: {
          finish_reason: "COMPLETE",
          usage: {
            billed_units: { input_tokens: 7, output_tokens: 3 },
            tokens: { input_tokens: 70, output_tokens: 3 },
          },
        },
      },
    ),
    convention: "cohere",
    usage: { input_tokens: 7, output_tokens: 3 },
  },
  {
    title: "cohere version 1: lines of JSON with stream-end",
    response: `{"event_type":"text-generation","text":"x"}\n{"event_type":"stream-end","response":{"meta":{"billed_units":{"input_tokens":7,"output_tokens":3}}}}`,
    convention: "cohere",
    usage: { input_tokens: 7, output_tokens: 3 },
  },
  {
    title: "transcription",
    response: sse(
      { type: "transcript.text.delta", delta: "Hi" },
      {
        type: "transcript.text.done",
        text: "Hi",
        usage: {
          type: "tokens",
          input_tokens: 14,
          input_token_details: { text_tokens: 0, audio_tokens: 14 },
          output_tokens: 4,
          total_tokens: 18,
        },
      },
    ),
    convention: "openai_transcription",
    usage: { input_tokens: 14, input_audio_tokens: 14, output_tokens: 4 },
  },
  {
    title: "speech",
    response: sse(
      { type: "speech.audio.delta", audio: "aGk=" },
      { type: "speech.audio.done", usage: { input_tokens: 14, output_tokens: 101, total_tokens: 115 } },
    ),
    convention: "openai_speech",
    usage: { input_tokens: 14, output_tokens: 101, output_audio_tokens: 101 },
  },
  {
    title: "images",
    response: sse(
      { type: "image_generation.partial_image", b64_json: "aGk=" },
      {
        type: "image_generation.completed",
        b64_json: "aGk=",
        usage: {
          total_tokens: 100,
          input_tokens: 50,
          output_tokens: 50,
          input_tokens_details: { text_tokens: 10, image_tokens: 40 },
        },
      },
    ),
    convention: "openai_images",
    usage: { input_tokens: 50, input_image_tokens: 40, output_tokens: 50, output_image_tokens: 50 },
  },
  {
    title: "interactions",
    response: sse(
      { event_type: "interaction.start", interaction: { id: "i", status: "in_progress" } },
      {
        event_type: "interaction.complete",
        interaction: { id: "i", usage: { total_input_tokens: 7, total_output_tokens: 3, total_tokens: 10 } },
      },
    ),
    convention: "gemini_interactions",
    usage: { input_tokens: 7, output_tokens: 3 },
  },
];

describe("streams", () => {
  it.each(FIXTURES)("$title", check);

  it("without any usage is a problem that says why", () => {
    for (const response of [
      sse(word, word),
      sse(created),
      sse({ type: "message_start", message: { id: "m", type: "message" } }),
    ]) {
      expect(problemOf(response)).toMatchObject({ code: "invalid_request", detail: expect.stringContaining("stream") });
    }
  });

  it("an event in the middle that is no JSON is left out and said", () => {
    const found = readingOf(`data: {"broken\n\n${sse(finish, last)}`);
    expect(found.usage).toEqual(chatUsage);
    expect(found.warnings.map((warning) => warning.code)).toEqual(["malformed_event"]);
  });

  it("the mark of its end is an end, also without a finish reason", () => {
    const growing = chunk({ choices: [{ index: 0, delta: {} }], usage: counts });
    expect(readingOf(`${sse(growing, growing)}data: [DONE]\n\n`).warnings).toEqual([]);
    expect(readingOf(sse(growing, growing)).warnings.map((warning) => warning.code)).toEqual(["stream_incomplete"]);
  });

  it("events whose blank lines got lost are read one by one", () => {
    expect(readingOf(sse(word, finish, last).replaceAll("\n\n", "\n")).usage).toEqual(chatUsage);
  });

  it("several whole responses are not taken for one stream", () => {
    const whole = { object: "chat.completion", choices: [{ message: {} }], usage: counts };
    expect(problemOf([whole, whole])).toMatchObject({
      code: "invalid_request",
      detail: expect.stringContaining("several"),
    });
  });

  it.each([1, 2, 3, 4])("a cut after any event never sums usage: %i events", (kept) => {
    const events = [start, delta({ output_tokens: 4 }), delta({ output_tokens: 9 }), stop];
    const found = readingOf(sse(...events.slice(0, kept)));
    expect(found.usage.output_tokens).toBe([3, 4, 9, 9][kept - 1]);
    expect(found.warnings.some((warning) => warning.code === "stream_incomplete")).toBe(kept < 4);
  });
});
