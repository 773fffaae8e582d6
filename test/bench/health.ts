import { digest } from "../../shared/health/digest.ts";
import { readReports } from "../../shared/health/report.ts";
import { cpuPerRequest, type HttpOptions, makeTenant } from "./http.ts";
import type { LoadRequest } from "./load.ts";
import { compare, type Ratio } from "./measure.ts";
import { cpuMicros, type Neighbour, startRuntime } from "./runtime.ts";

/** Calls one object `n` times, 32 at once: ours with a digest, or an object that does nothing. */
const DRIVER: Neighbour = {
  name: "driver",
  objects: { OURS: { className: "ProviderHealth", of: "ratecard" }, BARE: { className: "Bare" } },
  modules: [
    {
      type: "ESModule",
      path: "index.mjs",
      contents: `import { DurableObject } from "cloudflare:workers";
        export class Bare extends DurableObject { report(batch) { return { accepted: batch.digest.rows, ignored: 0 }; } }
        export default { async fetch(request, env) {
          const { binding, calls, digest } = await request.json();
          const stub = env[binding].getByName("bench");
          let left = calls, shed = 0;
          await Promise.all(Array.from({ length: 32 }, async (_, lane) => {
            while (left-- > 0) {
              const answer = await stub.report({ tenant_id: "tenant-" + (left % 8), received_at: Date.now(), digest });
              if ("shed" in answer) shed += 1;
            }
          }));
          return new Response(String(shed));
        } };`,
    },
  ],
};

const OUTCOME = ["success", "success", "success", "success", "error", "timeout"] as const;

function rows(count: number, at: string) {
  return Array.from({ length: count }, (_, index) => ({
    provider: "bench",
    outcome: OUTCOME[index % OUTCOME.length],
    latency_ms: 200 + (index % 300),
    at,
  }));
}

/** The object alone by RPC, and a report's way over HTTP. */
export async function healthRatios({ modules, hot, rounds, scale }: HttpOptions): Promise<Ratio[]> {
  const runtime = await startRuntime({ modules, kv: { "catalog:hot": hot }, neighbours: [DRIVER] });
  const driver = await runtime.beside("driver");
  const calls = Math.max(64, Math.round(3_000 * scale));
  const drive = async (binding: "OURS" | "BARE", count: number): Promise<{ cpu: number; rate: number }> => {
    const now = Date.now();
    const { groups } = readReports(rows(count, new Date(now).toISOString()), now);
    const body = JSON.stringify({ binding, calls, digest: digest(groups.get("bench") ?? []) });
    const before = cpuMicros(runtime.pid);
    const begun = performance.now();
    const response = await fetch(driver, { method: "POST", body });
    const shed = Number(await response.text());
    if (!response.ok || shed > 0) throw new Error(`the object refused ${shed} of ${calls}`);
    return { cpu: (cpuMicros(runtime.pid) - before) / calls, rate: (calls / (performance.now() - begun)) * 1_000 };
  };
  await drive("OURS", 1_000);
  await drive("BARE", 1_000);
  const ratios = [
    await compare(
      { name: "object: report of 1,000 aggregated outcomes / report of 1", unit: "µs CPU", target: 3, rounds },
      async () => (await drive("OURS", 1_000)).cpu,
      async () => (await drive("OURS", 1)).cpu,
    ),
    await compare(
      { name: "reports a second of one object / bare object RPC", unit: "a second", target: 0.7, least: true, rounds },
      async () => (await drive("OURS", 1)).rate,
      async () => (await drive("BARE", 1)).rate,
    ),
    ...(await overHttp({ runtime, rounds, scale })),
  ];
  await runtime.close();
  return ratios;
}

interface OverHttp {
  readonly runtime: Awaited<ReturnType<typeof startRuntime>>;
  readonly rounds: number;
  readonly scale: number;
}

async function overHttp({ runtime, rounds, scale }: OverHttp): Promise<Ratio[]> {
  const authorization = await makeTenant(runtime.origin, "bench", []);
  const report = (reports: readonly object[]): LoadRequest => {
    return {
      method: "POST",
      path: "/v1/health/reports",
      headers: { authorization },
      body: JSON.stringify({ reports }),
    };
  };
  const one = report([{ provider: "bench", outcome: "success", latency_ms: 230 }]);
  const counted = report([{ provider: "bench", outcome: "success", latency_ms: 230, count: 1_000 }]);
  const many = report(rows(1_000, new Date().toISOString()));
  const count = Math.max(20, Math.round(600 * scale));
  const cost = (request: LoadRequest, requests: number) => () =>
    cpuPerRequest(runtime, runtime.origin, () => request, requests);
  await cost(one, count)();
  return [
    await compare(
      { name: "HTTP: report of one line of count 1,000 / of count 1", unit: "µs CPU", target: 3, rounds },
      cost(counted, count),
      cost(one, count),
    ),
    await compare(
      {
        name: "HTTP: report of 1,000 lines / of 1 line",
        unit: "µs CPU",
        target: null,
        rounds,
        note: "1,000 lines are 90 KB of JSON to judge",
      },
      cost(many, Math.max(5, Math.round(count / 20))),
      cost(one, count),
    ),
  ];
}
