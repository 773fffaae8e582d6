import { METERS } from "../../pricing/meter.ts";
import { SEARCH_CONTEXT_SIZES } from "../usage.ts";
import { usageMarks, usageOf } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** Fields of the normalised usage that no provider uses; they tell it from a bare `input_tokens`. */
const OWN = [
  "cache_read_tokens",
  "cache_read_audio_tokens",
  "cache_write_1h_tokens",
  "input_audio_tokens",
  "input_image_tokens",
  "input_video_tokens",
  "output_audio_tokens",
  "output_image_tokens",
  "output_video_tokens",
  "input_audio_seconds",
  "output_audio_seconds",
  "input_video_seconds",
  "output_video_seconds",
  "input_characters",
  "output_characters",
  "web_searches",
  "code_interpreter_sessions",
  "input_images",
  "output_images",
  "input_pixels",
  "output_pixels",
  "citation_tokens",
  "pages",
  "annotation_pages",
  "queries",
] as const;

/** The usage of this API's own answers, given back as it is. */
export const normalised: Shape = {
  convention: "normalised",
  sellers: [],
  recognises: (body) => usageMarks(body).has(...OWN) && !usageMarks(body).has("prompt_tokens"),
  read(body, draft) {
    const usage = usageOf(body);
    for (const meter of METERS) {
      draft.put(meter, meter.endsWith("_seconds") ? usage.quantity(meter) : usage.count(meter));
    }
    const size = usage.text("web_search_context_size");
    const known = SEARCH_CONTEXT_SIZES.find((each) => each === size);
    if (known !== undefined) draft.usage.web_search_context_size = known;
  },
};
