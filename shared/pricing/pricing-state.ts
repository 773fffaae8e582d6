import type { AcceptedOffer } from "./accepted.ts";
import type { HeldRow } from "./held.ts";
import type { SourceOffer } from "./offer.ts";
import type { SourceName } from "./rate.ts";

/** Sources that are fetched, in order of precedence. */
export const LIVE_SOURCES = [
  "litellm",
  "openrouter",
  "models_dev",
  "genai_prices",
] as const satisfies readonly SourceName[];
export type LiveSource = (typeof LIVE_SOURCES)[number];

/** What is kept of one source between refreshes. */
export interface SourceLedger {
  readonly name: LiveSource;
  /** RFC 3339 instant of the fetch that brought the present prices. */
  readonly fetched_at: string;
  /** RFC 3339 instant at which the source last confirmed them (200 or 304). */
  readonly confirmed_at: string;
  /** Rows of the body, offers that parsed, and rows that were rejected, at `fetched_at`. */
  readonly rows: number;
  readonly parsed: number;
  readonly rejected: number;
  /** Last good offers; with `last_seen` those that it lists no more. */
  readonly offers: readonly AcceptedOffer[];
  /** Rows as the source states them of which something is held: judged anew at each refresh. */
  readonly pending: readonly SourceOffer[];
}

/** Everything a refresh needs of the one before; plain data. */
export interface PricingState {
  readonly sources: readonly SourceLedger[];
  readonly held: readonly HeldRow[];
}

export const EMPTY_STATE: PricingState = { sources: [], held: [] };
