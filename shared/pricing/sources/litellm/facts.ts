import { CAPABILITIES, limitsOf, MODES } from "../../offer.ts";
import type { CacheMinimum, Capability, Limits, Mode } from "../../offer.ts";
import type { Rate } from "../../rate.ts";
import { textsIn } from "../json.ts";
import { readDate, readTokens } from "../fields.ts";
import type { RowFields, StatedFacts } from "./stated-facts.ts";

export const FLAG_BITS = flagBits([
  ["supports_function_calling", "tools"],
  ["supports_parallel_function_calling", "parallel_tools"],
  ["supports_vision", "vision"],
  ["supports_pdf_input", "pdf_input"],
  ["supports_audio_input", "audio_input"],
  ["supports_audio_output", "audio_output"],
  ["supports_video_input", "video_input"],
  ["supports_reasoning", "reasoning"],
  ["supports_response_schema", "structured_output"],
  ["supports_native_structured_output", "structured_output"],
  ["supports_web_search", "web_search"],
  ["supports_computer_use", "computer_use"],
]);

/** With the bit of the capability in the order of CAPABILITIES. */
function flagBits(flags: readonly (readonly [string, Capability])[]): ReadonlyMap<string, number> {
  return new Map(flags.map(([flag, capability]) => [flag, bitOf(capability)]));
}

/** Keys that describe a model and say nothing of its price. */
const DESCRIPTIVE: ReadonlySet<string> = new Set([
  "aliases",
  "audio_seconds_per_prediction",
  "audio_transcription_config",
  "comment",
  "deprecation_date",
  "litellm_provider",
  "metadata",
  "mode",
  "output_vector_size",
  "prompt_cache_min_tokens",
  "reasoning_effort_levels",
  "rpd",
  "rpm",
  "source",
  "supported_endpoints",
  "supported_modalities",
  "supported_output_modalities",
  "supported_regions",
  "thinking_always_on",
  "tool_use_system_prompt_tokens",
  "tpm",
  "use_openai_responses_path",
  "uses_embed_content",
  "web_search_billing_unit",
]);

const DESCRIPTIVE_PREFIX = /^(?:supports_|max_|bedrock_converse_|bedrock_output_config_|gemini_)/;
const IMAGE_MODES: ReadonlySet<Mode> = new Set<Mode>(["image_generation", "image_edit"]);

export interface RowFacts {
  readonly limits: Limits;
  readonly cache_minimum: CacheMinimum | undefined;
  readonly deprecation_date: string | undefined;
}

export function isDescriptive(key: string): boolean {
  return DESCRIPTIVE.has(key) || (DESCRIPTIVE_PREFIX.test(key) && !key.includes("cost"));
}

/** The stated mode; rows without one say it by their provider's name at best (`fireworks_ai-embedding-models`). */
export function readMode({ mode: stated }: StatedFacts, declared: string): Mode {
  if (typeof stated !== "string") return declared.endsWith("-embedding-models") ? "embedding" : "unknown";
  return MODES.find((mode) => mode === stated) ?? "unknown";
}

/** `max_tokens` is a legacy field that means input for some rows and output for others: it is not read. */
export function readFacts(facts: StatedFacts): RowFacts {
  const input = readTokens(facts.max_input_tokens);
  const output = readTokens(facts.max_output_tokens);
  const minimum = readTokens(facts.prompt_cache_min_tokens);
  return {
    limits: limitsOf(input, input, output),
    // The file does not date its minimums: whoever knows when it was fetched fills `as_of`.
    cache_minimum: minimum === undefined ? undefined : { tokens: minimum, source: "litellm", as_of: "" },
    deprecation_date: readDate(facts.deprecation_date),
  };
}

/** Bits in the order of CAPABILITIES. Prompt caching is what has a cache-read price: the flag is wrong both ways in hundreds of rows. */
export function readCapabilities(fields: RowFields, mode: Mode, rates: readonly Rate[]): number {
  let found = fields.capabilities;
  const outputs = textsIn(fields.facts.supported_output_modalities);
  if (outputs.includes("image") || IMAGE_MODES.has(mode)) found |= bitOf("image_output");
  if (outputs.includes("audio")) found |= bitOf("audio_output");
  if (rates.some((rate) => rate.meter === "cache_read_tokens")) found |= bitOf("prompt_caching");
  return found;
}

function bitOf(capability: Capability): number {
  return 1 << CAPABILITIES.indexOf(capability);
}
