import type { Mode } from "../pricing/offer.ts";
import { type Usage, withoutOutput } from "./usage.ts";

/** Offers of these modes produce no tokens: an output stated for them by default is not part of the bill. */
const WITHOUT_OUTPUT: ReadonlySet<Mode> = new Set<Mode>(["embedding", "rerank", "moderation"]);

/** The part of a usage that a mode can use: a ranking of embeddings is not decided by an output they do not have. */
export function usageIn(mode: Mode, usage: Usage): Usage {
  return WITHOUT_OUTPUT.has(mode) && usage.output_tokens !== undefined ? withoutOutput(usage) : usage;
}

const TOKENS: Usage = { input_tokens: 1000, output_tokens: 500 };

/** What a ranking prices when the caller states no usage: tokens, or one natural unit of what the mode sells. */
export function defaultUsage(mode: Mode): Usage {
  return DEFAULTS.get(mode) ?? TOKENS;
}

const DEFAULTS: ReadonlyMap<Mode, Usage> = new Map<Mode, Usage>([
  ["embedding", { input_tokens: 1000 }],
  ["moderation", { input_tokens: 1000 }],
  ["rerank", { queries: 1 }],
  ["search", { queries: 1 }],
  ["image_generation", { output_images: 1 }],
  ["image_edit", { output_images: 1 }],
  ["audio_transcription", { input_audio_seconds: 60 }],
  ["audio_speech", { input_characters: 1000 }],
  ["video_generation", { output_video_seconds: 10 }],
  ["ocr", { pages: 1 }],
]);

/**
 * The caller's usage with the mode's usual one under it: each total that is not stated stands at its default.
 * A mode that sells other units (images, seconds, pages) gets its usual unit only where nothing is stated at all.
 */
export function statedOrUsual(usage: Usage, mode: Mode): Usage {
  const usual = defaultUsage(mode);
  const isByToken = usual.input_tokens !== undefined;
  return isByToken || Object.keys(usage).length === 0 ? { ...usual, ...usage } : usage;
}
