import type { Mode, Offer } from "./offer.ts";
import type { SourceName } from "./rate.ts";

/** What readers are told about one source. */
export interface SourceState {
  readonly name: SourceName;
  /** `fresh` within 24 h of its last success, `stale` after, `never` before the first, `bundled` for the shipped snapshot. */
  readonly state: "fresh" | "stale" | "never" | "bundled";
  readonly outcome: "ok" | "not_modified" | "failed" | "rejected" | null;
  readonly detail: string | null;
  readonly last_attempt_at: string | null;
  readonly last_success_at: string | null;
  readonly rows: number;
  readonly rejected: number;
  readonly held: number;
  readonly success_rate_24h: number | null;
  readonly success_rate_7d: number | null;
  readonly license: string;
  readonly attribution: string;
  readonly url: string;
}

/** First line of the published value: enough to judge freshness without reading an offer. */
export interface CatalogHeader {
  readonly schema: 1;
  /** Hash of all prices: the same prices have the same version. */
  readonly version: string;
  /** Grows with every write of the hot value, so that a reader never swaps to an older one. */
  readonly sequence: number;
  readonly published_at: string;
  /** Last time a live source was confirmed (200 or 304); null when never. */
  readonly confirmed_at: string | null;
  /** Version an operator pinned by rollback; null when the newest is served. */
  readonly pinned: string | null;
  readonly sources: readonly SourceState[];
}

/** A catalog in memory; offers are decoded when first looked at. */
export interface Catalog {
  readonly header: CatalogHeader;
  readonly size: number;
  readonly ids: readonly string[];
  /** Exact offer id. */
  find(id: string): Offer | undefined;
  at(index: number): Offer;
  /** The mode of the offer there, without reading the rest of it; an offer that cannot be read may say another one. */
  modeAt(index: number): Mode;
  indexOf(id: string): number | undefined;
  /** Offer ids that a raw source key or declared alias names, in order of precedence. */
  named(key: string): readonly string[];
}
