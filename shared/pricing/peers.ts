import { baseRate } from "./slot.ts";
import { factorBetween, magnitude, median } from "./magnitude.ts";
import type { Flag, PriceType } from "./offer.ts";
import type { Rate } from "./rate.ts";

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

/** Base prices of every model by seller. */
export class Peers {
  readonly #models: ReadonlyMap<string, string>;
  readonly #board = new Map<string, Map<string, Record<BaseMeter, number[]>>>();

  /** `models` gives the model of an offer id. */
  constructor(offers: Iterable<Priced>, models: ReadonlyMap<string, string>) {
    this.#models = models;
    for (const offer of offers) this.#add(offer);
  }

  /** Whether enough other sellers of the model ask about this price. */
  confirm(offer: Pick<Priced, "id" | "provider">, meter: BaseMeter, usd: number): boolean {
    const others = this.#sellers(offer.id, meter, offer.provider);
    const middle = others.length >= MIN_SELLERS - 1 ? median(others) : null;
    return middle !== null && factorBetween(middle, usd) <= CONFIRMING_FACTOR;
  }

  /** `low` or `high` when a base price is more than ten times off the median of at least three sellers, its own included. */
  outlier(offer: Priced): "low" | "high" | null {
    if (offer.price_type !== "paid") return null;
    let side: "low" | "high" | null = null;
    for (const meter of BASE_METERS) {
      const rate = baseRate(offer.rates, meter);
      const found = rate === undefined ? null : this.outlierPrice(offer, meter, magnitude(rate.usd));
      // Too cheap is the dangerous side: it wins rankings.
      if (found !== null && side !== "low") side = found;
    }
    return side;
  }

  /** The same for one price that need not be on the board. */
  outlierPrice(offer: Pick<Priced, "id" | "provider">, meter: BaseMeter, usd: number): "low" | "high" | null {
    const others = this.#sellers(offer.id, meter, offer.provider);
    if (others.length < MIN_SELLERS - 1 || usd <= 0) return null;
    const middle = median([...others, usd]) ?? usd;
    if (factorBetween(middle, usd) <= OUTLIER_FACTOR) return null;
    return usd < middle ? "low" : "high";
  }

  #add(offer: Priced): void {
    if (offer.price_type !== "paid" || offer.flags.some((flag) => NO_PEER.has(flag))) return;
    const model = this.#models.get(offer.id) ?? offer.id;
    const sellers = entry(this.#board, model, () => new Map<string, Record<BaseMeter, number[]>>());
    const prices = entry(sellers, offer.provider, () => ({ input_tokens: [], output_tokens: [] }));
    for (const meter of BASE_METERS) {
      const rate = baseRate(offer.rates, meter);
      const usd = rate === undefined ? 0 : magnitude(rate.usd);
      if (usd > 0) prices[meter].push(usd);
    }
  }

  /** One price a seller: the median of its own offers (regions, endpoints). */
  #sellers(id: string, meter: BaseMeter, except: string): readonly number[] {
    const sellers = this.#board.get(this.#models.get(id) ?? id);
    if (sellers === undefined) return [];
    const prices: number[] = [];
    for (const [seller, own] of sellers) {
      const middle = seller === except ? null : median(own[meter]);
      if (middle !== null) prices.push(middle);
    }
    return prices;
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
