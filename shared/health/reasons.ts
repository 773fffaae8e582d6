import { PROMOTION_CALLS } from "./evidence.ts";
import { MIN_TENANTS } from "./public-evidence.ts";
import type { Sample } from "./score.ts";
import { FAULT_STREAK, type HealthState } from "./state-machine.ts";
import type { StatusPageReading } from "./status-page.ts";

interface Grounds {
  readonly state: HealthState;
  readonly sample: Sample;
  readonly page: StatusPageReading | null;
  readonly calls: number;
  readonly tenants: number;
  readonly failures: number;
  readonly is_public: boolean;
}

/** Why a view says what it says, in words; never whose calls they were. */
export function reasonsOf(grounds: Grounds): string[] {
  return [...callReasons(grounds), ...sampleReasons(grounds), ...pageReasons(grounds.page)];
}

function callReasons({ calls, sample, failures }: Grounds): string[] {
  if (calls === 0) return ["no calls reported in the last 300 seconds"];
  const reasons = [`${percent(sample.success / sample.n)} of ${calls} calls succeeded in the last 300 seconds`];
  if (failures >= FAULT_STREAK) reasons.push(`the last ${failures} calls in a row failed`);
  const limited = sample.rate_limited / (sample.n + sample.rate_limited);
  if (limited >= 0.05) reasons.push(`${percent(limited)} of calls were rate-limited`);
  return reasons;
}

function sampleReasons({ calls, tenants, state, is_public }: Grounds): string[] {
  if (calls === 0) return [];
  if (is_public && tenants < MIN_TENANTS)
    return [`fewer than ${MIN_TENANTS} independent reporters: the state moves only with outside confirmation`];
  if (state !== "unknown") return [];
  return [
    calls < PROMOTION_CALLS
      ? `fewer than ${PROMOTION_CALLS} calls`
      : "the success rate is neither good nor bad enough to tell",
  ];
}

function pageReasons(page: StatusPageReading | null): string[] {
  if (page === null) return [];
  if (page.status === "unknown") return [`the status page says nothing usable: ${page.reason ?? "no reading"}`];
  const age = page.stale ? " (stale)" : "";
  return page.status === "operational" && !page.stale ? [] : [`the status page says ${page.status}${age}`];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
