import { aliasTable } from "./aliases.ts";
import type { BoardId } from "./board-id.ts";
import { dayOf } from "./calendar.ts";
import { isInForce, reviewDue } from "./curated.ts";
import { CATEGORIES } from "./category.ts";
import type { UnmatchedName } from "./board-status.ts";
import { matchOffer } from "./matching.ts";
import { listScores, type OfferRef, qualityOf } from "./select.ts";
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
  return {
    due: dueEntries(table, now),
    unmatched: [...table.unmatched, ...unsoldModels(table, offers)].slice(0, MAX_UNMATCHED),
    unscored: unscoredOffers(table, offers),
  };
}

/** Longer lists are not read: what is left out here are the weakest of the models that nobody sells. */
const MAX_UNMATCHED = 1_000;

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

/** Models with a score that no offer is called by, best first: an alias is missing, or nobody sells them. */
function unsoldModels(table: ScoreTable, offers: readonly OfferRef[]): readonly UnmatchedName[] {
  const sold = new Set<string>();
  for (const { key } of offers) {
    const match = matchOffer(key, table.registry);
    if (match.kind === "matched") sold.add(match.model);
  }
  const unsold = new Map<string, UnmatchedName>();
  for (const { model, decisive } of listScores(table)) {
    const board = decisive[0]?.benchmark.board ?? null;
    if (board === null || sold.has(model) || unsold.has(model)) continue;
    unsold.set(model, { board, name: model, reason: "no offer of this name" });
  }
  return [...unsold.values()];
}

function unscoredOffers(table: ScoreTable, offers: readonly OfferRef[]): ReviewList["unscored"] {
  const unscored = offers.filter((offer) => CATEGORIES.every((category) => qualityOf(table, offer, category) === null));
  return unscored.map(({ id, provider }) => ({ id, provider }));
}
