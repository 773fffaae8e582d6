import { digest } from "../../shared/health/digest.ts";
import { outcomeIndex, type Outcome } from "../../shared/health/outcome.ts";
import { createProvider, look, report, type Provider, type Transition } from "../../shared/health/provider.ts";
import type { PageStatus, StatusPageReading } from "../../shared/health/status-page.ts";

export const START = 1_790_000_000_000;

/** A provider with a clock, as a test tells its story. */
export class World {
  readonly provider: Provider;
  readonly transitions: Transition[] = [];
  now = START;

  constructor(id = "p") {
    this.provider = createProvider(id, START);
  }

  /** One tenant's calls, now: `count` of an outcome, as one line. */
  calls(tenant: string, outcome: Outcome, count = 1, latency_ms: number | null = 800): void {
    const row = { provider: "p", outcome: outcomeIndex(outcome) ?? -1, latency_ms, at: this.now, count };
    const taken = report(this.provider, tenant, digest([row]), this.now, 0.5);
    this.transitions.push(...taken.transitions);
  }

  /** Lets time pass, with a look every ten seconds. */
  pass(seconds: number): void {
    const until = this.now + seconds * 1_000;
    while (this.now + 10_000 <= until) {
      this.now += 10_000;
      this.transitions.push(...look(this.provider, this.now, 0.5).transitions);
    }
    this.now = until;
  }

  state(tenant?: string): string {
    return tenant === undefined
      ? this.provider.all.shown.state
      : (this.provider.tenants.get(tenant)?.shown.state ?? "none");
  }
}

export function reading(status: PageStatus, at: number, more: Partial<StatusPageReading> = {}): StatusPageReading {
  return {
    status,
    stale: false,
    url: "https://status.example.com/",
    platform: "statuspage",
    polled_at: new Date(at).toISOString(),
    components: [],
    incidents: [],
    ...more,
  };
}
