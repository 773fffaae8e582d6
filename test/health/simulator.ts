import { digest } from "../../shared/health/digest.ts";
import { ERROR, SUCCESS } from "../../shared/health/outcome.ts";
import { createProvider, look, report, type Provider } from "../../shared/health/provider.ts";
import { seeded } from "../random.ts";

/** One simulated provider and its callers. Times in seconds from the start of the run. */
export interface Scenario {
  readonly tenants: number;
  /** Calls a second of all honest tenants together, spread by Zipf's law. */
  readonly rps: number;
  /** Share of calls that fail at a time. */
  readonly faults: (second: number) => number;
  readonly seconds: number;
  /** Attackers, each with this multiple of the mean traffic of a tenant, who report only this outcome. */
  readonly attackers?: { readonly count: number; readonly times: number; readonly outcome: "error" | "success" };
}

const START = 1_790_000_000_000;

interface Caller {
  readonly id: string;
  readonly rate: number;
  readonly outcome: "honest" | "error" | "success";
}

/** Runs a scenario; `each` sees the provider after every second and may stop the run by returning true. */
export function simulate(
  scenario: Scenario,
  seed: number,
  each: (second: number, provider: Provider, now: number) => boolean | void,
): void {
  const random = seeded(seed);
  const provider = createProvider("sim", START);
  const callers = callersOf(scenario);
  for (let second = 0; second < scenario.seconds; second++) {
    const now = START + second * 1_000;
    for (const call of callsIn(callers, scenario.faults(second), now, random)) {
      report(provider, call.by, CALLS[call.outcome](call.at), call.at, random());
    }
    if (second % 10 === 9) look(provider, now + 999, random());
    if (each(second, provider, now + 999) === true) return;
  }
}

interface Call {
  readonly by: string;
  readonly at: number;
  readonly outcome: "error" | "success";
}

/** Digest of one call that ended at a time, by its outcome. */
const CALLS = {
  error: (at: number) => digest([{ provider: "sim", outcome: ERROR, latency_ms: 800, at, count: 1 }]),
  success: (at: number) => digest([{ provider: "sim", outcome: SUCCESS, latency_ms: 800, at, count: 1 }]),
};

/** The calls of one second in the order of their ends (Poisson by thinning the second), as from callers that do not batch. */
function callsIn(callers: readonly Caller[], faults: number, now: number, random: () => number): readonly Call[] {
  const calls: Call[] = [];
  for (const { id, rate, outcome } of callers) {
    let count = Math.floor(rate);
    if (random() < rate - count) count += 1;
    for (let i = 0; i < count; i++) {
      const at = now + Math.floor(random() * 999);
      const seen = outcome !== "honest" ? outcome : random() < faults ? "error" : "success";
      calls.push({ by: id, at, outcome: seen });
    }
  }
  return calls.length < 2 ? calls : calls.sort((a, b) => a.at - b.at);
}

function callersOf({ tenants, rps, attackers }: Scenario): Caller[] {
  const shares = Array.from({ length: tenants }, (_, i) => 1 / (i + 1));
  const sum = shares.reduce((a, b) => a + b, 0);
  const honest = shares.map((share, i) => ({ id: `t${i}`, rate: (rps * share) / sum, outcome: "honest" as const }));
  const rate = (attackers?.times ?? 0) * (rps / tenants);
  const hostile = Array.from({ length: attackers?.count ?? 0 }, (_, i) => ({
    id: `a${i}`,
    rate,
    outcome: attackers?.outcome ?? ("error" as const),
  }));
  return [...honest, ...hostile];
}

export function departed(state: string): boolean {
  return state === "degraded" || state === "unhealthy";
}

/** Departures of the public state of a provider that has no fault but its base error rate. */
export function departures(scenario: Scenario, seed: number): number {
  let count = 0;
  let last = "unknown";
  simulate(scenario, seed, (_, { all }) => {
    if (departed(all.shown.state) && !departed(last)) count += 1;
    last = all.shown.state;
  });
  return count;
}

/** Value below which a share of the numbers lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
