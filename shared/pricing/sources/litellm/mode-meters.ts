import type { Meter } from "../../meter.ts";
import type { Mode } from "../../offer.ts";
import type { Rate } from "../../rate.ts";
import { isPositive } from "../usd.ts";

/** What a second is, by mode; a mode that is not here sells seconds as dedicated capacity. */
const INPUT_SECONDS: ReadonlyMap<Mode, Meter> = new Map<Mode, Meter>([
  ["audio_transcription", "input_audio_seconds"],
  ["audio_speech", "input_audio_seconds"],
  ["realtime", "input_audio_seconds"],
  ["video_generation", "input_video_seconds"],
]);

/** A transcription has one length: LiteLLM bills `output_cost_per_second` on it where the input price is zero (Soniox). */
const OUTPUT_SECONDS: ReadonlyMap<Mode, Meter> = new Map<Mode, Meter>([
  ["audio_transcription", "input_audio_seconds"],
  ["audio_speech", "output_audio_seconds"],
  ["realtime", "output_audio_seconds"],
  ["video_generation", "output_video_seconds"],
]);

/** The meter of `input_cost_per_second` or `output_cost_per_second`; null where seconds are capacity and not usage. */
export function secondsMeter(stem: string, mode: Mode): Meter | null {
  return (stem === "output_cost_per_second" ? OUTPUT_SECONDS : INPUT_SECONDS).get(mode) ?? null;
}

/**
 * In image generation the "input" price of an image or pixel, standing alone, is that of the generated one
 * (`hd/1024-x-1792/dall-e-3` states 6.539e-8 a pixel, which is $0.12 for its 1024 by 1792).
 */
export function imageMeters(mode: Mode, rates: readonly Rate[]): readonly Rate[] {
  if (mode !== "image_generation") return rates;
  const sellsImages = rates.some((rate) => rate.meter === "output_images" && isPositive(rate.usd));
  const sellsPixels = rates.some((rate) => rate.meter === "output_pixels" && isPositive(rate.usd));
  return rates.flatMap((rate): readonly Rate[] => {
    if (rate.meter === "input_images" && !sellsImages) return [{ ...rate, meter: "output_images" }];
    if (rate.meter === "output_images" && !sellsImages) return [];
    if (rate.meter === "output_pixels" && !sellsPixels) return [];
    // Callers count the pixels of the picture under either name; a usage states one of them.
    if (rate.meter === "input_pixels" && !sellsPixels) return [rate, { ...rate, meter: "output_pixels" }];
    return [rate];
  });
}
