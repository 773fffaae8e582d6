import type { Effort } from "./effort.ts";
import { nameKey } from "./name-key.ts";

/** A ruling made by hand: this name is that model. `reviewed_at` starts the quarter after which it is due for review. */
export interface Alias {
  readonly name: string;
  readonly model: string;
  readonly effort?: Effort;
  readonly reviewed_at: string;
}

const REVIEWED = "2026-11-23";

/** name | model | effort. Names of boards that spelling, dates and efforts do not explain, and providers' own undated names for one snapshot. */
const TABLE = `
gpt-4o|gpt-4o-2024-08-06
gpt-4|gpt-4-0613
gpt-4-turbo-preview|gpt-4-0125-preview
gpt-3.5-turbo|gpt-3.5-turbo-0125
grok-3-latest|grok-3
grok-3-beta|grok-3
grok-3-mini-latest|grok-3-mini
grok-4-latest|grok-4
grok-4.3-latest|grok-4.3
grok-4.5-latest|grok-4.5
mistral-large-2512|mistral-large-3
mistral-medium-3-1-2508|mistral-medium-2508
mistral-medium-3.1|mistral-medium-2508
mistral-small-3-2-2506|mistral-small-2506
open-mixtral-8x22b|mixtral-8x22b-instruct-v0.1
open-mixtral-8x7b|mixtral-8x7b-instruct-v0.1
open-mistral-nemo|mistral-nemo
open-mistral-nemo-2407|mistral-nemo
nova-pro-v1.0|nova-pro
nova-lite-v1.0|nova-lite
nova-micro-v1.0|nova-micro
nova-pro-v1|nova-pro
nova-lite-v1|nova-lite
nova-micro-v1|nova-micro
llama-3-70b|llama-3-70b-instruct
llama-3-8b|llama-3-8b-instruct
gemma-2-9b|gemma-2-9b-it
qwen2-72b|qwen2-72b-instruct
deepseek-v3.1-thinking|deepseek-v3.1|thinking
deepseek-v3.1-terminus-thinking|deepseek-v3.1-terminus|thinking
gemini-1.5-pro-2024-09|gemini-1.5-pro-002
gemini-1.5-pro-2024-05|gemini-1.5-pro-001
gemini-1.5-flash-2024-09|gemini-1.5-flash-002
gemini-1.5-flash-2024-05|gemini-1.5-flash-001
magistral-small-1.0|magistral-small-2506
mistral-small-3.1|mistral-small-3.1-24b-instruct-2503
mistral-small-2503|mistral-small-3.1-24b-instruct-2503
jamba-1.5-large-001|jamba-1.5-large
jamba-1.5-mini-001|jamba-1.5-mini
claude-3.5-sonnet|claude-3-5-sonnet-20240620
grok-2-2024-12|grok-2-1212
grok-2|grok-2-1212
grok-2-latest|grok-2-1212
grok-3-fast|grok-3
grok-3-fast-beta|grok-3
grok-3-fast-latest|grok-3
grok-3-mini-fast|grok-3-mini
grok-3-mini-fast-beta|grok-3-mini
grok-3-mini-fast-latest|grok-3-mini
grok-4-1-fast|grok-4-1-fast-reasoning
grok-4-1-fast-reasoning-latest|grok-4-1-fast-reasoning
grok-4.20-0309-reasoning|grok-4.20
mistral-medium-2604|mistral-medium-3-5
mistral-medium-latest|mistral-medium-3-5
mistral-large-latest|mistral-large-3
qwen-plus-2025-01-25|qwen-plus-0125
minimax-m2.5-lightning|minimax-m2.5
gemini-gemma-2-27b-it|gemma-2-27b-it
gemini-gemma-2-9b-it|gemma-2-9b-it
nova-pro|nova-pro
nova-lite|nova-lite
nova-micro|nova-micro
gemini-2.5-flash-2025-05|gemini-2.5-flash-preview-05-20
gemini-2.5-flash-2025-04|gemini-2.5-flash-preview-04-17
gemini-2.5-pro-2025-03|gemini-2.5-pro-exp-03-25
gemini-2.0-flash-2024-12|gemini-2.0-flash-exp
gpt-3.5-turbo-2023-06|gpt-3.5-turbo-0613
gpt-4-turbo-2023-11|gpt-4-1106-preview
gpt-4-turbo-2024-04-09|gpt-4-turbo
gpt-4-turbo-2024-04|gpt-4-turbo
gpt-4-2023-06|gpt-4-0613
gpt-4-2023-03|gpt-4-0314
gpt-3.5-turbo-2023-11|gpt-3.5-turbo-1106
gpt-3.5-turbo-2024-01|gpt-3.5-turbo-0125
gpt-4.5|gpt-4.5-preview-2025-02-27
gpt-4.5-preview|gpt-4.5-preview-2025-02-27
chatgpt-4o-latest|chatgpt-4o-latest-20250326
gpt-5-chat-latest|gpt-5-chat
gpt-5.2-chat-latest-20260210|gpt-5.2-chat-latest
gpt-5.2-chat-latest|gpt-5.2-chat-latest
gpt-5.3-chat-latest|gpt-5.3-chat-latest
claude-3.5-sonnet-2024-10|claude-3-5-sonnet-20241022
claude-3.7-sonnet|claude-3-7-sonnet-20250219
claude-3.5-haiku|claude-3-5-haiku-20241022
claude-3-opus|claude-3-opus-20240229
qwen3-max-2025-09-23|qwen3-max
claude-3-5-sonnet-latest|claude-3-5-sonnet-20241022
claude-3-5-haiku-latest|claude-3-5-haiku-20241022
claude-3-7-sonnet-latest|claude-3-7-sonnet-20250219
claude-3-opus-latest|claude-3-opus-20240229
claude-4-opus|claude-opus-4
claude-4-sonnet|claude-sonnet-4
claude-opus-4-0|claude-opus-4
claude-sonnet-4-0|claude-sonnet-4
gemini-3-pro|gemini-3-pro-preview
gemini-3-flash|gemini-3-flash-preview
gemini-3.1-pro|gemini-3.1-pro-preview
gemini-2.5-pro-2025-06|gemini-2.5-pro
gemini-2.5-pro-2025-05|gemini-2.5-pro-preview-05-06
gemini-2.0-flash-2025-02|gemini-2.0-flash-001
gemini-2.0-flash|gemini-2.0-flash-001
gemini-2.5-flash-2025-09|gemini-2.5-flash-preview-09-2025
gemini-2.5-flash-2025-06|gemini-2.5-flash
deepseek-r1-2025-05|deepseek-r1-0528
deepseek-v3-2025-03|deepseek-v3-0324
deepseek-v3.2-thinking|deepseek-v3.2|thinking
deepseek-v3.2-exp-thinking|deepseek-v3.2-exp|thinking
kimi-k2-2025-07|kimi-k2
kimi-k2-0711-preview|kimi-k2
qwen3-235b-a22b-thinking-2025-07|qwen3-235b-a22b-thinking-2507
qwen3-235b-a22b-instruct-2025-07|qwen3-235b-a22b-instruct-2507
qwen2.5-72b|qwen-2.5-72b-instruct
qwen2.5-coder-32b|qwen-2.5-coder-32b-instruct
qwen-3.6-max|qwen3.6-max-preview
qwen-3.5-plus-hosted-397b-a17b|qwen3.5-plus
llama-3.3-70b|llama-3.3-70b-instruct
llama-3.1-70b|llama-3.1-70b-instruct
llama-3.1-8b|llama-3.1-8b-instruct
llama-3.1-405b|llama-3.1-405b-instruct
llama-3.1-405b-instruct-bf16|llama-3.1-405b-instruct
llama-4-maverick-17b-128e-instruct|llama-4-maverick
llama-4-scout-17b-16e-instruct|llama-4-scout
gemma-3-27b|gemma-3-27b-it
gemma-2-27b|gemma-2-27b-it
grok-4.3-beta|grok-4.3
grok-4-0709|grok-4
grok-3-mini-beta|grok-3-mini
grok-4-fast-reasoning|grok-4-fast|thinking
mistral-medium-3.5|mistral-medium-3-5
mistral-large-2-2024-11|mistral-large-2411
mistral-large-2-2024-07|mistral-large-2407
mistral-small-3.2-24b-instruct-2506|mistral-small-2506
mistral-small-3.2-24b-instruct|mistral-small-2506
nvidia-nemotron-3-super-120b-a12b|nemotron-3-super-120b-a12b
nemotron-super-3-120b|nemotron-3-super-120b-a12b
nvidia-nemotron-3-ultra-550b-a55b-nvfp4|nemotron-3-ultra
nvidia-llama-3.3-nemotron-super-49b-v1.5|llama-3.3-nemotron-super-49b-v1.5
doubao-seed-2-0-pro|dola-seed-2.0-pro
hunyuan-hy3-preview|hy3-preview
`;

