import { describe, expect, it } from "vitest";
import { check, readingOf } from "./reads.ts";
import type { Fixture } from "./reads.ts";

const FIXTURES: readonly Fixture[] = [
  {
    title: "mistral: num_cached_tokens and audio seconds",
    response: {
      id: "cmpl-e5cc70bb",
      object: "chat.completion",
      model: "voxtral-small-latest",
      choices: [],
      usage: {
        prompt_tokens: 801,
        completion_tokens: 2,
        total_tokens: 803,
        num_cached_tokens: 768,
        prompt_tokens_details: { cached_tokens: 768 },
        prompt_audio_seconds: 12,
      },
    },
    convention: "mistral_chat",
    usage: { input_tokens: 801, cache_read_tokens: 768, output_tokens: 2, input_audio_seconds: 12 },
  },
  {
    title: "mistral: an unset number that its SDK writes as an object is not stated",
    response: { usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7, prompt_audio_seconds: {} } },
    convention: "mistral_chat",
    usage: { input_tokens: 5, output_tokens: 2 },
  },
  {
    title: "mistral: OCR counts pages, annotated ones apart",
    response: {
      pages: [{ index: 0, markdown: "" }],
      model: "mistral-ocr-2505",
      document_annotation: "{}",
      usage_info: { pages_processed: 3, doc_size_bytes: 9000 },
    },
    convention: "mistral_ocr",
    usage: { pages: 3, annotation_pages: 3 },
  },
  {
    title: "groq: timings beside the counts",
    response: {
      id: "chatcmpl-f51b2cd2",
      object: "chat.completion",
      model: "llama-3.3-70b-versatile",
      choices: [],
      usage: {
        queue_time: 0.037,
        prompt_tokens: 18,
        prompt_time: 0.0006,
        completion_tokens: 556,
        completion_time: 0.4633,
        total_tokens: 574,
        total_time: 0.464,
      },
      service_tier: "on_demand",
      x_groq: { id: "req_1" },
    },
    convention: "groq_chat",
    usage: { input_tokens: 18, output_tokens: 556 },
    also: { provider: "groq", service_tier: "standard" },
  },
  {
    title: "deepseek: hits are cache reads inside the prompt",
    response: {
      id: "d1",
      object: "chat.completion",
      model: "deepseek-reasoner",
      choices: [],
      usage: {
        prompt_tokens: 1000,
        completion_tokens: 200,
        total_tokens: 1200,
        prompt_tokens_details: { cached_tokens: 640 },
        completion_tokens_details: { reasoning_tokens: 150 },
        prompt_cache_hit_tokens: 640,
        prompt_cache_miss_tokens: 360,
      },
    },
    convention: "deepseek_chat",
    usage: { input_tokens: 1000, cache_read_tokens: 640, output_tokens: 200, reasoning_tokens: 150 },
  },
  {
    title: "xai: reasoning that the total needs stands beside the completion",
    response: {
      model: "grok-4",
      usage: {
        prompt_tokens: 32,
        completion_tokens: 9,
        total_tokens: 135,
        prompt_tokens_details: { text_tokens: 32, audio_tokens: 0, image_tokens: 0, cached_tokens: 6 },
        completion_tokens_details: { reasoning_tokens: 94, audio_tokens: 0 },
        num_sources_used: 0,
        cost_in_usd_ticks: 37_756_000,
      },
    },
    convention: "xai_chat",
    usage: { input_tokens: 32, cache_read_tokens: 6, output_tokens: 103, reasoning_tokens: 94 },
    also: { provider: "xai", provider_reported_usd: "0.0037756" },
  },
  {
    title: "xai: reasoning that the total does not need is inside the completion",
    response: {
      model: "grok-4",
      usage: {
        prompt_tokens: 32,
        completion_tokens: 103,
        total_tokens: 135,
        completion_tokens_details: { reasoning_tokens: 94 },
      },
    },
    hints: { provider: "xai" },
    convention: "xai_chat",
    usage: { input_tokens: 32, output_tokens: 103, reasoning_tokens: 94 },
  },
  {
    title: "xai: without a total reasoning is taken to stand beside, with a warning",
    response: {
      usage: { prompt_tokens: 32, completion_tokens: 103, completion_tokens_details: { reasoning_tokens: 94 } },
    },
    hints: { provider: "x-ai" },
    convention: "xai_chat",
    usage: { input_tokens: 32, output_tokens: 197, reasoning_tokens: 94 },
    warnings: ["ambiguous_usage"],
  },
  {
    title: "xai: every source of live search is billed",
    response: { usage: { prompt_tokens: 40, completion_tokens: 10, total_tokens: 50, num_sources_used: 5 } },
    convention: "xai_chat",
    usage: { input_tokens: 40, output_tokens: 10, web_searches: 5 },
  },
  {
    title: "xai: the responses form counts the calls of its tools",
    response: {
      object: "response",
      id: "r",
      model: "grok-4",
      output: [],
      usage: {
        input_tokens: 1200,
        input_tokens_details: { cached_tokens: 1100 },
        output_tokens: 300,
        output_tokens_details: { reasoning_tokens: 200 },
        total_tokens: 1500,
        num_sources_used: 0,
        num_server_side_tools_used: 4,
        server_side_tool_usage_details: {
          web_search_calls: 2,
          x_search_calls: 1,
          code_interpreter_calls: 1,
          mcp_calls: 0,
        },
        cost_in_usd_ticks: 250_000_000,
      },
    },
    convention: "openai_responses",
    usage: {
      input_tokens: 1200,
      cache_read_tokens: 1100,
      output_tokens: 300,
      reasoning_tokens: 200,
      web_searches: 3,
      code_interpreter_sessions: 1,
    },
    also: { provider: "xai", provider_reported_usd: "0.025" },
  },
  {
    title: "perplexity: one search of its context size, and its own cost",
    response: {
      id: "p1",
      model: "sonar-pro",
      object: "chat.completion",
      choices: [],
      citations: [],
      usage: {
        prompt_tokens: 26,
        completion_tokens: 832,
        total_tokens: 858,
        search_context_size: "low",
        cost: { input_tokens_cost: 0.00008, output_tokens_cost: 0.01248, request_cost: 0.006, total_cost: 0.01856 },
      },
    },
    convention: "perplexity_chat",
    usage: { input_tokens: 26, output_tokens: 832, web_searches: 1, web_search_context_size: "low" },
    also: { provider: "perplexity", provider_reported_usd: "0.01856" },
  },
  {
    title: "perplexity: deep research bills each query, and reasoning and citations beside the completion",
    response: {
      model: "sonar-deep-research",
      usage: {
        prompt_tokens: 108,
        completion_tokens: 3256,
        total_tokens: 3364,
        search_context_size: "medium",
        citation_tokens: 7299,
        num_search_queries: 74,
        reasoning_tokens: 73_248,
      },
    },
    convention: "perplexity_chat",
    usage: {
      input_tokens: 108,
      output_tokens: 83_803,
      reasoning_tokens: 73_248,
      citation_tokens: 7299,
      web_searches: 74,
      web_search_context_size: "medium",
    },
  },
  {
    title: "openrouter: cost is kept beside, cache writes are inside the prompt",
    response: {
      id: "gen-1764",
      provider: "Anthropic",
      model: "anthropic/claude-sonnet-4.5",
      object: "chat.completion",
      choices: [],
      usage: {
        prompt_tokens: 194,
        completion_tokens: 2,
        total_tokens: 196,
        cost: 0.000_95,
        is_byok: false,
        prompt_tokens_details: { cached_tokens: 40, cache_write_tokens: 100, audio_tokens: 0, video_tokens: 0 },
        cost_details: { upstream_inference_cost: null },
        completion_tokens_details: { reasoning_tokens: 0, image_tokens: 0 },
        server_tool_use: { web_search_requests: 1 },
      },
    },
    convention: "openrouter_chat",
    usage: { input_tokens: 194, cache_read_tokens: 40, cache_write_tokens: 100, output_tokens: 2, web_searches: 1 },
    also: { provider: "openrouter", provider_reported_usd: "0.00095" },
  },
  {
    title: "openrouter: on your own key the cost is only its fee",
    response: { usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12, cost: 0.000_001, is_byok: true } },
    convention: "openrouter_chat",
    usage: { input_tokens: 10, output_tokens: 2 },
    also: { provider_reported_usd: "0.000001" },
    warnings: ["not_priced"],
  },
  {
    title: "together: cached_tokens at the top are inside the prompt",
    response: {
      id: "o1",
      object: "chat.completion",
      model: "moonshotai/Kimi-K2",
      prompt: [],
      choices: [{ index: 0, seed: 1, finish_reason: "stop", message: {} }],
      usage: { prompt_tokens: 500, completion_tokens: 20, total_tokens: 520, cached_tokens: 256 },
    },
    convention: "together_chat",
    usage: { input_tokens: 500, cache_read_tokens: 256, output_tokens: 20 },
    also: { provider: "together_ai" },
  },
  {
    title: "fireworks: models are named by account",
    response: {
      id: "f1",
      object: "chat.completion",
      model: "accounts/fireworks/models/kimi-k2",
      choices: [],
      usage: {
        prompt_tokens: 500,
        completion_tokens: 20,
        total_tokens: 520,
        prompt_tokens_details: { cached_tokens: 384 },
      },
    },
    convention: "fireworks_chat",
    usage: { input_tokens: 500, cache_read_tokens: 384, output_tokens: 20 },
    also: { provider: "fireworks_ai" },
  },
  {
    title: "any seller: a top-level cached_tokens is a cache read",
    response: {
      model: "m",
      usage: { prompt_tokens: 500, completion_tokens: 20, total_tokens: 520, cached_tokens: 256 },
    },
    hints: { provider: "moonshot" },
    convention: "openai_chat",
    usage: { input_tokens: 500, cache_read_tokens: 256, output_tokens: 20 },
  },
  {
    title: "any seller: reasoning that the total needs is output",
    response: {
      usage: {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 65,
        completion_tokens_details: { reasoning_tokens: 50 },
      },
    },
    convention: "openai_chat",
    usage: { input_tokens: 10, output_tokens: 55, reasoning_tokens: 50 },
  },
  {
    title: "any seller: a total that its parts do not make is said",
    response: { usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 65 } },
    convention: "openai_chat",
    usage: { input_tokens: 10, output_tokens: 5 },
    warnings: ["total_mismatch"],
  },
];

describe("dialects of chat completions", () => {
  it.each(FIXTURES)("$title", check);

  it.each([
    "openai",
    "azure",
    "groq",
    "mistral",
    "deepseek",
    "xai",
    "perplexity",
    "openrouter",
    "together",
    "fireworks",
  ])("a plain usage reads the same whoever is named: %s", (provider) => {
    const found = readingOf({ usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } }, { provider });
    expect(found.usage).toEqual({ input_tokens: 7, output_tokens: 3 });
    expect(found.warnings).toEqual([]);
  });
});
