import { invalid, problem } from "../../../shared/contract/problem.ts";
import type { OPERATIONS } from "../../../shared/contract/operations/index.ts";
import { offerDetail, offerSummary, rateView } from "../../../shared/contract/offer-view.ts";
import { cachingFacts } from "../../../shared/cost/caching.ts";
import { decodeCatalog } from "../../../shared/pricing/catalog-codec.ts";
import type { Catalog } from "../../../shared/pricing/catalog.ts";
import type { Offer } from "../../../shared/pricing/offer.ts";
import type { Call, Handler, Outcome } from "../call.ts";
import { cursorOf, positionAfter } from "../cursor.ts";
import { findModel } from "../model-lookup.ts";
import { priceLedger } from "../../ledger/stub.ts";
import { scoresOf, summaryScore } from "../quality-lookup.ts";
import { tenantOffer } from "../tenant-prices.ts";
import type { InputOf } from "../../../shared/contract/operation.ts";

type ListQuery = InputOf<typeof OPERATIONS.listModels>["query"];

export const listModels: Handler<typeof OPERATIONS.listModels> = async ({ query }, call) => {
  const start = query.cursor === undefined ? 0 : positionAfter(call.catalog.ids, query.cursor);
  if (start === null) return invalid([{ pointer: "/cursor", message: "is not a cursor of this list" }]);
  const accepts = filterOf(query);
  const rows: unknown[] = [];
  let next: string | null = null;
  const score = await summaryScore(call);
  for (let index = start; index < call.catalog.size; index += 1) {
    const offer = call.catalog.at(index);
    if (!accepts(offer)) continue;
    if (rows.length === query.limit) {
      next = cursorOf(call.catalog.ids[index - 1] ?? "");
      break;
    }
    rows.push({ ...offerSummary(tenantOffer(offer, call, call.now), call.now), quality: score(offer) });
  }
  return { data: rows, meta: { next_cursor: next } };
};

function filterOf(query: ListQuery): (offer: Offer) => boolean {
  const words = (query.q ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const providers = query.provider === undefined ? null : new Set(query.provider);
  return (offer) => {
    if (providers !== null && !providers.has(offer.provider)) return false;
    if (query.mode !== undefined && offer.mode !== query.mode) return false;
    if (query.capability?.some((capability) => !offer.capabilities.includes(capability)) === true) return false;
    if (query.min_context_tokens !== undefined && contextOf(offer) < query.min_context_tokens) return false;
    const text = words.length === 0 ? "" : `${offer.id} ${offer.name ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** An unknown context satisfies no minimum. */
function contextOf(offer: Offer): number {
  return offer.limits.context_tokens ?? offer.limits.max_input_tokens ?? 0;
}

export const getModel: Handler<typeof OPERATIONS.getModel> = async ({ params }, call) => {
  const found = findModel(params.id, call);
  if ("code" in found) return found;
  const offer = tenantOffer(found.offer, call, call.now);
  return {
    data: {
      ...offerDetail(offer, call.now),
      requested: params.id,
      matched_by: found.matched_by,
      caching: cachingFacts(offer),
      quality: await scoresOf(offer, call),
      same_model: sameModel(offer, call.catalog),
    },
  };
};

/** Other sellers of the same weights. */
function sameModel(offer: Offer, catalog: Catalog): string[] {
  const ids: string[] = [];
  for (let index = 0; index < catalog.size; index += 1) {
    const other = catalog.at(index);
    if (other.model === offer.model && other.id !== offer.id) ids.push(other.id);
  }
  return ids;
}

export const getModelHistory: Handler<typeof OPERATIONS.getModelHistory> = async (
  { params, query },
  call,
): Promise<Outcome> => {
  const found = findModel(params.id, call);
  if ("code" in found) return found;
  const entries = await historyOf(found.offer.id, query.limit, call);
  if (entries === null) return problem("unavailable", "the price ledger does not answer");
  return { data: { model: { id: found.offer.id, provider: found.offer.provider }, prices: entries } };
};

async function historyOf(id: string, limit: number, call: Call): Promise<unknown[] | null> {
  const entries = await priceLedger(call.env)
    .history(id, limit)
    .catch(() => null);
  return (
    entries?.map((entry) => {
      const offer = entry.text === null ? undefined : decodeCatalog(entry.text)?.at(0);
      return {
        from: new Date(entry.published_at).toISOString(),
        version: entry.version,
        price_type: offer?.price_type ?? null,
        price_status: offer?.price_status ?? null,
        listed: offer !== undefined,
        rates: offer?.rates.map(rateView) ?? [],
      };
    }) ?? null
  );
}
