import * as z from "zod/mini";

/** Largest count that a double carries exactly: 2^53 - 1. */
export const MAX_COUNT = Number.MAX_SAFE_INTEGER;

const count = z.int().check(z.gte(0), z.lte(MAX_COUNT));
const quantity = z.number().check(z.gte(0), z.lte(MAX_COUNT));

export const SEARCH_CONTEXT_SIZES = ["low", "medium", "high"] as const;

/** Every usage field, once: requests, documents and the SDK are made from it. Units: tokens, pieces, pixels, seconds, characters. */
export const usageFields = {
  input_tokens: count,
  output_tokens: count,
  cache_read_tokens: count,
  cache_read_audio_tokens: count,
  cache_write_tokens: count,
  cache_write_1h_tokens: count,
  input_audio_tokens: count,
  input_image_tokens: count,
  input_video_tokens: count,
  reasoning_tokens: count,
  output_audio_tokens: count,
  output_image_tokens: count,
  output_video_tokens: count,
  citation_tokens: count,
  requests: count,
  queries: count,
  web_searches: count,
  web_search_context_size: z.enum(SEARCH_CONTEXT_SIZES),
  code_interpreter_sessions: count,
  input_images: count,
  output_images: count,
  input_pixels: count,
  output_pixels: count,
  input_audio_seconds: quantity,
  output_audio_seconds: quantity,
  input_video_seconds: quantity,
  output_video_seconds: quantity,
  input_characters: count,
  output_characters: count,
  pages: count,
  annotation_pages: count,
} as const;

/** All fields of a usage, each of which may be absent; whether parts fit their totals is `impossibility`'s to say. */
export const usageSchema = z.partial(z.strictObject(usageFields));

type UsageField = keyof typeof usageFields;
type UsageQuantity = Exclude<UsageField, "web_search_context_size">;

/** What a call used. A total includes its parts; parts are disjoint; absent (or undefined) is not zero but "not stated". */
export type Usage = { readonly [Field in UsageQuantity]?: number | undefined } & {
  readonly web_search_context_size?: (typeof SEARCH_CONTEXT_SIZES)[number] | undefined;
};

const QUANTITIES = Object.keys(usageFields).filter(
  (field): field is UsageQuantity => field !== "web_search_context_size",
);

/** The usage fields alone that are stated, of something that has more around them (query parameters). */
export function pickUsage(given: Usage): Usage {
  const usage: { -readonly [Field in keyof Usage]: Usage[Field] } = {};
  for (const field of QUANTITIES) if (given[field] !== undefined) usage[field] = given[field];
  if (given.web_search_context_size !== undefined) usage.web_search_context_size = given.web_search_context_size;
  return usage;
}

/** Which total a part belongs to: a part without its total, or parts above it, are impossible. */
export const PARTS = {
  input_tokens: [
    "cache_read_tokens",
    "cache_write_tokens",
    "cache_write_1h_tokens",
    "input_audio_tokens",
    "input_image_tokens",
    "input_video_tokens",
  ],
  output_tokens: [
    "reasoning_tokens",
    "output_audio_tokens",
    "output_image_tokens",
    "output_video_tokens",
    "citation_tokens",
  ],
  cache_read_tokens: ["cache_read_audio_tokens"],
} as const;

/** The same usage where nothing is made. */
export function withoutOutput(usage: Usage): Usage {
  const {
    output_tokens: _total,
    reasoning_tokens: _reasoning,
    output_audio_tokens: _audio,
    output_image_tokens: _image,
    output_video_tokens: _video,
    citation_tokens: _citation,
    ...rest
  } = usage;
  return rest;
}

/** Why a usage cannot be: the part at fault as a JSON pointer into the usage, and a sentence. */
export interface ImpossibleUsage {
  readonly pointer: string;
  readonly message: string;
}

/** The first contradiction in a usage whose numbers are already valid, or null. */
export function impossibility(usage: Usage): ImpossibleUsage | null {
  return (
    overflowing(usage, "input_tokens", PARTS.input_tokens) ??
    overflowing(usage, "output_tokens", PARTS.output_tokens) ??
    overflowing(usage, "cache_read_tokens", PARTS.cache_read_tokens)
  );
}

function overflowing(
  usage: Usage,
  total: keyof typeof PARTS,
  parts: readonly Exclude<UsageField, "web_search_context_size">[],
): ImpossibleUsage | null {
  const whole = usage[total];
  let rest = whole ?? 0;
  for (const part of parts) {
    const value = usage[part];
    if (value === undefined || value === 0) continue;
    if (whole === undefined) return { pointer: `/${part}`, message: `${part} is part of ${total}, which is not given` };
    if (value > rest)
      return {
        pointer: `/${part}`,
        message: `the parts of ${total} exceed it: ${part} is ${value}, ${rest} are left of ${whole}`,
      };
    rest -= value;
  }
  return null;
}
