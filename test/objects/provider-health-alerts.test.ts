import { env } from "cloudflare:workers";
import { evictDurableObject, reset, runDurableObjectAlarm } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PageIncident } from "../../shared/health/status-page.ts";
import { sendReports } from "../../workers/query/health-report.ts";
import type { WebhookEvent } from "../../workers/webhooks/event.ts";
import { BOARD, publishEvents } from "../../workers/webhooks/publish.ts";
import { reading } from "../health/world.ts";
import { tenant } from "./tenants.ts";

const SECRET = `whsec_${btoa("0123456789abcdef0123456789abcdef")}`;
const URL = "https://hooks.example.com/ratecard";

interface Alert {
  readonly type: string;
  readonly data: Record<string, unknown>;
}

let alerts: Alert[] = [];

beforeEach(() => {
  alerts = [];
  Object.assign(env, { OPERATOR_WEBHOOK_URL: URL, OPERATOR_WEBHOOK_SECRET: SECRET });
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    if (String(input) !== URL) throw new Error(`unexpected request to ${String(input)}`);
    const headers = Object.fromEntries(new Headers(init?.headers));
    const { type, data } = Object(new Webhook(SECRET).verify(String(init?.body), headers));
    alerts.push({ type, data });
    return new Response(null, { status: 204 });
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  Object.assign(env, { OPERATOR_WEBHOOK_URL: undefined, OPERATOR_WEBHOOK_SECRET: undefined });
  await reset();
});

const provider = () => env.PROVIDER_HEALTH.getByName("openai");
const board = () => env.HEALTH_BOARD.getByName(BOARD);

/** Runs the board's alarm until nothing is due. */
async function delivered(): Promise<Alert[]> {
  await runDurableObjectAlarm(board());
  return alerts;
}

const report = (tenant: string, outcome: string, count: number) =>
  sendReports(env, { tenant_id: tenant, rows: [{ provider: "openai", outcome, count }] }, Date.now());

function incident(id: string, status = "investigating"): PageIncident {
  return { id, title: `Errors ${id}`, status, impact: "partial_outage", started_at: null, url: null };
}

describe("a tenant that reports", () => {
  it("is told of its own view once per transition, and nobody else is", async () => {
    const hook = { id: "ops", url: URL, events: ["health_transition"] as const, provider: null };
    const [acme] = await Promise.all(["acme", "other"].map((id) => tenant(id)));
    const put = await acme?.putHook(hook, false, "admin", Date.now());
    const other = await env.TENANT.getByName("other").putHook(hook, false, "admin", Date.now());
    const told = vi.fn();
    vi.mocked(fetch).mockImplementation(async (_url, init) => {
      told(JSON.parse(String(init?.body)));
      return new Response(null, { status: 204 });
    });
    expect([put?.kind, other.kind]).toEqual(["created", "created"]);
    await report("acme", "error", 5);
    await report("acme", "error", 5);
    await vi.waitFor(async () => {
      await runDurableObjectAlarm(env.TENANT.getByName("acme"));
      expect(told).toHaveBeenCalledTimes(1);
    });
    await runDurableObjectAlarm(env.TENANT.getByName("other"));
    expect(told.mock.calls).toEqual([
      [
        expect.objectContaining({
          type: "health_transition",
          data: expect.objectContaining({ provider: "openai", from: "unknown", to: "unhealthy", view: "own" }),
        }),
      ],
    ]);
  });
});

describe("the operator", () => {
  it("is told of each transition of the public state once", async () => {
    for (const tenant of ["a", "b", "c"]) await report(tenant, "error", 5);
    for (const tenant of ["a", "b", "c"]) await report(tenant, "error", 5);
    await vi.waitFor(async () => expect(await delivered()).toHaveLength(1));
    await runDurableObjectAlarm(provider());
    expect(await delivered()).toMatchObject([
      {
        type: "health_transition",
        data: { provider: "openai", from: "unknown", to: "unhealthy", view: "public", routing_score: 0 },
      },
    ]);
  });

  it("is told of no tenant's own view", async () => {
    await report("acme", "error", 50);
    await runDurableObjectAlarm(provider());
    expect(await delivered()).toEqual([]);
  });

  it("is not woken by traffic that comes and goes", async () => {
    for (const tenant of ["a", "b", "c"]) await report(tenant, "success", 20);
    await runDurableObjectAlarm(provider());
    expect(await delivered()).toEqual([]);
  });

  it("is told when an incident opens and when it closes, once each", async () => {
    const now = Date.now();
    const set = (incidents: PageIncident[], more = {}) =>
      provider().setStatusPage(reading("operational", now, { incidents, ...more }), now);
    await set([]);
    await set([incident("i1")]);
    await set([incident("i1", "monitoring")]);
    await set([], { stale: true, reason: "timeout" });
    await set([incident("i1", "monitoring"), incident("i2")]);
    await set([incident("i1", "resolved")]);
    await set([]);
    const told = (await delivered()).filter(({ type }) => type === "incident");
    const words = told.map(({ data }) => `${String(data["action"])} ${String(Object(data["incident"]).id)}`);
    // Deliveries of one round are under way together, in no order.
    expect(words.sort()).toEqual(["closed i1", "closed i2", "opened i1", "opened i2"]);
  });

  it("is told once when a status page stops answering", async () => {
    const now = Date.now();
    await provider().setStatusPage(reading("operational", now), now);
    for (const reason of ["timeout", "timeout", "http_503"]) {
      await provider().setStatusPage(reading("operational", now, { stale: true, reason }), now);
    }
    expect(await delivered()).toMatchObject([
      { type: "source_stale", data: { source: "status_page", provider: "openai", reason: "timeout" } },
    ]);
  });

  it("is told after an eviction of both objects", async () => {
    const now = Date.now();
    await provider().setStatusPage(reading("operational", now), now);
    await provider().setStatusPage(reading("degraded", now, { incidents: [incident("i1")] }), now);
    await evictDurableObject(board());
    await evictDurableObject(provider());
    expect((await delivered()).map(({ type }) => type).sort()).toEqual(["health_transition", "incident"]);
    expect(await provider().statusPage()).toMatchObject({ status: "degraded" });
  });

  it("of many events at once is one call to the board, however many they are", async () => {
    const calls: number[] = [];
    const board = { enqueueForOperator: async (events: readonly WebhookEvent[]) => void calls.push(events.length) };
    const from = new Proxy(env, {
      get: (target, key) => (key === "HEALTH_BOARD" ? { getByName: () => board } : Reflect.get(target, key)),
    });
    const change = (id: number) => ({ dedupe_key: `c${id}`, type: "price_change", at: 0, data: {} }) as const;
    await publishEvents(
      from,
      Array.from({ length: 500 }, (_, id) => change(id)),
    );
    expect(calls).toEqual([500]);
  });

  it("without a hook is only logged", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    Object.assign(env, { OPERATOR_WEBHOOK_URL: undefined });
    const now = Date.now();
    await provider().setStatusPage(reading("major_outage", now), now);
    expect(await delivered()).toEqual([]);
    expect(log.mock.calls.map(([line]) => JSON.parse(String(line)))).toMatchObject([{ event: "alert" }]);
  });

  it.each(["http://hooks.example.com/", "https://127.0.0.1/", "https://localhost/"])(
    "is never told at %s",
    async (url) => {
      vi.spyOn(console, "log").mockImplementation(() => undefined);
      Object.assign(env, { OPERATOR_WEBHOOK_URL: url });
      const now = Date.now();
      await provider().setStatusPage(reading("major_outage", now), now);
      await delivered();
      expect(fetch).not.toHaveBeenCalled();
    },
  );
});
