import { CAPABILITIES, MODES } from "../../pricing/offer.ts";
import type { OperationShape } from "../operation.ts";
import { described, instant, integer, list, oneOf, optional, text, withDefault } from "../query-field.ts";
import { modelId } from "../usage-input.ts";

export const listModels = {
  method: "GET",
  path: "/v1/models",
  summary: "List the offers",
  description: "Every offer, deprecated ones too, in order of id; `meta.next_cursor` names the next page.",
  tag: "models",
  access: "public",
  query: {
    provider: optional(list(text(64), 50)),
    mode: optional(oneOf(MODES)),
    q: described(optional(text(128)), "Words that the id or name must contain, in any order"),
    capability: optional(list(oneOf(CAPABILITIES), CAPABILITIES.length)),
    min_context_tokens: optional(integer()),
    limit: withDefault(integer(1, 1000), 100),
    cursor: optional(text(512)),
  },
  problems: ["invalid_request"],
} as const satisfies OperationShape;

export const getModel = {
  method: "GET",
  path: "/v1/models/{id}",
  summary: "One offer: every rate with provenance and dissents",
  tag: "models",
  access: "public",
  params: { id: modelId },
  problems: ["invalid_request", "model_not_found"],
} as const satisfies OperationShape;

export const getModelHistory = {
  method: "GET",
  path: "/v1/models/{id}/history",
  summary: "The dated prices of one offer, newest first",
  tag: "models",
  access: "public",
  params: { id: modelId },
  query: { limit: withDefault(integer(1, 500), 100) },
  problems: ["invalid_request", "model_not_found", "unavailable"],
} as const satisfies OperationShape;

export const listChanges = {
  method: "GET",
  path: "/v1/changes",
  summary: "Price changes since a time or a version, newest first",
  tag: "catalog",
  access: "public",
  query: {
    since: optional(instant()),
    since_version: optional(text(80)),
    provider: optional(text(64)),
    limit: withDefault(integer(1, 1000), 100),
  },
  problems: ["invalid_request", "not_found", "unavailable"],
} as const satisfies OperationShape;

export const getCatalog = {
  method: "GET",
  path: "/v1/catalog",
  summary: "What is served, from which sources, how old, and how sure",
  tag: "catalog",
  access: "public",
  problems: [],
} as const satisfies OperationShape;

export const listDisputes = {
  method: "GET",
  path: "/v1/catalog/disputes",
  summary: "Offers whose sources disagree by more than 0.5 %",
  tag: "catalog",
  access: "public",
  query: { limit: withDefault(integer(1, 1000), 100), cursor: optional(text(512)) },
  problems: ["invalid_request"],
} as const satisfies OperationShape;
