import { describe, expect, it } from "vitest";
import { takeReading } from "../../shared/health/provider.ts";
import { reading, World } from "./world.ts";

function ignore(): void {
  // A setter that keeps nothing.
}

describe("a tenant's own state", () => {
  it("is unknown until 20 counted calls with 97% success", () => {
    const world = new World();
    world.calls("a", "success", 19);
    expect(world.state("a")).toBe("unknown");
    world.calls("a", "success");
    expect(world.state("a")).toBe("healthy");
  });

  it("stays unknown when the success rate is too low to call it healthy", () => {
    const world = new World();
    for (let i = 0; i < 24; i++) world.calls("a", i === 3 ? "error" : "success");
    expect(world.state("a")).toBe("unknown");
  });

  it("is unhealthy at the fifth fault in a row and not at the fourth", () => {
    const world = new World();
    world.calls("a", "success", 1_000);
    world.calls("a", "error", 4);
    expect(world.state("a")).toBe("healthy");
    world.calls("a", "timeout");
    expect(world.state("a")).toBe("unhealthy");
  });

  it("takes a line of five faults for five in a row", () => {
    const world = new World();
    world.calls("a", "error", 5);
    expect(world.state("a")).toBe("unhealthy");
  });

  it.each(["rate_limited", "client_error", "aborted"] as const)(
    "lets %s neither extend nor break a streak",
    (neutral) => {
      const world = new World();
      for (let i = 0; i < 4; i++) {
        world.calls("a", "error");
        world.calls("a", neutral, 50);
      }
      expect(world.state("a")).toBe("unknown");
      world.calls("a", "error");
      expect(world.state("a")).toBe("unhealthy");
    },
  );

  it("recovers at the tenth success in a row and not before", () => {
    const world = new World();
    world.calls("a", "error", 5);
    world.calls("a", "success", 9);
    expect(world.state("a")).toBe("unhealthy");
    world.calls("a", "success", 1);
    expect(world.state("a")).toBe("healthy");
  });

  it("does not fall back for the calls before its recovery", () => {
    const world = new World();
    world.calls("a", "error", 50);
    world.calls("a", "success", 10);
    for (let i = 0; i < 12; i++) {
      world.calls("a", "success", 2);
      world.pass(10);
    }
    expect(world.state("a")).toBe("healthy");
  });

  it("is degraded by the window only on two looks in a row", () => {
    const world = new World();
    world.calls("a", "success", 100);
    for (let i = 0; i < 20; i++) {
      world.calls("a", "error");
      world.calls("a", "success", 5);
    }
    world.pass(10);
    expect(world.state("a")).toBe("healthy");
    world.pass(10);
    expect(world.state("a")).toBe("degraded");
  });

  it("is unhealthy by the window when success is provably below 80%", () => {
    const world = new World();
    for (let i = 0; i < 20; i++) {
      world.calls("a", "error");
      world.calls("a", "success");
    }
    world.pass(20);
    expect(world.state("a")).toBe("unhealthy");
  });

  it("does not take two looks at one moment for two", () => {
    const world = new World();
    for (let i = 0; i < 20; i++) {
      world.calls("a", "error");
      world.calls("a", "success");
    }
    world.pass(10);
    world.now -= 10_000;
    world.pass(10);
    expect(world.state("a")).toBe("unknown");
  });

  it("needs a run of successes that the fault rate would not produce by luck", () => {
    const world = new World();
    for (let i = 0; i < 40; i++) {
      world.calls("a", "error");
      world.calls("a", "success", 4);
    }
    world.pass(20);
    expect(world.state("a")).not.toBe("healthy");
    world.calls("a", "success", 10 - 4);
    expect(world.state("a")).not.toBe("healthy");
    world.calls("a", "success", 20);
    expect(world.state("a")).toBe("healthy");
  });

  it("recovers by 97% success held for a minute", () => {
    const world = new World();
    world.calls("a", "error", 5);
    let seconds = 0;
    // The other way out, a run of successes, is closed for this one.
    const tenant = world.provider.tenants.get("a");
    if (tenant !== undefined) Object.defineProperty(tenant.machine, "needed", { get: () => 1_000_000, set: ignore });
    while (world.state("a") !== "healthy" && seconds < 600) {
      world.calls("a", "success", 40);
      world.pass(10);
      seconds += 10;
    }
    expect(world.state("a")).toBe("healthy");
    expect(seconds).toBeGreaterThanOrEqual(60);
    expect(seconds).toBeLessThanOrEqual(150);
  });

  it("is degraded, not unhealthy, once nine calls in ten succeed for a minute", () => {
    const world = new World();
    world.calls("a", "error", 50);
    const states = new Set<string>();
    for (let i = 0; i < 40; i++) {
      for (const outcome of ["success", "error", "success"] as const) {
        world.calls("a", outcome, outcome === "error" ? 2 : 9);
      }
      world.pass(10);
      if (i >= 15) states.add(world.state("a"));
    }
    expect(states).toEqual(new Set(["degraded"]));
  });

  it("is unknown again after a window without calls", () => {
    const world = new World();
    world.calls("a", "error", 5);
    world.pass(290);
    expect(world.state("a")).toBe("unhealthy");
    world.pass(20);
    expect(world.state("a")).toBe("none");
    expect(world.transitions.at(-1)).toMatchObject({ tenant_id: "a", from: "unhealthy", to: "unknown" });
  });

  it("reports each transition once, with its time", () => {
    const world = new World();
    world.calls("a", "success", 30);
    world.pass(30);
    world.calls("a", "error", 30);
    world.pass(30);
    const own = world.transitions.filter(({ tenant_id }) => tenant_id === "a");
    expect(own.map(({ from, to }) => `${from} ${to}`)).toEqual(["unknown healthy", "healthy unhealthy"]);
  });
});

