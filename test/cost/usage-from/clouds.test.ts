import { describe, it } from "vitest";
import { check } from "./reads.ts";
import type { Fixture } from "./reads.ts";

const converse = {
  output: { message: { role: "assistant", content: [] } },
  stopReason: "end_turn",
  metrics: { latencyMs: 551 },
};

const BEDROCK: readonly Fixture[] = [
  {
    title: "converse: the cache stands beside the input, its details split the writes",
    response: {
      ...converse,
      usage: {
        inputTokens: 30,
        outputTokens: 600,
        totalTokens: 3630,
        cacheReadInputTokens: 2000,
        cacheWriteInputTokens: 1000,
        cacheDetails: [
          { ttl: "1h", inputTokens: 400 },
          { ttl: "5m", inputTokens: 600 },
        ],
      },
      serviceTier: { type: "flex" },
    },
    convention: "bedrock_converse",
    usage: {
      input_tokens: 3030,
      cache_read_tokens: 2000,
      cache_write_tokens: 600,
      cache_write_1h_tokens: 400,
      output_tokens: 600,
    },
    also: { provider: "bedrock", service_tier: "flex" },
  },
  {
    title: "converse: a total that leaves out a cache smaller than the input is doubtful",
    response: {
      ...converse,
      usage: { inputTokens: 3000, outputTokens: 10, totalTokens: 3010, cacheReadInputTokens: 2000 },
    },
    convention: "bedrock_converse",
    usage: { input_tokens: 5000, cache_read_tokens: 2000, output_tokens: 10 },
    warnings: ["ambiguous_usage"],
  },
  {
    title: "nova under InvokeModel",
    response: {
      output: { message: {} },
      stopReason: "end_turn",
      usage: {
        inputTokens: 26,
        outputTokens: 4,
        totalTokens: 130,
        cacheReadInputTokenCount: 100,
        cacheWriteInputTokenCount: 0,
      },
    },
    convention: "bedrock_converse",
    usage: { input_tokens: 126, cache_read_tokens: 100, output_tokens: 4 },
  },
  {
    title: "llama under InvokeModel",
    response: { generation: "Hi.", prompt_token_count: 12, generation_token_count: 34, stop_reason: "stop" },
    convention: "bedrock_invoke_model",
    usage: { input_tokens: 12, output_tokens: 34 },
    also: { provider: "bedrock" },
  },
  {
    title: "titan text under InvokeModel",
    response: { inputTextTokenCount: 5, results: [{ tokenCount: 9, outputText: "Hi.", completionReason: "FINISH" }] },
    convention: "bedrock_invoke_model",
    usage: { input_tokens: 5, output_tokens: 9 },
  },
  {
    title: "titan embeddings under InvokeModel",
    response: { embedding: [0.1, 0.2], inputTextTokenCount: 7 },
    convention: "bedrock_invoke_model",
    usage: { input_tokens: 7 },
  },
  {
    title: "a body without usage is counted by its headers",
    response: {
      ResponseMetadata: {
        HTTPHeaders: {
          "X-Amzn-Bedrock-Input-Token-Count": "15",
          "X-Amzn-Bedrock-Output-Token-Count": "20",
          "X-Amzn-Bedrock-Cache-Read-Input-Token-Count": "100",
        },
      },
      body: { outputs: [{ text: "Hi.", stop_reason: "stop" }] },
    },
    convention: "bedrock_invoke_model",
    usage: { input_tokens: 115, cache_read_tokens: 100, output_tokens: 20 },
  },
  {
    title: "a body with usage is read from inside the SDK's answer",
    response: {
      $metadata: { httpStatusCode: 200 },
      body: '{"id":"msg_bdrk_1","type":"message","usage":{"input_tokens":3,"output_tokens":4}}',
    },
    convention: "anthropic_messages",
    usage: { input_tokens: 3, output_tokens: 4 },
    also: { provider: "bedrock" },
  },
  {
    title: "the metrics of an InvokeModel stream's last event",
    response: {
      outputs: [],
      "amazon-bedrock-invocationMetrics": {
        inputTokenCount: 9,
        outputTokenCount: 8,
        invocationLatency: 600,
        firstByteLatency: 300,
        cacheReadInputTokenCount: 50,
        cacheWriteInputTokenCount: 20,
      },
    },
    convention: "bedrock_invoke_model",
    usage: { input_tokens: 79, cache_read_tokens: 50, cache_write_tokens: 20, output_tokens: 8 },
  },
];

