import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryAt } from "../../shared/health/board.ts";
import { OUTCOMES } from "../../shared/health/outcome.ts";
import { takeReading } from "../../shared/health/provider.ts";
import { objectName, providerOf, shardNames } from "../../shared/health/shards.ts";
import { decodeTenant, encodeProvider, encodeTenant, restoreProvider } from "../../shared/health/snapshot.ts";
import { healthViewSchema, publicView, tenantView } from "../../shared/health/view.ts";
import { reading, START, World } from "./world.ts";

const publicOf = (world: World) => publicView(world.provider, world.now).data;
const ownOf = (world: World, tenant: string) =>
  tenantView(world.provider, world.provider.tenants.get(tenant), world.now).data;

/** A story: calls of five tenants and pauses between them. */
const story = fc.array(
  fc.record({
    tenant: fc.constantFrom("a", "b", "c", "d", "e"),
    outcome: fc.constantFrom(...OUTCOMES),
    count: fc.integer({ min: 1, max: 30 }),
    latency_ms: fc.option(fc.nat(20_000)),
    pause: fc.constantFrom(0, 0, 0, 7, 10, 60, 200),
  }),
  { maxLength: 40 },
);

type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;

function told(chapters: Story): World {
  const world = new World();
  for (const { tenant, outcome, count, latency_ms, pause } of chapters) {
    world.calls(tenant, outcome, count, latency_ms);
    world.pass(pause);
  }
  return world;
}

describe("a view", () => {
  it("fits its schema whatever was reported", () => {
    fc.assert(
      fc.property(story, (chapters) => {
        const world = told(chapters);
        takeReading(world.provider, reading("degraded", world.now), world.now, 0.5);
        for (const data of [publicOf(world), ownOf(world, "a"), ownOf(world, "nobody")]) {
          expect(healthViewSchema.safeParse(JSON.parse(JSON.stringify(data))).error).toBeUndefined();
        }
      }),
    );
  });

  it("of a tenant does not depend on any other tenant's calls", () => {
    fc.assert(
      fc.property(story, (chapters) => {
        const alone = new World();
        const among = new World();
        for (const { tenant, outcome, count, latency_ms, pause } of chapters) {
          if (tenant === "a") alone.calls(tenant, outcome, count, latency_ms);
          among.calls(tenant, outcome, count, latency_ms);
          alone.pass(pause);
          among.pass(pause);
        }
        expect(ownOf(among, "a")).toEqual(ownOf(alone, "a"));
      }),
    );
  });

  it("is the same after a snapshot is restored", () => {
    fc.assert(
      fc.property(story, (chapters) => {
        const world = told(chapters);
        const other = new World();
        other.now = world.now;
        restoreProvider(other.provider, encodeProvider(world.provider));
        for (const [id, tenant] of world.provider.tenants) {
          const restored = decodeTenant(encodeTenant(tenant, world.now), world.now);
          if (restored !== null) other.provider.tenants.set(id, restored);
        }
        expect(publicOf(other)).toEqual(publicOf(world));
        expect(ownOf(other, "a")).toEqual(ownOf(world, "a"));
      }),
    );
  });

  it("never calls a provider healthy without calls", () => {
    fc.assert(
      fc.property(story, (chapters) => {
        const world = told(chapters);
        for (const { state, window } of [publicOf(world), ownOf(world, "a")]) {
          expect(state === "healthy" && window.calls === 0).toBe(false);
        }
      }),
    );
  });

  it("read long after the last report is unknown, with no look in between", () => {
    const world = new World();
    for (const tenant of ["a", "b", "c"]) world.calls(tenant, "error", 5);
    expect([publicOf(world).state, ownOf(world, "a").state]).toEqual(["unhealthy", "unhealthy"]);
    world.now += 311_000;
    expect([publicOf(world), ownOf(world, "a")]).toMatchObject([
      { state: "unknown", consecutive_failures: 0 },
      { state: "unknown", consecutive_failures: 0 },
    ]);
  });

  it("counts success, error and timeout as calls, and nothing else", () => {
    const world = new World();
    for (const outcome of OUTCOMES) world.calls("a", outcome, 10);
    expect(ownOf(world, "a")).toMatchObject({
      window: { calls: 30, success_rate: 0.3333, latency_ms: { n: 30 } },
      rate_limited_share: 0.25,
      consecutive_failures: 20,
    });
  });

  it("gives p95 and p99 from 100 latencies on", () => {
    const world = new World();
    world.calls("a", "success", 99);
    expect(ownOf(world, "a").window.latency_ms).toMatchObject({ n: 99, p95: null, p99: null });
    world.calls("a", "success", 1);
    const { mean, p50, p95, p99 } = ownOf(world, "a").window.latency_ms;
    expect(mean).toBe(800);
    for (const value of [p50, p95, p99]) expect(Math.abs((value ?? 0) - 800)).toBeLessThan(40);
  });

  it("of the public caps a loud tenant and never names one", () => {
    const world = new World();
    for (const tenant of ["a", "b", "c", "d"]) world.calls(tenant, "success", 20);
    world.calls("loud-tenant", "error", 10_000, 10_000);
    const data = publicOf(world);
    expect(data.window.calls).toBe(10_080);
    expect(data.window.success_rate).toBeCloseTo(80 / 140, 3);
    expect(data.window.latency_ms).toMatchObject({ n: 140, mean: 4_742.9 });
    expect(data.routing_score).toBeGreaterThan(90);
    expect(JSON.stringify(data)).not.toContain("loud");
  });

  it("of fewer than three tenants is the pooled window, and says so", () => {
    const world = new World();
    world.calls("a", "success", 50);
    world.calls("b", "error", 50);
    expect(publicOf(world)).toMatchObject({
      state: "unknown",
      score: 0.602,
      confidence: "low",
      window: { success_rate: 0.5 },
    });
    expect(publicOf(world).reasons.join()).toContain("fewer than 3 independent reporters");
  });

  it("does not hold a latency against a provider that is always like that", () => {
    const world = new World();
    for (let i = 0; i < 30; i++) {
      world.calls("a", "success", 20, 12_000);
      world.pass(10);
    }
    expect(ownOf(world, "a").routing_score).toBeGreaterThan(97);
    for (let i = 0; i < 30; i++) {
      world.calls("a", "success", 20, 60_000);
      world.pass(10);
    }
    expect(ownOf(world, "a").routing_score).toBeCloseTo(75, -1);
  });
});

