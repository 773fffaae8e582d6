import type { Offer } from "../../shared/pricing/offer.ts";
import type { Category } from "../../shared/quality/category.ts";
import { matchOffer } from "../../shared/quality/matching.ts";
import { qualityOf, scoresOfModel } from "../../shared/quality/select.ts";
import type { ScoreTable } from "../../shared/quality/table.ts";
import { scoreToWire, type ScoreWire } from "../../shared/quality/wire.ts";
import type { Call } from "./call.ts";
import { readQuality } from "./quality-read.ts";
import { type Ready, whenReady } from "./ready.ts";

/** The short form of a score that lists carry. */
export interface ShortScore {
  readonly score: number;
  readonly interval: readonly [number, number] | null;
  readonly category: string;
  readonly grade: string;
  readonly as_of: string;
}

export type ScoreLookup = (offer: Offer) => ShortScore | null;

/** Matching a name costs more than a look-up: each offer of a catalog is matched once per score table and category. */
const known = new WeakMap<ScoreTable, Map<Category, Map<string, ShortScore | null>>>();

/** Scores of offers in one category; null where nothing is known, never a relative's score. */
export function summaryScore(call: Call, category: Category = "general"): Ready<ScoreLookup> {
  return whenReady(readQuality(call.env, call.ctx, call.now), ({ table }) => lookUp(table, category));
}

function lookUp(table: ScoreTable, category: Category): ScoreLookup {
  const memo = memoOf(table, category);
  return (offer) => {
    const remembered = memo.get(offer.id);
    if (remembered !== undefined) return remembered;
    const found = short(table, offer, category);
    memo.set(offer.id, found);
    return found;
  };
}

function memoOf(table: ScoreTable, category: Category): Map<string, ShortScore | null> {
  let categories = known.get(table);
  if (categories === undefined) known.set(table, (categories = new Map()));
  let scores = categories.get(category);
  if (scores === undefined) categories.set(category, (scores = new Map()));
  return scores;
}

function short(table: ScoreTable, offer: Offer, category: Category): ShortScore | null {
  const summary = qualityOf(table, { id: offer.id, provider: offer.provider, key: keyOf(offer) }, category);
  if (summary === null) return null;
  const { score, interval, grade, as_of } = summary;
  return { score, interval, category, grade, as_of };
}

/** The seller's own name of the model: the id without the provider in front. */
export function keyOf(offer: Offer): string {
  return offer.id.slice(offer.provider.length + 1);
}

/** All that is known of an offer's model, in every category; empty where nothing is. */
export async function scoresOf(offer: Offer, call: Call): Promise<ScoreWire[]> {
  const { table } = await readQuality(call.env, call.ctx, call.now);
  const match = matchOffer(keyOf(offer), table.registry);
  return match.kind === "matched" ? (scoresOfModel(table, match.model) ?? []).map(scoreToWire) : [];
}
