import type { Decimal } from "../money/decimal.ts";
import { compare, formatDecimal, isZero } from "../money/decimal.ts";
import type { AcceptedOffer } from "./accepted.ts";
import { brokenBound, hasOddRatio, isChatLike, round } from "./gate-bounds.ts";
import type { Broken } from "./gate-bounds.ts";
import { agrees, factorBetween, magnitude } from "./magnitude.ts";
import type { Meter } from "./meter.ts";
import type { SourceOffer } from "./offer.ts";
import type { Peers } from "./peers.ts";
import type { Rate, RateCondition, RateSlot } from "./rate.ts";
import { baseRate, bySlot, isBaseToken, slotKey } from "./slot.ts";

/** A move away from the last good price that nobody else confirms. */
export interface Move extends Broken {
  readonly slot: RateSlot;
  readonly old: Decimal | null;
  readonly new: Decimal | null;
  /** Confirmed by another source or by peers, or away from a value that was wrong itself. */
  readonly released: boolean;
}

export interface Witnesses {
  /** What independent sources say of the same offer. */
  readonly others: readonly SourceOffer[];
  readonly peers: Peers;
}

/** Real prices moved fivefold at most in 18 months; practically every move above ten was an error or its correction. */
const HOLD_FACTOR = 10;
/** A slip of the decimal point is tenfold exactly; below, whatever doubles make of it. */
const SLIP_FACTOR = 9.99;

/** Asked only where something moved: to know all sellers of a model costs more than most refreshes need. */
export type Ask = () => Witnesses;

/** Moves of the row's type and of its base token prices: each holds the whole row. */
export function baseMoves(row: SourceOffer, good: AcceptedOffer, ask: Ask): readonly Move[] {
  if (!hasPrice(good)) return [];
  const typeMove = moveOfType(row, good, ask);
  if (typeMove !== null) return [typeMove];
  if (row.price_type !== "paid" && row.price_type !== "free") return [];
  const old = bySlot(good.rates);
  const moves = row.rates
    .filter(isBaseToken)
    .map((rate) => moveOfRate({ rate, row, good, ask, old: old.get(slotKey(rate)) }));
  return [...moves, ...withdrawn(row, good)].filter((move) => move !== null);
}

/** Moves of all other prices, each held alone. */
export function otherMoves(row: SourceOffer, good: AcceptedOffer, ask: Ask): readonly Move[] {
  if (!hasPrice(good)) return [];
  const old = bySlot(good.rates);
  return row.rates
    .filter((rate) => !isBaseToken(rate))
    .map((rate) => moveOfRate({ rate, row, good, ask, old: old.get(slotKey(rate)) }))
    .filter((move) => move !== null);
}

function hasPrice(good: AcceptedOffer): boolean {
  return good.price_type === "paid" || good.price_type === "free";
}

/** From a price to none, or between free and paid. */
function moveOfType(row: SourceOffer, good: AcceptedOffer, ask: Ask): Move | null {
  if (row.price_type === good.price_type || (good.price_type === "free" && row.price_type !== "paid")) return null;
  const last =
    baseRate(good.rates, "input_tokens") ?? good.rates[0] ?? baseRate(row.rates, "input_tokens") ?? row.rates[0];
  if (last === undefined) return null;
  const now = bySlot(row.rates).get(slotKey(last))?.usd ?? null;
  const isZeroNow = row.price_type !== "dynamic" && row.price_type !== "not_per_token";
  return {
    slot: last,
    old: bySlot(good.rates).get(slotKey(last))?.usd ?? null,
    new: now,
    reason: isZeroNow ? "crosses_zero" : "price_withdrawn",
    detail: `${good.price_type} before, ${row.price_type} now`,
    released: ask().others.some((other) => confirmsType(other, row, last)),
  };
}

/** An unknown price confirms nothing. */
function confirmsType(other: SourceOffer, row: SourceOffer, slot: RateSlot): boolean {
  if (other.price_type !== row.price_type || row.price_type === "unknown") return false;
  return row.price_type !== "paid" || statesSame(other, slot, bySlot(row.rates).get(slotKey(slot))?.usd);
}

function statesSame(other: SourceOffer, slot: RateSlot, usd: Decimal | undefined): boolean {
  const said = bySlot(other.rates).get(slotKey(slot));
  return said !== undefined && usd !== undefined && agrees(said.usd, usd);
}

