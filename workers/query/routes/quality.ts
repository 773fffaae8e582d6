import { invalid, problem } from "../../../shared/contract/problem.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { cheapest } from "../../../shared/cost/ranking.ts";
import { isCostProblem } from "../../../shared/cost/receipt.ts";
import { compare, formatDecimal } from "../../../shared/money/decimal.ts";
import type { Offer } from "../../../shared/pricing/offer.ts";
import { paretoFrontier } from "../../../shared/quality/pareto.ts";
import { reviewList } from "../../../shared/quality/review.ts";
import { listScores, scoresOfModel, type OfferRef } from "../../../shared/quality/select.ts";
import { dominatedToWire, pointToWire, scoreToWire } from "../../../shared/quality/wire.ts";
import type { Call, Handler } from "../call.ts";
import { costProblem } from "../estimate-call.ts";
import { keyOf, summaryScore } from "../quality-scores.ts";
import { readQuality } from "../quality-read.ts";
import { tenantCatalog } from "../tenant-prices.ts";
import { rankingQuery } from "./rankings.ts";

export const listQuality: Handler<typeof OPERATIONS.listQuality> = async ({ query }, call) => {
  const { table } = await readQuality(call.env, call.ctx, call.now);
  const start = query.cursor === undefined ? 0 : Number(query.cursor);
  if (!Number.isSafeInteger(start) || start < 0)
    return invalid([{ pointer: "/cursor", message: "is not a cursor of this list" }]);
  const scores = listScores(table, query.category);
  const end = start + query.limit;
  return {
    data: scores.slice(start, end).map(scoreToWire),
    meta: { next_cursor: end < scores.length ? String(end) : null },
  };
};

/** By a board's model name, or by the name of an offer. */
export const getQuality: Handler<typeof OPERATIONS.getQuality> = async ({ params }, call) => {
  const { table } = await readQuality(call.env, call.ctx, call.now);
  const scores = scoresOfModel(table, params.model);
  if (scores === null)
    return problem("model_not_found", `no scores are known under ${JSON.stringify(params.model.slice(0, 128))}`, {
      suggestions: [],
    });
  return { data: scores.map(scoreToWire) };
};

export const reviewQuality: Handler<typeof OPERATIONS.reviewQuality> = async (_, call) => {
  const { table } = await readQuality(call.env, call.ctx, call.now);
  return { data: reviewList(table, pricedChatOffers(call), call.now) };
};

function pricedChatOffers(call: Call): OfferRef[] {
  const refs: OfferRef[] = [];
  for (let index = 0; index < call.catalog.size; index += 1) {
    const offer = call.catalog.at(index);
    if (offer.mode === "chat" && offer.price_type === "paid") refs.push(refOf(offer));
  }
  return refs;
}

function refOf(offer: Offer): OfferRef {
  return { id: offer.id, provider: offer.provider, key: keyOf(offer) };
}

export const getPareto: Handler<typeof OPERATIONS.pareto> = async ({ query }, call) => {
  const score = await summaryScore(call, query.category);
  const request = rankingQuery(query, call);
  const catalog = tenantCatalog(call, request.at);
  const ranking = cheapest(catalog, {
    ...request,
    limit: catalog.size,
    admits: (position) => score(catalog.at(position)) !== null,
  });
  if (isCostProblem(ranking)) return costProblem(ranking);
  const points = ranking.rows.flatMap(({ offer, total }) => {
    const known = score(offer);
    return known === null
      ? []
      : [{ id: offer.id, total_usd: formatDecimal(total), usd: total, score: known.score, interval: known.interval }];
  });
  const { frontier, dominated } = paretoFrontier(points, compare);
  return {
    data: { frontier: frontier.map(pointToWire), dominated: dominated.slice(0, query.limit).map(dominatedToWire) },
    meta: { considered: ranking.considered, scored: points.length },
  };
};
