import { env } from "cloudflare:workers";
import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { digest } from "../../shared/health/digest.ts";
import { outcomeIndex, type Outcome } from "../../shared/health/outcome.ts";
import { MAX_TENANTS } from "../../shared/health/provider.ts";
import { sendReports } from "../../workers/query/health-report.ts";
import type { ReportResult } from "../../workers/objects/provider-health.ts";
import { Admission } from "../../workers/objects/health-admission.ts";
import { reading } from "../health/world.ts";

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

const stub = (name = "openai") => env.PROVIDER_HEALTH.getByName(name);

interface Calls {
  readonly tenant?: string;
  readonly count?: number;
  readonly batch_id?: string;
  readonly at?: number;
  readonly object?: string;
}

function calls(outcome: Outcome, { tenant = "acme", count = 1, batch_id, at = Date.now(), object }: Calls = {}) {
  const row = { provider: "openai", outcome: outcomeIndex(outcome) ?? -1, latency_ms: 800, at, count };
  const batch = { tenant_id: tenant, received_at: at, digest: digest([row]) };
  const sent: Promise<ReportResult> = stub(object).report(batch_id === undefined ? batch : { ...batch, batch_id });
  return sent;
}

async function view(tenant?: string, now = Date.now()) {
  return (await stub().view(now, tenant)).data;
}

describe("the object of a provider", () => {
  it("knows nothing when cold", async () => {
    expect(await view()).toMatchObject({ state: "unknown", score: null, confidence: "none", status_page: null });
    expect(await view("acme")).toMatchObject({ state: "unknown", score: null, window: { calls: 0 } });
  });

  it("shows a tenant its own calls at once", async () => {
    expect(await calls("success", { count: 20 })).toEqual({ accepted: 1, ignored: 0 });
    expect(await view("acme")).toMatchObject({
      provider: "openai",
      state: "healthy",
      score: 0.952,
      window: { seconds: 300, calls: 20, success_rate: 1, latency_ms: { n: 20, mean: 800, p95: null, p99: null } },
      consecutive_failures: 0,
      rate_limited_share: 0,
    });
  });

  it("keeps a state that a look at the window found through an eviction", async () => {
    const clock = vi.spyOn(Date, "now");
    const start = clock();
    for (const outcome of ["success", "error", "success", "error"] as const)
      await calls(outcome, { count: outcome === "success" ? 13 : 3, at: start });
    await runDurableObjectAlarm(stub());
    clock.mockReturnValue(start + 10_000);
    await runDurableObjectAlarm(stub());
    expect(await view("acme", start + 10_000)).toMatchObject({ state: "degraded" });
    await evictDurableObject(stub());
    expect(await view("acme", start + 11_000)).toMatchObject({ state: "degraded", window: { calls: 32 } });
  });

  it("shows a tenant nothing of another's calls", async () => {
    const before = await view("other");
    await calls("error", { count: 50 });
    expect(await view("other")).toEqual(before);
    expect(await view("acme")).toMatchObject({ state: "unhealthy", consecutive_failures: 50 });
  });

  it("keeps what it acknowledged over an eviction after the alarm", async () => {
    await calls("success", { count: 120 });
    await calls("rate_limited", { count: 30 });
    await calls("error", { count: 3 });
    const now = Date.now();
    const before = [await view("acme", now), await view(undefined, now)];
    expect(await runDurableObjectAlarm(stub())).toBe(true);
    await evictDurableObject(stub());
    expect([await view("acme", now), await view(undefined, now)]).toEqual(before);
  });

  it("arms its alarm for less than ten seconds after the first acknowledgement", async () => {
    const before = Date.now();
    await calls("success");
    const alarm = await runInDurableObject(stub(), (_, state) => state.storage.getAlarm());
    expect((alarm ?? Infinity) - before).toBeLessThanOrEqual(10_000);
    await calls("success");
    expect(await runInDurableObject(stub(), (_, state) => state.storage.getAlarm())).toBe(alarm);
  });

  it("arms its alarm again while there are calls in the window", async () => {
    await calls("success");
    await runDurableObjectAlarm(stub());
    expect(await runInDurableObject(stub(), (_, state) => state.storage.getAlarm())).not.toBeNull();
  });

  it("arms its alarm again when a look fails", async () => {
    await calls("success");
    await runInDurableObject(stub(), (_, state) => state.storage.sql.exec("DROP TABLE provider"));
    await expect(runDurableObjectAlarm(stub())).rejects.toThrow();
    expect(await runInDurableObject(stub(), (_, state) => state.storage.getAlarm())).not.toBeNull();
  });

  it("stops its alarm and forgets its tenants once the window is empty", async () => {
    await calls("error", { at: Date.now() - 310_000, count: 5 });
    await runDurableObjectAlarm(stub());
    await runInDurableObject(stub(), async (_, state) => {
      expect(state.storage.sql.exec("SELECT count(*) AS n FROM tenant").one()).toEqual({ n: 0 });
    });
    while (await runDurableObjectAlarm(stub())) continue;
    expect(await view()).toMatchObject({ state: "unknown", window: { calls: 0 } });
  });

  it("is in storage with a change of state before the answer leaves", async () => {
    await calls("error", { count: 5 });
    await evictDurableObject(stub());
    expect(await view("acme")).toMatchObject({ state: "unhealthy", consecutive_failures: 5 });
  });

  it("loses at most what no snapshot holds, and never calls that healthy", async () => {
    await calls("success", { count: 19 });
    await evictDurableObject(stub());
    expect(await view("acme")).toMatchObject({ state: "unknown", window: { calls: 0 } });
  });

  it("leaves old calls out when read, with no alarm in between", async () => {
    const now = Date.now();
    await calls("error", { count: 9 });
    expect(await view("acme", now + 311_000)).toMatchObject({ state: "unknown", score: null, consecutive_failures: 0 });
  });
});

