import type { Fields } from "./fields.ts";
import { usageOf } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** Scores of documents: by search units (Cohere's form) or by tokens (Voyage, Jina, Together); without either one query. */
export const rerank: Shape = {
  convention: "rerank",
  sellers: [],
  recognises: isScored,
  read(body, draft) {
    const usage = body.object("usage");
    const units = body.object("meta")?.object("billed_units")?.count("search_units") ?? usage?.count("search_units");
    const tokens = usage?.count("total_tokens", "prompt_tokens", "input_tokens") ?? metaTokens(body);
    if (usage !== undefined) draft.reported(usageOf(body));
    if (units !== undefined && units.value > 0) draft.put("queries", units);
    else if (tokens !== undefined) draft.put("input_tokens", tokens);
    else {
      draft.put("queries", { value: 1, pointer: body.at("results") });
      draft.findings.warn(
        "ambiguous_usage",
        "the response states no usage; assumed one query of at most 100 documents",
      );
    }
  },
};

function metaTokens(body: Fields) {
  const meta = body.inside("meta");
  return meta?.object("billed_units", "tokens")?.count("total_tokens", "input_tokens");
}

function isScored(body: Fields): boolean {
  const first = body.items("results")[0] ?? body.items("data")[0];
  return first?.has("relevance_score", "relevanceScore") === true;
}
