import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Tenant } from "../../workers/objects/tenant.ts";
import type { WebhookEvent } from "../../workers/webhooks/event.ts";
import { publishEvents } from "../../workers/webhooks/publish.ts";
import { DIRECTORY } from "../../workers/storage/tenants.ts";
import { event, NOW, tenant } from "./tenants.ts";

interface Received {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

const received: Received[] = [];
let status = 204;

beforeEach(() => {
  received.length = 0;
  status = 204;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    received.push({ url, headers: new Headers(init.headers), body: String(init.body) });
    return new Response(null, { status });
  });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await reset();
});

const HOOK = { id: "ops", url: "https://hooks.example.com/in", events: ["budget", "margin"] as const, provider: null };

/** Runs what is due now: the alarm may have gone off by itself already. */
async function ring(stub: DurableObjectStub<Tenant>) {
  await runDurableObjectAlarm(stub);
  await runInDurableObject(stub, (instance: Tenant) => instance.alarm());
}

const bodies = () => received.map(({ body }) => JSON.parse(body));

describe("hooks", () => {
  it("the secret is told once, kept by a repeated PUT and changed on request", async () => {
    const acme = await tenant("acme");
    const first = await acme.putHook(HOOK, false, "admin", NOW);
    expect(first).toMatchObject({
      kind: "created",
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/),
    });
    expect(await acme.putHook({ ...HOOK, events: ["budget"] }, false, "admin", NOW)).toMatchObject({
      kind: "updated",
      secret: null,
    });
    const rotated = await acme.putHook(HOOK, true, "admin", NOW);
    expect(rotated).toMatchObject({ kind: "updated", secret: expect.any(String) });
    expect(JSON.stringify([await acme.hooks(), await acme.auditLog(10), await acme.view()])).not.toContain("whsec_");
  });

  it("a tenant has at most five", async () => {
    const acme = await tenant("acme");
    for (const id of ["a", "b", "c", "d", "e"]) await acme.putHook({ ...HOOK, id }, false, "admin", NOW);
    expect(await acme.putHook({ ...HOOK, id: "f" }, false, "admin", NOW)).toEqual({ kind: "too_many" });
    const log = await acme.auditLog(10);
    expect(log.filter(({ action }) => action === "webhook.put")).toHaveLength(5);
    expect(await acme.removeHook("a", "admin", NOW)).toBe(true);
    expect(await acme.putHook({ ...HOOK, id: "f" }, false, "admin", NOW)).toMatchObject({ kind: "created" });
    expect(await acme.removeHook("a", "admin", NOW)).toBe(false);
  });
});

describe("budget alerts", () => {
  it("each threshold of settled spend is told once, signed, also when one event passes several", async () => {
    const acme = await tenant("acme");
    const made = await acme.putHook(HOOK, false, "admin", NOW);
    const secret = made.kind === "created" ? (made.secret ?? "") : "";
    await acme.putBudget({ day_usd: "1", timezone: "UTC" }, "admin", NOW);
    await acme.record([event("a", { cost_usd: "0.85" })], NOW);
    await acme.record([event("b", { cost_usd: "0.01" })], NOW);
    await evictDurableObject(acme);
    await acme.record([event("c", { cost_usd: "0.5" })], NOW);
    await ring(acme);
    expect(
      bodies()
        .map(({ data }) => data.threshold_percent)
        .toSorted((a, b) => a - b),
    ).toEqual([50, 80, 90, 100]);
    expect(bodies()[0]).toMatchObject({
      type: "budget",
      data: { period: "day", limit_usd: "1", period_key: "2026-11-25" },
    });
    for (const { headers, body } of received) {
      const verified = new Webhook(secret).verify(body, Object.fromEntries(headers));
      expect(verified).toMatchObject({ type: "budget" });
      expect(headers.has("authorization")).toBe(false);
    }
  });

  it("reservations alert nobody; another limit has thresholds of its own", async () => {
    const acme = await tenant("acme");
    await acme.putHook(HOOK, false, "admin", NOW);
    await acme.putBudget({ day_usd: "1", timezone: "UTC" }, "admin", NOW);
    await acme.reserve({ amount_usd: "1", model: "m", price_version: "v", input_tokens: null }, NOW);
    await ring(acme);
    expect(received).toHaveLength(0);
    await acme.record([event("a", { cost_usd: "0.6" })], NOW);
    await acme.putBudget({ day_usd: "1.2", timezone: "UTC" }, "admin", NOW);
    await ring(acme);
    expect(bodies().map(({ data }) => [data.limit_usd, data.threshold_percent])).toEqual([
      ["1", 50],
      ["1.2", 50],
    ]);
  });

  it("a delivery that fails is tried again after an eviction, can be looked at, and be replayed under its id", async () => {
    const acme = await tenant("acme");
    await acme.putHook(HOOK, false, "admin", NOW);
    await acme.putBudget({ day_usd: "1", timezone: "UTC" }, "admin", NOW);
    status = 500;
    await acme.record([event("a", { cost_usd: "0.6" })], NOW);
    await ring(acme);
    const [failed] = await acme.deliveries("ops", 10);
    expect(failed).toMatchObject({ status: "pending", last_status: 500, attempts: 1 });
    await evictDurableObject(acme);
    await runInDurableObject(acme, async (_, state) => {
      expect(await state.storage.getAlarm()).not.toBeNull();
      state.storage.sql.exec("UPDATE outbox_delivery SET next_at = 0");
    });
    status = 200;
    await ring(acme);
    const [done] = await acme.deliveries("ops", 10);
    expect(done).toMatchObject({ id: failed?.id, status: "delivered", attempts: 2 });
    expect(await acme.replay("other", done?.id ?? "", NOW)).toBe(false);
    expect(await acme.replay("ops", done?.id ?? "", NOW)).toBe(true);
    await ring(acme);
    expect(new Set(received.map(({ headers }) => headers.get("webhook-id")))).toEqual(new Set([failed?.id]));
    expect(received).toHaveLength(3);
  });
});

