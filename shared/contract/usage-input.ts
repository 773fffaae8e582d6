import * as z from "zod/mini";
import { SEARCH_CONTEXT_SIZES, usageSchema } from "../cost/usage.ts";
import { SERVICE_TIERS } from "../pricing/rate.ts";
import { instant, integer, oneOf, optional, quantity, text, withDefault, readInstant } from "./query-field.ts";

/** One text, or a list of texts (an embedding batch): counted together. */
export const textBody = z.union([
  z.string().check(z.maxLength(200_000)),
  z.array(z.string().check(z.maxLength(200_000))).check(z.maxLength(2_048)),
]);

/** A usage in a JSON body, where `text` may stand instead of `input_tokens`. Parts are held against totals after, so that the refusal is `usage_impossible`. */
export const usageRequest = z.extend(usageSchema, { text: z.optional(textBody) });

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

/** No id of any source is longer. */
export const LONGEST_MODEL = 256;

export const modelId = z.string().check(z.minLength(1), z.maxLength(LONGEST_MODEL));

/** The decimal strings that callers send: plain digits, no exponent. */
export const decimalText = z.string().check(z.regex(/^\d{1,15}(?:\.\d{1,18})?$/));
