import { compare, formatDecimal } from "../money/decimal.ts";
import { magnitude } from "./magnitude.ts";
import type { Meter } from "./meter.ts";
import type { Offer } from "./offer.ts";
import type { RateCondition, ServiceTier, SourcedRate, SourceName } from "./rate.ts";
import { bySlot, isSameSlot } from "./slot.ts";

/** One published price that is now another one. */
export interface PriceChange {
  readonly offer: string;
  readonly meter: Meter;
  readonly tier: ServiceTier;
  readonly condition: RateCondition | null;
  /** Decimal USD per unit; null where the price is new or gone while the offer stays. */
  readonly old: string | null;
  readonly new: string | null;
  /** New by old; null where one of them is zero or missing. */
  readonly factor: number | null;
  readonly source: SourceName;
  /** The new value was held before and has been released. */
  readonly held_and_released: boolean;
}

/**
 * Changes of price between two publications, of offers in both. Where a price takes the place of the bundled snapshot's, or the
 * other way round, no seller changed anything: not a change. `wasHeld` tells values that were in quarantine before.
 */
export function priceChanges(
  before: Iterable<Offer>,
  after: readonly Offer[],
  wasHeld: (offer: string, slot: string, usd: string) => boolean,
): readonly PriceChange[] {
  const old = new Map<string, Offer>();
  for (const offer of before) old.set(offer.id, offer);
  return after.flatMap((offer) => {
    const previous = old.get(offer.id);
    return previous === undefined || isBundled(previous) || isBundled(offer) ? [] : changesOf(previous, offer, wasHeld);
  });
}

function isBundled(offer: Offer): boolean {
  return offer.price_status === "bundled";
}

function changesOf(
  before: Offer,
  after: Offer,
  wasHeld: (offer: string, slot: string, usd: string) => boolean,
): PriceChange[] {
  if (sameRates(before.rates, after.rates)) return [];
  const old = bySlot(before.rates);
  const now = bySlot(after.rates);
  const changes: PriceChange[] = [];
  for (const [place, rate] of now) {
    const last = old.get(place);
    if (last !== undefined && compare(last.usd, rate.usd) === 0) continue;
    changes.push({
      ...changed(after.id, last, rate),
      held_and_released: wasHeld(after.id, place, formatDecimal(rate.usd)),
    });
  }
  for (const [place, last] of old) {
    if (!now.has(place)) changes.push({ ...changed(after.id, last, undefined), held_and_released: false });
  }
  return changes;
}

/** The usual case, told apart without building a key. */
export function sameRates(a: readonly Omit<SourcedRate, keyof Origin>[], b: typeof a): boolean {
  return a.length === b.length && a.every((rate, at) => isSame(rate, b[at]));
}

interface Origin {
  source: unknown;
  source_key: unknown;
  as_of: unknown;
  dissents: unknown;
}

function isSame(a: Omit<SourcedRate, keyof Origin>, b: Omit<SourcedRate, keyof Origin> | undefined): boolean {
  if (b === undefined || a.precedence !== b.precedence) return false;
  if (a.usd.coefficient !== b.usd.coefficient || a.usd.scale !== b.usd.scale) return false;
  return isSameSlot(a, b);
}

function changed(
  offer: string,
  before: SourcedRate | undefined,
  after: SourcedRate | undefined,
): Omit<PriceChange, "held_and_released"> {
  const place = after ?? before;
  if (place === undefined) throw new RangeError("a change has at least one side");
  return {
    offer,
    meter: place.meter,
    tier: place.tier,
    condition: place.condition,
    old: before === undefined ? null : formatDecimal(before.usd),
    new: after === undefined ? null : formatDecimal(after.usd),
    factor: factorOf(before, after),
    source: place.source,
  };
}

function factorOf(before: SourcedRate | undefined, after: SourcedRate | undefined): number | null {
  if (before === undefined || after === undefined) return null;
  const [old, now] = [magnitude(before.usd), magnitude(after.usd)];
  return old > 0 && now > 0 ? Number((now / old).toPrecision(6)) : null;
}
