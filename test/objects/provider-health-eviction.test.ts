import { env } from "cloudflare:workers";
import { evictDurableObject, reset, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, expect, it } from "vitest";
import { digest } from "../../shared/health/digest.ts";
import { ERROR, SUCCESS } from "../../shared/health/outcome.ts";
import { seeded } from "../random.ts";

afterEach(() => reset());

const TENANTS = ["a", "b"] as const;
const EVICTIONS = 200;

it(
  "200 evictions at random moments lose nothing that a snapshot holds and invent nothing",
  { timeout: 60_000 },
  async () => {
    const random = seeded(11);
    const object = () => env.PROVIDER_HEALTH.getByName("openai");
    const at = Date.now();
    const seen = async (tenant: string) => (await object().view(at, tenant)).data.window.calls;
    /** Calls acknowledged, and how many of them are surely in storage. */
    const acknowledged = new Map<string, number>(TENANTS.map((tenant) => [tenant, 0]));
    const stored = new Map(acknowledged);
    let evictions = 0;
    while (evictions < EVICTIONS) {
      const dice = random();
      if (dice < 0.6) {
        const tenant = random() < 0.5 ? "a" : "b";
        const count = 1 + Math.floor(random() * 9);
        const row = { provider: "openai", outcome: random() < 0.1 ? ERROR : SUCCESS, latency_ms: 5, at, count };
        await object().report({ tenant_id: tenant, received_at: at, digest: digest([row]) });
        acknowledged.set(tenant, (acknowledged.get(tenant) ?? 0) + count);
        expect(await seen(tenant)).toBe(acknowledged.get(tenant));
      } else if (dice < 0.75) {
        if (await runDurableObjectAlarm(object()))
          for (const [tenant, calls] of acknowledged) stored.set(tenant, calls);
      } else {
        await evictDurableObject(object());
        evictions += 1;
        for (const tenant of TENANTS) {
          const calls = await seen(tenant);
          // A change of state, or the alarm by itself, may have stored more than the story asked for.
          expect(calls).toBeGreaterThanOrEqual(stored.get(tenant) ?? 0);
          expect(calls).toBeLessThanOrEqual(acknowledged.get(tenant) ?? 0);
          acknowledged.set(tenant, calls);
          stored.set(tenant, calls);
        }
      }
    }
  },
);
