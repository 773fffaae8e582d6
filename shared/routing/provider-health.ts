import type { Viewed } from "../health/view.ts";

/** What routing knows of a provider's health. */
export interface ProviderHealth {
  /** 0..100; null when nothing is known. */
  readonly routing_score: number | null;
  readonly latency_ms: number | null;
  readonly is_unhealthy: boolean;
  /** The provider's own page says so, and it was read by the last poll. */
  readonly is_major_outage: boolean;
  /** Share (0..1) of the traffic that may go to the provider although it is unhealthy: 0 while the breaker rests, 1 once probes have closed it. */
  readonly probe_share: number;
}

export const UNREPORTED: ProviderHealth = {
  routing_score: null,
  latency_ms: null,
  is_unhealthy: false,
  is_major_outage: false,
  probe_share: 0,
};

/**
 * A view as routing reads it. A page in major outage makes a provider unhealthy by itself, unless its calls provably work; so the state
 * decides, and the page only names the reason. A breaker that probes have closed admits everything although the state has not recovered yet.
 */
export function providerHealth({ data, admitted_share }: Viewed): ProviderHealth {
  const { routing_score, state, status_page, window } = data;
  const is_unhealthy = state === "unhealthy";
  return {
    routing_score,
    latency_ms: window.latency_ms.p50 ?? window.latency_ms.mean,
    is_unhealthy,
    is_major_outage: is_unhealthy && status_page?.status === "major_outage" && !status_page.stale,
    probe_share: is_unhealthy ? admitted_share : 0,
  };
}
