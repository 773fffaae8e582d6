import { isObject } from "../../text/json.ts";
import type { Fields } from "./fields.ts";
import { RESPONSES_NAMES, readTokens } from "./openai-tokens.ts";
import { wordOf } from "./shape.ts";
import type { Shape, StreamShape } from "./shape.ts";
import { readXaiExtras } from "./xai-extras.ts";

/** Generated and edited images: by tokens where usage counts any, else one by one. Together, Fireworks and xAI copy the form. */
export const openaiImages: Shape = {
  convention: "openai_images",
  sellers: ["openai", "azure"],
  recognises: (body) => images(body) > 0 || isClosing(body.raw("type")),
  read(body, draft) {
    const usage = body.object("usage");
    if (usage !== undefined) readXaiExtras(usage, draft);
    if (usage?.has("input_tokens", "output_tokens") === true) {
      readTokens(usage, draft, RESPONSES_NAMES);
      // Without details every output token is of an image; text among them is stated only beside the image tokens.
      if (!usage.has("output_tokens_details")) draft.put("output_image_tokens", usage.count("output_tokens"));
    } else {
      const count = isClosing(body.raw("type")) ? 1 : images(body);
      draft.put("output_images", { value: count, pointer: body.at("data") });
    }
  },
};

function images(body: Fields): number {
  return body.items("data").filter((item) => item.has("b64_json", "url") && !item.has("embedding", "object")).length;
}

const CLOSING: ReadonlySet<unknown> = new Set(["image_generation.completed", "image_edit.completed"]);

function isClosing(type: unknown): boolean {
  return CLOSING.has(type);
}

/** Partial images, then one event per finished image; a partial one is billed as tokens of the finished one. */
export const imageEvents: StreamShape = {
  recognises: (event) => /^image_(?:generation|edit)\./.test(wordOf(event, "type")),
  fold(events) {
    const done = events.findLast((event) => isClosing(event["type"]) && isObject(event["usage"]));
    const any = done ?? events.findLast((event) => isClosing(event["type"]));
    return { body: any ?? {}, ended: any !== undefined };
  },
};
