import { isDisputed, isNotEligible, isUnpriced, retiredFrom } from "../../../../shared/cost/eligibility.ts";
import { cheapest, type CheapestRow, type Ranking } from "../../../../shared/cost/ranking.ts";
import { type CostProblem, isCostProblem } from "../../../../shared/cost/receipt.ts";
import { compare, type Decimal } from "../../../../shared/money/decimal.ts";
import type { Meter } from "../../../../shared/pricing/meter.ts";
import type { Catalog } from "../../../../shared/pricing/catalog.ts";
import type { Offer } from "../../../../shared/pricing/offer.ts";
import type { HealthLookup } from "../../health-lookup.ts";
import type { ScoreLookup } from "../../quality-scores.ts";
import { contextOf, holdsWords, type OfferFilter } from "./offer-filter.ts";
import type { MyUsage } from "./usage-form.ts";

export const SORTS = ["cost", "input", "output", "context", "quality", "name"] as const;
export type Sort = (typeof SORTS)[number];

export const PAGE_ROWS = 50;

export interface ListRow {
  readonly offer: Offer;
  /** Null where the offer is not ranked; `reason` then says why. */
  readonly total: Decimal | null;
  readonly reason: string | null;
}

export interface PriceList {
  readonly rows: readonly ListRow[];
  readonly ranked: number;
  /** Offers that the filter lets through and no ranking may hold. */
  readonly unranked: number;
}

export interface ListQuery {
  readonly filter: OfferFilter;
  readonly mine: MyUsage;
  readonly sort: Sort;
  readonly page: number;
  readonly show: "ranked" | "unranked";
}

export interface Lookups {
  readonly score: ScoreLookup;
  readonly health: HealthLookup;
}

/** One page of the list. The engine of `/v1/cheapest` ranks; by cost it is asked for no more rows than are shown. */
export function priceList(catalog: Catalog, query: ListQuery, lookups: Lookups): PriceList | CostProblem {
  const { sort, page, show } = query;
  const whole = sort !== "cost" || show === "unranked";
  const ranking = rankingOf(catalog, query, lookups, whole ? catalog.size + 1 : page * PAGE_ROWS);
  if (isCostProblem(ranking)) return ranking;
  const { filtered, ...left } = ranking.excluded;
  const unranked = Object.values(left).reduce((sum, count) => sum + count, 0);
  const ranked = ranking.considered - filtered - unranked;
  const rows =
    show === "unranked" ? leftOut(catalog, query, lookups, ranking) : sorted(ranking.rows, sort, lookups.score);
  const start = (page - 1) * PAGE_ROWS;
  return { rows: rows.slice(start, start + PAGE_ROWS), ranked, unranked };
}

function rankingOf(
  catalog: Catalog,
  { filter, mine }: ListQuery,
  lookups: Lookups,
  limit: number,
): Ranking | CostProblem {
  const admits = admission(catalog, filter, lookups);
  return cheapest(catalog, {
    usage: mine.usage,
    service_tier: mine.service_tier,
    at: mine.at,
    mode: filter.mode,
    include_free: filter.include_free,
    limit,
    ...(filter.capabilities.length === 0 ? {} : { capabilities: filter.capabilities }),
    ...(filter.min_context_tokens === undefined ? {} : { min_context_tokens: filter.min_context_tokens }),
    ...(filter.provider === undefined ? {} : { providers: [filter.provider] }),
    ...(admits === null ? {} : { admits }),
  });
}

/** What only the page filters by; null where it does not, so that the ranking runs without it. */
function admission(
  catalog: Catalog,
  { words, min_quality, healthy }: OfferFilter,
  { score, health }: Lookups,
): ((position: number) => boolean) | null {
  if (words.length === 0 && min_quality === undefined && !healthy) return null;
  return (position) => {
    const offer = catalog.at(position);
    if (!holdsWords(offer, words)) return false;
    if (healthy && health(offer.provider).state === "unhealthy") return false;
    return min_quality === undefined || (score(offer)?.score ?? -1) >= min_quality;
  };
}

