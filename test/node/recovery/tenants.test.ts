import { afterEach, beforeEach, expect, it } from "vitest";
import { at } from "../../chaos/service.ts";
import { Deployment } from "./deployment.ts";

let deployment: Deployment;

beforeEach(async () => {
  deployment = await Deployment.start();
  await deployment.refresh();
});
afterEach(() => deployment.close());

interface Key {
  readonly key: string;
  readonly key_id: string;
}

async function tenant(id: string): Promise<Key> {
  await deployment.admin("POST", "/v1/admin/tenants", { id, plan: "enterprise" });
  return keyOf(
    (await deployment.admin("POST", `/v1/admin/tenants/${id}/keys`, { scopes: ["read", "report", "tenant"] })).data,
  );
}

function keyOf(data: unknown): Key {
  return { key: String(at(data, "key")), key_id: String(at(data, "key_id")) };
}

it("a leaked key is refused as soon as it is revoked", async () => {
  const { key, key_id } = await tenant("leaky");
  expect((await deployment.call("GET", "/v1/tenant/budget", key)).status).toBe(200);
  expect((await deployment.admin("DELETE", `/v1/admin/tenants/leaky/keys/${key_id}`)).status).toBe(204);
  expect((await deployment.call("GET", "/v1/tenant/budget", key)).status).toBe(401);
});

it("a rotated key works beside the old one for the overlap, and alone without one", async () => {
  const first = await tenant("rotating");
  const rotate = (id: string, overlap_seconds: number) =>
    deployment.admin("POST", `/v1/admin/tenants/rotating/keys/${id}/rotate`, { overlap_seconds });
  const second = keyOf((await rotate(first.key_id, 3_600)).data);
  const statuses = async (...keys: readonly Key[]) =>
    await Promise.all(keys.map(async ({ key }) => (await deployment.call("GET", "/v1/tenant/budget", key)).status));
  expect(await statuses(first, second)).toEqual([200, 200]);
  const third = keyOf((await rotate(second.key_id, 0)).data);
  expect(await statuses(second, third)).toEqual([401, 200]);
});

/** What an exported row and a recorded event have in common: the rest is worked out again from prices of the day. */
const CARRIED = ["id", "at", "model", "usage", "service_tier", "region", "billed_usd", "cache_key"] as const;

it("a tenant's events move to another tenant by export and record, with the same amounts and none twice", async () => {
  const from = await tenant("old");
  const to = await tenant("new");
  const events = [1, 2, 3].map((n) => ({
    id: `event-${n}`,
    at: new Date(Date.now() - n * 60_000).toISOString(),
    model: "gpt-4o",
    usage: { input_tokens: 1_000 * n, output_tokens: 10 },
  }));
  await deployment.call("POST", "/v1/tenant/usage", from.key, { events });
  const exported = (await deployment.call("GET", "/v1/tenant/usage", from.key)).data;
  if (!Array.isArray(exported)) throw new Error("no export");
  const carried = exported.map((row) =>
    Object.fromEntries(CARRIED.map((field) => [field, at(row, field)]).filter(([, value]) => value !== null)),
  );
  const imported = await deployment.call("POST", "/v1/tenant/usage", to.key, { events: carried });
  expect(imported.data).toMatchObject({ accepted: 3, rejected: [] });
  const again = await deployment.call("POST", "/v1/tenant/usage", to.key, { events: carried });
  expect(again.data).toMatchObject({ accepted: 0, duplicates: 3 });
  const amounts = (rows: unknown) =>
    Array.isArray(rows) ? rows.map((row) => [at(row, "id"), at(row, "at"), at(row, "cost_usd")]) : [];
  const there = (await deployment.call("GET", "/v1/tenant/usage", to.key)).data;
  expect(amounts(there)).toEqual(amounts(exported));
});

it("overrides and budget are read from one tenant and put to another as they are", async () => {
  const from = await tenant("old");
  const to = await tenant("new");
  const rules = [{ match: "openai/*", operation: "discount_percent", value: "10" }];
  await deployment.call("PUT", "/v1/tenant/overrides", from.key, { rules });
  const read = (await deployment.call("GET", "/v1/tenant/overrides", from.key)).data;
  await deployment.call("PUT", "/v1/tenant/overrides", to.key, { rules: at(read, "rules") });
  expect(at((await deployment.call("GET", "/v1/tenant/overrides", to.key)).data, "rules")).toEqual(rules);
});

it("a provider that fails is unhealthy in the view of the tenant that sees it fail", async () => {
  const { key } = await tenant("watcher");
  const reports = [{ provider: "openai", outcome: "error", latency_ms: 900, count: 200 }];
  expect((await deployment.call("POST", "/v1/health/reports", key, { reports })).status).toBe(202);
  const view = await deployment.call("GET", "/v1/health/openai", key);
  expect(at(view.data, "state")).toBe("unhealthy");
  // What a call costs does not depend on it.
  expect((await deployment.estimate()).status).toBe(200);
});
