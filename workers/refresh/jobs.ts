import type { Background } from "../query/background.ts";
import { countJob } from "../observability/metrics.ts";
import { readCatalog } from "../query/catalog-read.ts";
import { refreshPrices } from "./prices.ts";
import { pollStatusPages } from "./status-pages.ts";

/** What a run gives back goes into the log: outcomes and counts, never a body. */
type Job = (env: Env, scheduledTime: number, ctx: Background) => Promise<unknown>;

/** Cron expression of wrangler.toml -> job. */
const JOBS: ReadonlyMap<string, { readonly name: string; readonly run: Job }> = new Map([
  ["17 * * * *", { name: "prices", run: (env: Env, now: number) => refreshPrices(env, now, false) }],
  ["* * * * *", { name: "status_pages", run: (env: Env, now: number) => pollStatusPages(env, now, false) }],
  ["43 5 * * *", { name: "quality", run: quality }],
]);

/** Boards are read by a chunk of its own: parquet and CSV are nothing that a question needs. */
async function quality(env: Env, now: number, ctx: Background): Promise<unknown> {
  const [{ refreshQuality }, { ids }] = await Promise.all([import("./quality.ts"), readCatalog(env, ctx, now)]);
  return await refreshQuality(env, now, false, ids);
}

/** Runs the job of a cron expression; an unknown one is a fault of the configuration and throws, never a default. */
export async function runJob(env: Env, cron: string, scheduledTime: number, ctx: Background): Promise<void> {
  const job = JOBS.get(cron);
  if (job === undefined) throw new Error(`no job for the cron expression ${JSON.stringify(cron)}`);
  const begun = Date.now();
  try {
    const result = await job.run(env, scheduledTime, ctx);
    countJob(env, job.name, "ok", Date.now() - begun);
    console.log(JSON.stringify({ level: "info", event: "job", job: job.name, ms: Date.now() - begun, result }));
  } catch (error) {
    countJob(env, job.name, "failed", Date.now() - begun);
    const message = error instanceof Error ? error.message : "unknown";
    console.error(
      JSON.stringify({ level: "error", event: "job_failed", job: job.name, ms: Date.now() - begun, error: message }),
    );
    throw error;
  }
}
