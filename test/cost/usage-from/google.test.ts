import { describe, it } from "vitest";
import { check } from "./reads.ts";
import type { Fixture } from "./reads.ts";

function grounded(...queries: string[]): object {
  return {
    content: { parts: [{ text: "x" }] },
    finishReason: "STOP",
    groundingMetadata: { webSearchQueries: queries },
  };
}

const FIXTURES: readonly Fixture[] = [
  {
    title: "cached content is inside the prompt, thoughts and tool results stand beside",
    response: {
      candidates: [{ content: { parts: [{ text: "x" }], role: "model" }, finishReason: "STOP" }],
      usageMetadata: {
        promptTokenCount: 1000,
        cachedContentTokenCount: 300,
        candidatesTokenCount: 50,
        thoughtsTokenCount: 120,
        toolUsePromptTokenCount: 80,
        totalTokenCount: 1250,
        promptTokensDetails: [
          { modality: "TEXT", tokenCount: 600 },
          { modality: "AUDIO", tokenCount: 250 },
          { modality: "IMAGE", tokenCount: 100 },
          { modality: "VIDEO", tokenCount: 50 },
        ],
        cacheTokensDetails: [
          { modality: "TEXT", tokenCount: 200 },
          { modality: "AUDIO", tokenCount: 100 },
        ],
        toolUsePromptTokensDetails: [{ modality: "TEXT", tokenCount: 80 }],
        candidatesTokensDetails: [{ modality: "TEXT", tokenCount: 50 }],
        serviceTier: "flex",
      },
      modelVersion: "gemini-2.5-flash",
      responseId: "abc",
    },
    convention: "gemini_generate_content",
    usage: {
      input_tokens: 1080,
      cache_read_tokens: 300,
      cache_read_audio_tokens: 100,
      input_audio_tokens: 150,
      input_image_tokens: 100,
      input_video_tokens: 50,
      output_tokens: 170,
      reasoning_tokens: 120,
    },
    also: { model: "gemini-2.5-flash", response_id: "abc", service_tier: "flex" },
  },
  {
    title: "vertex: the traffic type tells seller and tier",
    response: {
      candidates: [],
      usageMetadata: {
        promptTokenCount: 10,
        candidatesTokenCount: 5,
        totalTokenCount: 15,
        trafficType: "ON_DEMAND_PRIORITY",
      },
      modelVersion: "gemini-3-pro",
      createTime: "2026-11-25T00:00:00Z",
    },
    convention: "gemini_generate_content",
    usage: { input_tokens: 10, output_tokens: 5 },
    also: { provider: "vertex_ai", service_tier: "priority", created: Date.UTC(2026, 10, 25) },
  },
  {
    title: "candidates that the total shows to include thoughts",
    response: {
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 60, thoughtsTokenCount: 40, totalTokenCount: 70 },
    },
    convention: "gemini_generate_content",
    usage: { input_tokens: 10, output_tokens: 60, reasoning_tokens: 40 },
  },
  {
    title: "generated images and audio are parts of the output",
    response: {
      usageMetadata: {
        promptTokenCount: 10,
        candidatesTokenCount: 1300,
        totalTokenCount: 1310,
        candidatesTokensDetails: [
          { modality: "IMAGE", tokenCount: 1290 },
          { modality: "TEXT", tokenCount: 10 },
        ],
      },
    },
    convention: "gemini_generate_content",
    usage: { input_tokens: 10, output_tokens: 1300, output_image_tokens: 1290 },
  },
  {
    title: "from Gemini 3 on every grounding query is a search",
    response: {
      candidates: [grounded("a", "b", "c")],
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
      modelVersion: "gemini-3-flash",
    },
    convention: "gemini_generate_content",
    usage: { input_tokens: 10, output_tokens: 5, web_searches: 3 },
  },
  {
    title: "before Gemini 3 a grounded answer is one search",
    response: {
      candidates: [grounded("a", "b", "c")],
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
      modelVersion: "gemini-2.5-pro",
    },
    convention: "gemini_generate_content",
    usage: { input_tokens: 10, output_tokens: 5, web_searches: 1 },
  },
  {
    title: "python spells the same fields with underscores",
    response: {
      usage_metadata: {
        prompt_token_count: 100,
        cached_content_token_count: 40,
        candidates_token_count: 5,
        thoughts_token_count: null,
        total_token_count: 105,
        prompt_tokens_details: [{ modality: "TEXT", token_count: 100 }],
      },
      model_version: "gemini-2.5-flash",
    },
    convention: "gemini_generate_content",
    usage: { input_tokens: 100, cache_read_tokens: 40, output_tokens: 5 },
    also: { model: "gemini-2.5-flash" },
  },
  {
    title: "live: the response count stands for the candidates'",
    response: {
      usageMetadata: {
        promptTokenCount: 200,
        responseTokenCount: 90,
        totalTokenCount: 290,
        promptTokensDetails: [{ modality: "AUDIO", tokenCount: 150 }],
        responseTokensDetails: [{ modality: "AUDIO", tokenCount: 90 }],
      },
    },
    convention: "gemini_generate_content",
    usage: { input_tokens: 200, input_audio_tokens: 150, output_tokens: 90, output_audio_tokens: 90 },
  },
  {
    title: "a bare usageMetadata",
    response: { promptTokenCount: 4, candidatesTokenCount: 6, totalTokenCount: 10 },
    convention: "gemini_generate_content",
    usage: { input_tokens: 4, output_tokens: 6 },
  },
  {
    title: "interactions: the same arithmetic under other names",
    response: {
      id: "v1_x",
      model: "gemini-3-flash",
      status: "completed",
      usage: {
        total_input_tokens: 100,
        total_cached_tokens: 20,
        total_output_tokens: 30,
        total_thought_tokens: 40,
        total_tool_use_tokens: 10,
        total_tokens: 180,
        input_tokens_by_modality: [{ modality: "audio", tokens: 60 }],
        cached_tokens_by_modality: [{ modality: "audio", tokens: 20 }],
      },
    },
    convention: "gemini_interactions",
    usage: {
      input_tokens: 110,
      cache_read_tokens: 20,
      cache_read_audio_tokens: 20,
      input_audio_tokens: 40,
      output_tokens: 70,
      reasoning_tokens: 40,
    },
  },
  {
    title: "vertex: embeddings state tokens one by one",
    response: {
      predictions: [
        { embeddings: { values: [0.1], statistics: { token_count: 8, truncated: false } } },
        { embeddings: { values: [0.2], statistics: { token_count: 5, truncated: false } } },
      ],
      metadata: { billableCharacterCount: 44 },
    },
    convention: "vertex_predict",
    usage: { input_tokens: 13, input_characters: 44 },
  },
  {
    title: "vertex: generated images are counted",
    response: { predictions: [{ mimeType: "image/png", bytesBase64Encoded: "aGk=" }] },
    convention: "vertex_predict",
    usage: { output_images: 1 },
  },
];

describe("Gemini's and Vertex's responses", () => {
  it.each(FIXTURES)("$title", check);
});
