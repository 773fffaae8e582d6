import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * `npm start`: serves on this machine, and runs the jobs once as soon as it answers.
 * Without a network the jobs fail on their own and the embedded default goes on answering.
 */
const DEFAULT_PORT = "8787";
const JOBS = ["17 * * * *", "43 5 * * *", "* * * * *"];

const given = process.argv.slice(2);
const port = portOf(given) ?? DEFAULT_PORT;
const wrangler = join(dirname(createRequire(import.meta.url).resolve("wrangler/package.json")), "bin", "wrangler.js");
const options = portOf(given) === null ? ["--port", port] : [];
const server = spawn(
  process.execPath,
  [wrangler, "dev", "--show-interactive-dev-session=false", ...options, ...given],
  {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, WRANGLER_SEND_METRICS: process.env["WRANGLER_SEND_METRICS"] ?? "false" },
  },
);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => process.exit(code ?? 1));

await answering(`http://127.0.0.1:${port}/healthz`);
for (const cron of JOBS) await runJob(cron);

function portOf(args: readonly string[]): string | null {
  const index = args.findIndex((arg) => arg === "--port" || arg.startsWith("--port="));
  const value = args[index]?.includes("=") === true ? args[index]?.split("=")[1] : args[index + 1];
  return index === -1 ? null : (value ?? null);
}

async function answering(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function runJob(cron: string): Promise<void> {
  const url = `http://127.0.0.1:${port}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(cron)}`;
  const response = await fetch(url).catch(() => null);
  await response?.body?.cancel();
}
