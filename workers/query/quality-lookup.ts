import type { Offer } from "../../shared/pricing/offer.ts";
import type { Category } from "../../shared/quality/category.ts";
import type { ScoreWire } from "../../shared/quality/wire.ts";
import type { Call } from "./call.ts";
import type { ScoreLookup } from "./quality-scores.ts";
import { onDemand, type Ready, whenReady } from "./ready.ts";

/** Boards, names and formulas of scores: no part of an isolate's start-up, since the first who asks for a score waits for KV anyway. */
const scores = onDemand(() => import("./quality-scores.ts"));

/** Scores of offers in one category, for answers that only mention quality. */
export function summaryScore(call: Call, category?: Category): Ready<ScoreLookup> {
  return whenReady(scores(), (loaded) => loaded.summaryScore(call, category));
}

/** All that is known of an offer's model. */
export function scoresOf(offer: Offer, call: Call): Ready<ScoreWire[]> {
  return whenReady(scores(), (loaded) => loaded.scoresOf(offer, call));
}
