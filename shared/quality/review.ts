import { aliasTable } from "./aliases.ts";
import type { BoardId } from "./boards.ts";
import { dayOf } from "./calendar.ts";
import { isInForce, reviewDue } from "./curated.ts";
import { CATEGORIES } from "./category.ts";
import type { UnmatchedName } from "./board-status.ts";
import { type OfferRef, qualityOf } from "./select.ts";
import type { ScoreTable } from "./table.ts";

export interface DueEntry {
  readonly kind: "score" | "alias";
  readonly name: string;
  readonly model: string;
  readonly reviewed_at: string;
  readonly review_due: string;
  readonly reason: string;
}

/** What a person has to look at: rulings past their quarter, boards' names without a model, priced models without any score. */
export interface ReviewList {
  readonly due: readonly DueEntry[];
  readonly unmatched: readonly { readonly board: BoardId; readonly name: string; readonly reason: string }[];
  readonly unscored: readonly { readonly id: string; readonly provider: string }[];
}

export function reviewList(table: ScoreTable, offers: readonly OfferRef[], now: number): ReviewList {
  return { due: dueEntries(table, now), unmatched: unmatchedNames(table), unscored: unscoredOffers(table, offers) };
}

function dueEntries(table: ScoreTable, now: number): readonly DueEntry[] {
  const today = dayOf(now);
  const scores = table.curated.map((entry): DueEntry => {
    const { model, reviewed_at } = entry;
    const reason = isInForce(entry, now) ? entry.reason : `expired ${entry.expires_at ?? ""}: ${entry.reason}`;
    return { kind: "score", name: model, model, reviewed_at, review_due: reviewDue(reviewed_at), reason };
  });
  const aliases = aliasTable().map(({ name, model, reviewed_at }): DueEntry => {
    return {
      kind: "alias",
      name,
      model,
      reviewed_at,
      review_due: reviewDue(reviewed_at),
      reason: "name ruled by hand",
    };
  });
  return [...scores, ...aliases].filter((entry) => entry.review_due <= today);
}

function unmatchedNames(table: ScoreTable): readonly UnmatchedName[] {
  return table.unmatched;
}

function unscoredOffers(table: ScoreTable, offers: readonly OfferRef[]): ReviewList["unscored"] {
  const unscored = offers.filter((offer) => CATEGORIES.every((category) => qualityOf(table, offer, category) === null));
  return unscored.map(({ id, provider }) => ({ id, provider }));
}
