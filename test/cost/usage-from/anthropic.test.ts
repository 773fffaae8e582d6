import { describe, expect, it } from "vitest";
import { check, readingOf } from "./reads.ts";
import type { Fixture } from "./reads.ts";

const message = {
  id: "msg_01XFDU",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-4-5-20250929",
  content: [],
};

const FIXTURES: readonly Fixture[] = [
  {
    title: "what was read from and written to the cache is added to the input, by lifetime",
    response: {
      ...message,
      usage: {
        input_tokens: 2048,
        cache_read_input_tokens: 1800,
        cache_creation_input_tokens: 248,
        cache_creation: { ephemeral_5m_input_tokens: 148, ephemeral_1h_input_tokens: 100 },
        output_tokens: 503,
        server_tool_use: { web_search_requests: 3, web_fetch_requests: 0 },
        service_tier: "priority",
        inference_geo: "us",
      },
    },
    convention: "anthropic_messages",
    usage: {
      input_tokens: 4096,
      cache_read_tokens: 1800,
      cache_write_tokens: 148,
      cache_write_1h_tokens: 100,
      output_tokens: 503,
      web_searches: 3,
    },
    also: {
      provider: "anthropic",
      model: "claude-sonnet-4-5-20250929",
      response_id: "msg_01XFDU",
      service_tier: "priority",
      region: "us",
    },
  },
  {
    title: "writes without lifetimes have the default one",
    response: {
      ...message,
      usage: { input_tokens: 10, cache_creation_input_tokens: 500, cache_read_input_tokens: 0, output_tokens: 5 },
    },
    convention: "anthropic_messages",
    usage: { input_tokens: 510, cache_write_tokens: 500, output_tokens: 5 },
  },
  {
    title: "thinking is part of the output, fast mode is a tier, an unknown place is no region",
    response: {
      ...message,
      usage: {
        input_tokens: 10,
        output_tokens: 500,
        output_tokens_details: { thinking_tokens: 400 },
        speed: "fast",
        service_tier: "standard",
        inference_geo: "not_available",
      },
    },
    convention: "anthropic_messages",
    usage: { input_tokens: 10, output_tokens: 500, reasoning_tokens: 400 },
    also: { service_tier: "fast" },
  },
  {
    title: "a compaction is billed beside the counts at the top",
    response: {
      ...message,
      usage: {
        input_tokens: 100,
        cache_read_input_tokens: 0,
        output_tokens: 50,
        iterations: [
          {
            type: "compaction",
            input_tokens: 180_000,
            output_tokens: 3500,
            cache_read_input_tokens: 0,
            cache_creation_input_tokens: 0,
          },
          { type: "message", input_tokens: 100, output_tokens: 50 },
        ],
      },
    },
    convention: "anthropic_messages",
    usage: { input_tokens: 180_100, output_tokens: 3550 },
  },
  {
    title: "the prefix of the id tells the cloud: Bedrock",
    response: { ...message, id: "msg_bdrk_01", usage: { input_tokens: 1, output_tokens: 2 } },
    convention: "anthropic_messages",
    usage: { input_tokens: 1, output_tokens: 2 },
    also: { provider: "bedrock" },
  },
  {
    title: "the prefix of the id tells the cloud: Vertex",
    response: { ...message, id: "msg_vrtx_01", usage: { input_tokens: 1, output_tokens: 2 } },
    convention: "anthropic_messages",
    usage: { input_tokens: 1, output_tokens: 2 },
    also: { provider: "vertex_ai" },
  },
  {
    title: "another seller's model in the same form is not taken for Anthropic's",
    response: {
      ...message,
      model: "kimi-k2",
      usage: { input_tokens: 1, cache_read_input_tokens: 9, output_tokens: 2 },
    },
    convention: "anthropic_messages",
    usage: { input_tokens: 10, cache_read_tokens: 9, output_tokens: 2 },
    also: { model: "kimi-k2" },
  },
  {
    title: "a batch's result line is billed at the batch tier",
    response: {
      custom_id: "second",
      result: { type: "succeeded", message: { ...message, usage: { input_tokens: 11, output_tokens: 36 } } },
    },
    convention: "anthropic_messages",
    usage: { input_tokens: 11, output_tokens: 36 },
    also: { service_tier: "batch" },
  },
  {
    title: "the last event of a stream alone",
    response: {
      type: "message_delta",
      delta: { stop_reason: "end_turn" },
      usage: { input_tokens: 10_682, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 510 },
    },
    convention: "anthropic_messages",
    usage: { input_tokens: 10_682, output_tokens: 510 },
  },
  {
    title: "a last event that counts only the output says so",
    response: { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 15 } },
    convention: "anthropic_messages",
    usage: { output_tokens: 15 },
    warnings: ["missing_field"],
  },
  {
    title: "a bare usage with Anthropic's names",
    response: { input_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 90, output_tokens: 5 },
    convention: "anthropic_messages",
    usage: { input_tokens: 100, cache_read_tokens: 90, output_tokens: 5 },
  },
  {
    title: "a bare usage that a gateway could have made is read beside, with a warning",
    response: { input_tokens: 1000, cache_read_input_tokens: 800, output_tokens: 10 },
    convention: "anthropic_messages",
    usage: { input_tokens: 1800, cache_read_tokens: 800, output_tokens: 10 },
    warnings: ["ambiguous_usage"],
  },
];

describe("Anthropic's messages", () => {
  it.each(FIXTURES)("$title", check);

  it("a named seller settles what a bare usage leaves open", () => {
    const bare = { input_tokens: 1000, cache_read_input_tokens: 800, output_tokens: 10 };
    expect(readingOf(bare, { provider: "anthropic" })).toMatchObject({ usage: { input_tokens: 1800 }, warnings: [] });
    expect(readingOf(bare, { provider: "openai" })).toMatchObject({ usage: { input_tokens: 1000 }, warnings: [] });
  });
});
