import { readWorker, startRuntime } from "../bench/runtime.ts";
import { CHAOS_ENTRY } from "./entry.ts";

/**
 * The service in a process of its own, so that it can be killed: `node host.ts FOLDER OUTBOUND KV_MODE`. Says on one line where it listens, and
 * starts the runtime anew when somebody kills that alone.
 */
const [persist, outbound, mode] = process.argv.slice(2);
if (persist === undefined || outbound === undefined) throw new Error("usage: host.ts FOLDER OUTBOUND [KV_MODE]");
const folder = persist;
const outside = outbound;
const modules = readWorker();

async function serve(kv: string): Promise<void> {
  const vars = { CHAOS_KV: kv, CHAOS_OUTBOUND: outside };
  const runtime = await startRuntime({ modules, entry: CHAOS_ENTRY, vars, persist: folder });
  console.log(JSON.stringify({ origin: runtime.origin.href, pid: runtime.pid }));
  const watch = setInterval(() => {
    if (isAlive(runtime.pid)) return;
    clearInterval(watch);
    // What is left of the old one goes in its own time.
    void runtime.close().catch(() => undefined);
    void serve("ok");
  }, 50);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

process.on("uncaughtException", (error) => console.error(error.message));
process.on("unhandledRejection", (error) => console.error(String(error)));
await serve(mode ?? "ok");
