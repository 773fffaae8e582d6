import { describe, expect, it } from "vitest";
import { FLAGSHIP_MODELS } from "../../../shared/health/status-pages/flagship-models.ts";
import { STATUS_PAGES } from "../../../shared/health/status-pages/table.ts";

const entries = [...STATUS_PAGES.values()];

/** LiteLLM's root ids, as the rest of the product names providers. */
const ROOTS =
  "openai anthropic vertex_ai gemini azure bedrock mistral cohere groq together_ai fireworks_ai deepseek perplexity xai openrouter replicate huggingface cerebras sambanova deepinfra voyage jina_ai nvidia_nim moonshot lambda_ai nebius github_copilot vercel_ai_gateway elevenlabs deepgram assemblyai stability watsonx novita".split(
    " ",
  );

describe("the table of status pages", () => {
  it("has every provider that was asked for, and at least 25 at confidence A or B that are polled", () => {
    for (const root of ROOTS) expect(STATUS_PAGES.has(root), root).toBe(true);
    expect(entries.filter((one) => one.confidence !== "C" && one.poll.length > 0).length).toBeGreaterThanOrEqual(25);
  });

  it.each(entries.map((one) => [one.provider, one] as const))(
    "%s polls https only, and watches each component once",
    (provider, one) => {
      expect(provider).toMatch(/^[a-z0-9._-]{1,64}$/);
      for (const url of [one.page, ...one.poll, ...(one.inventory === null ? [] : [one.inventory])])
        expect(URL.parse(url)?.protocol).toBe("https:");
      expect(new Set(one.components.map((component) => component.id)).size).toBe(one.components.length);
      expect(one.identity.names.length).toBeGreaterThan(0);
      expect(one.identity.names.every((name) => name === name.toLowerCase() && name !== "")).toBe(true);
      if (one.components.length > 0) expect(one.components.some((component) => component.counts)).toBe(true);
      expect(one.poll.length === 0).toBe(one.untrusted !== null);
    },
  );

  it("asks for at most 42 documents in all, so that a forced run stays under 50 requests", () => {
    const urls = new Set(entries.flatMap((one) => [...one.poll, ...(one.inventory === null ? [] : [one.inventory])]));
    expect(urls.size).toBeLessThanOrEqual(42);
  });

  it("names every flagship's provider once, by an id it has", () => {
    const providers = FLAGSHIP_MODELS.map((flagship) => flagship.provider);
    expect(new Set(providers).size).toBe(providers.length);
    for (const provider of providers) expect(STATUS_PAGES.has(provider), provider).toBe(true);
    for (const { model } of FLAGSHIP_MODELS) expect(model).toMatch(/^[a-z0-9-]+\/[a-z0-9.-]+$/);
    expect(new Set(FLAGSHIP_MODELS.map((flagship) => flagship.model)).size).toBeLessThanOrEqual(40);
  });
});
