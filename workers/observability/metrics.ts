declare global {
  interface Env {
    /** Optional: an Analytics Engine dataset (see RUNBOOK.md). Without it nothing is counted and nothing else changes. */
    readonly METRICS?: AnalyticsEngineDataset;
  }
}

export function metricsOf(env: Env): AnalyticsEngineDataset | null {
  return env.METRICS ?? null;
}

/** One point a run: `blob1` is `job`, `blob2` its name, `blob3` `ok` or `failed`, `double1` milliseconds. */
export function countJob(env: Env, job: string, outcome: "ok" | "failed", ms: number): void {
  metricsOf(env)?.writeDataPoint({ indexes: [job], blobs: ["job", job, outcome], doubles: [ms] });
}
