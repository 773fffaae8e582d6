import {
  createExecutionContext,
  evictDurableObject,
  reset,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { authenticate } from "../../workers/query/credentials.ts";
import { forgetKeys } from "../../workers/query/key-lookup.ts";
import { forgetTenants } from "../../workers/query/tenant-view.ts";
import {
  createKey,
  createTenant,
  getTenant,
  listKeys,
  listTenants,
  revokeKey,
  rotateKey,
} from "../../workers/query/tenants/admin.ts";
import { SCOPES } from "../../shared/tenancy/scopes.ts";
import { TenantKeys } from "../../workers/objects/tenant/keys.ts";
import { DIRECTORY, keyCopy, tenantCopy } from "../../workers/storage/tenants.ts";
import { sha256Hex } from "../../workers/sha256.ts";
import { admin, keyOf, NOW, tenant } from "./tenants.ts";

const ADMIN_TOKEN = env.ADMIN_TOKEN ?? "";
const KEYED = { kind: "tenant", tenant_id: "acme", plan: "team" };

afterEach(async () => {
  forgetKeys();
  forgetTenants();
  await reset();
});

async function ask(authorization: string | null, now = NOW, on: Env = env) {
  const ctx = createExecutionContext();
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  const result = await authenticate(new Request("https://ratecard.test/v1/models", { headers }), on, ctx, now);
  await waitOnExecutionContext(ctx);
  return result;
}

const brokenKv: Env = { ...env, KV: brokenNamespace() };

function brokenNamespace(): KVNamespace {
  return new Proxy(env.KV, {
    get: () => () => Promise.reject(new Error("KV is out of order")),
  });
}

describe("who asks", () => {
  it("nobody without a header, and 401 for anything that is no credential of ours", async () => {
    expect(await ask(null)).toEqual({ kind: "anonymous" });
    for (const header of [
      "",
      "Bearer",
      "Bearer ",
      "Basic YTpi",
      "Bearer a b",
      `Bearer ${"x".repeat(600)}`,
      "Bearer rc_live_x",
      "Bearer ü",
    ]) {
      const encoded = header.replace("ü", "%C3%BC");
      expect(await ask(encoded), header).toMatchObject({ kind: "refused", status: 401, code: "unauthorized" });
    }
  });

  it("the administrator's token is known, a prefix or an extension of it is not, and without a secret there is none", async () => {
    expect(await ask(`Bearer ${ADMIN_TOKEN}`)).toEqual({ kind: "admin" });
    expect(await ask(`bearer ${ADMIN_TOKEN}`)).toEqual({ kind: "admin" });
    expect(await ask(`Bearer ${ADMIN_TOKEN.slice(0, -1)}`)).toMatchObject({ kind: "refused" });
    expect(await ask(`Bearer ${ADMIN_TOKEN}x`)).toMatchObject({ kind: "refused" });
    const { ADMIN_TOKEN: _, ...without } = env;
    expect(await ask(`Bearer ${ADMIN_TOKEN}`, NOW, without)).toMatchObject({ kind: "refused" });
    expect(await ask("Bearer x", NOW, { ...env, ADMIN_TOKEN: "" })).toMatchObject({ kind: "refused" });
  });

  it("a new key works at once, also where KV has nothing of it or does not answer", async () => {
    await tenant("acme");
    const { key, key_id } = await keyOf("acme");
    expect(await ask(`Bearer ${key}`)).toMatchObject({ ...KEYED, key_id, scopes: ["read", "report", "tenant"] });
    forgetKeys();
    forgetTenants();
    expect(await ask(`Bearer ${key}`, NOW, brokenKv)).toMatchObject(KEYED);
    forgetKeys();
    forgetTenants();
    await env.KV.delete(keyCopy(await sha256Hex(key)));
    await env.KV.delete(tenantCopy("acme"));
    expect(await ask(`Bearer ${key}`)).toMatchObject(KEYED);
  });

  it("a key whose KV copy is garbage, or another tenant's view under its name, is read from the object", async () => {
    await tenant("acme");
    const { key } = await keyOf("acme");
    await env.KV.put(keyCopy(await sha256Hex(key)), '{"schema":1}');
    await env.KV.put(
      tenantCopy("acme"),
      '{"schema":1,"id":"other","plan":"enterprise","sequence":99,"rules":[],"held":[]}',
    );
    expect(await ask(`Bearer ${key}`)).toMatchObject(KEYED);
  });

  it("a well-formed key that nobody made is unknown", async () => {
    await tenant("acme");
    const { key } = await keyOf("acme");
    await reset();
    expect(await ask(`Bearer ${key}`)).toMatchObject({ kind: "refused", status: 401 });
  });
});

describe("the end of a key", () => {
  it("a revoked key is refused at once where it was revoked, and within 20 s where it is in memory", async () => {
    await tenant("acme");
    const { key, key_id } = await keyOf("acme");
    await ask(`Bearer ${key}`);
    // Another isolate's memory is not told: revoke in the object only.
    await env.TENANT.getByName("acme").revokeKey(key_id, "admin", NOW);
    expect(await ask(`Bearer ${key}`, NOW + 9_999)).toMatchObject(KEYED);
    expect(await ask(`Bearer ${key}`, NOW + 20_000)).toMatchObject({ kind: "refused", detail: "the key is revoked" });
    const second = await keyOf("acme");
    await ask(`Bearer ${second.key}`);
    expect(await revokeKey(admin, "acme", second.key_id)).toBeNull();
    expect(await ask(`Bearer ${second.key}`)).toMatchObject({ kind: "refused" });
    expect(await ask(`Bearer ${second.key}`, NOW, brokenKv)).toMatchObject({ kind: "refused" });
  });

  it("an expiry is honoured to the millisecond, also by a key in memory", async () => {
    await tenant("acme");
    const { key } = await keyOf("acme", ["read"], "2026-11-25T12:00:05Z");
    expect(await ask(`Bearer ${key}`, NOW + 4_999)).toMatchObject(KEYED);
    expect(await ask(`Bearer ${key}`, NOW + 5_000)).toMatchObject({ kind: "refused", status: 401 });
  });

  it("a rotated key works on for the overlap and not longer; its successor has the same scopes", async () => {
    await tenant("acme");
    const old = await keyOf("acme", ["read", "tenant"]);
    await ask(`Bearer ${old.key}`);
    const rotated = await rotateKey(admin, "acme", old.key_id, { overlap_seconds: 10 });
    if ("code" in rotated) throw new Error(rotated.detail);
    expect(rotated).toMatchObject({
      scopes: ["read", "tenant"],
      previous: { key_id: old.key_id, expires_at: "2026-11-25T12:00:10.000Z" },
    });
    expect(await ask(`Bearer ${old.key}`, NOW + 9_999)).toMatchObject(KEYED);
    expect(await ask(`Bearer ${old.key}`, NOW + 10_000)).toMatchObject({ kind: "refused" });
    expect(await ask(`Bearer ${rotated.key}`, NOW + 10_000)).toMatchObject({ ...KEYED, key_id: rotated.key_id });
    expect(await rotateKey({ ...admin, now: NOW + 10_000 }, "acme", old.key_id, { overlap_seconds: 0 })).toMatchObject({
      code: "not_found",
    });
  });

  it("one key more than a tenant may have is a conflict, made or rotated into", async () => {
    await tenant("acme");
    const { key_id } = await keyOf("acme", ["read"]);
    for (let live = 1; live < 100; live += 1) await keyOf("acme", ["read"]);
    expect(await createKey(admin, "acme", { scopes: ["read"] })).toMatchObject({ code: "conflict" });
    expect(await rotateKey(admin, "acme", key_id, { overlap_seconds: 10 })).toMatchObject({ code: "conflict" });
  });

  it("in an outage a good key is believed for a minute and then no longer", async () => {
    await tenant("acme");
    const { key } = await keyOf("acme");
    await ask(`Bearer ${key}`);
    const dead = { ...brokenKv, TENANT_DIRECTORY: failing(env.TENANT_DIRECTORY), TENANT: failing(env.TENANT) };
    expect(await ask(`Bearer ${key}`, NOW + 59_000, dead)).toMatchObject(KEYED);
    expect(await ask(`Bearer ${key}`, NOW + 61_000, dead)).toMatchObject({
      kind: "refused",
      status: 503,
      code: "unavailable",
    });
  });
});

describe("while neither KV nor the objects answer", () => {
  it("one caller in two seconds asks for what is known to be good, and nobody else waits", async () => {
    await tenant("acme");
    const { key } = await keyOf("acme");
    await ask(`Bearer ${key}`);
    const asked: string[] = [];
    const KV = new Proxy(env.KV, {
      get: () => (name: string) => {
        asked.push(name.split(":", 1)[0] ?? "");
        return Promise.reject(new Error("KV is out of order"));
      },
    });
    const dead = { ...env, KV, TENANT_DIRECTORY: failing(env.TENANT_DIRECTORY), TENANT: failing(env.TENANT) };
    for (const after of [30_000, 30_500, 31_900]) {
      expect(await ask(`Bearer ${key}`, NOW + after, dead)).toMatchObject(KEYED);
    }
    expect(asked).toEqual(["key", "tenant"]);
    expect(await ask(`Bearer ${key}`, NOW + 32_100, dead)).toMatchObject(KEYED);
    expect(asked).toEqual(["key", "tenant", "key", "tenant"]);
  });
});

function failing<T extends object>(namespace: T): T {
  return new Proxy(namespace, {
    get: () => () => {
      throw new Error("objects are out of order");
    },
  });
}

describe("administration", () => {
  it("a tenant is created once; creating it again is a conflict that changes nothing", async () => {
    expect(await createTenant(admin, { id: "acme", plan: "team", name: "Acme" })).toEqual({
      id: "acme",
      plan: "team",
      name: "Acme",
      created_at: "2026-11-25T12:00:00.000Z",
    });
    expect(await createTenant(admin, { id: "acme", plan: "free" })).toMatchObject({ code: "conflict" });
    expect(await getTenant(admin, "acme")).toMatchObject({ plan: "team" });
    expect((await listTenants(admin, undefined, 10)).tenants.map(({ id }) => id)).toEqual(["acme"]);
  });

  it("a list goes on past a tenant whose plan this version does not know", async () => {
    for (const id of ["one", "three", "two"]) await tenant(id);
    await runInDurableObject(env.TENANT_DIRECTORY.getByName(DIRECTORY), (_, state) => {
      state.storage.sql.exec("UPDATE tenants SET plan = 'of_tomorrow' WHERE id = 'three'");
    });
    const first = await listTenants(admin, undefined, 2);
    expect(first).toMatchObject({ tenants: [{ id: "one" }], next: "three" });
    expect(await listTenants(admin, first.next ?? "", 2)).toMatchObject({ tenants: [{ id: "two" }], next: null });
  });

  it("a tenant left half made is found again by the next try", async () => {
    await env.TENANT.getByName("acme").initialise({ id: "acme", plan: "pro", name: null, created_at: NOW }, NOW);
    expect(await getTenant(admin, "acme")).toMatchObject({ code: "not_found" });
    expect(await createTenant(admin, { id: "acme", plan: "team" })).toMatchObject({ code: "conflict" });
    expect(await getTenant(admin, "acme")).toMatchObject({ plan: "pro" });
  });

  it("an unknown tenant, an unknown key and another tenant's key are not found", async () => {
    await tenant("acme");
    await tenant("other");
    const { key_id } = await keyOf("other");
    expect(await createKey(admin, "nobody", { scopes: ["read"] })).toMatchObject({ code: "not_found" });
    expect(await revokeKey(admin, "acme", key_id)).toMatchObject({ code: "not_found" });
    expect(await revokeKey(admin, "acme", "key_x")).toMatchObject({ code: "not_found" });
    expect(await listKeys(admin, "acme")).toEqual([]);
  });

  it("neither a key nor its hash is in any list, log or stored row but the hash column", async () => {
    const acme = await tenant("acme");
    const { key, key_id } = await keyOf("acme");
    const hash = await sha256Hex(key);
    await revokeKey(admin, "acme", key_id);
    const shown = JSON.stringify([await listKeys(admin, "acme"), await acme.auditLog(100), await acme.view()]);
    expect(shown).not.toContain(key);
    expect(shown).not.toContain(hash);
    await runInDurableObject(acme, (_, state) => {
      const rows = JSON.stringify(state.storage.sql.exec("SELECT id, scopes, label FROM keys").toArray());
      expect(rows).not.toContain(hash);
      expect(JSON.stringify(state.storage.sql.exec("SELECT * FROM keys").toArray())).not.toContain(key);
    });
  });

  it("keys survive an eviction, and their last use is noted", async () => {
    const acme = await tenant("acme");
    const { key } = await keyOf("acme");
    await ask(`Bearer ${key}`, NOW + 7);
    await evictDurableObject(acme);
    expect(await listKeys(admin, "acme")).toMatchObject([
      { revoked_at: null, last_used_at: "2026-11-25T12:00:00.007Z" },
    ]);
  });

  it("a tenant has at most a hundred live keys", async () => {
    const acme = await tenant("acme");
    const key = (i: number) => ({ key_id: `k${i}`, hash: `h${i}`, scopes: SCOPES, label: null, expires_at: null });
    await runInDurableObject(acme, (_, state) => {
      const keys = new TenantKeys(state.storage.sql);
      const added = Array.from({ length: 101 }, (__, i) => keys.add(key(i), NOW));
      expect(added.filter(Boolean)).toHaveLength(100);
    });
    expect(await createKey(admin, "acme", { scopes: ["read"] })).toMatchObject({ code: "conflict" });
    await acme.revokeKey("k0", "admin", NOW);
    expect(await createKey(admin, "acme", { scopes: ["read"] })).toMatchObject({ scopes: ["read"] });
  });

  it("a key that would be expired from the start is refused", async () => {
    await tenant("acme");
    expect(await createKey(admin, "acme", { scopes: ["read"], expires_at: "2026-11-25T12:00:00Z" })).toMatchObject({
      code: "invalid_request",
      errors: [{ pointer: "/expires_at" }],
    });
  });
});
