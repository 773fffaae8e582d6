import { integer, oneOf, optional, text, withDefault } from "../query-field.ts";
import { modelId } from "../usage-input.ts";
import { CATEGORIES } from "../../quality/category.ts";
import type { OperationShape } from "../operation.ts";

export const listQuality = {
  method: "GET",
  path: "/v1/quality",
  summary: "Scores with evidence, best first",
  tag: "quality",
  access: "public",
  query: {
    category: withDefault(oneOf(CATEGORIES), "general"),
    limit: withDefault(integer(1, 500), 100),
    cursor: optional(text(512)),
  },
  problems: ["invalid_request"],
} as const satisfies OperationShape;

export const reviewQuality = {
  method: "GET",
  path: "/v1/quality/review",
  summary: "What is due for review, what matched no offer, which priced models have no score",
  tag: "quality",
  access: "public",
  problems: [],
} as const satisfies OperationShape;

export const getQuality = {
  method: "GET",
  path: "/v1/quality/{model}",
  summary: "The scores of one model in every category",
  tag: "quality",
  access: "public",
  params: { model: modelId },
  problems: ["invalid_request", "model_not_found"],
} as const satisfies OperationShape;
