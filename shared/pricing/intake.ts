import type { SourceOffer } from "./offer.ts";
import type { SourceLedger } from "./pricing-state.ts";
import type { SourceSnapshot } from "./source.ts";

/** What the shell got from one source. */
export type Intake =
  | { readonly kind: "new"; readonly snapshot: SourceSnapshot; /** Epoch ms. */ readonly fetched_at: number }
  /** A 304; or the body that was taken last, once more. */
  | { readonly kind: "unchanged" | "same" }
  | { readonly kind: "failed" | "rejected"; readonly detail: string };

export type OutcomeName = "ok" | "not_modified" | "failed" | "rejected";

/** The rows to judge this time, and what became of the attempt. */
export interface Received {
  readonly outcome: OutcomeName | null;
  readonly detail: string | null;
  /** Null where there is nothing of this source, now or before. */
  readonly rows: readonly SourceOffer[] | null;
  readonly taken: { readonly snapshot: SourceSnapshot; readonly fetched_at: string } | null;
}

/**
 * Share of the last good snapshot's offers below which a body is not believed at all. Single keys that vanish are kept apart;
 * the worst deletion on record took 5%.
 */
export const MIN_SHARE = 0.8;

export function receive(intake: Intake | undefined, ledger: SourceLedger | undefined): Received {
  const before = ledger === undefined ? null : statedRows(ledger);
  const kept = { rows: before, taken: null };
  if (intake === undefined) return { outcome: null, detail: null, ...kept };
  switch (intake.kind) {
    case "same":
    case "unchanged":
      if (before !== null) return { outcome: intake.kind === "same" ? "ok" : "not_modified", detail: null, ...kept };
      return { outcome: "failed", detail: "answered 304 although nothing of it is kept", ...kept };
    case "failed":
    case "rejected":
      return { outcome: intake.kind, detail: intake.detail, ...kept };
    case "new": {
      const doubt = tooFew(intake.snapshot, ledger);
      if (doubt !== null) return { outcome: "rejected", detail: doubt, ...kept };
      const fetched_at = new Date(intake.fetched_at).toISOString();
      const rows = uniqueRows(intake.snapshot.offers);
      return { outcome: "ok", detail: null, rows, taken: { snapshot: intake.snapshot, fetched_at } };
    }
  }
}

function tooFew({ offers }: SourceSnapshot, ledger: SourceLedger | undefined): string | null {
  if (offers.length === 0) return "no offer could be read from it";
  if (ledger === undefined || offers.length >= ledger.parsed * MIN_SHARE) return null;
  return `${offers.length} offers where the last good body had ${ledger.parsed}: below ${MIN_SHARE * 100}%`;
}

/** Rows as the source last stated them: the accepted ones, but those with something held as they were sent. */
function statedRows(ledger: SourceLedger): readonly SourceOffer[] {
  const pending = new Map(ledger.pending.map((row) => [row.id, row]));
  return ledger.offers.filter((offer) => offer.last_seen === undefined).map((offer) => pending.get(offer.id) ?? offer);
}

/** One row an id; of several the one whose key comes first, so that the order in the body does not matter. */
function uniqueRows(offers: readonly SourceOffer[]): readonly SourceOffer[] {
  if (new Set(offers.map(({ id }) => id)).size === offers.length) return offers;
  const rows = new Map<string, SourceOffer>();
  for (const offer of offers) {
    const known = rows.get(offer.id);
    if (known === undefined || comesBefore(offer, known)) rows.set(offer.id, offer);
  }
  return [...rows.values()];
}

function comesBefore(a: SourceOffer, b: SourceOffer): boolean {
  if (a.key !== b.key) return a.key < b.key;
  return textOf(a) < textOf(b);
}

/** Coefficients beyond doubles are bigints, which JSON does not know. */
function textOf(offer: SourceOffer): string {
  return JSON.stringify(offer, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}
