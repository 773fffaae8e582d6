import type { Draft } from "./draft.ts";
import { isObject } from "../../text/json.ts";
import { sum } from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { Folded, Shape, StreamShape } from "./shape.ts";

/** Cohere's chat and embed, both API versions: what is billed is `billed_units`; `tokens` also counts its own prompt. */
export const cohere: Shape = {
  convention: "cohere",
  sellers: ["cohere"],
  recognises: (body) => unitsOf(body) !== undefined,
  read(body, draft) {
    draft.provider = "cohere";
    const holder = body.object("usage", "meta") ?? body;
    const billed = holder.object("billed_units");
    const units = billed ?? holder.object("tokens");
    if (units === undefined) return;
    const image = units.count("image_tokens");
    const text = units.count("input_tokens");
    draft.put("input_tokens", sum(text, image));
    draft.put("input_image_tokens", image);
    draft.put("output_tokens", units.count("output_tokens"));
    draft.put("queries", units.count("search_units"));
    draft.put("input_images", units.count("images"));
    readCached(holder, draft);
    if (billed === undefined)
      draft.findings.warn("missing_field", "no billed_units; tokens, which also count Cohere's own prompt, are billed");
    if (units.has("classifications")) draft.findings.warn("not_priced", "classifications have no price here");
  },
};

function unitsOf(body: Fields): Fields | undefined {
  const holder = body.inside("usage") ?? body.inside("meta") ?? body;
  return (
    holder.inside("billed_units") ?? (holder.has("input_tokens", "prompt_tokens") ? undefined : holder.inside("tokens"))
  );
}

/** Cached tokens are of the whole prompt, of which only a part is billed: more of them than billed input cannot be priced. */
function readCached(holder: Fields, draft: Draft): void {
  const cached = holder.count("cached_tokens");
  if (cached === undefined || cached.value === 0) return;
  if (cached.value <= (draft.usage.input_tokens ?? 0)) draft.put("cache_read_tokens", cached);
  else
    draft.findings.warn(
      "ambiguous_usage",
      `${cached.value} cached tokens are more than the billed input; assumed not billed`,
    );
}

/** v2 closes with `message-end`, v1 with `stream-end`. */
export const cohereEvents: StreamShape = {
  recognises: (event) =>
    event["type"] === "message-end" || event["type"] === "content-delta" || typeof event["event_type"] === "string",
  fold(events): Folded {
    const end = events.findLast((event) => event["type"] === "message-end" || event["event_type"] === "stream-end");
    const body = end?.["delta"] ?? end?.["response"];
    return { body: isObject(body) ? body : {}, ended: end !== undefined };
  },
};
