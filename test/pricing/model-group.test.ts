import { describe, expect, it } from "vitest";
import { groupModels } from "../../shared/pricing/model-group.ts";

function models(ids: readonly string[]): readonly (string | undefined)[] {
  const groups = groupModels(ids.map((id) => ({ id, provider: id.slice(0, id.indexOf("/")) })));
  return ids.map((id) => groups.get(id));
}

describe("the model of an offer", () => {
  it("is one for the spellings of all its sellers", () => {
    const claude = [
      "anthropic/claude-sonnet-4-5",
      "anthropic/claude-sonnet-4-5-20250929",
      "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
      "vertex_ai/claude-sonnet-4-5@20250929",
      "openrouter/anthropic/claude-sonnet-4.5",
      "azure_ai/claude-sonnet-4-5",
    ];
    expect(new Set(models(claude))).toStrictEqual(new Set(["claude-sonnet-4-5"]));
    const llama = [
      "fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct",
      "bedrock/meta.llama3-1-8b-instruct-v1:0",
      "together_ai/meta-llama/Meta-Llama-3.1-8B-Instruct",
      "vertex_ai/meta/llama-3.1-8b-instruct-maas",
      "openrouter/meta-llama/llama-3.1-8b-instruct:free",
    ];
    expect(new Set(models(llama))).toStrictEqual(new Set(["llama-3-1-8b-instruct"]));
    expect(new Set(models(["bedrock/deepseek.r1-v1:0", "azure_ai/deepseek-r1"]))).toStrictEqual(
      new Set(["deepseek-r1"]),
    );
  });

  it("is another one for each date when a version has several", () => {
    expect(
      models(["openai/gpt-4o", "openai/gpt-4o-2024-05-13", "azure/gpt-4o-2024-05-13", "azure/gpt-4o-2024-08-06"]),
    ).toStrictEqual(["gpt-4o", "gpt-4o-20240513", "gpt-4o-20240513", "gpt-4o-2024-08-06"]);
  });

  it("is the bare id where nobody else sells it", () => {
    expect(models(["ai21/jamba-large-1.7"])).toStrictEqual(["jamba-large-1.7"]);
  });

  it("never takes another size, tuning, precision or experiment for the same weights", () => {
    const ids = [
      "a/gpt-5",
      "b/gpt-5-nano",
      "c/gpt-5-mini",
      "d/llama-3.1-8b",
      "e/llama-3.1-8b-instruct",
      "f/llama-3.1-8b-instruct-turbo",
      "g/llama-3.1-8b-instruct-fp8",
      "h/deepseek-v3.2",
      "i/deepseek-v3.2-exp",
      "j/mistral-large",
      "k/mistral-large-latest",
    ];
    expect(new Set(models(ids)).size).toBe(ids.length);
  });

  it("does not group words that name no weights", () => {
    expect(models(["deepgram/base", "other/x/base", "other/sonar"])).toStrictEqual([
      "deepgram/base",
      "other/x/base",
      "other/sonar",
    ]);
  });
});
