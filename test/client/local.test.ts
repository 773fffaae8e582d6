import { exports } from "cloudflare:workers";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClient, type Client, type EstimateInput, ProblemError } from "../../shared/client/index.ts";
import { NeedsServiceError, openCatalog } from "../../shared/client/local/open.ts";
import snapshot from "../../workers/generated/bundled-hot.txt";

const local = openCatalog(snapshot);

function online(): Client {
  return createClient({
    base_url: "https://ratecard.example",
    fetch: (url, init) => exports.default.fetch(new Request(url, init)),
    offline: false,
  });
}

const MODELS = [
  "openai/gpt-4o",
  "gpt-4o",
  "anthropic/claude-sonnet-4-5",
  "gemini-2.5-pro",
  "GPT-4o",
  "grok-4",
  "no-such-model",
];

const usages = fc.record(
  {
    input_tokens: fc.integer({ min: 0, max: 2_000_000 }),
    output_tokens: fc.integer({ min: 0, max: 200_000 }),
    cache_read_tokens: fc.integer({ min: 0, max: 100_000 }),
    cache_write_tokens: fc.integer({ min: 0, max: 100_000 }),
    reasoning_tokens: fc.integer({ min: 0, max: 10_000 }),
    input_audio_tokens: fc.integer({ min: 0, max: 1_000 }),
    web_searches: fc.integer({ min: 0, max: 9 }),
  },
  { requiredKeys: [] },
);

/** What an answer or a refusal says, without what only a service has. */
async function said(work: () => Promise<{ data: unknown }> | { data: unknown }): Promise<unknown> {
  try {
    return (await work()).data;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { request_id: _id, ...body } = error.body;
    return body;
  }
}

function required() {
  if (local === null) throw new Error("the bundled snapshot cannot be opened");
  return local;
}

describe("an engine with the service's catalog gives the service's answers", () => {
  it("to estimates, GET and POST", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...MODELS),
        usages,
        fc.constantFrom("standard", "batch"),
        async (model, usage, service_tier) => {
          const client = online();
          expect(await said(() => required().estimate({ model, ...usage, service_tier }))).toEqual(
            await said(() => client.estimate({ model, ...usage, service_tier })),
          );
          expect(
            await said(() => required().postEstimate({ model, usage, service_tier, max_output_tokens: 1000 })),
          ).toEqual(await said(() => client.postEstimate({ model, usage, service_tier, max_output_tokens: 1000 })));
        },
      ),
      { numRuns: 60, seed: 8 },
    );
  });

  it("to rankings, but for quality and health, which it does not know", async () => {
    await fc.assert(
      fc.asyncProperty(
        usages,
        fc.constantFrom("chat", "embedding"),
        fc.boolean(),
        async (usage, mode, include_free) => {
          const input = { ...usage, mode, include_free, limit: 20 } as const;
          const known = (rows: unknown): unknown =>
            Array.isArray(rows) ? rows.map((row: object) => ({ ...row, quality: null, health: null })) : rows;
          const client = online();
          expect(known(await said(() => required().cheapest(input)))).toEqual(
            known(await said(() => client.cheapest(input))),
          );
        },
      ),
      { numRuns: 25, seed: 8 },
    );
  });

  it("to comparisons", async () => {
    const known = (data: unknown): unknown =>
      JSON.parse(JSON.stringify(data), (key, value) =>
        key === "quality" ? null : key === "quality_tie_with_best" ? undefined : value,
      );
    await fc.assert(
      fc.asyncProperty(fc.subarray(MODELS, { minLength: 1 }), usages, async (models, usage) => {
        const client = online();
        expect(known(await said(() => required().compare({ models, ...usage })))).toEqual(
          known(await said(() => client.compare({ models, ...usage }))),
        );
      }),
      { numRuns: 25, seed: 8 },
    );
  });

  it("and says which catalog they are from, and how old", () => {
    const answer = required().estimate({ model: "openai/gpt-4o", input_tokens: 1 });
    expect(answer).toMatchObject({
      state: "offline",
      meta: { catalog: { state: "bundled", version: required().version } },
    });
    expect(answer.age_seconds).toBeGreaterThan(0);
  });
});

describe("an engine without a service", () => {
  it.each([
    ["a quality", () => required().cheapest({ min_quality: 50 })],
    ["health", () => required().cheapest({ healthy: true })],
    ["another price version", () => required().estimate({ model: "gpt-4o", price_version: "0".repeat(32) })],
    ["a text to count", () => required().estimate({ model: "gpt-4o", text: "hello" })],
    ["a text in the usage", () => required().postEstimate({ model: "gpt-4o", usage: { text: "hello" } })],
    ["a hold of budget", () => required().postEstimate({ model: "gpt-4o", reserve: true })],
  ])("answers nothing that asks for %s", (_, ask) => {
    expect(ask).toThrow(NeedsServiceError);
  });

  const wrong: readonly (EstimateInput & Record<string, unknown>)[] = [
    { model: "gpt-4o", input_tokens: -1 },
    { model: "gpt-4o", input_tokens: 1.5 },
    { model: "gpt-4o", input_tokens: Number.NaN },
    { model: "gpt-4o", input_token: 1 },
    { model: "gpt-4o", at: "yesterday" },
    { model: "gpt-4o", constructor: 1 },
  ];
  it.each(wrong)("refuses %j as the service does", (input) => {
    expect(() => required().estimate(input)).toThrow(
      expect.objectContaining({ kind: "problem", code: "invalid_request" }),
    );
  });

  it.each(["", "{}", "not a catalog", snapshot.slice(0, 1000)])("opens no snapshot that is none", (text) => {
    expect(openCatalog(text)).toBeNull();
  });
});

describe("a service's snapshot", () => {
  it("is what the engine opens", async () => {
    const client = online();
    const { data } = await client.getSnapshot();
    expect(openCatalog(data)?.offers).toBe(required().offers);
    await client.sync();
    expect((await client.local())?.version).toBe(required().version);
  });

  it("is revalidated with its ETag", async () => {
    const client = online();
    expect((await client.getSnapshot()).state).toBe("live");
    expect((await client.getSnapshot()).state).toBe("revalidated");
  });
});
