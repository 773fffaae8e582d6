import { env } from "cloudflare:workers";
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ProviderHealth } from "../../workers/objects/provider-health.ts";
import { sendReports } from "../../workers/query/health-report.ts";

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

const report = (provider: string, tenant_id: string) =>
  sendReports(env, { tenant_id, rows: [{ provider, outcome: "success", latency_ms: 800 }] }, Date.now());

describe("a provider's object that does not keep up", () => {
  it("has so many batches waiting for it, the rest is shed at once, and what waited is counted", async () => {
    const { report: take } = ProviderHealth.prototype;
    vi.spyOn(ProviderHealth.prototype, "report").mockImplementation(async function (this: ProviderHealth, batch) {
      await scheduler.wait(200);
      return take.call(this, batch);
    });
    const sent = Array.from({ length: 300 }, (_, index) => report("openai", `tenant-${index % 7}`));
    // Another provider's object is not in that queue.
    const other = report("anthropic", "tenant-0");
    const outcomes = await Promise.all(sent);
    expect(outcomes.slice(0, 256)).toEqual(
      Array.from({ length: 256 }, () => ({ accepted: 1, ignored: 0, rejected: [] })),
    );
    expect(outcomes.slice(256)).toEqual(Array.from({ length: 44 }, () => ({ shed: true, retry_after_seconds: 2 })));
    expect(await other).toMatchObject({ accepted: 1 });
    const { data } = await env.PROVIDER_HEALTH.getByName("openai").view(Date.now());
    expect(data.window.calls).toBe(256);
    expect(await report("openai", "tenant-0")).toMatchObject({ accepted: 1 });
  });
});
