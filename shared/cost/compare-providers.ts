import { add, compare, type Decimal, multiply, ZERO } from "../money/decimal.ts";
import { divideRounded } from "../money/divide.ts";
import type { Catalog } from "../pricing/catalog.ts";
import type { Mode, Offer } from "../pricing/offer.ts";
import { isDisputed, isNotEligible, isUnpriced, retiredFrom } from "./eligibility.ts";
import { completeCost, type CostRequest, estimatedCost } from "./estimate.ts";
import { usageIn } from "./mode-usage.ts";
import { statedQuantities, statesTwice } from "./quantities.ts";
import { offersOf } from "./ranking-table.ts";
import type { CostProblem } from "./receipt.ts";

/** What the offers of one provider cost for a usage. */
export interface ProviderCosts {
  readonly provider: string;
  /** Offers in the figures: those that `cheapest` would rank. */
  readonly offers: number;
  readonly min: Decimal;
  /** Of an even number of offers, the mean of the middle two. */
  readonly median: Decimal;
  /** Rounded to 12 significant digits. */
  readonly mean: Decimal;
  readonly cheapest: Offer;
}

/** Whose offers are compared. */
export interface ProvidersScope {
  readonly mode: Mode;
  /** Only the hosts of this model group, of whatever mode. */
  readonly model?: string;
}

const MEAN_DIGITS = 12;
const HALF: Decimal = { coefficient: 5, scale: 1 };

/** Providers in order of their cheapest offer; of equal cost by name. */
export function compareProviders(
  catalog: Catalog,
  asked: CostRequest,
  scope: ProvidersScope,
): readonly ProviderCosts[] | CostProblem {
  const request = { ...asked, usage: usageIn(scope.mode, asked.usage) };
  const quantities = statedQuantities(request.usage);
  if (!Array.isArray(quantities)) return quantities;
  const groups = new Map<string, PricedOffer[]>();
  const isRepetitive = statesTwice(quantities, request.usage);
  for (const offer of candidates(catalog, scope, asked.at)) {
    const total = isRepetitive ? estimatedCost(offer, request) : completeCost(offer, request, quantities);
    if (total === null) continue;
    const group = groups.get(offer.provider);
    if (group === undefined) groups.set(offer.provider, [{ offer, total }]);
    else group.push({ offer, total });
  }
  return [...groups].flatMap(([provider, priced]) => providerCosts(provider, priced)).sort(byCheapest);
}

interface PricedOffer {
  readonly offer: Offer;
  readonly total: Decimal;
}

function candidates(catalog: Catalog, { mode, model }: ProvidersScope, at: number): readonly Offer[] {
  return offersOf(catalog, mode, model).filter(
    (offer) =>
      !isUnpriced(offer) &&
      offer.price_type !== "free" &&
      retiredFrom(offer) > at &&
      !isDisputed(offer) &&
      !isNotEligible(offer),
  );
}

function providerCosts(provider: string, priced: PricedOffer[]): readonly ProviderCosts[] {
  priced.sort((a, b) => compare(a.total, b.total) || (a.offer.id < b.offer.id ? -1 : 1));
  const [first] = priced;
  if (first === undefined) return [];
  const sum = priced.reduce((total, entry) => add(total, entry.total), ZERO);
  const count: Decimal = { coefficient: priced.length, scale: 0 };
  return [
    {
      provider,
      offers: priced.length,
      min: first.total,
      median: median(priced),
      mean: divideRounded(sum, count, MEAN_DIGITS),
      cheapest: first.offer,
    },
  ];
}

function median(sorted: readonly PricedOffer[]): Decimal {
  const low = sorted[Math.floor((sorted.length - 1) / 2)]?.total ?? ZERO;
  const high = sorted[Math.floor(sorted.length / 2)]?.total ?? ZERO;
  return low === high ? low : multiply(add(low, high), HALF);
}

function byCheapest(a: ProviderCosts, b: ProviderCosts): number {
  return compare(a.min, b.min) || (a.provider < b.provider ? -1 : 1);
}
