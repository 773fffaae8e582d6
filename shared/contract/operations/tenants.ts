import { requests, resourceId, tenantId } from "../../tenancy/wire-requests.ts";
import type { OperationShape } from "../operation.ts";
import { described, instant, integer, oneOf, optional, text, withDefault } from "../query-field.ts";

const OF_ADMIN = ["invalid_request", "unauthorized", "forbidden", "not_found", "unavailable"] as const;
const OF_TENANT = ["invalid_request", "unauthorized", "forbidden", "unavailable"] as const;

const admin = { tag: "admin", access: "admin" } as const;
const tenant = { tag: "tenant", access: "tenant" } as const;

export const createTenant = {
  ...admin,
  method: "POST",
  path: "/v1/admin/tenants",
  summary: "Create a tenant",
  body: requests.createTenant,
  success: 201,
  problems: [...OF_ADMIN, "conflict"],
} as const satisfies OperationShape;

export const listTenants = {
  ...admin,
  method: "GET",
  path: "/v1/admin/tenants",
  summary: "List the tenants, in order of id",
  query: { cursor: optional(text(64)), limit: withDefault(integer(1, 100), 100) },
  problems: OF_ADMIN,
} as const satisfies OperationShape;

export const getTenant = {
  ...admin,
  method: "GET",
  path: "/v1/admin/tenants/{id}",
  summary: "One tenant",
  params: { id: tenantId },
  problems: OF_ADMIN,
} as const satisfies OperationShape;

export const updateTenant = {
  ...admin,
  method: "PUT",
  path: "/v1/admin/tenants/{id}",
  summary: "Move a tenant to another plan",
  params: { id: tenantId },
  body: requests.updateTenant,
  problems: OF_ADMIN,
} as const satisfies OperationShape;

export const createKey = {
  ...admin,
  method: "POST",
  path: "/v1/admin/tenants/{id}/keys",
  summary: "Make a key; it is shown this once",
  params: { id: tenantId },
  body: requests.createKey,
  success: 201,
  problems: [...OF_ADMIN, "conflict"],
} as const satisfies OperationShape;

export const listKeys = {
  ...admin,
  method: "GET",
  path: "/v1/admin/tenants/{id}/keys",
  summary: "The keys of a tenant, without their secrets",
  params: { id: tenantId },
  problems: OF_ADMIN,
} as const satisfies OperationShape;

export const revokeKey = {
  ...admin,
  method: "DELETE",
  path: "/v1/admin/tenants/{id}/keys/{key_id}",
  summary: "Revoke a key: refused everywhere within 60 s",
  params: { id: tenantId, key_id: resourceId },
  success: 204,
  problems: OF_ADMIN,
} as const satisfies OperationShape;

export const rotateKey = {
  ...admin,
  method: "POST",
  path: "/v1/admin/tenants/{id}/keys/{key_id}/rotate",
  summary: "A new key with the same scopes; the old one goes on working for the overlap",
  params: { id: tenantId, key_id: resourceId },
  body: requests.rotateKey,
  success: 201,
  problems: [...OF_ADMIN, "conflict"],
} as const satisfies OperationShape;

export const getOverrides = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/overrides",
  summary: "The rules on prices, and their revision",
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const putOverrides = {
  ...tenant,
  method: "PUT",
  path: "/v1/tenant/overrides",
  summary: "Replace the rules; one bad rule refuses all",
  description: '`If-Match: "<revision>"` is optional; a stale one is 412 `conflict`.',
  body: requests.putOverrides,
  max_body: 1_048_576,
  problems: [...OF_TENANT, "conflict"],
} as const satisfies OperationShape;