const COHERE: readonly Fixture[] = [
  {
    title: "chat bills billed_units, not all tokens",
    response: {
      id: "c14c80c3",
      finish_reason: "COMPLETE",
      message: { role: "assistant", content: [] },
      usage: {
        billed_units: { input_tokens: 17, output_tokens: 12 },
        tokens: { input_tokens: 215, output_tokens: 12 },
        cached_tokens: 0,
      },
    },
    convention: "cohere",
    usage: { input_tokens: 17, output_tokens: 12 },
    also: { provider: "cohere", response_id: "c14c80c3" },
  },
  {
    title: "version 1 keeps them in meta",
    response: {
      text: "x",
      generation_id: "g",
      meta: { api_version: { version: "1" }, billed_units: { input_tokens: 4, output_tokens: 9 } },
    },
    convention: "cohere",
    usage: { input_tokens: 4, output_tokens: 9 },
  },
  {
    title: "embeddings bill text and images",
    response: { id: "e", embeddings: { float: [[0.1]] }, meta: { billed_units: { input_tokens: 3, images: 2 } } },
    convention: "cohere",
    usage: { input_tokens: 3, input_images: 2 },
  },
  {
    title: "rerank bills search units",
    response: { id: "r", results: [{ index: 3, relevance_score: 0.99 }], meta: { billed_units: { search_units: 2 } } },
    convention: "rerank",
    usage: { queries: 2 },
  },
];

const OTHERS: readonly Fixture[] = [
  {
    title: "rerank by tokens (Voyage)",
    response: {
      object: "list",
      data: [{ relevance_score: 0.4, index: 0 }],
      model: "rerank-2.5",
      usage: { total_tokens: 26 },
    },
    convention: "rerank",
    usage: { input_tokens: 26 },
  },
  {
    title: "rerank by tokens (Jina)",
    response: {
      model: "jina-reranker-v2",
      results: [{ index: 0, relevance_score: 0.4 }],
      usage: { total_tokens: 815 },
    },
    convention: "rerank",
    usage: { input_tokens: 815 },
  },
  {
    title: "rerank without usage is one query, with a warning",
    response: { results: [{ index: 0, relevanceScore: 0.4 }] },
    convention: "rerank",
    usage: { queries: 1 },
    warnings: ["ambiguous_usage"],
  },
  {
    title: "the AI SDK's flat usage",
    response: { inputTokens: 100, outputTokens: 20, totalTokens: 120, cachedInputTokens: 40, reasoningTokens: 5 },
    convention: "ai_sdk",
    usage: { input_tokens: 100, cache_read_tokens: 40, output_tokens: 20, reasoning_tokens: 5 },
  },
  {
    title: "the AI SDK's nested usage",
    response: {
      inputTokens: 100,
      inputTokenDetails: { noCacheTokens: 50, cacheReadTokens: 40, cacheWriteTokens: 10 },
      outputTokens: 20,
      outputTokenDetails: { textTokens: 15, reasoningTokens: 5 },
      totalTokens: 120,
    },
    convention: "ai_sdk",
    usage: { input_tokens: 100, cache_read_tokens: 40, cache_write_tokens: 10, output_tokens: 20, reasoning_tokens: 5 },
  },
  {
    title: "LangChain's usage metadata",
    response: {
      usage_metadata: {
        input_tokens: 100,
        output_tokens: 20,
        total_tokens: 120,
        input_token_details: { cache_read: 40, cache_creation: 10, audio: 0 },
        output_token_details: { reasoning: 5 },
      },
    },
    convention: "langchain",
    usage: { input_tokens: 100, cache_read_tokens: 40, cache_write_tokens: 10, output_tokens: 20, reasoning_tokens: 5 },
  },
  {
    title: "a normalised usage is read as it is",
    response: {
      input_tokens: 100,
      cache_read_tokens: 40,
      output_tokens: 20,
      web_searches: 2,
      web_search_context_size: "high",
    },
    convention: "normalised",
    usage: {
      input_tokens: 100,
      cache_read_tokens: 40,
      output_tokens: 20,
      web_searches: 2,
      web_search_context_size: "high",
    },
  },
];

describe("Bedrock's responses", () => {
  it.each(BEDROCK)("$title", check);
});

describe("Cohere's responses", () => {
  it.each(COHERE)("$title", check);
});

describe("rerank, SDK and normalised usages", () => {
  it.each(OTHERS)("$title", check);
});
