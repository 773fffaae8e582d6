import { describe, expect, it } from "vitest";
import { usageFrom } from "../../../shared/cost/usage-from/index.ts";
import { LONGEST_TEXT, MOST_EVENTS } from "../../../shared/cost/usage-from/events.ts";
import { problemOf, readingOf } from "./reads.ts";

const chat = (usage: object): object => ({ object: "chat.completion", choices: [], usage });

describe("numbers that are no counts", () => {
  it.each([
    ["negative", -1],
    ["fractional", 1.5],
    ["not finite", Number.POSITIVE_INFINITY],
    ["not a number", Number.NaN],
    ["beyond 2^53 - 1", 2 ** 53],
    ["a text", "12"],
    ["a boolean", true],
    ["a list", [1]],
  ])("%s is refused under the field's pointer", (_kind, value) => {
    expect(problemOf(chat({ prompt_tokens: value, completion_tokens: 1 }))).toMatchObject({
      kind: "problem",
      code: "invalid_request",
      pointer: "/usage/prompt_tokens",
    });
    expect(problemOf({ usageMetadata: { promptTokenCount: 1, candidatesTokenCount: value } })).toMatchObject({
      code: "invalid_request",
      pointer: "/usageMetadata/candidatesTokenCount",
    });
  });

  it("1e15 tokens are many, and a count", () => {
    expect(readingOf(chat({ prompt_tokens: 1e15, completion_tokens: 1 })).usage.input_tokens).toBe(1e15);
  });

  it("counts that only together pass 2^53 - 1 are refused", () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(
      problemOf({ type: "message", usage: { input_tokens: most, cache_read_input_tokens: 1, output_tokens: 1 } }),
    ).toMatchObject({
      code: "invalid_request",
      pointer: "/usage/input_tokens",
    });
  });

  it("details that are no object or list are refused", () => {
    expect(problemOf(chat({ prompt_tokens: 1, completion_tokens: 1, prompt_tokens_details: 7 })).pointer).toBe(
      "/usage/prompt_tokens_details",
    );
    expect(problemOf({ usageMetadata: { promptTokenCount: 1, promptTokensDetails: "x" } }).pointer).toBe(
      "/usageMetadata/promptTokensDetails",
    );
  });

  it("a cost that is no amount is left out with a warning", () => {
    for (const cost of [-1, "much", { total_cost: "NaN" }]) {
      const found = readingOf({ usage: { prompt_tokens: 1, completion_tokens: 1, cost, is_byok: false } });
      expect(found.provider_reported_usd).toBeUndefined();
      expect(found.warnings.map((warning) => warning.code)).toEqual(["invalid_field"]);
    }
  });
});

describe("usage that cannot be", () => {
  it.each([
    [
      "cached above the prompt",
      chat({
        prompt_tokens: 100,
        completion_tokens: 5,
        total_tokens: 105,
        prompt_tokens_details: { cached_tokens: 200 },
      }),
      "/usage/prompt_tokens_details/cached_tokens",
    ],
    [
      "reasoning above the completion",
      chat({
        prompt_tokens: 100,
        completion_tokens: 5,
        total_tokens: 105,
        completion_tokens_details: { reasoning_tokens: 6 },
      }),
      "/usage/completion_tokens_details/reasoning_tokens",
    ],
    [
      "audio above the prompt",
      chat({ prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { audio_tokens: 11 } }),
      "/usage/prompt_tokens_details/audio_tokens",
    ],
    [
      "cached audio above the audio",
      chat({
        prompt_tokens: 100,
        completion_tokens: 5,
        prompt_tokens_details: { cached_tokens: 50, audio_tokens: 10, cached_tokens_details: { audio_tokens: 20 } },
      }),
      "/usage/prompt_tokens_details/cached_tokens_details/audio_tokens",
    ],
    [
      "lifetimes above all cache writes",
      {
        type: "message",
        usage: {
          input_tokens: 1,
          output_tokens: 1,
          cache_creation_input_tokens: 5,
          cache_creation: { ephemeral_5m_input_tokens: 6 },
        },
      },
      "/usage/cache_creation/ephemeral_5m_input_tokens",
    ],
    [
      "cached content above the prompt",
      {
        usageMetadata: {
          promptTokenCount: 10,
          cachedContentTokenCount: 20,
          candidatesTokenCount: 1,
          totalTokenCount: 11,
        },
      },
      "/usageMetadata/cachedContentTokenCount",
    ],
    [
      "a part without its total",
      chat({ completion_tokens: 5, prompt_tokens_details: { cached_tokens: 1 } }),
      "/usage/prompt_tokens_details/cached_tokens",
    ],
  ])("%s is impossible and named", (_title, response, pointer) => {
    expect(problemOf(response)).toMatchObject({ code: "usage_impossible", pointer });
  });

  it("cached tokens that the total counts beside the prompt are possible, with a warning", () => {
    const found = readingOf(
      chat({
        prompt_tokens: 100,
        completion_tokens: 5,
        total_tokens: 305,
        prompt_tokens_details: { cached_tokens: 200 },
      }),
    );
    expect(found.usage).toEqual({ input_tokens: 300, cache_read_tokens: 200, output_tokens: 5 });
    expect(found.warnings.map((warning) => warning.code)).toEqual(["ambiguous_usage"]);
  });
});

