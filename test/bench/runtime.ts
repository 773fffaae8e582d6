import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

/** What a fixed answer looks like: the bare worker sends the same bytes and headers, and computes nothing. */
export interface FixedAnswer {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Runtime {
  readonly origin: URL;
  readonly bare: URL;
  readonly pid: number;
  readonly miniflare: Miniflare;
  close(): Promise<void>;
}

export const ADMIN_TOKEN = "bench-admin-token";

/** The Worker as it is deployed: bundled, minified, with its text modules beside it. */
export function buildWorker(): string {
  const outdir = mkdtempSync(join(tmpdir(), "ratecard-bench-"));
  execFileSync("wrangler", ["deploy", "--dry-run", "--minify", "--outdir", outdir], {
    stdio: "ignore",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
  });
  return outdir;
}

/** The built Worker and a bare one in the same raw workerd, each on a socket of its own. */
export async function startRuntime(outdir: string, kv: Readonly<Record<string, string>>, fixed: FixedAnswer): Promise<Runtime> {
  const before = new Set(workerdPids());
  const options = convertV4MiniflareOptions({
    workers: [
      {
        name: "ratecard",
        modules: modulesOf(outdir),
        compatibilityDate: "2026-10-20",
        kvNamespaces: ["KV"],
        bindings: { ADMIN_TOKEN },
        durableObjects: durableObjects(),
        unsafeDirectSockets: [{ port: 0 }],
      },
      {
        name: "bare",
        modules: [{ type: "ESModule", path: "bare.mjs", contents: bareSource(fixed) }],
        compatibilityDate: "2026-10-20",
        unsafeDirectSockets: [{ port: 0 }],
      },
    ],
  });
  const miniflare = new Miniflare(options);
  await miniflare.ready;
  const namespace = await miniflare.getKVNamespace("KV", "ratecard");
  for (const [key, value] of Object.entries(kv)) await namespace.put(key, value);
  const pid = workerdPids().find((candidate) => !before.has(candidate));
  if (pid === undefined) throw new Error("workerd did not start");
  return {
    miniflare,
    pid,
    origin: await miniflare.unsafeGetDirectURL("ratecard"),
    bare: await miniflare.unsafeGetDirectURL("bare"),
    close: () => miniflare.dispose(),
  };
}

function durableObjects(): Record<string, { className: string; useSQLite: boolean }> {
  const classes = {
    PROVIDER_HEALTH: "ProviderHealth",
    HEALTH_BOARD: "HealthBoard",
    STATUS_POLLER: "StatusPoller",
    TENANT: "Tenant",
    TENANT_DIRECTORY: "TenantDirectory",
    PRICE_LEDGER: "PriceLedger",
  };
  return Object.fromEntries(Object.entries(classes).map(([binding, className]) => [binding, { className, useSQLite: true }]));
}

function modulesOf(outdir: string) {
  const files = readdirSync(outdir).filter((file) => file.endsWith(".js") || file.endsWith(".txt"));
  const modules = files.map((file) => ({
    type: file.endsWith(".js") ? ("ESModule" as const) : ("Text" as const),
    path: file,
    contents: readFileSync(join(outdir, file), "utf8"),
  }));
  return modules.sort((a, b) => Number(b.path === "index.js") - Number(a.path === "index.js"));
}

function bareSource({ body, headers }: FixedAnswer): string {
  return `const body = ${JSON.stringify(body)}; const headers = ${JSON.stringify(headers)};
    export default { fetch: () => new Response(body, { headers }) };`;
}

/** Runtimes that this process started. */
function workerdPids(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [name, , parent] = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^\d+ \(/, "").split(/\)? /);
        return name === "workerd" && parent === String(process.pid);
      } catch {
        return false;
      }
    });
}

/** CPU time of all threads of a process so far, in microseconds. */
export function cpuMicros(pid: number): number {
  let nanoseconds = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]);
    } catch {
      // A thread that has just ended.
    }
  }
  return nanoseconds / 1000;
}