describe("a batch id", () => {
  it("counts once", async () => {
    expect(await calls("success", { batch_id: "b1", count: 7 })).toEqual({ accepted: 1, ignored: 0 });
    expect(await calls("success", { batch_id: "b1", count: 7 })).toEqual({ accepted: 0, ignored: 1 });
    expect((await view("acme")).window.calls).toBe(7);
  });

  it("is a tenant's own", async () => {
    await calls("success", { batch_id: "b1" });
    expect(await calls("success", { batch_id: "b1", tenant: "other" })).toEqual({ accepted: 1, ignored: 0 });
  });

  it("is remembered over an eviction for ten minutes and no longer", async () => {
    const at = Date.now();
    await calls("success", { batch_id: "b1", at });
    await runDurableObjectAlarm(stub());
    await evictDurableObject(stub());
    expect(await calls("success", { batch_id: "b1", at: at + 599_000 })).toEqual({ accepted: 0, ignored: 1 });
    expect(await calls("success", { batch_id: "b1", at: at + 601_000 })).toEqual({ accepted: 1, ignored: 0 });
  });

  it("is lost together with the counts it stands for, so that a retry counts", async () => {
    await calls("success", { batch_id: "b1", count: 3 });
    await evictDurableObject(stub());
    expect(await calls("success", { batch_id: "b1", count: 3 })).toEqual({ accepted: 1, ignored: 0 });
    expect((await view("acme")).window.calls).toBe(3);
  });
});

describe("a request of reports", () => {
  const row = { provider: "openai", outcome: "success", latency_ms: 500 };

  it("of a thousand rows is counted whole", async () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => ({ ...row, latency_ms: i }));
    const now = Date.now();
    expect(await sendReports(env, { tenant_id: "acme", rows }, now)).toEqual({
      accepted: 1_000,
      ignored: 0,
      rejected: [],
    });
    expect((await view("acme", now)).window).toMatchObject({ calls: 1_000, latency_ms: { n: 1_000, mean: 499.5 } });
  });

  it("goes to the object of each provider, and refuses bad rows alone", async () => {
    const rows = [row, { ...row, provider: "Groq" }, { ...row, outcome: "?" }, { ...row, latency_ms: -1 }];
    expect(await sendReports(env, { tenant_id: "acme", rows }, Date.now())).toEqual({
      accepted: 2,
      ignored: 0,
      rejected: [
        { index: 2, code: "unknown_outcome" },
        { index: 3, code: "invalid_latency" },
      ],
    });
    expect((await stub("groq").view(Date.now(), "acme")).data.window.calls).toBe(1);
  });

  it("is shed with a time to come back when an object cannot take it", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const broken = { getByName: () => ({ report: () => Promise.reject(new Error("overloaded")) }) };
    const failing = new Proxy(env, {
      get: (target, key) => (key === "PROVIDER_HEALTH" ? broken : Reflect.get(target, key)),
    });
    expect(await sendReports(failing, { tenant_id: "acme", rows: [row] }, Date.now())).toMatchObject({ shed: true });
  });
});