function sorted(rows: readonly CheapestRow[], sort: Sort, score: ScoreLookup): ListRow[] {
  const list = rows.map(({ offer, total }) => ({ offer, total, reason: null }));
  switch (sort) {
    case "cost":
      return list;
    case "input":
    case "output":
      return list.sort((a, b) => byPrice(a.offer, b.offer, sort === "input" ? "input_tokens" : "output_tokens"));
    case "context":
      return list.sort((a, b) => (contextOf(b.offer) ?? -1) - (contextOf(a.offer) ?? -1));
    case "quality":
      return list.sort((a, b) => (score(b.offer)?.score ?? -1) - (score(a.offer)?.score ?? -1));
    case "name":
      return list.sort((a, b) => (a.offer.id < b.offer.id ? -1 : 1));
  }
}

/** Unknown prices last: they are not the cheapest. */
function byPrice(a: Offer, b: Offer, meter: Meter): number {
  const left = basePrice(a, meter);
  const right = basePrice(b, meter);
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compare(left, right);
}

/** The standard price without conditions. */
export function basePrice(offer: Offer, meter: Meter): Decimal | null {
  return (
    offer.rates.find((rate) => rate.meter === meter && rate.tier === "standard" && rate.condition === null)?.usd ?? null
  );
}

function leftOut(catalog: Catalog, query: ListQuery, lookups: Lookups, ranking: Ranking): ListRow[] {
  const { filter, mine } = query;
  const rankedAt = new Set(ranking.rows.map(({ position }) => position));
  const admits = admission(catalog, filter, lookups) ?? (() => true);
  const rows: ListRow[] = [];
  for (let position = 0; position < catalog.size; position += 1) {
    const offer = catalog.at(position);
    if (rankedAt.has(position) || offer.mode !== filter.mode || !fits(offer, filter) || !admits(position)) continue;
    rows.push({ offer, total: null, reason: reasonText(offer, mine.at) });
  }
  return rows;
}

function fits(offer: Offer, filter: OfferFilter): boolean {
  if (filter.provider !== undefined && offer.provider !== filter.provider) return false;
  if (filter.capabilities.some((capability) => !offer.capabilities.includes(capability))) return false;
  return filter.min_context_tokens === undefined || (contextOf(offer) ?? 0) >= filter.min_context_tokens;
}

/** In the order in which a ranking counts its first reason. */
function reasonText(offer: Offer, at: number): string {
  if (isUnpriced(offer)) return PRICE_TYPES.get(offer.price_type) ?? "no known price";
  if (offer.price_type === "free") return "free: tick “free ones too” to rank it";
  if (retiredFrom(offer) <= at) return `retired on ${offer.deprecation_date}`;
  if (isDisputed(offer)) return "its sources disagree, and the cheaper one may be wrong";
  if (isNotEligible(offer))
    return offer.flags.map((flag) => FLAG_TEXTS.get(flag) ?? flag.replaceAll("_", " ")).join("; ");
  return "no price for a part of this usage, or the usage is longer than it takes";
}

const PRICE_TYPES: ReadonlyMap<string, string> = new Map([
  ["unknown", "no source states its price"],
  ["dynamic", "its price depends on where the request is sent"],
  ["not_per_token", "sold as dedicated capacity, not by usage"],
]);

const FLAG_TEXTS: ReadonlyMap<string, string> = new Map([
  ["alias", "another name of an offer that is listed"],
  ["batch_variant", "the batch price of an offer that is listed"],
  ["router", "sends requests on to a model of its own choosing"],
  ["misfiled_mode", "filed under the wrong kind by its source"],
  ["unlisted_copy", "a copy of a price list that no longer lists it"],
  ["bundled_only", "known only from the shipped snapshot"],
  ["peer_outlier_low", "less than a tenth of what other sellers ask: likely an error"],
]);