describe("cached tokens of which nobody says whether the input includes them", () => {
  it("are taken to be inside a prompt that can hold them, with a warning", () => {
    const found = readingOf(chat({ prompt_tokens: 1000, completion_tokens: 10, cache_read_input_tokens: 800 }));
    expect(found.usage).toEqual({ input_tokens: 1000, cache_read_tokens: 800, output_tokens: 10 });
    expect(found.warnings.map((warning) => warning.code)).toEqual(["ambiguous_usage"]);
    expect(found.warnings[0]?.detail).toContain("inside");
  });

  it("are taken to be beside a prompt that cannot, with a warning", () => {
    const found = readingOf(chat({ prompt_tokens: 100, completion_tokens: 10, cache_read_input_tokens: 800 }));
    expect(found.usage).toEqual({ input_tokens: 900, cache_read_tokens: 800, output_tokens: 10 });
    expect(found.warnings[0]).toMatchObject({ code: "ambiguous_usage", detail: expect.stringContaining("beside") });
  });

  it("under two names with two counts warn and take the first", () => {
    const found = readingOf(
      chat({
        prompt_tokens: 1000,
        completion_tokens: 10,
        cached_tokens: 7,
        prompt_tokens_details: { cached_tokens: 9 },
      }),
    );
    expect(found.usage.cache_read_tokens).toBe(9);
    expect(found.warnings.map((warning) => warning.code)).toEqual(["ambiguous_usage"]);
  });
});

describe("responses that are none", () => {
  it.each([
    ["nothing", null],
    ["a number", 7],
    ["a word", "hello"],
    ["an empty text", ""],
    ["cut JSON", '{"usage":{"prompt_tokens":1'],
    ["an empty object", {}],
    ["an empty list", []],
    ["a list of numbers", [1, 2]],
    ["an unknown object", { foo: { bar: 1 } }],
    ["an empty usage", { object: "chat.completion", usage: {} }],
    ["a usage that is no object", { usage: 7 }],
    ["HTML", "<html><body>502 Bad Gateway</body></html>"],
  ])("%s is an invalid request", (_kind, response) => {
    expect(problemOf(response)).toMatchObject({ kind: "problem", code: "invalid_request" });
  });

  it("a provider's error is named as one", () => {
    const body = { error: { message: "Rate limit", type: "requests", code: "rate_limit_exceeded" } };
    expect(problemOf(body)).toMatchObject({ pointer: "/error", detail: expect.stringContaining("error") });
  });

  it("a text too long to be read is refused unread", () => {
    expect(problemOf(" ".repeat(LONGEST_TEXT + 1)).detail).toContain("longer");
  });

  it("a stream of too many events is refused", { timeout: 60_000 }, () => {
    expect(problemOf("{}\n".repeat(MOST_EVENTS + 1)).detail).toContain(String(MOST_EVENTS));
    expect(problemOf(Array.from({ length: MOST_EVENTS + 1 }, () => ({}))).detail).toContain(String(MOST_EVENTS));
  });

  it("lists longer than a call's arguments are read", { timeout: 60_000 }, () => {
    const promptTokensDetails = Array.from({ length: 130_000 }, () => ({ modality: "AUDIO", tokenCount: 1 }));
    const usageMetadata = {
      promptTokenCount: 400_000,
      candidatesTokenCount: 1,
      totalTokenCount: 400_001,
      promptTokensDetails,
    };
    expect(readingOf({ usageMetadata }).usage.input_audio_tokens).toBe(130_000);
    const iterations = Array.from({ length: 130_000 }, () => ({
      type: "compaction",
      input_tokens: 1,
      output_tokens: 1,
    }));
    expect(
      readingOf({ type: "message", usage: { input_tokens: 1, output_tokens: 1, iterations } }).usage.input_tokens,
    ).toBe(130_001);
    const chunk = { object: "chat.completion.chunk", choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } };
    expect(readingOf(Array.from({ length: MOST_EVENTS }, () => chunk)).usage.input_tokens).toBe(1);
  });

  it("names of the prototype are no fields", () => {
    const hostile: unknown = JSON.parse(
      '{"__proto__":{"usage":{"prompt_tokens":1}},"constructor":{"prompt_tokens":2}}',
    );
    expect(usageFrom(hostile).kind).toBe("problem");
    expect(usageFrom(Object.create({ usage: { prompt_tokens: 1, completion_tokens: 2 } })).kind).toBe("problem");
    const named: unknown = JSON.parse(
      '{"usage":{"prompt_tokens":1,"completion_tokens":2,"__proto__":{"total_tokens":9}}}',
    );
    expect(readingOf(named).usage).toEqual({ input_tokens: 1, output_tokens: 2 });
  });

  it("a tier that is not sold by the token is said", () => {
    const found = readingOf({ ...chat({ prompt_tokens: 1, completion_tokens: 1 }), service_tier: "scale" });
    expect(found.service_tier).toBeUndefined();
    expect(found.warnings.map((warning) => warning.code)).toEqual(["unknown_service_tier"]);
  });
});
