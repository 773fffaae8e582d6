import { digest } from "../../shared/health/digest.ts";
import { ERROR, SUCCESS } from "../../shared/health/outcome.ts";
import { createProvider, look, report, type Provider } from "../../shared/health/provider.ts";
import { seeded } from "./random.ts";

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
    for (const caller of shuffled(callers, random)) callIn(provider, caller, scenario.faults(second), now, random);
    if (second % 10 === 9) look(provider, now + 999, random());
    if (each(second, provider, now + 999) === true) return;
  }
}

/** Calls arrive one by one (Poisson by thinning the second), as from callers that do not batch. */
function callIn(provider: Provider, caller: Caller, faults: number, now: number, random: () => number): void {
  let calls = Math.floor(caller.rate);
  if (random() < caller.rate - calls) calls += 1;
  for (let i = 0; i < calls; i++) {
    const at = now + Math.floor(random() * 999);
    const failed = caller.outcome === "honest" ? random() < faults : caller.outcome === "error";
    const row = { provider: "sim", outcome: failed ? ERROR : SUCCESS, latency_ms: 800, at, count: 1 };
    report(provider, caller.id, digest([row]), at, random());
  }
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

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** Value below which a share of the numbers lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
