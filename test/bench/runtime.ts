import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What a fixed answer looks like: a bare worker sends the same bytes and headers, and computes nothing. */
export interface FixedAnswer {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Module {
  readonly type: "ESModule" | "Text";
  readonly path: string;
  readonly contents: string;
}

/** A Worker that stands beside ours in the same workerd. */
export interface Neighbour {
  readonly name: string;
  readonly modules: readonly Module[];
  /** Binding -> class of ours (`of` given) or of its own. */
  readonly objects?: Readonly<Record<string, { readonly className: string; readonly of?: string }>>;
  /** Whether it reads our KV. */
  readonly kv?: boolean;
}

export interface RuntimeOptions {
  readonly modules: readonly Module[];
  readonly kv?: Readonly<Record<string, string>>;
  readonly neighbours?: readonly Neighbour[];
  /** Stands before the Worker's own entry, which it imports as `./index.js`. */
  readonly entry?: Module;
  readonly vars?: Readonly<Record<string, string>>;
  /** A folder in which KV and objects outlive the runtime; in memory without. */
  readonly persist?: string;
  /** Lets a debugger attach, which says how much of the heap is in use. */
  readonly inspected?: boolean;
}

export interface Runtime {
  readonly origin: URL;
  readonly pid: number;
  readonly miniflare: Miniflare;
  beside(name: string): Promise<URL>;
  inspector(): Promise<URL>;
  close(): Promise<void>;
}

export const ADMIN_TOKEN = "bench-admin-token-0123456789abcdef";
const COMPATIBILITY = { compatibilityDate: "2026-10-20", compatibilityFlags: ["global_fetch_strictly_public"] };

/** The Worker as it is deployed, built from what the sources are now. */
export function buildWorker(): readonly Module[] {
  execFileSync(process.execPath, ["workers/build/worker.ts"], { cwd: ROOT, stdio: "ignore" });
  return readWorker();
}

/** The Worker as it was built last (`npm ci` does it), or as it lies in another folder: a small entry, its chunks and text modules, read into memory. */
export function readWorker(folder: string = join(ROOT, "dist/worker")): readonly Module[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.(?:js|txt)$/.test(file));
  const modules = files.map((path): Module => {
    const type = path.endsWith(".js") ? "ESModule" : "Text";
    return { type, path, contents: readFileSync(join(folder, path), "utf8") };
  });
  // The first module is the entry.
  return modules.sort((a, b) => Number(b.path === "index.js") - Number(a.path === "index.js"));
}

/** Our Worker and its neighbours in one raw workerd, each on a socket of its own: no proxy of the tools between client and Worker. */
export async function startRuntime({
  modules,
  kv = {},
  neighbours = [],
  entry,
  vars = {},
  persist,
  inspected = false,
}: RuntimeOptions): Promise<Runtime> {
  const before = new Set(workerdPids());
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...(persist === undefined ? {} : { resourcePersistencePath: persist }),
      ...(inspected ? { inspectorPort: 0 } : {}),
      workers: [
        {
          name: "ratecard",
          modules: entry === undefined ? [...modules] : [entry, ...modules],
          ...COMPATIBILITY,
          kvNamespaces: ["KV"],
          bindings: { ADMIN_TOKEN, ...vars },
          durableObjects: durableObjects(),
          unsafeDirectSockets: [{ port: 0 }],
        },
        ...neighbours.map(neighbourOptions),
      ],
    }),
  );
  await miniflare.ready;
  const namespace = await miniflare.getKVNamespace("KV", "ratecard");
  for (const [key, value] of Object.entries(kv)) await namespace.put(key, value);
  const pid = workerdPids().find((candidate) => !before.has(candidate));
  if (pid === undefined) throw new Error("workerd did not start");
  return {
    miniflare,
    pid,
    origin: await miniflare.unsafeGetDirectURL("ratecard"),
    beside: (name) => miniflare.unsafeGetDirectURL(name),
    inspector: () => miniflare.getInspectorURL(),
    close: () => miniflare.dispose(),
  };
}

function neighbourOptions({ name, modules, objects = {}, kv = false }: Neighbour) {
  const durable = Object.entries(objects).map(([binding, { className, of }]) => [
    binding,
    { className, useSQLite: true, ...(of === undefined ? {} : { scriptName: of }) },
  ]);
  return {
    name,
    modules: [...modules],
    ...COMPATIBILITY,
    durableObjects: Object.fromEntries(durable),
    ...(kv ? { kvNamespaces: ["KV"] } : {}),
    unsafeDirectSockets: [{ port: 0 }],
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
  return Object.fromEntries(
    Object.entries(classes).map(([binding, className]) => [binding, { className, useSQLite: true }]),
  );
}

/** A Worker of one module. */
export function single(name: string, source: string): Neighbour {
  return { name, modules: [{ type: "ESModule", path: "index.mjs", contents: source }] };
}

/** Sends fixed bytes and headers; reads a request's body where there is one, as any Worker would have to. */
export function bareWorker(name: string, { body, headers }: FixedAnswer): Neighbour {
  return single(
    name,
    `const body = ${JSON.stringify(body)}; const headers = ${JSON.stringify(headers)};
    export default { fetch(request) {
      return request.method === "POST" ? request.text().then(() => new Response(body, { headers })) : new Response(body, { headers });
    } };`,
  );
}

/** Runtimes that this process started. */
function workerdPids(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [name, , parent] = readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^\d+ \(/, "")
          .split(/\)? /);
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
