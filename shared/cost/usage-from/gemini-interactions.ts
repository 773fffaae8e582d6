import { isObject } from "../../text/json.ts";
import { sum, sumOf } from "./fields.ts";
import { putInput } from "./input-parts.ts";
import { both, modalitiesOf } from "./modalities.ts";
import { usageMarks, usageOf, wordOf } from "./shape.ts";
import type { Shape, StreamShape } from "./shape.ts";

/** Google's Interactions API: the same arithmetic as `generateContent` under names of its own. */
export const geminiInteractions: Shape = {
  convention: "gemini_interactions",
  sellers: ["gemini", "vertex_ai"],
  recognises: (body) => usageMarks(body).has("total_input_tokens", "total_output_tokens"),
  read(body, draft) {
    const usage = usageOf(body);
    const input = modalitiesOf(usage.list("input_tokens_by_modality"));
    const tools = modalitiesOf(usage.list("tool_use_tokens_by_modality"));
    const cached = modalitiesOf(usage.list("cached_tokens_by_modality"));
    putInput(draft, {
      total: sum(usage.count("total_input_tokens"), usage.count("total_tool_use_tokens")),
      cache_read: usage.count("total_cached_tokens"),
      modalities: both(input, tools),
      cached: usage.has("cached_tokens_by_modality") ? cached : undefined,
    });
    const thoughts = usage.count("total_thought_tokens");
    const output = modalitiesOf(usage.list("output_tokens_by_modality"));
    draft.put("output_tokens", sum(usage.count("total_output_tokens"), thoughts));
    draft.put("reasoning_tokens", thoughts);
    draft.put("output_audio_tokens", output.audio);
    draft.put("output_image_tokens", output.image);
    draft.put("output_video_tokens", output.video);
    const grounding = usage.list("grounding_tool_count").filter((each) => (each.text("type") ?? "").includes("search"));
    draft.searches(sumOf(grounding.map((each) => each.count("count"))));
  },
};

export const interactionEvents: StreamShape = {
  recognises: (event) => wordOf(event, "event_type").startsWith("interaction."),
  fold(events) {
    const last = events.findLast((event) => isObject(event["interaction"]));
    const body = isObject(last?.["interaction"]) ? last["interaction"] : {};
    return { body, ended: /^interaction\.completed?$/.test(wordOf(last, "event_type")) };
  },
};