describe("a summary on the board", () => {
  it("keeps its age, and loses its calls with its window", () => {
    const world = new World();
    for (const tenant of ["a", "b", "c"]) world.calls(tenant, "error", 5);
    const summary = { as_of: world.now, listed: true, ...publicView(world.provider, world.now) };
    expect(entryAt(summary, world.now + 20_000, world.now + 30_000)).toMatchObject({
      age_seconds: 30,
      data: { state: "unhealthy" },
    });
    expect(entryAt(summary, world.now, world.now + 300_001).data).toMatchObject({ state: "unknown", score: null });
  });
});

describe("shards", () => {
  const table = new Map([["openai", 8]]);

  it("are none unless the table says so", () => {
    expect(objectName("openai", "acme")).toBe("openai");
    expect(shardNames("openai")).toEqual([]);
  });

  it("keep a tenant in one place and spread many", () => {
    const names = Array.from({ length: 800 }, (_, i) => objectName("openai", `tenant-${i}`, table));
    expect(objectName("openai", "tenant-1", table)).toBe(names[1]);
    expect(new Set(names)).toEqual(new Set(shardNames("openai", table)));
    for (const shard of shardNames("openai", table)) {
      expect(names.filter((name) => name === shard).length).toBeGreaterThan(50);
      expect(providerOf(shard)).toBe("openai");
    }
  });
});

it("a snapshot that is none restores nothing", () => {
  const world = new World();
  expect([decodeTenant("{", START), decodeTenant("{}", START), restoreProvider(world.provider, "[]")]).toEqual([
    null,
    null,
    false,
  ]);
});
