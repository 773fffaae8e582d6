/** What a provider's own status page says, in one vocabulary for every platform. `unknown` stands outside the order: it is never better or worse than anything, and never `operational`. */
export const PAGE_STATUSES = [
  "operational",
  "degraded",
  "partial_outage",
  "major_outage",
  "maintenance",
  "unknown",
] as const;
export type PageStatus = (typeof PAGE_STATUSES)[number];

export interface PageComponent {
  readonly id: string;
  readonly name: string;
  /** What of the provider the component serves: `chat`, `embeddings`, `other` … */
  readonly surface: string;
  readonly status: PageStatus;
}

export interface PageIncident {
  readonly id: string;
  readonly title: string;
  /** The platform's word for the state of the incident: `investigating`, `resolved` … */
  readonly status: string;
  readonly impact: PageStatus;
  /** RFC 3339 UTC, null where the page does not say. */
  readonly started_at: string | null;
  /** Only ever a link to the page's own host. */
  readonly url: string | null;
}

/** One reading of a page, as the API shows it. */
export interface StatusPageReading {
  readonly status: PageStatus;
  /** True when the last polls gave no usable answer and `status` is the last good one. */
  readonly stale: boolean;
  readonly reason?: string;
  readonly url: string;
  readonly platform: string;
  /** Last successful poll, a 304 included; RFC 3339 UTC; null when there was none. */
  readonly polled_at: string | null;
  readonly components: readonly PageComponent[];
  readonly incidents: readonly PageIncident[];
}

/** Evidence about a provider that no tenant can touch: the share of an aggregator's requests that its endpoints answered. */
export interface Corroboration {
  readonly source: string;
  /** Percent 0..100 over the last five minutes, null where the sample is too thin. */
  readonly uptime_percent: number | null;
  readonly observed_at: string;
}