describe("public events", () => {
  const change = (offer: string, before: string, after: string): WebhookEvent => ({
    dedupe_key: `price ${offer} ${after}`,
    type: "price_change",
    at: NOW,
    provider: offer.split("/")[0] ?? "",
    data: { offer, meter: "input_tokens", tier: "standard", condition: null, old: before, new: after },
  });

  async function ringAll(...stubs: DurableObjectStub<Tenant>[]) {
    const directory = env.TENANT_DIRECTORY.getByName(DIRECTORY);
    await runInDurableObject(directory, (instance) => instance.alarm?.());
    for (const stub of stubs) await ring(stub);
  }

  it("each goes once to every hook that listens to its kind and provider", async () => {
    const [acme, other] = [await tenant("acme"), await tenant("other")];
    await acme.putHook(
      { ...HOOK, id: "all", url: "https://a.example.com/", events: ["price_change"] },
      false,
      "admin",
      NOW,
    );
    await acme.putHook(
      { ...HOOK, id: "one", url: "https://b.example.com/", events: ["price_change"], provider: "openai" },
      false,
      "admin",
      NOW,
    );
    await other.putHook({ ...HOOK, id: "no", url: "https://c.example.com/", events: ["budget"] }, false, "admin", NOW);
    const events = [change("openai/x", "1", "2"), change("anthropic/y", "1", "3")];
    await publishEvents(env, events);
    await publishEvents(env, events);
    await ringAll(acme, other);
    expect(received.map(({ url, body }) => [url, JSON.parse(body).data.offer]).toSorted()).toEqual([
      ["https://a.example.com/", "anthropic/y"],
      ["https://a.example.com/", "openai/x"],
      ["https://b.example.com/", "openai/x"],
    ]);
    await runInDurableObject(env.TENANT_DIRECTORY.getByName(DIRECTORY), (_, state) => {
      expect(state.storage.sql.exec("SELECT * FROM batches").toArray()).toEqual([]);
    });
  });

  it("an event of one tenant's own view reaches that tenant alone, and one that excepts it does not reach it", async () => {
    const [acme, other] = [await tenant("acme"), await tenant("other")];
    for (const [stub, url] of [
      [acme, "https://a.example.com/"],
      [other, "https://b.example.com/"],
    ] as const) {
      await stub.putHook({ ...HOOK, url, events: ["health_transition"] }, false, "admin", NOW);
    }
    const base = { type: "health_transition", at: NOW, provider: "openai", data: { provider: "openai" } } as const;
    await publishEvents(env, [
      { ...base, dedupe_key: "own", tenant_id: "acme" },
      { ...base, dedupe_key: "public", except_tenants: ["acme"] },
      { ...base, dedupe_key: "nobody", tenant_id: "ADMIN" },
    ]);
    await ringAll(acme, other);
    expect(received.map(({ url }) => url).toSorted()).toEqual(["https://a.example.com/", "https://b.example.com/"]);
  });

  it("a removed hook hears nothing more", async () => {
    const acme = await tenant("acme");
    await acme.putHook({ ...HOOK, events: ["price_change"] }, false, "admin", NOW);
    await acme.removeHook("ops", "admin", NOW);
    await publishEvents(env, [change("openai/x", "1", "2")]);
    await ringAll(acme);
    expect(received).toHaveLength(0);
  });

  it("margin protection keeps the sell price, tells once, and lets go when the price comes back", async () => {
    const acme = await tenant("acme");
    await acme.putHook(HOOK, false, "admin", NOW);
    await acme.putOverrides([{ match: "openai/*", operation: "margin_percent", value: "25" }], null, "admin", NOW);
    await acme.putMargin({ minimum_percent: 10, maximum_move_percent: "20" }, "admin", NOW);
    await publishEvents(env, [change("openai/x", "1", "1.5"), change("anthropic/y", "1", "9")]);
    await ringAll(acme);
    expect((await acme.margin()).held).toMatchObject([
      {
        model: "openai/x",
        reason: "move",
        held_usd_per_unit: "1.25",
        would_be_usd_per_unit: "1.875",
        cost_usd_per_unit: "1.5",
      },
    ]);
    expect((await acme.view())?.held).toEqual([["openai/x", "input_tokens|standard|", "1.25"]]);
    await publishEvents(env, [change("openai/x", "1.5", "1.6")]);
    await ringAll(acme);
    expect((await acme.margin()).held).toMatchObject([{ held_usd_per_unit: "1.25", would_be_usd_per_unit: "2" }]);
    expect(bodies().filter(({ type }) => type === "margin")).toHaveLength(1);
    await publishEvents(env, [change("openai/x", "1.6", "1.1")]);
    await ringAll(acme);
    expect((await acme.margin()).held).toEqual([]);
  });

  it("an older change that is told again does not bring a hold back", async () => {
    const acme = await tenant("acme");
    await acme.putHook(HOOK, false, "admin", NOW);
    await acme.putOverrides([{ match: "*", operation: "multiply", value: "2" }], null, "admin", NOW);
    await acme.putMargin({ minimum_percent: 0, maximum_move_percent: 20 }, "admin", NOW);
    const up = { ...change("openai/x", "1", "2"), at: NOW };
    await acme.deliver([up], NOW);
    await acme.deliver([up, { ...change("openai/x", "2", "1.1"), at: NOW + 1 }], NOW);
    expect((await acme.margin()).held).toEqual([]);
    await acme.deliver([up], NOW);
    expect((await acme.margin()).held).toEqual([]);
    await ring(acme);
    expect(bodies().map(({ type }) => type)).toEqual(["margin"]);
  });

  it("a fixed price that would leave too little margin is told, and a wider policy or new rules end the hold", async () => {
    const acme = await tenant("acme");
    await acme.putHook(HOOK, false, "admin", NOW);
    const rules = [{ match: "openai/*", operation: "set", value: "2", meter: "input_tokens" }] as const;
    await acme.putOverrides([...rules], null, "admin", NOW);
    await acme.putMargin({ minimum_percent: 10, maximum_move_percent: 20 }, "admin", NOW);
    await publishEvents(env, [change("openai/x", "1", "1.9")]);
    await ringAll(acme);
    expect((await acme.margin()).held).toMatchObject([
      { reason: "margin", held_usd_per_unit: "2", cost_usd_per_unit: "1.9" },
    ]);
    await acme.putMargin({ minimum_percent: 5, maximum_move_percent: 20 }, "admin", NOW);
    expect((await acme.margin()).held).toEqual([]);
    await publishEvents(env, [{ ...change("openai/x", "1.9", "2.5"), at: NOW + 1 }]);
    await ringAll(acme);
    expect((await acme.margin()).held).toHaveLength(1);
    await acme.putOverrides([...rules], null, "admin", NOW);
    expect((await acme.margin()).held).toEqual([]);
    expect(bodies().filter(({ type }) => type === "margin")).toHaveLength(2);
  });
});