export const previewOverrides = {
  ...tenant,
  method: "POST",
  path: "/v1/tenant/overrides/preview",
  summary: "What rules would make of prices; nothing is saved",
  body: requests.previewOverrides,
  max_body: 1_048_576,
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const getBudget = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/budget",
  summary: "Limits, spend of the current day and month, and what is reserved",
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const putBudget = {
  ...tenant,
  method: "PUT",
  path: "/v1/tenant/budget",
  summary: "Replace the budget; a limit that is not given is no limit",
  body: requests.putBudget,
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const recordUsage = {
  ...tenant,
  method: "POST",
  path: "/v1/tenant/usage",
  summary: "Record what calls used and cost; `id` is the idempotency key of an event",
  body: requests.recordUsage,
  max_body: 1_048_576,
  success: 202,
  problems: [...OF_TENANT, "payload_too_large"],
} as const satisfies OperationShape;

const span = {
  from: described(optional(instant()), "Inside; 31 days before `to` where absent"),
  to: described(optional(instant()), "Outside; now where absent"),
};
const by = { by: withDefault(oneOf(["model", "day"]), "model") };

export const getSpend = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/spend",
  summary: "What was spent, by model or UTC day",
  query: { ...span, ...by },
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const getSavings = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/savings",
  summary: "Saved by caching, by routing against a baseline, and by batch",
  query: { ...span, ...by, baseline: optional(text(256)) },
  problems: [...OF_TENANT, "model_not_found"],
} as const satisfies OperationShape;

export const getReconciliation = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/reconciliation",
  summary: "Estimated against billed, with a cause for each difference",
  query: span,
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const getCacheHits = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/cache-hits",
  summary: "The token-weighted cache-hit rate recorded under one cache key",
  query: { cache_key: text(256) },
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const exportUsage = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/usage",
  summary: "The recorded events, oldest first",
  query: {
    ...span,
    format: withDefault(oneOf(["json", "csv"]), "json"),
    limit: withDefault(integer(1, 1_000), 1_000),
    cursor: optional(text(512)),
  },
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const getMargin = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/margin",
  summary: "The margin policy, and the sell prices it holds",
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const putMargin = {
  ...tenant,
  method: "PUT",
  path: "/v1/tenant/margin",
  summary: "Replace the margin policy",
  body: requests.putMargin,
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const getAudit = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/audit",
  summary: "Who changed what, newest first",
  query: { limit: withDefault(integer(1, 500), 100) },
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const listWebhooks = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/webhooks",
  summary: "The webhooks, without their secrets",
  problems: OF_TENANT,
} as const satisfies OperationShape;

export const getWebhook = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/webhooks/{id}",
  summary: "One webhook",
  params: { id: resourceId },
  problems: [...OF_TENANT, "not_found"],
} as const satisfies OperationShape;

export const putWebhook = {
  ...tenant,
  method: "PUT",
  path: "/v1/tenant/webhooks/{id}",
  summary: "Create or change a webhook; its secret is shown once, and again when it is rotated",
  params: { id: resourceId },
  body: requests.putWebhook,
  problems: [...OF_TENANT, "conflict"],
} as const satisfies OperationShape;

export const deleteWebhook = {
  ...tenant,
  method: "DELETE",
  path: "/v1/tenant/webhooks/{id}",
  summary: "Remove a webhook; what is still to be delivered to it is dropped",
  params: { id: resourceId },
  success: 204,
  problems: [...OF_TENANT, "not_found"],
} as const satisfies OperationShape;

export const listDeliveries = {
  ...tenant,
  method: "GET",
  path: "/v1/tenant/webhooks/{id}/deliveries",
  summary: "What was sent to a webhook, newest first",
  params: { id: resourceId },
  query: { limit: withDefault(integer(1, 100), 50) },
  problems: [...OF_TENANT, "not_found"],
} as const satisfies OperationShape;

export const replayDelivery = {
  ...tenant,
  method: "POST",
  path: "/v1/tenant/webhooks/{id}/deliveries/{delivery_id}/replay",
  summary: "Send a finished delivery once more, under its own id",
  params: { id: resourceId, delivery_id: resourceId },
  success: 202,
  problems: [...OF_TENANT, "not_found"],
} as const satisfies OperationShape;