/** Snapshots that were sold and that no current board of ours lists: without them a dated name would look like the only one of its family. */
export const OTHER_SNAPSHOTS: readonly string[] = [
  "claude-3-5-sonnet-20240620",
  "gpt-4o-2024-11-20",
  "gpt-4o-2024-05-13",
  "o1-preview-2024-09-12",
  "gemini-2.5-pro-2025-03",
  "gemini-2.5-flash-2025-04",
  "gemini-2.5-flash-2025-05",
];

/** Pairs that a looser rule has joined wrongly somewhere: kept so that none can come back. The name may still match a model of exactly that name. */
const PINNED: readonly (readonly [name: string, reason: string])[] = [
  ["gpt-5.5-instant", "not gpt-5.5"],
  ["gpt-5.2-chat", "not gpt-5.2"],
  ["kimi-k2.5-instant", "not kimi-k2.5"],
  ["qwq-32b-preview", "not qwq-32b"],
  ["glm-4.7-flash", "not glm-4.7"],
  ["gemini-pro", "the model of 2023, not the newest pro"],
  ["gemini-pro-dev-api", "the model of 2023, not the newest pro"],
  ["gemini-advanced-0514", "a consumer product"],
  ["mistral-medium", "the model of 2023 on boards, a moving alias in catalogs"],
  ["mpt-30b-chat", "not the base model"],
  ["mpt-7b-chat", "not the base model"],
  ["deepseek-v4-flash-high-preview", "a preview, not deepseek-v4-flash"],
  ["deepseek-v4-pro-high-preview", "a preview, not deepseek-v4-pro"],
  ["deepseek-v4-pro-high-20260813", "the stamp names another snapshot"],
  ["grok-4.20-multi-agent-beta-0309", "several agents, not grok-4.20"],
  ["qwen3-235b-a22b-thinking", "other weights than qwen3-235b-a22b"],
  ["qwen3-next-80b-a3b-thinking", "other weights than the instruct model"],
  ["qwen3-vl-235b-a22b-thinking", "other weights than the instruct model"],
  ["kimi-k2-thinking", "other weights than kimi-k2"],
  ["gpt-5-codex", "not gpt-5"],
  ["command-a-reasoning", "other weights than command-a"],
  ["grok-4.1-thinking", "not the API's grok-4.1-fast"],
];

