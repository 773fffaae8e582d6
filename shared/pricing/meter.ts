/**
 * THE vocabulary of billable quantities. A meter has the name of the usage field it bills; of a total it bills what no part claims.
 * Adding one here makes it a usage field, a receipt line and a column of every document.
 */
export const TOKEN_METERS = [
  "input_tokens",
  "cache_read_tokens",
  "cache_read_audio_tokens",
  "cache_write_tokens",
  "cache_write_1h_tokens",
  "input_audio_tokens",
  "input_image_tokens",
  "input_video_tokens",
  "output_tokens",
  "reasoning_tokens",
  "output_audio_tokens",
  "output_image_tokens",
  "output_video_tokens",
  "citation_tokens",
] as const;

export const UNIT_METERS = [
  "requests",
  "queries",
  "web_searches",
  "code_interpreter_sessions",
  "input_images",
  "output_images",
  "input_pixels",
  "output_pixels",
  "input_audio_seconds",
  "output_audio_seconds",
  "input_video_seconds",
  "output_video_seconds",
  "input_characters",
  "output_characters",
  "pages",
  "annotation_pages",
] as const;

export type TokenMeter = (typeof TOKEN_METERS)[number];
export type UnitMeter = (typeof UNIT_METERS)[number];
export type Meter = TokenMeter | UnitMeter;

export const METERS: readonly Meter[] = [...TOKEN_METERS, ...UNIT_METERS];

const TOKEN_METER_NAMES: ReadonlySet<string> = new Set(TOKEN_METERS);
const METER_NAMES: ReadonlySet<string> = new Set(METERS);

export function isTokenMeter(meter: string): meter is TokenMeter {
  return TOKEN_METER_NAMES.has(meter);
}

export function isMeter(name: string): name is Meter {
  return METER_NAMES.has(name);
}
