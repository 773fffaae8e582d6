import * as z from "zod/mini";
import type { OperationShape } from "../operation.ts";
import { integer, optional, text, withDefault } from "../query-field.ts";
import { modelId } from "../usage-input.ts";

const CHANGES_QUERY = {
  provider: optional(text(64)),
  limit: withDefault(integer(1, 200), 100),
} as const;

export const changesFeed = {
  method: "GET",
  path: "/v1/changes.atom",
  summary: "The same changes as an Atom feed",
  tag: "catalog",
  access: "public",
  query: CHANGES_QUERY,
  media: "application/atom+xml",
  problems: ["invalid_request", "unavailable"],
} as const satisfies OperationShape;

export const changesJsonFeed = {
  method: "GET",
  path: "/v1/changes.json",
  summary: "The same changes as a JSON Feed 1.1",
  tag: "catalog",
  access: "public",
  query: CHANGES_QUERY,
  media: "application/feed+json",
  problems: ["invalid_request", "unavailable"],
} as const satisfies OperationShape;

export const incidentsFeed = {
  method: "GET",
  path: "/v1/health/incidents.atom",
  summary: "Open incidents of the providers' status pages as an Atom feed, newest first",
  description:
    "What the pages themselves announce, as last read; an incident leaves the feed when its page lets it go.",
  tag: "health",
  access: "public",
  query: { provider: optional(text(64)) },
  media: "application/atom+xml",
  problems: ["invalid_request"],
} as const satisfies OperationShape;

export const modelsCsv = {
  method: "GET",
  path: "/v1/models.csv",
  summary: "Every offer with its unconditional standard prices, as CSV",
  description:
    "RFC 4180, one row an offer, in order of id. Prices are USD per unit, plain digits; an empty cell is a price that is not known or not sold. A text that a spreadsheet would take for a formula starts with an apostrophe.",
  tag: "models",
  access: "public",
  query: { provider: optional(text(64)) },
  media: "text/csv",
  problems: ["invalid_request"],
} as const satisfies OperationShape;

export const getSnapshot = {
  method: "GET",
  path: "/v1/catalog/snapshot",
  summary: "The whole catalog in the form that the engine reads: for exact answers without a network",
  description: "Lines of JSON, opened by the SDK (`ratecard/client`). List prices, whatever the key.",
  tag: "catalog",
  access: "public",
  media: "text/plain",
  problems: [],
} as const satisfies OperationShape;

export const priceBadge = {
  method: "GET",
  path: "/v1/badges/price/{id}",
  summary: "A model's input and output price as an SVG badge",
  description: "`.svg` at the end of the id is left off: `/v1/badges/price/openai/gpt-4o.svg`.",
  tag: "models",
  access: "public",
  params: { id: modelId },
  media: "image/svg+xml",
  problems: ["invalid_request", "model_not_found"],
} as const satisfies OperationShape;

export const healthBadge = {
  method: "GET",
  path: "/v1/badges/health/{provider}",
  summary: "A provider's health as an SVG badge",
  description: "`.svg` at the end of the provider is left off.",
  tag: "health",
  access: "public",
  params: { provider: z.string().check(z.regex(/^[a-z0-9._-]{1,68}$/)) },
  media: "image/svg+xml",
  problems: ["invalid_request"],
} as const satisfies OperationShape;
