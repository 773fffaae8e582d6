/** Why an offer is no candidate, in the order in which the first reason is given: what passes most easily comes last. */
export const REJECTIONS = [
  "unknown_model",
  "plan",
  "provider_not_allowed",
  "capability",
  "context",
  "price_unknown",
  "deprecated",
  "disputed",
  "quality_unknown",
  "quality_below_minimum",
  "over_max_cost",
  "over_budget",
  "status_page_major_outage",
  "provider_unhealthy",
] as const;
export type RejectionReason = (typeof REJECTIONS)[number];

export interface Rejection {
  /** Offer id; the caller's own word where no offer is meant by it. */
  readonly model: string;
  readonly reason: RejectionReason;
  readonly detail: string;
}

export type RejectionCounts = { [Reason in RejectionReason]?: number };

/** Columns carry reasons as small numbers: 0 is a candidate, 1.. an index into REJECTIONS plus one. */
export const CANDIDATE = 0;
/** What a ranking of the whole catalog never considers: free offers, aliases, routers, copies (see `eligibility`). */
export const NO_CANDIDATE = 255;

export const CODE = {
  plan: codeOf("plan"),
  provider: codeOf("provider_not_allowed"),
  capability: codeOf("capability"),
  context: codeOf("context"),
  price: codeOf("price_unknown"),
  deprecated: codeOf("deprecated"),
  disputed: codeOf("disputed"),
  quality_unknown: codeOf("quality_unknown"),
  quality_low: codeOf("quality_below_minimum"),
  over_max_cost: codeOf("over_max_cost"),
  over_budget: codeOf("over_budget"),
  major_outage: codeOf("status_page_major_outage"),
  unhealthy: codeOf("provider_unhealthy"),
} as const;

function codeOf(reason: RejectionReason): number {
  return REJECTIONS.indexOf(reason) + 1;
}
