import { sum } from "./fields.ts";
import type { Count, Fields } from "./fields.ts";

/** Counts by modality; text has no meter of its own and is what the others leave. */
export interface Modalities {
  readonly audio?: Count | undefined;
  readonly image?: Count | undefined;
  readonly video?: Count | undefined;
}

/** Google's lists of counts by modality, summed; documents are read as images (Google bills PDF pages as such). */
export function modalitiesOf(details: readonly Fields[]): Modalities {
  let audio: Count | undefined;
  let image: Count | undefined;
  let video: Count | undefined;
  for (const detail of details) {
    const count = detail.count("tokenCount", "token_count", "tokens");
    const modality = detail.text("modality")?.toUpperCase();
    if (modality === "AUDIO") audio = sum(audio, count);
    else if (modality === "IMAGE" || modality === "DOCUMENT") image = sum(image, count);
    else if (modality === "VIDEO") video = sum(video, count);
  }
  return { audio, image, video };
}

/** What tools put back into the prompt is input of the same modality. */
export function both(a: Modalities, b: Modalities): Modalities {
  return { audio: sum(a.audio, b.audio), image: sum(a.image, b.image), video: sum(a.video, b.video) };
}
