import { factorBetween, magnitude, median } from "./magnitude.ts";
import type { Flag, PriceType } from "./offer.ts";
import type { Rate } from "./rate.ts";
import { baseRate } from "./slot.ts";

/** What peers need of an offer: base prices of one seller. */
export interface Priced {
  readonly id: string;
  readonly provider: string;
  readonly price_type: PriceType;
  readonly flags: readonly Flag[];
  readonly rates: readonly Rate[];
}

type BaseMeter = "input_tokens" | "output_tokens";
const BASE_METERS: readonly BaseMeter[] = ["input_tokens", "output_tokens"];

/** A median says something from so many sellers on. */
const MIN_SELLERS = 3;
/** Real prices of one model differ up to 36 times between hosts, but hardly ever 10 times from the median of three. */
const OUTLIER_FACTOR = 10;
/** How near the other sellers' median confirms a price that moved more than tenfold; host spreads above 2 are the exception (40 of 218 models). */
const CONFIRMING_FACTOR = 2;

/** Rows that are no seller's own standard price of the model. */
const NO_PEER: ReadonlySet<Flag> = new Set<Flag>(["alias", "batch_variant", "router", "unlisted_copy", "bundled_only"]);

/** One price a seller, the median of its own offers (regions, endpoints), and the span of them. */
interface Prices {
  readonly bySeller: ReadonlyMap<string, number>;
  readonly lowest: number;
  readonly highest: number;
}

type Sellers = Readonly<Record<BaseMeter, Prices>>;

/** The model of an offer id. */
type ModelOf = (id: string) => string;

/** Base prices of every model by seller. */
export class Peers {
  readonly #modelOf: ModelOf;
  readonly #board = new Map<string, Priced[]>();
  readonly #sellers = new Map<string, Sellers | null>();

  constructor(offers: Iterable<Priced>, modelOf: ModelOf) {
    this.#modelOf = modelOf;
    for (const offer of offers) {
      if (offer.price_type !== "paid" || offer.flags.some((flag) => NO_PEER.has(flag))) continue;
      entry(this.#board, modelOf(offer.id), () => []).push(offer);
    }
  }

  /** Whether enough other sellers of the model ask about this price. */
  confirm(offer: Pick<Priced, "id" | "provider">, meter: BaseMeter, usd: number): boolean {
    const others = othersOf(offer, this.#sellersOf(offer.id)?.[meter]);
    const middle = others.length >= MIN_SELLERS - 1 ? median(others) : null;
    return middle !== null && factorBetween(middle, usd) <= CONFIRMING_FACTOR;
  }

  /** `low` or `high` when a base price is more than ten times off the median of at least three sellers, its own included. */
  outlier(offer: Priced): "low" | "high" | null {
    const sellers = offer.price_type === "paid" ? this.#sellersOf(offer.id) : null;
    if (sellers === null) return null;
    let side: "low" | "high" | null = null;
    for (const meter of BASE_METERS) {
      const rate = baseRate(offer.rates, meter);
      const found = rate === undefined ? null : outlierOf(offer, sellers[meter], magnitude(rate.usd));
      // Too cheap is the dangerous side: it wins rankings.
      if (found !== null && side !== "low") side = found;
    }
    return side;
  }

  /** The same for one price that need not be on the board. */
  outlierPrice(offer: Pick<Priced, "id" | "provider">, meter: BaseMeter, usd: number): "low" | "high" | null {
    const sellers = this.#sellersOf(offer.id);
    return sellers === null ? null : outlierOf(offer, sellers[meter], usd);
  }

  /** Null for the many models that too few sell. */
  #sellersOf(id: string): Sellers | null {
    const model = this.#modelOf(id);
    const known = this.#sellers.get(model);
    if (known !== undefined) return known;
    const made = sellersOf(this.#board.get(model) ?? []);
    this.#sellers.set(model, made);
    return made;
  }
}

function outlierOf(offer: Pick<Priced, "provider">, prices: Prices, usd: number): "low" | "high" | null {
  // Within tenfold of every seller is within tenfold of their median: the usual case.
  if (usd * OUTLIER_FACTOR >= prices.highest && usd <= prices.lowest * OUTLIER_FACTOR) return null;
  if (prices.bySeller.size < MIN_SELLERS - 1) return null;
  const others = othersOf(offer, prices);
  if (others.length < MIN_SELLERS - 1 || usd <= 0) return null;
  const middle = median([...others, usd]) ?? usd;
  if (factorBetween(middle, usd) <= OUTLIER_FACTOR) return null;
  return usd < middle ? "low" : "high";
}

function othersOf({ provider }: Pick<Priced, "provider">, prices: Prices | undefined): readonly number[] {
  if (prices === undefined) return [];
  return [...prices.bySeller].filter(([seller]) => seller !== provider).map(([, usd]) => usd);
}

function sellersOf(offers: readonly Priced[]): Sellers | null {
  if (offers.length < MIN_SELLERS - 1 || offers.every(({ provider }) => provider === offers[0]?.provider)) return null;
  return { input_tokens: pricesOf(offers, "input_tokens"), output_tokens: pricesOf(offers, "output_tokens") };
}

function pricesOf(offers: readonly Priced[], meter: BaseMeter): Prices {
  const own = new Map<string, number[]>();
  for (const { provider, rates } of offers) {
    const rate = baseRate(rates, meter);
    const usd = rate === undefined ? 0 : magnitude(rate.usd);
    if (usd > 0) entry(own, provider, () => []).push(usd);
  }
  const bySeller = new Map([...own].map(([seller, prices]) => [seller, median(prices) ?? 0]));
  return { bySeller, lowest: Math.min(...bySeller.values()), highest: Math.max(...bySeller.values()) };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
