import { expect, it } from "vitest";
import { admits, planNamed, PLAN_NAMES, PLANS } from "../../shared/tenancy/plans.ts";

it("the free plan admits its models and their dated snapshots at any provider", () => {
  for (const id of [
    "openai/gpt-4o-mini",
    "openai/gpt-4o-mini-2024-07-18",
    "azure/us/gpt-4o-mini-2024-07-18",
    "openrouter/openai/gpt-4o-mini",
    "anthropic/claude-3-haiku-20240307",
    "bedrock/us.anthropic.claude-3-haiku-20240307-v1:0",
    "bedrock/us-gov-east-1/anthropic.claude-3-haiku-20240307-v1:0",
    "vertex_ai/claude-3-haiku@20240307",
    "deepseek/deepseek-chat",
    "gemini/gemini-2.0-flash",
    "gemini/gemini-1.5-flash",
    "dashscope/qwen-plus-2025-09-11",
  ]) {
    expect(admits(PLANS.free, id), id).toBe(true);
  }
});

it("the free plan admits no other form that merely begins alike", () => {
  for (const id of [
    "openai/gpt-4o-mini-audio-preview-2024-12-17",
    "openai/gpt-4o-mini-realtime-preview",
    "openai/gpt-4o-mini-search-preview-2025-03-11",
    "openai/gpt-4o-mini-tts",
    "openai/gpt-4o-mini-tts-2025-12-15",
    "openai/gpt-4o-mini-transcribe",
    "openai/ft:gpt-4o-mini-2024-07-18",
    "openai/gpt-4o",
    "openrouter/deepseek/deepseek-chat-v3-0324",
    "openrouter/deepseek/deepseek-chat-v3.1",
    "gemini/gemini-2.0-flash-lite",
    "gemini/gemini-2.0-flash-exp-image-generation",
    "dashscope/qwen-plus-latest",
    "openrouter/qwen/qwen-plus-2025-07-28:thinking",
    "gpt-4o-mini/other",
    "openai/gpt-4o-mini-2024-07-18-2024-07-18x",
    "openai/GPT-4o-mini",
    "",
  ]) {
    expect(admits(PLANS.free, id), id).toBe(false);
  }
});

it("paid plans admit everything outside previews, enterprise and trial the previews too", () => {
  for (const name of ["solo", "pro", "team"] as const) {
    expect(admits(PLANS[name], "openai/gpt-4o-mini-tts")).toBe(true);
    expect(admits(PLANS[name], "gemini/gemini-2.5-pro-preview-05-06")).toBe(false);
  }
  for (const name of ["enterprise", "trial"] as const) {
    expect(admits(PLANS[name], "gemini/gemini-2.5-pro-preview-05-06")).toBe(true);
  }
});

it("an unknown plan is nothing, never free", () => {
  for (const name of ["", "Free", "gold", "__proto__", "constructor", "toString"])
    expect(planNamed(name)).toBeUndefined();
  for (const name of PLAN_NAMES) expect(planNamed(name)?.name).toBe(name);
});
