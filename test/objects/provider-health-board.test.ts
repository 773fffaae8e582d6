import { env } from "cloudflare:workers";
import {
  createExecutionContext,
  evictDurableObject,
  reset,
  runDurableObjectAlarm,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readBoard, readTenantView, forgetBoard } from "../../workers/query/health-read.ts";
import { sendReports } from "../../workers/query/health-report.ts";
import { BOARD } from "../../workers/webhooks/publish.ts";
import { reading } from "../health/world.ts";

beforeEach(forgetBoard);
afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

const board = () => env.HEALTH_BOARD.getByName(BOARD);
const provider = (name = "openai") => env.PROVIDER_HEALTH.getByName(name);

async function read(now: number, patience_ms?: number, from: Env = env) {
  const ctx = createExecutionContext();
  const seen = await readBoard(from, ctx, now, patience_ms);
  await waitOnExecutionContext(ctx);
  return seen;
}

const report = (tenant: string, outcome: string, count: number) =>
  sendReports(env, { tenant_id: tenant, rows: [{ provider: "openai", outcome, latency_ms: 100, count }] }, Date.now());

/** An environment whose board fails. */
function withoutBoard(): Env {
  const failing = { getByName: () => ({ board: () => Promise.reject(new Error("no board")) }) };
  return new Proxy(env, { get: (target, key) => (key === "HEALTH_BOARD" ? failing : Reflect.get(target, key)) });
}

describe("the board", () => {
  it("shows a change of the public state at once", async () => {
    for (const tenant of ["a", "b", "c"]) await report(tenant, "error", 5);
    await vi.waitFor(async () => {
      const seen = await board().board("", 0);
      expect(seen.changed).toMatchObject([{ data: { provider: "openai", state: "unhealthy" } }]);
    });
  });

  it("shows a reading of a status page by the time it is taken", async () => {
    const now = Date.now();
    await provider().setStatusPage(reading("partial_outage", now), now);
    const seen = await read(now);
    expect(seen.providers).toEqual(["openai"]);
    expect(seen.entry("openai")).toMatchObject({ age_seconds: 0, data: { state: "degraded", routing_score: 60 } });
  });

  it("shows a forced refresh of an unchanged page within ten seconds", async () => {
    const now = Date.now();
    await provider().setStatusPage(reading("operational", now), now);
    await read(now);
    await provider().setStatusPage(reading("operational", now + 1_000), now + 1_000, true);
    const seen = await read(now + 10_000);
    expect(seen.entry("openai").data.status_page?.polled_at).toBe(new Date(now + 1_000).toISOString());
  });

  it("survives its eviction", async () => {
    const now = Date.now();
    await provider().setStatusPage(reading("major_outage", now), now);
    await evictDurableObject(board());
    expect((await read(now)).entry("openai").data.state).toBe("unhealthy");
  });

  it("sends a reader only what has changed", async () => {
    const now = Date.now();
    await provider("a").setStatusPage(reading("operational", now), now);
    const first = await board().board("", 0);
    expect(first).toMatchObject({ whole: true, changed: [{ data: { provider: "a" } }] });
    await provider("b").setStatusPage(reading("operational", now), now);
    const second = await board().board(first.epoch, first.version);
    expect(second).toMatchObject({ whole: false, changed: [{ data: { provider: "b" } }] });
  });

  it("ignores a word older than the one it has", async () => {
    const now = Date.now();
    await provider().setStatusPage(reading("major_outage", now), now);
    const newer = await provider().summary(now + 5_000);
    await board().push(newer);
    await board().push({ ...newer, as_of: now - 1, data: { ...newer.data, state: "healthy" } });
    const seen = await board().board("", 0);
    expect(seen.changed).toMatchObject([{ as_of: now + 5_000, data: { state: "unhealthy" } }]);
  });

  it("drops names that nobody lists before a provider with a status page, however many a tenant invents", async () => {
    const now = Date.now();
    await provider().setStatusPage(reading("operational", now), now);
    const invented = await provider("invented").summary(now);
    await runInDurableObject(board(), (instance) => {
      for (let i = 0; i < 2_100; i += 1) {
        instance.push({ ...invented, data: { ...invented.data, state: "unhealthy", provider: `x${i}` } });
      }
    });
    const { changed } = await board().board("", 0);
    expect(changed).toHaveLength(2_000);
    expect(changed.map(({ data }) => data.provider)).toContain("openai");
  });

  it("keeps a note of a tenant's newest providers only", async () => {
    const now = Date.now();
    for (let batch = 0; batch < 4; batch += 1) {
      const invented = Array.from({ length: 64 }, (_, i) => `x${batch}-${i}`);
      await board().noteReporting("acme", invented, now + batch);
    }
    await board().noteReporting("other", ["openai"], now);
    await runInDurableObject(board(), (_, state) => {
      expect(state.storage.sql.exec("SELECT * FROM reporting").toArray()).toHaveLength(65);
    });
    expect((await board().reportedOn("acme", now)).every((name) => name.startsWith("x3-"))).toBe(true);
    expect(await board().reportedOn("other", now)).toEqual(["openai"]);
  });

  it("hears of figures by the heartbeat while the provider is in trouble", async () => {
    for (const tenant of ["a", "b", "c"]) await report(tenant, "error", 5);
    await report("a", "error", 7);
    await runDurableObjectAlarm(provider());
    const seen = await board().board("", 0);
    expect(seen.changed).toMatchObject([{ data: { consecutive_failures: 22 } }]);
  });
});

