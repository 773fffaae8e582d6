import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, it } from "vitest";
import type { Tenant } from "../../workers/objects/tenant.ts";
import { Documents } from "../../workers/objects/tenant/documents.ts";
import { Hooks } from "../../workers/objects/tenant/hooks.ts";
import { Outward } from "../../workers/objects/tenant/outward.ts";
import { prepareTables } from "../../workers/objects/tenant/schema.ts";
import { reservation, tenant } from "./tenants.ts";

afterEach(reset);

/** An environment without KV and without a directory. */
const cutOff = {
  ...env,
  KV: new Proxy(env.KV, { get: () => () => Promise.reject(new Error("no KV")) }),
  TENANT_DIRECTORY: new Proxy(env.TENANT_DIRECTORY, {
    get: () => () => {
      throw new Error("no directory");
    },
  }),
};

function outwardIn(
  stub: DurableObjectStub<Tenant>,
  use: (outward: Outward, state: DurableObjectState) => Promise<void>,
) {
  return runInDurableObject(stub, async (_: Tenant, state) => {
    const { sql } = state.storage;
    prepareTables(sql);
    await use(new Outward(state.storage, cutOff, new Documents(sql), new Hooks(sql)), state);
  });
}

it("a write that failed is tried again at its time, however often the tenant calls meanwhile", async () => {
  await outwardIn(env.TENANT.getByName("busy"), async (outward, state) => {
    const start = Date.now();
    outward.copies.note("key:a", { revoked: true }, null);
    outward.link.noteKey("a");
    await outward.settle("busy", [], start);
    const due = await state.storage.getAlarm();
    expect(due).toBeLessThanOrEqual(start + 2_000);
    for (let after = 500; after <= 10_000; after += 500) await outward.arm(start + after);
    expect(await state.storage.getAlarm()).toBe(due);
  });
});

it("what an object without a profile has to say waits longer each time and does not ring without end", async () => {
  await outwardIn(env.TENANT.getByName("nobody"), async (outward, state) => {
    outward.link.noteSubscriptions();
    for (let round = 0; round < 5; round += 1) await outward.ring(null, [], () => undefined);
    expect(await state.storage.getAlarm()).toBeGreaterThan(Date.now() + 20_000);
  });
});

it("estimates that no event ever settles are dropped too", async () => {
  const acme = await tenant("acme");
  const now = Date.now();
  await acme.reserve(reservation("0.1"), now);
  await runInDurableObject(acme, async (instance: Tenant, state) => {
    expect(await state.storage.getAlarm()).toBe(now + 86_400_000);
    state.storage.sql.exec("UPDATE reservations SET expires_at = 0");
    state.storage.sql.exec(`UPDATE documents SET body = '{"at":0}' WHERE name = 'prune'`);
    await instance.alarm();
    expect(state.storage.sql.exec("SELECT id FROM reservations").toArray()).toEqual([]);
  });
});
