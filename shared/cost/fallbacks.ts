import type { Meter } from "../pricing/meter.ts";
import type { CostWarningCode } from "./receipt.ts";

/** The rate that prices a meter which has none of its own. */
export interface Fallback {
  readonly meter: Meter;
  /** Word of the rule on the receipt. */
  readonly word: string;
  /** Null where the seller means it so (a text price that covers images, an output price that covers reasoning). */
  readonly warning: CostWarningCode | null;
}

const from = (meter: Meter, word: string, warning: CostWarningCode | null): Fallback => ({ meter, word, warning });

/** In order of preference; a meter that is not here is unpriced without a rate of its own. */
export const FALLBACKS: ReadonlyMap<Meter, readonly Fallback[]> = new Map<Meter, readonly Fallback[]>([
  ["cache_read_tokens", [from("input_tokens", "input_rate", "cache_read_rate_missing")]],
  [
    "cache_read_audio_tokens",
    [
      from("cache_read_tokens", "cache_read_rate", "cache_read_audio_rate_missing"),
      from("input_audio_tokens", "input_audio_rate", "cache_read_rate_missing"),
      from("input_tokens", "input_rate", "cache_read_rate_missing"),
    ],
  ],
  ["cache_write_tokens", [from("input_tokens", "input_rate", "cache_write_rate_missing")]],
  [
    "cache_write_1h_tokens",
    [
      from("cache_write_tokens", "cache_write_rate", "cache_write_1h_rate_missing"),
      from("input_tokens", "input_rate", "cache_write_1h_rate_missing"),
    ],
  ],
  ["input_audio_tokens", [from("input_tokens", "input_rate", "input_audio_rate_missing")]],
  ["input_image_tokens", [from("input_tokens", "input_rate", null)]],
  ["input_video_tokens", [from("input_tokens", "input_rate", "input_video_rate_missing")]],
  ["reasoning_tokens", [from("output_tokens", "output_rate", null)]],
  ["output_audio_tokens", [from("output_tokens", "output_rate", "output_audio_rate_missing")]],
  ["output_image_tokens", [from("output_tokens", "output_rate", "output_image_rate_missing")]],
  ["output_video_tokens", [from("output_tokens", "output_rate", "output_video_rate_missing")]],
  ["citation_tokens", [from("output_tokens", "output_rate", "citation_rate_missing")]],
]);

/**
 * Units that say the same thing, the one that is billed first where a usage states several:
 * an image is billed by its tokens or by the piece, never both.
 */
export const SAME_THING: readonly (readonly Meter[])[] = [
  ["output_image_tokens", "output_images", "output_pixels"],
  ["input_image_tokens", "input_images", "input_pixels"],
  ["input_audio_tokens", "input_audio_seconds"],
  ["output_audio_tokens", "output_audio_seconds"],
  ["input_video_tokens", "input_video_seconds"],
  ["output_video_tokens", "output_video_seconds"],
];

/** The same for text: characters say what a stated total says, even where its parts leave no plain text. */
export const SAME_TEXT = [
  ["input_tokens", "input_characters"],
  ["output_tokens", "output_characters"],
] as const;

/** Fees beside the model's own work: a service tier does not change them. */
export const FEES: ReadonlySet<Meter> = new Set<Meter>(["requests", "web_searches", "code_interpreter_sessions"]);

/** Parts whose own price differs widely from their total's: a tier that does not list it cannot be guessed from its text price. */
export const OWN_PRICE_PARTS: ReadonlySet<Meter> = new Set<Meter>([
  "input_audio_tokens",
  "input_image_tokens",
  "input_video_tokens",
  "output_audio_tokens",
  "output_image_tokens",
  "output_video_tokens",
]);
