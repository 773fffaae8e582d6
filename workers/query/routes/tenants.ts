import type { InputOf, OperationShape } from "../../../shared/contract/operation.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { invalid, type Problem } from "../../../shared/contract/problem.ts";
import type { Call, Handler, Outcome } from "../call.ts";
import { tenantCall, tenantOperations as operations, type AdminCall, type TenantCall } from "../tenants/index.ts";
import { spanOf } from "../tenants/reports.ts";

type Ops = typeof OPERATIONS;

/** A handler for the tenant of the key: whose data it is comes from the credential alone. */
function ofTenant<O extends OperationShape>(
  act: (tenant: TenantCall, input: InputOf<O>, call: Call) => Outcome | Promise<Outcome>,
): Handler<O> {
  return (input, call) => {
    const tenant = tenantCall(call);
    return "code" in tenant ? tenant : act(tenant, input, call);
  };
}

function ofAdmin<O extends OperationShape>(act: (admin: AdminCall, input: InputOf<O>) => Promise<Outcome>): Handler<O> {
  return (input, { env, now, credentials }) =>
    act({ env, now, actor: credentials.kind === "tenant" ? credentials.key_id : "admin" }, input);
}

function answered<T extends object>(result: T | Problem, status?: number): Outcome {
  if (isProblem(result)) return result;
  return status === undefined ? { data: result } : { data: result, status };
}

function isProblem(result: object): result is Problem {
  return "code" in result && "detail" in result && !Array.isArray(result);
}

/** Where there is nothing to say but that it is done. */
function done(result: Problem | null, data: unknown = null): Outcome {
  return result ?? { data };
}

export const createTenant = ofAdmin<Ops["createTenant"]>(async (admin, { body }) =>
  answered(await operations.createTenant(admin, body)),
);
export const listTenants = ofAdmin<Ops["listTenants"]>(async (admin, { query }) => {
  const { tenants, next } = await operations.listTenants(admin, query.cursor, query.limit);
  return { data: tenants, meta: { next_cursor: next } };
});
export const getTenant = ofAdmin<Ops["getTenant"]>(async (admin, { params }) =>
  answered(await operations.getTenant(admin, params.id)),
);
export const updateTenant = ofAdmin<Ops["updateTenant"]>(async (admin, { params, body }) =>
  answered(await operations.updateTenant(admin, params.id, body)),
);
export const createKey = ofAdmin<Ops["createKey"]>(async (admin, { params, body }) =>
  answered(await operations.createKey(admin, params.id, body)),
);
export const listKeys = ofAdmin<Ops["listKeys"]>(async (admin, { params }) =>
  answered(await operations.listKeys(admin, params.id)),
);
export const revokeKey = ofAdmin<Ops["revokeKey"]>(async (admin, { params }) =>
  done(await operations.revokeKey(admin, params.id, params.key_id)),
);
export const rotateKey = ofAdmin<Ops["rotateKey"]>(async (admin, { params, body }) =>
  answered(await operations.rotateKey(admin, params.id, params.key_id, body)),
);

export const getOverrides = ofTenant<Ops["getOverrides"]>(async (tenant) => {
  const overrides = await operations.getOverrides(tenant);
  return { data: overrides, headers: { etag: `"${overrides.revision}"` } };
});
export const putOverrides = ofTenant<Ops["putOverrides"]>(async (tenant, { body }, call) =>
  answered(await operations.putOverrides(tenant, body, call.request.headers.get("if-match"))),
);
export const previewOverrides = ofTenant<Ops["previewOverrides"]>((tenant, { body }) => ({
  data: operations.previewOverrides(tenant, body),
}));
export const getBudget = ofTenant<Ops["getBudget"]>(async (tenant) => ({ data: await operations.getBudget(tenant) }));
export const putBudget = ofTenant<Ops["putBudget"]>(async (tenant, { body }) => ({
  data: await operations.putBudget(tenant, body),
}));
export const recordUsage = ofTenant<Ops["recordUsage"]>(async (tenant, { body }) =>
  answered(await operations.recordUsage(tenant, body)),
);

export const getSpend = ofTenant<Ops["getSpend"]>(async (tenant, { query }) => ({
  data: await operations.getSpend(tenant, spanOf(query.from, query.to, tenant.now), query.by),
}));
export const getSavings = ofTenant<Ops["getSavings"]>(async (tenant, { query }) =>
  answered(await operations.getSavings(tenant, spanOf(query.from, query.to, tenant.now), query.by, query.baseline)),
);
export const getReconciliation = ofTenant<Ops["getReconciliation"]>(async (tenant, { query }) => ({
  data: await operations.getReconciliation(tenant, spanOf(query.from, query.to, tenant.now)),
}));
export const getCacheHits = ofTenant<Ops["getCacheHits"]>(async (tenant, { query }) => ({
  data: await operations.getCacheHits(tenant, query.cache_key),
}));

export const exportUsage = ofTenant<Ops["exportUsage"]>(async (tenant, { query }) => {
  const after = query.cursor === undefined ? null : eventAfter(query.cursor);
  if (after === undefined) return invalid([{ pointer: "/cursor", message: "is not a cursor of this list" }]);
  const { events, next } = await operations.exportEvents(
    tenant,
    spanOf(query.from, query.to, tenant.now),
    after,
    query.limit,
  );
  const next_cursor = next === null ? null : `${next.at}:${next.id}`;
  if (query.format === "json") return { data: events, meta: { next_cursor } };
  return {
    data: null,
    text: operations.exportCsv(events),
    media: "text/csv",
    ...(next_cursor === null ? {} : { headers: { "x-next-cursor": encodeURIComponent(next_cursor) } }),
  };
});

/** `<epoch ms>:<event id>`; undefined where it is none. */
function eventAfter(cursor: string): { at: number; id: string } | undefined {
  const [, at, id] = /^(\d{1,15}):(.+)$/.exec(cursor) ?? [];
  return at === undefined || id === undefined ? undefined : { at: Number(at), id };
}

export const getMargin = ofTenant<Ops["getMargin"]>(async (tenant) => ({ data: await operations.getMargin(tenant) }));
export const putMargin = ofTenant<Ops["putMargin"]>(async (tenant, { body }) => ({
  data: await operations.putMargin(tenant, body),
}));
export const getAudit = ofTenant<Ops["getAudit"]>(async (tenant, { query }) => ({
  data: await operations.getAudit(tenant, query.limit),
}));

export const listWebhooks = ofTenant<Ops["listWebhooks"]>(async (tenant) => ({
  data: await operations.listWebhooks(tenant),
}));
export const getWebhook = ofTenant<Ops["getWebhook"]>(async (tenant, { params }) =>
  answered(await operations.getWebhook(tenant, params.id)),
);
export const putWebhook = ofTenant<Ops["putWebhook"]>(async (tenant, { params, body }) => {
  const outcome = await operations.putWebhook(tenant, params.id, body);
  return isProblem(outcome) ? outcome : { data: outcome.data, status: outcome.status };
});
export const deleteWebhook = ofTenant<Ops["deleteWebhook"]>(async (tenant, { params }) =>
  done(await operations.deleteWebhook(tenant, params.id)),
);
export const listDeliveries = ofTenant<Ops["listDeliveries"]>(async (tenant, { params, query }) =>
  answered(await operations.listDeliveries(tenant, params.id, query.limit)),
);
export const replayDelivery = ofTenant<Ops["replayDelivery"]>(async (tenant, { params }) =>
  done(await operations.replayDelivery(tenant, params.id, params.delivery_id), { replayed: params.delivery_id }),
);