describe("a status page", () => {
  const read = (world: World, status: Parameters<typeof reading>[0], more = {}) =>
    world.transitions.push(...takeReading(world.provider, reading(status, world.now, more), world.now, 0.5));

  it.each([
    ["major_outage", "unhealthy"],
    ["partial_outage", "degraded"],
    ["degraded", "degraded"],
    ["maintenance", "unknown"],
    ["operational", "unknown"],
    ["unknown", "unknown"],
  ] as const)("that says %s makes a provider without traffic %s", (status, state) => {
    const world = new World();
    read(world, status);
    expect(world.state()).toBe(state);
  });

  it("goes on for 15 minutes after its last successful poll when polls fail, and no longer", () => {
    const after = (seconds: number) => {
      const world = new World();
      const polled_at = new Date(world.now - seconds * 1_000).toISOString();
      read(world, "major_outage", { stale: true, reason: "timeout", polled_at });
      return world.state();
    };
    expect([after(60), after(900), after(901)]).toEqual(["unhealthy", "unhealthy", "unknown"]);
  });

  it("that was never polled with success does nothing", () => {
    const world = new World();
    read(world, "major_outage", { stale: true, polled_at: null });
    expect(world.state()).toBe("unknown");
  });

  it("lowers a healthy tenant, and does not recover an unhealthy one when resolved", () => {
    const world = new World();
    world.calls("a", "success", 30);
    read(world, "partial_outage");
    expect(world.state("a")).toBe("degraded");
    world.calls("a", "error", 5);
    read(world, "operational");
    expect(world.state("a")).toBe("unhealthy");
  });

  it("leaves a provider that provably works out of `unhealthy`", () => {
    const world = new World();
    world.calls("a", "success", 500);
    read(world, "major_outage");
    expect(world.state("a")).toBe("degraded");
    read(world, "degraded");
    expect(world.state("a")).toBe("healthy");
  });

  it("that nobody refreshes loses its effect", () => {
    const world = new World();
    read(world, "major_outage");
    for (let i = 0; i < 100; i++) {
      world.calls("a", "success", 1);
      world.pass(10);
    }
    expect(world.state("a")).toBe("healthy");
    expect(world.state()).toBe("unknown");
  });
});

describe("the public state", () => {
  it("does not leave unknown for fewer than three tenants, whatever they say", () => {
    const world = new World();
    for (let i = 0; i < 30; i++) {
      world.calls("a", i < 15 ? "success" : "error", 20);
      world.calls("b", i < 15 ? "success" : "error", 20);
      world.pass(10);
    }
    expect(world.transitions.filter(({ tenant_id }) => tenant_id === null)).toEqual([]);
  });

  it("follows three tenants that agree", () => {
    const world = new World();
    for (const tenant of ["a", "b", "c"]) world.calls(tenant, "success", 20);
    expect(world.state()).toBe("healthy");
    for (const tenant of ["a", "b", "c"]) world.calls(tenant, "error", 5);
    expect(world.state()).toBe("unhealthy");
    for (const tenant of ["a", "b", "c"]) world.calls(tenant, "success", 10);
    expect(world.state()).toBe("healthy");
  });

  it("follows one tenant on the fast path when the page or an aggregator agrees", () => {
    const world = new World();
    world.provider.corroborations.set("openrouter", {
      source: "openrouter",
      uptime_percent: 80,
      observed_at: new Date(world.now).toISOString(),
    });
    world.calls("a", "error", 5);
    expect(world.state()).toBe("unhealthy");
  });

  it("follows nobody by an aggregator's word alone, nor by an old one", () => {
    const world = new World();
    const observed_at = new Date(world.now - 3_600_000).toISOString();
    world.provider.corroborations.set("openrouter", { source: "openrouter", uptime_percent: 10, observed_at });
    world.calls("a", "error", 50);
    world.pass(30);
    expect(world.state()).toBe("unknown");
  });

  it("does not add up faults that lie further apart than the window", () => {
    const world = new World();
    const tenants = ["a", "b", "c", "d"];
    for (const tenant of tenants) world.calls(tenant, "error", 1);
    for (let i = 0; i < 4; i++) {
      for (const tenant of tenants) world.calls(tenant, "rate_limited");
      world.pass(100);
    }
    for (const tenant of tenants) world.calls(tenant, "error", 1);
    expect(world.state()).toBe("unknown");
    for (const tenant of tenants) world.calls(tenant, "error", 1);
    expect(world.state()).toBe("unhealthy");
  });

  it("becomes healthy for one tenant only where the outside agrees", () => {
    const world = new World();
    takeReading(world.provider, reading("operational", world.now), world.now, 0.5);
    world.calls("a", "success", 20);
    expect(world.state()).toBe("healthy");
  });

  it("does not move for one of three tenants that always fails", () => {
    const world = new World();
    for (let i = 0; i < 60; i++) {
      world.calls("a", "success", 2);
      world.calls("b", "success", 2);
      world.calls("x", "error", 80);
      world.pass(10);
    }
    expect(world.transitions.filter(({ tenant_id }) => tenant_id === null).map(({ to }) => to)).toEqual(["healthy"]);
    expect(world.state("x")).toBe("unhealthy");
  });

  it("is not held down by one tenant that goes on failing", () => {
    const world = new World();
    for (const tenant of ["a", "b", "c", "x"]) world.calls(tenant, "error", 5);
    expect(world.state()).toBe("unhealthy");
    for (let i = 0; i < 30; i++) {
      for (const tenant of ["a", "b", "c"]) world.calls(tenant, "success", 3);
      world.calls("x", "error", 60);
      world.pass(10);
    }
    expect(world.state()).toBe("healthy");
  });
});
