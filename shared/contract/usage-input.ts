import * as z from "zod/mini";
import { usageFields, SEARCH_CONTEXT_SIZES } from "../cost/usage.ts";
import { SERVICE_TIERS } from "../pricing/rate.ts";
import { instant, integer, oneOf, optional, quantity, text, withDefault, readInstant } from "./query-field.ts";

const optionalFields = {
  input_tokens: z.optional(usageFields.input_tokens),
  output_tokens: z.optional(usageFields.output_tokens),
  cache_read_tokens: z.optional(usageFields.cache_read_tokens),
  cache_read_audio_tokens: z.optional(usageFields.cache_read_audio_tokens),
  cache_write_tokens: z.optional(usageFields.cache_write_tokens),
  cache_write_1h_tokens: z.optional(usageFields.cache_write_1h_tokens),
  input_audio_tokens: z.optional(usageFields.input_audio_tokens),
  input_image_tokens: z.optional(usageFields.input_image_tokens),
  input_video_tokens: z.optional(usageFields.input_video_tokens),
  reasoning_tokens: z.optional(usageFields.reasoning_tokens),
  output_audio_tokens: z.optional(usageFields.output_audio_tokens),
  output_image_tokens: z.optional(usageFields.output_image_tokens),
  output_video_tokens: z.optional(usageFields.output_video_tokens),
  citation_tokens: z.optional(usageFields.citation_tokens),
  requests: z.optional(usageFields.requests),
  queries: z.optional(usageFields.queries),
  web_searches: z.optional(usageFields.web_searches),
  web_search_context_size: z.optional(usageFields.web_search_context_size),
  code_interpreter_sessions: z.optional(usageFields.code_interpreter_sessions),
  input_images: z.optional(usageFields.input_images),
  output_images: z.optional(usageFields.output_images),
  input_pixels: z.optional(usageFields.input_pixels),
  output_pixels: z.optional(usageFields.output_pixels),
  input_audio_seconds: z.optional(usageFields.input_audio_seconds),
  output_audio_seconds: z.optional(usageFields.output_audio_seconds),
  input_video_seconds: z.optional(usageFields.input_video_seconds),
  output_video_seconds: z.optional(usageFields.output_video_seconds),
  input_characters: z.optional(usageFields.input_characters),
  output_characters: z.optional(usageFields.output_characters),
  pages: z.optional(usageFields.pages),
  annotation_pages: z.optional(usageFields.annotation_pages),
};

/** A usage in a JSON body; whether its parts fit their totals is checked after, so that the refusal is `usage_impossible`. */
export const usageBody = z.strictObject(optionalFields);

/** One text, or a list of texts (an embedding batch): counted together. */
export const textBody = z.union([
  z.string().check(z.maxLength(200_000)),
  z.array(z.string().check(z.maxLength(200_000))).check(z.maxLength(2_048)),
]);

/** The same in a request, where `text` may stand instead of `input_tokens`. */
export const usageRequest = z.strictObject({ ...optionalFields, text: z.optional(textBody) });

/** The same fields as query parameters. */
export const usageQuery = {
  input_tokens: optional(integer()),
  output_tokens: optional(integer()),
  cache_read_tokens: optional(integer()),
  cache_read_audio_tokens: optional(integer()),
  cache_write_tokens: optional(integer()),
  cache_write_1h_tokens: optional(integer()),
  input_audio_tokens: optional(integer()),
  input_image_tokens: optional(integer()),
  input_video_tokens: optional(integer()),
  reasoning_tokens: optional(integer()),
  output_audio_tokens: optional(integer()),
  output_image_tokens: optional(integer()),
  output_video_tokens: optional(integer()),
  citation_tokens: optional(integer()),
  requests: optional(integer()),
  queries: optional(integer()),
  web_searches: optional(integer()),
  web_search_context_size: optional(oneOf(SEARCH_CONTEXT_SIZES)),
  code_interpreter_sessions: optional(integer()),
  input_images: optional(integer()),
  output_images: optional(integer()),
  input_pixels: optional(integer()),
  output_pixels: optional(integer()),
  input_audio_seconds: optional(quantity()),
  output_audio_seconds: optional(quantity()),
  input_video_seconds: optional(quantity()),
  output_video_seconds: optional(quantity()),
  input_characters: optional(integer()),
  output_characters: optional(integer()),
  pages: optional(integer()),
  annotation_pages: optional(integer()),
};

/** How the price is chosen besides the usage: service tier, region, and the instant that is billed. */
export const billingQuery = {
  service_tier: withDefault(oneOf(SERVICE_TIERS), "standard"),
  region: optional(text(64)),
  at: optional(instant()),
};

/** RFC 3339 text -> epoch milliseconds. */
export const instantBody = z.pipe(
  z
    .string()
    .check(z.refine((value) => readInstant(value) !== null, "an RFC 3339 instant such as 2026-11-25T12:00:00Z")),
  z.transform((value) => readInstant(value) ?? 0),
);

export const billingBody = {
  service_tier: z._default(z.enum(SERVICE_TIERS), "standard"),
  region: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  at: z.optional(instantBody),
};

export const modelId = z.string().check(z.minLength(1), z.maxLength(256));

/** The decimal strings that callers send: plain digits, no exponent. */
export const decimalText = z.string().check(z.regex(/^\d{1,15}(?:\.\d{1,18})?$/));
