import { describe, expect, it } from "vitest";
import { takeReading } from "../../shared/health/provider.ts";
import { tenantView, unreported } from "../../shared/health/view.ts";
import { providerHealth, type ProviderHealth } from "../../shared/routing/provider-health.ts";
import { reading, World } from "../health/world.ts";

function seen(world: World): ProviderHealth {
  return providerHealth(tenantView(world.provider, world.provider.tenants.get("a"), world.now));
}

describe("a provider as routing sees it", () => {
  it("is open to all once nine probes of ten were good, though its state has not recovered", () => {
    const world = new World();
    world.calls("a", "error", 5);
    expect(seen(world)).toMatchObject({ is_unhealthy: true, probe_share: 0 });
    world.pass(40);
    expect(seen(world)).toMatchObject({ is_unhealthy: true, probe_share: 0.01 });
    world.calls("a", "success", 5);
    world.calls("a", "error", 1);
    world.calls("a", "success", 4);
    expect(seen(world)).toMatchObject({ is_unhealthy: true, probe_share: 1 });
    world.calls("a", "error", 5);
    expect(seen(world)).toMatchObject({ is_unhealthy: true, probe_share: 0 });
  });

  it("is closed to all where only its page says that it is down: there is no breaker to probe it", () => {
    const world = new World();
    const page = reading("major_outage", world.now, { stale: true });
    expect(providerHealth(unreported({ id: "p", page }, world.now))).toMatchObject({
      is_unhealthy: true,
      is_major_outage: false,
      probe_share: 0,
    });
  });

  it("is closed to all as long as the breaker has not heard of a page's outage", () => {
    const world = new World();
    world.calls("a", "success", 200);
    takeReading(world.provider, reading("major_outage", world.now, { stale: true }), world.now, 0.5);
    expect(seen(world).is_unhealthy).toBe(false);
    world.now += 310_000;
    expect(seen(world)).toMatchObject({ is_unhealthy: true, probe_share: 0 });
  });
});
