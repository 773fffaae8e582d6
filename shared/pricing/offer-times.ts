import type { Offer } from "./offer.ts";
import type { Provenance, SourceName } from "./rate.ts";
import { SOURCE_NAMES } from "./rate.ts";

/**
 * Instants of all offers: `[dictionary, usual by source, own, missing]`, where `own` is `[offer, instant of each rate, then of each dissent]`
 * for the offers in which one is not its source's usual one, and `missing` is `[offer, last seen]…`.
 */
export function timesOf(offers: readonly Offer[]): readonly unknown[] {
  const usual = new Map<SourceName, string>(SOURCE_NAMES.map((name) => [name, mostFrequent(offers, name)]));
  const dictionary: string[] = [];
  const positions = new Map<string, number>();
  const position = (instant: string): number => {
    const known = positions.get(instant);
    if (known !== undefined) return known;
    positions.set(instant, dictionary.length);
    return dictionary.push(instant) - 1;
  };
  const own: (readonly number[])[] = [];
  const missing: number[] = [];
  for (const [at, offer] of offers.entries()) {
    if (!offer.rates.every((rate) => isUsual(rate, usual) && rate.dissents.every((each) => isUsual(each, usual)))) {
      const each: readonly Provenance[] = [...offer.rates, ...offer.rates.flatMap((rate) => rate.dissents)];
      own.push([at, ...each.map(({ as_of }) => position(as_of))]);
    }
    if (offer.last_seen !== undefined) missing.push(at, position(offer.last_seen));
  }
  return [dictionary, SOURCE_NAMES.map((name) => usual.get(name)), own, missing];
}

function isUsual({ source, as_of }: Provenance, usual: ReadonlyMap<SourceName, string>): boolean {
  return usual.get(source) === as_of;
}

function mostFrequent(offers: readonly Offer[], source: SourceName): string {
  const counts = new Map<string, number>();
  for (const offer of offers) {
    const first = offer.rates[0];
    if (first?.source === source) counts.set(first.as_of, (counts.get(first.as_of) ?? 0) + 1);
  }
  let best = "";
  for (const [instant, count] of counts) if (count > (counts.get(best) ?? 0)) best = instant;
  return best;
}

/** The instants of one offer, in the order its rates and dissents are written. */
export class Instants {
  readonly #times: OfferTimes;
  readonly #offer: number;
  readonly #start: number;

  constructor(times: OfferTimes, offer: number, start: number) {
    this.#times = times;
    this.#offer = offer;
    this.#start = start;
  }

  get last_seen(): string {
    return this.#times.lastSeen(this.#offer);
  }

  at(position: number, source: SourceName): string {
    return this.#times.at(this.#offer, this.#start + position, source);
  }

  after(count: number): Instants {
    return new Instants(this.#times, this.#offer, this.#start + count);
  }
}

/** The reading side of `timesOf`; a damaged text gives empty instants, the prices stand. */
export class OfferTimes {
  readonly #dictionary: readonly unknown[];
  readonly #usual: readonly unknown[];
  readonly #own = new Map<unknown, readonly unknown[]>();
  readonly #missing = new Map<unknown, unknown>();

  constructor(text: string) {
    const [dictionary, usual, own, missing] = listsOf(text);
    this.#dictionary = asListOrNone(dictionary);
    this.#usual = asListOrNone(usual);
    for (const each of asListOrNone(own)) {
      const [offer, ...positions] = asListOrNone(each);
      this.#own.set(offer, positions);
    }
    const cells = asListOrNone(missing);
    for (let at = 0; at < cells.length; at += 2) this.#missing.set(cells[at], cells[at + 1]);
  }

  of(offer: number): Instants {
    return new Instants(this, offer, 0);
  }

  at(offer: number, position: number, source: SourceName): string {
    const own = this.#own.get(offer);
    return own === undefined ? textOrNone(this.#usual[SOURCE_NAMES.indexOf(source)]) : this.#instant(own[position]);
  }

  lastSeen(offer: number): string {
    return this.#instant(this.#missing.get(offer));
  }

  #instant(position: unknown): string {
    return typeof position === "number" ? textOrNone(this.#dictionary[position]) : "";
  }
}

function listsOf(text: string): readonly unknown[] {
  try {
    return asListOrNone(JSON.parse(text));
  } catch {
    return [];
  }
}

function asListOrNone(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOrNone(value: unknown): string {
  return typeof value === "string" ? value : "";
}
