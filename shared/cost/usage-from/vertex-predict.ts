import { sumOf } from "./fields.ts";
import type { Shape } from "./shape.ts";

/** Vertex `predict`: text embeddings with their statistics, billable characters, or generated images. */
export const vertexPredict: Shape = {
  convention: "vertex_predict",
  sellers: ["vertex_ai"],
  recognises: (body) =>
    body.items("predictions").some((each) => each.has("embeddings", "bytesBase64Encoded", "gcsUri")),
  read(body, draft) {
    draft.provider = "vertex_ai";
    const predictions = body.items("predictions");
    const statistics = predictions.map((each) => each.object("embeddings")?.object("statistics")?.count("token_count"));
    draft.put("input_tokens", sumOf(statistics));
    draft.put("input_characters", body.object("metadata")?.count("billableCharacterCount"));
    const images = predictions.filter(
      (each) => (each.text("mimeType") ?? "image/").startsWith("image/") && !each.has("embeddings"),
    );
    draft.put("output_images", { value: images.length, pointer: body.at("predictions") });
  },
};