describe("a keyless read", () => {
  it("of a provider nobody knows is unknown", async () => {
    const seen = await read(Date.now());
    expect(seen.providers).toEqual([]);
    expect(seen.entry("nobody")).toMatchObject({ data: { provider: "nobody", state: "unknown", score: null } });
  });

  it("is unknown, without an age, when the board cannot be reached", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const seen = await read(Date.now(), undefined, withoutBoard());
    expect(seen.age_seconds).toBeNull();
    expect(seen.entry("openai").data.state).toBe("unknown");
  });

  it("goes on from memory, with its age, when the board cannot be reached", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const now = Date.now();
    await provider().setStatusPage(reading("major_outage", now), now);
    await read(now);
    const seen = await read(now + 60_000, undefined, withoutBoard());
    expect(seen.age_seconds).toBe(60);
    expect(seen.entry("openai")).toMatchObject({ age_seconds: 60, data: { state: "unhealthy" } });
    const later = await read(now + 2_000_000, undefined, withoutBoard());
    expect(later.entry("openai")).toMatchObject({ data: { state: "unknown", status_page: { status: "unknown" } } });
  });

  it("holds a bounded copy of a board whose providers come and go", async () => {
    const summary = await provider("x").summary(Date.now());
    const start = Date.now();
    const asked: string[] = [];
    const changing = {
      board: async (epoch: string, version: number) => {
        asked.push(epoch);
        const changed = Array.from({ length: 1_500 }, (_, i) => {
          return { ...summary, data: { ...summary.data, provider: `x${version}-${i}` } };
        });
        return { epoch: "e", version: version + 1, whole: epoch === "", changed };
      },
    };
    const from = new Proxy(env, {
      get: (target, key) => (key === "HEALTH_BOARD" ? { getByName: () => changing } : Reflect.get(target, key)),
    });
    for (let look = 0; look < 4; look += 1) await read(start + look * 10_000, undefined, from);
    expect(asked).toEqual(["", "e", "e", ""]);
    const seen = await read(start + 30_000, undefined, from);
    expect([seen.knows("x0-0"), seen.knows("x3-0")]).toEqual([false, true]);
  });

  it("does not wait when it has no patience, and is in step for the next reader", async () => {
    const now = Date.now();
    await provider().setStatusPage(reading("degraded", now), now);
    expect((await read(now, 0)).age_seconds).toBeNull();
    expect((await read(now + 1, 0)).entry("openai").data.state).toBe("degraded");
  });

  it("does not wait for a board that hangs", async () => {
    const hanging = { getByName: () => ({ board: () => new Promise(() => undefined) }) };
    const from = new Proxy(env, {
      get: (target, key) => (key === "HEALTH_BOARD" ? hanging : Reflect.get(target, key)),
    });
    const seen = await readBoard(from, { waitUntil: () => undefined }, Date.now(), 10);
    expect(seen.entry("openai").data.state).toBe("unknown");
  });

  it("says nothing of calls whose object has been silent for a window", async () => {
    for (const tenant of ["a", "b", "c"]) await report(tenant, "error", 5);
    await vi.waitFor(async () => expect((await board().board("", 0)).changed).toHaveLength(1));
    const now = Date.now();
    expect((await read(now)).entry("openai").data.state).toBe("unhealthy");
    expect((await read(now + 301_000, 0)).entry("openai").data).toMatchObject({
      state: "unknown",
      window: { calls: 0 },
    });
  });
});

describe("a keyed read", () => {
  it("is the tenant's own view, at once", async () => {
    await report("acme", "error", 5);
    const now = Date.now();
    expect(await readTenantView(env, "OpenAI", "acme", now)).toMatchObject({
      age_seconds: 0,
      data: { state: "unhealthy" },
    });
    expect(await readTenantView(env, "openai", "other", now)).toMatchObject({ data: { state: "unknown" } });
  });

  it("of an id that is none is unknown, and reaches no object", async () => {
    expect(await readTenantView(env, "a/b", "acme", Date.now())).toMatchObject({ data: { state: "unknown" } });
  });

  it("is unknown when the object cannot be reached", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const failing = { getByName: () => ({ view: () => Promise.reject(new Error("gone")) }) };
    const from = new Proxy(env, {
      get: (target, key) => (key === "PROVIDER_HEALTH" ? failing : Reflect.get(target, key)),
    });
    const seen = await readTenantView(from, "openai", "acme", Date.now());
    expect(seen.data).toMatchObject({ state: "unknown", reasons: ["the health object did not answer in time"] });
  });
});