interface Step {
  readonly rate: Rate;
  readonly old: Rate | undefined;
  readonly row: SourceOffer;
  readonly good: AcceptedOffer;
  readonly ask: Ask;
}

function moveOfRate({ rate, old, row, good, ask }: Step): Move | null {
  if (old === undefined) return null;
  const crossing = isZero(old.usd) !== isZero(rate.usd);
  const factor = factorBetween(magnitude(old.usd), magnitude(rate.usd));
  const isFar = factor > HOLD_FACTOR || (factor > SLIP_FACTOR && isSlip({ rate, old, row, good, ask }));
  if (!crossing && !isFar) return null;
  return {
    slot: rate,
    old: old.usd,
    new: rate.usd,
    reason: crossing ? "crosses_zero" : "moved_tenfold",
    detail: `${formatDecimal(old.usd)} before, ${formatDecimal(rate.usd)} now${crossing ? "" : `: ${round(factor)} times`}`,
    released: isConfirmed(rate, row, ask()) || oldWasWrong({ old, rate, row, good, witnesses: ask() }),
  };
}

/** The decimal point slipped: an input price moved tenfold away from parts of its row that stayed where they were and no longer fit it. */
function isSlip({ rate, row, good }: Step): boolean {
  if (!isBaseToken(rate) || rate.meter !== "input_tokens") return false;
  const before = bySlot(good.rates);
  return row.rates.some((part) => {
    const stayed = before.get(slotKey(part));
    if (stayed === undefined || compare(stayed.usd, part.usd) !== 0) return false;
    return brokenBound(part, row) !== null && brokenBound(stayed, good) === null;
  });
}

function isConfirmed(rate: Rate, row: SourceOffer, { others, peers }: Witnesses): boolean {
  if (others.some((other) => statesSame(other, rate, rate.usd))) return true;
  return isBaseMeter(rate.meter) && isBaseToken(rate) && peers.confirm(row, rate.meter, magnitude(rate.usd));
}

function isBaseMeter(meter: Meter): meter is "input_tokens" | "output_tokens" {
  return meter === "input_tokens" || meter === "output_tokens";
}

interface Correction {
  readonly old: Rate;
  readonly rate: Rate;
  readonly row: SourceOffer;
  readonly good: AcceptedOffer;
  readonly witnesses: Witnesses;
}

/** The old value broke a bound, in its own row or beside the new prices: a correction, taken at once. */
function oldWasWrong({ old, rate, row, good, witnesses }: Correction): boolean {
  if (brokenBound(old, good) !== null || brokenBound(old, row) !== null) return true;
  if (!isBaseMeter(rate.meter) || !isBaseToken(rate)) return false;
  // A one-sided zero in a paid chat row was no price.
  if (isZero(old.usd) && good.price_type === "paid" && isChatLike(row.mode)) return true;
  if (hasOddRatio({ rates: good.rates, mode: row.mode }) && !hasOddRatio(row)) return true;
  const { peers } = witnesses;
  const before = peers.outlierPrice(good, rate.meter, magnitude(old.usd));
  return before !== null && peers.outlierPrice(row, rate.meter, magnitude(rate.usd)) === null;
}

/** A base price that was there and has no successor of its meter in the row. */
function withdrawn(row: SourceOffer, good: AcceptedOffer): readonly Move[] {
  return good.rates
    .filter((old) => isBaseToken(old) && !isZero(old.usd) && !row.rates.some((rate) => isSuccessor(rate, old)))
    .map((old) => ({
      slot: old,
      old: old.usd,
      new: null,
      reason: "price_withdrawn",
      detail: "the row has no price for this meter any more, or a zero",
      released: false,
    }));
}

/** A price above a threshold or in a window is none for the requests below and outside it. */
function isSuccessor(rate: Rate, old: Rate): boolean {
  if (rate.meter !== old.meter || rate.tier !== old.tier) return false;
  return old.condition !== null || rate.condition === null || isFromFirstToken(rate.condition);
}

function isFromFirstToken({ above_tokens, windows, variant }: RateCondition): boolean {
  return above_tokens === 0 && windows === undefined && variant === undefined;
}