/** Names that mean another model next month. They match only through the table above. */
const MOVING: ReadonlySet<string> = new Set(
  ["mistral-small", "mistral-large", "mistral-medium", "gemini-flash", "gemini-pro", "qwen-max", "qwen-plus"].concat(
    ["qwen-turbo", "qwen-flash", "qwen-coder", "deepseek-chat", "deepseek-reasoner", "glm-plus", "grok-beta"],
    ["codestral", "devstral", "magistral", "ministral", "command", "claude", "sonar"],
  ),
);

export function isMovingAlias(key: string): boolean {
  return key.endsWith("-latest") || MOVING.has(key);
}

let aliases: ReadonlyMap<string, Alias> | undefined;
let pinned: ReadonlyMap<string, string> | undefined;

export function aliasOf(key: string): Alias | null {
  aliases ??= new Map(aliasTable().map((alias) => [nameKey(alias.name), alias]));
  return aliases.get(key) ?? null;
}

export function pinnedRejection(key: string): string | null {
  pinned ??= new Map(PINNED.map(([name, reason]) => [nameKey(name), reason]));
  return pinned.get(key) ?? null;
}

export function pinnedNames(): readonly string[] {
  return PINNED.map(([name]) => name);
}

export function aliasTable(): readonly Alias[] {
  return TABLE.trim().split("\n").map(aliasOfLine);
}

function aliasOfLine(line: string): Alias {
  const [name = "", model = "", effort = ""] = line.split("|");
  return { name, model, reviewed_at: REVIEWED, ...(effort === "thinking" ? { effort } : {}) };
}
