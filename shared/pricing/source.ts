import type { SourceOffer } from "./offer.ts";
import type { SourceName } from "./rate.ts";

/** A row, or one rate of a row, that a source sent and we do not take, with the reason in words a reader can act on. */
export interface RejectedRow {
  readonly key: string;
  readonly meter?: string;
  /** Stable snake_case: `not_an_object`, `no_provider`, `not_a_number`, `negative`, … */
  readonly reason: string;
  readonly detail: string;
}

/** What a source's body says: total, nothing thrown; every row is in `offers`, in `rejected`, or counted in `skipped`. */
export interface SourceSnapshot {
  readonly offers: readonly SourceOffer[];
  readonly rejected: readonly RejectedRow[];
  /** Rows of the body, those that are not models included. */
  readonly rows: number;
  /** Keys that are documented as no model (`sample_spec`), or fold into another row. */
  readonly skipped: readonly RejectedRow[];
  /** Keys of rows that nobody here understands yet, with how often they occur. */
  readonly unknown_keys: readonly { readonly key: string; readonly count: number }[];
}

/** The body as a whole is not what this source sends: the last good snapshot stays. */
export interface UnusableBody {
  readonly unusable: string;
}

/**
 * A price source: fetching is the shell's work, reading is ours.
 * `read` takes the decoded text of one or more bodies (pages in order) and the instant of the fetch
 * (epoch ms: some lists carry prices that start on a later day), and never throws.
 */
export interface PriceSource {
  readonly name: Exclude<SourceName, "bundled">;
  readonly url: string;
  readonly license: string;
  readonly attribution: string;
  /** The next page a body points to, if any; only followed on the source's own host. */
  readonly nextPage?: (body: string) => string | null;
  readonly read: (bodies: readonly string[], now: number) => SourceSnapshot | UnusableBody;
}
