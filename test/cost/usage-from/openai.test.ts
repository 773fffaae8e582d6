import { describe, it } from "vitest";
import { check } from "./reads.ts";
import type { Fixture } from "./reads.ts";

const chat = {
  id: "chatcmpl-B9MBs8Cj",
  object: "chat.completion",
  created: 1_764_093_600,
  model: "gpt-4o-2024-08-06",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello." }, finish_reason: "stop" }],
  service_tier: "default",
};

const FIXTURES: readonly Fixture[] = [
  {
    title: "chat: cached and reasoning tokens are inside their totals",
    response: {
      ...chat,
      usage: {
        prompt_tokens: 2006,
        completion_tokens: 300,
        total_tokens: 2306,
        prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 },
        completion_tokens_details: {
          reasoning_tokens: 256,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
      },
    },
    convention: "openai_chat",
    usage: { input_tokens: 2006, cache_read_tokens: 1920, output_tokens: 300, reasoning_tokens: 256 },
    also: {
      model: "gpt-4o-2024-08-06",
      response_id: "chatcmpl-B9MBs8Cj",
      service_tier: "standard",
      created: 1_764_093_600_000,
    },
  },
  {
    title: "chat: cache writes are read beside cache reads, both inside the prompt",
    response: {
      ...chat,
      model: "gpt-5.6",
      usage: {
        prompt_tokens: 5000,
        completion_tokens: 10,
        total_tokens: 5010,
        prompt_tokens_details: { cached_tokens: 1024, cache_write_tokens: 3000 },
      },
    },
    convention: "openai_chat",
    usage: { input_tokens: 5000, cache_read_tokens: 1024, cache_write_tokens: 3000, output_tokens: 10 },
  },
  {
    title: "chat: cached audio counts once, as a cache read",
    response: {
      ...chat,
      model: "gpt-audio",
      service_tier: "flex",
      usage: {
        prompt_tokens: 1000,
        completion_tokens: 120,
        total_tokens: 1120,
        prompt_tokens_details: {
          cached_tokens: 400,
          audio_tokens: 600,
          text_tokens: 400,
          cached_tokens_details: { text_tokens: 200, audio_tokens: 200 },
        },
        completion_tokens_details: { audio_tokens: 90, text_tokens: 30, reasoning_tokens: 0 },
      },
    },
    convention: "openai_chat",
    usage: {
      input_tokens: 1000,
      cache_read_tokens: 400,
      cache_read_audio_tokens: 200,
      input_audio_tokens: 400,
      output_tokens: 120,
      output_audio_tokens: 90,
    },
    also: { service_tier: "flex" },
  },
  {
    title: "chat: cached audio that only the totals betray is the least they allow, with a warning",
    response: {
      usage: {
        prompt_tokens: 1000,
        completion_tokens: 10,
        total_tokens: 1010,
        prompt_tokens_details: { cached_tokens: 500, audio_tokens: 700 },
      },
    },
    convention: "openai_chat",
    usage: {
      input_tokens: 1000,
      cache_read_tokens: 500,
      cache_read_audio_tokens: 200,
      input_audio_tokens: 500,
      output_tokens: 10,
    },
    warnings: ["ambiguous_usage"],
  },
  {
    title: "chat: a search model that cites has searched once",
    response: {
      ...chat,
      model: "gpt-4o-search-preview-2025-03-11",
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: "x",
            annotations: [{ type: "url_citation", url_citation: { url: "https://example.org" } }],
          },
          finish_reason: "stop",
        },
      ],
      usage: { prompt_tokens: 20, completion_tokens: 200, total_tokens: 220 },
    },
    convention: "openai_chat",
    usage: { input_tokens: 20, output_tokens: 200, web_searches: 1 },
  },
  {
    title: "azure: the content filter tells the seller",
    response: {
      ...chat,
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false } } }],
      usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
    },
    convention: "openai_chat",
    usage: { input_tokens: 11, output_tokens: 7 },
    also: { provider: "azure" },
  },
  {
    title: "responses: completed searches and containers are counted, the size is the request's",
    response: {
      id: "resp_67ccd2bed1ec8190",
      object: "response",
      created_at: 1_764_093_600,
      status: "completed",
      model: "gpt-5",
      service_tier: "priority",
      tools: [{ type: "web_search", search_context_size: "high" }],
      output: [
        { type: "web_search_call", id: "ws_1", status: "completed", action: { type: "search", query: "a" } },
        { type: "web_search_call", id: "ws_2", status: "completed", action: { type: "search", query: "b" } },
        { type: "web_search_call", id: "ws_3", status: "failed" },
        { type: "code_interpreter_call", id: "ci_1", container_id: "cntr_1", status: "completed" },
        { type: "code_interpreter_call", id: "ci_2", container_id: "cntr_1", status: "completed" },
        { type: "message", id: "msg_1", status: "completed", role: "assistant", content: [] },
      ],
      usage: {
        input_tokens: 9000,
        input_tokens_details: { cached_tokens: 4096, cache_write_tokens: 1000 },
        output_tokens: 800,
        output_tokens_details: { reasoning_tokens: 512 },
        total_tokens: 9800,
      },
    },
    convention: "openai_responses",
    usage: {
      input_tokens: 9000,
      cache_read_tokens: 4096,
      cache_write_tokens: 1000,
      output_tokens: 800,
      reasoning_tokens: 512,
      web_searches: 2,
      web_search_context_size: "high",
      code_interpreter_sessions: 1,
    },
    also: { service_tier: "priority", response_id: "resp_67ccd2bed1ec8190", model: "gpt-5" },
  },
  {
    title: "realtime: response.done has its parts in token_details",
    response: {
      type: "response.done",
      event_id: "event_1",
      response: {
        object: "realtime.response",
        id: "resp_r",
        status: "completed",
        usage: {
          total_tokens: 300,
          input_tokens: 200,
          output_tokens: 100,
          input_token_details: {
            text_tokens: 120,
            audio_tokens: 80,
            cached_tokens: 96,
            cached_tokens_details: { text_tokens: 64, audio_tokens: 32 },
          },
          output_token_details: { text_tokens: 20, audio_tokens: 80 },
        },
      },
    },
    convention: "openai_responses",
    usage: {
      input_tokens: 200,
      cache_read_tokens: 96,
      cache_read_audio_tokens: 32,
      input_audio_tokens: 48,
      output_tokens: 100,
      output_audio_tokens: 80,
    },
  },
  {
    title: "embeddings without their vectors",
    response: {
      object: "list",
      data: [],
      model: "text-embedding-3-small",
      usage: { prompt_tokens: 8, total_tokens: 8 },
    },
    convention: "openai_embeddings",
    usage: { input_tokens: 8 },
    also: { model: "text-embedding-3-small" },
  },
  {
    title: "embeddings: all tokens are input",
    response: {
      object: "list",
      data: [{ object: "embedding", index: 0, embedding: [0.1, -0.2] }],
      model: "text-embedding-3-small",
      usage: { prompt_tokens: 8, total_tokens: 8 },
    },
    convention: "openai_embeddings",
    usage: { input_tokens: 8 },
    also: { model: "text-embedding-3-small" },
  },
  {
    title: "embeddings of a seller that states only the total",
    response: {
      object: "list",
      data: [{ object: "embedding", embedding: [1] }],
      model: "voyage-3",
      usage: { total_tokens: 10 },
    },
    hints: { provider: "voyage" },
    convention: "openai_embeddings",
    usage: { input_tokens: 10 },
  },
  {
    title: "transcription by tokens",
    response: {
      text: "Hello.",
      usage: {
        type: "tokens",
        input_tokens: 14,
        input_token_details: { text_tokens: 4, audio_tokens: 10 },
        output_tokens: 45,
        total_tokens: 59,
      },
    },
    convention: "openai_transcription",
    usage: { input_tokens: 14, input_audio_tokens: 10, output_tokens: 45 },
  },
  {
    title: "transcription by seconds",
    response: { text: "Hello.", usage: { type: "duration", seconds: 27 } },
    convention: "openai_transcription",
    usage: { input_audio_seconds: 27 },
  },
  {
    title: "transcription with its duration only, which once was a text",
    response: { task: "transcribe", language: "english", duration: "8.470000267028809", text: "Hello.", segments: [] },
    convention: "openai_transcription",
    usage: { input_audio_seconds: 8.470000267028809 },
  },
  {
    title: "speech: every output token is audio",
    response: { type: "speech.audio.done", usage: { input_tokens: 14, output_tokens: 101, total_tokens: 115 } },
    convention: "openai_speech",
    usage: { input_tokens: 14, output_tokens: 101, output_audio_tokens: 101 },
  },
  {
    title: "images: output without details is image tokens",
    response: {
      created: 1_713_833_628,
      data: [{ b64_json: "aGk=" }],
      usage: {
        total_tokens: 100,
        input_tokens: 50,
        output_tokens: 50,
        input_tokens_details: { text_tokens: 10, image_tokens: 40 },
      },
    },
    convention: "openai_images",
    usage: { input_tokens: 50, input_image_tokens: 40, output_tokens: 50, output_image_tokens: 50 },
  },
  {
    title: "images: details split the output",
    response: {
      created: 1_713_833_628,
      data: [{ b64_json: "aGk=" }],
      usage: {
        total_tokens: 110,
        input_tokens: 50,
        output_tokens: 60,
        input_tokens_details: { text_tokens: 50, image_tokens: 0 },
        output_tokens_details: { text_tokens: 10, image_tokens: 50 },
      },
    },
    convention: "openai_images",
    usage: { input_tokens: 50, output_tokens: 60, output_image_tokens: 50 },
  },
  {
    title: "images without usage are counted",
    response: {
      created: 1_713_833_628,
      data: [{ url: "https://example.org/1.png" }, { url: "https://example.org/2.png" }],
    },
    hints: { provider: "together", model: "black-forest-labs/FLUX.1-schnell" },
    convention: "openai_images",
    usage: { output_images: 2 },
    also: { provider: "together_ai", model: "black-forest-labs/FLUX.1-schnell" },
  },
  {
    title: "a batch's result line is billed at the batch tier",
    response: {
      id: "batch_req_1",
      custom_id: "request-2",
      response: {
        status_code: 200,
        request_id: "r",
        body: { ...chat, usage: { prompt_tokens: 22, completion_tokens: 2, total_tokens: 24 } },
      },
      error: null,
    },
    convention: "openai_chat",
    usage: { input_tokens: 22, output_tokens: 2 },
    also: { service_tier: "batch" },
  },
  {
    title: "a bare usage object of chat",
    response: { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 },
    convention: "openai_chat",
    usage: { input_tokens: 9, output_tokens: 12 },
  },
  {
    title: "a bare usage object of responses",
    response: { input_tokens: 36, input_tokens_details: { cached_tokens: 0 }, output_tokens: 87, total_tokens: 123 },
    convention: "openai_responses",
    usage: { input_tokens: 36, output_tokens: 87 },
  },
];

describe("OpenAI's and Azure's responses", () => {
  it.each(FIXTURES)("$title", check);
});
