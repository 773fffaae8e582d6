import type { Shape } from "./shape.ts";

/** Mistral's OCR counts pages; a document annotated by a schema bills each of them once more as an annotated page. */
export const mistralOcr: Shape = {
  convention: "mistral_ocr",
  sellers: ["mistral"],
  recognises: (body) => (body.inside("usage_info") ?? body).has("pages_processed"),
  read(body, draft) {
    const usage = body.object("usage_info") ?? body;
    const pages = usage.count("pages_processed");
    draft.put("pages", pages);
    const annotated = usage.count("pages_processed_annotation");
    draft.put("annotation_pages", annotated ?? (body.has("document_annotation") ? pages : undefined));
  },
};