describe("a flood", () => {
  it("is shed by the second, one tenant before the others, and over with the second", () => {
    const admission = new Admission();
    const refused = (tenant: string, now: number, times: number) => {
      let count = 0;
      for (let i = 0; i < times; i++) if (admission.refuse(tenant, now) !== null) count += 1;
      return count;
    };
    expect(refused("loud", 1_000, 6_000)).toBe(1_000);
    expect(refused("calm", 1_500, 10)).toBe(0);
    expect(refused("third", 1_999, 5_000)).toBe(10);
    expect(refused("loud", 2_000, 10)).toBe(0);
  });

  it("of tenants leaves the number kept bounded", async () => {
    const at = Date.now();
    for (let i = 0; i < MAX_TENANTS + 20; i++) await calls("success", { tenant: `t${i}`, at });
    await runDurableObjectAlarm(stub());
    const stored = await runInDurableObject(stub(), (_, state) =>
      state.storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM tenant").one(),
    );
    expect(stored.n).toBe(MAX_TENANTS + 1);
    expect((await view()).window.calls).toBe(MAX_TENANTS + 20);
  });
});

describe("a status page", () => {
  it("is kept, shown in every view, and lowers the state", async () => {
    const now = Date.now();
    await stub().setStatusPage(reading("major_outage", now), now);
    expect(await stub().statusPage()).toMatchObject({ status: "major_outage" });
    expect(await view()).toMatchObject({
      state: "unhealthy",
      routing_score: 20,
      status_page: { status: "major_outage" },
    });
    expect(await view("acme")).toMatchObject({ state: "unhealthy", status_page: { status: "major_outage" } });
    await evictDurableObject(stub());
    expect(await view()).toMatchObject({ state: "unhealthy" });
  });

  it("that nobody refreshes is stale after 15 minutes and unknown after 30", async () => {
    const now = Date.now();
    await stub().setStatusPage(reading("operational", now), now);
    expect((await view(undefined, now + 901_000)).status_page).toMatchObject({ status: "operational", stale: true });
    expect((await view(undefined, now + 1_801_000)).status_page).toMatchObject({ status: "unknown", stale: true });
  });

  it("makes one tenant's faults count in public", async () => {
    const now = Date.now();
    await calls("error", { count: 4 });
    await stub().setCorroboration(
      { source: "openrouter", uptime_percent: 50, observed_at: new Date(now).toISOString() },
      now,
    );
    expect((await view()).state).toBe("unknown");
    await calls("error");
    expect((await view()).state).toBe("unhealthy");
  });
});

describe("a shard", () => {
  it("is added up by the object named after the provider", async () => {
    for (const tenant of ["a", "b", "c"]) await calls("success", { tenant, count: 20, object: "openai#0" });
    await calls("success", { tenant: "d", count: 20, object: "openai#1" });
    await runDurableObjectAlarm(stub("openai#0"));
    await runDurableObjectAlarm(stub("openai#1"));
    expect(await view()).toMatchObject({ window: { calls: 80 }, confidence: "high" });
    // What a shard says twice counts once.
    await calls("success", { tenant: "d", count: 1, object: "openai#1" });
    await runDurableObjectAlarm(stub("openai#1"));
    expect(await view()).toMatchObject({ window: { calls: 81 } });
    for (const tenant of ["a", "b", "c"]) await calls("error", { tenant, count: 5, object: "openai#0" });
    await vi.waitFor(async () => expect((await view()).state).toBe("unhealthy"));
  });
});
