import { isMeter, isTokenMeter, type Meter, METERS, TOKEN_METERS } from "../pricing/meter.ts";
import type { Offer } from "../pricing/offer.ts";
import { statedSlots } from "../pricing/slot.ts";
import { SAME_TEXT, SAME_THING } from "./fallbacks.ts";
import type { CostProblem, CostWarning } from "./receipt.ts";
import { impossibility, MAX_COUNT, type Usage } from "./usage.ts";

/** What a usage bills on one meter; `counted` says where another unit already bills the same thing. */
export interface Quantity {
  readonly meter: Meter;
  readonly quantity: number;
  counted: CostWarning | null;
}

/** The disjoint quantities that a usage states, zero ones left out: tokens in the order of the meters, then units as stated. */
export function statedQuantities(usage: Usage): Quantity[] | CostProblem {
  const found: Quantity[] = [];
  return impossible(usage) ?? tokenQuantities(usage, found) ?? unitQuantities(usage, found) ?? found;
}

/** The same as one offer bills them, in the order of the meters. */
export function billedQuantities(usage: Usage, offer: Offer, hasRequestFee: boolean): Quantity[] | CostProblem {
  const found = statedQuantities(usage);
  if (!Array.isArray(found)) return found;
  if (hasRequestFee && usage.requests === undefined) found.push({ meter: "requests", quantity: 1, counted: null });
  const last = found.at(-1);
  if (last === undefined || isTokenMeter(last.meter)) return found;
  countOnce(found, offer, usage);
  // A request that an offer has no fee for is no unpriced part of the bill.
  const billed = hasRequestFee ? found : found.filter(({ meter }) => meter !== "requests");
  return billed.sort(inMeterOrder);
}

/** A sum beyond 2^53 may round, but never below a count: it still exceeds its total. */
function impossible(usage: Usage): CostProblem | null {
  const input = inputParts(usage);
  const output = outputParts(usage);
  const isPossible =
    input <= (usage.input_tokens ?? 0) &&
    output <= (usage.output_tokens ?? 0) &&
    (usage.cache_read_audio_tokens ?? 0) <= (usage.cache_read_tokens ?? 0);
  if (isPossible) return null;
  const reason = impossibility(usage);
  if (reason !== null) return { code: "usage_impossible", detail: reason.message, pointer: reason.pointer };
  const broken = TOKEN_METERS.find((meter) => !isCount(meter, usage[meter] ?? 0)) ?? "input_tokens";
  return badQuantity(broken, usage[broken] ?? Number.NaN);
}

function inputParts(usage: Usage): number {
  return (
    (usage.cache_read_tokens ?? 0) +
    (usage.cache_write_tokens ?? 0) +
    (usage.cache_write_1h_tokens ?? 0) +
    (usage.input_audio_tokens ?? 0) +
    (usage.input_image_tokens ?? 0) +
    (usage.input_video_tokens ?? 0)
  );
}

function outputParts(usage: Usage): number {
  return (
    (usage.reasoning_tokens ?? 0) +
    (usage.output_audio_tokens ?? 0) +
    (usage.output_image_tokens ?? 0) +
    (usage.output_video_tokens ?? 0) +
    (usage.citation_tokens ?? 0)
  );
}

/** In the order of TOKEN_METERS. A part that no caller's schema checked is refused here. */
function tokenQuantities(usage: Usage, found: Quantity[]): CostProblem | null {
  const audio = usage.cache_read_audio_tokens ?? 0;
  return (
    take(found, "input_tokens", (usage.input_tokens ?? 0) - inputParts(usage)) ??
    take(found, "cache_read_tokens", (usage.cache_read_tokens ?? 0) - audio) ??
    take(found, "cache_read_audio_tokens", audio) ??
    take(found, "cache_write_tokens", usage.cache_write_tokens) ??
    take(found, "cache_write_1h_tokens", usage.cache_write_1h_tokens) ??
    take(found, "input_audio_tokens", usage.input_audio_tokens) ??
    take(found, "input_image_tokens", usage.input_image_tokens) ??
    take(found, "input_video_tokens", usage.input_video_tokens) ??
    take(found, "output_tokens", (usage.output_tokens ?? 0) - outputParts(usage)) ??
    take(found, "reasoning_tokens", usage.reasoning_tokens) ??
    take(found, "output_audio_tokens", usage.output_audio_tokens) ??
    take(found, "output_image_tokens", usage.output_image_tokens) ??
    take(found, "output_video_tokens", usage.output_video_tokens) ??
    take(found, "citation_tokens", usage.citation_tokens)
  );
}

function take(found: Quantity[], meter: Meter, quantity: number | undefined): CostProblem | null {
  if (quantity === undefined || quantity === 0) return null;
  if (!isCount(meter, quantity)) return badQuantity(meter, quantity);
  found.push({ meter, quantity, counted: null });
  return null;
}

/** Tokens and pieces are whole; seconds may be fractional. */
function isCount(meter: Meter, quantity: number): boolean {
  if (quantity < 0 || quantity > MAX_COUNT) return false;
  return meter.endsWith("_seconds") ? Number.isFinite(quantity) : Number.isSafeInteger(quantity);
}

function badQuantity(meter: Meter, quantity: number): CostProblem {
  const what = meter.endsWith("_seconds") ? "a number" : "an integer";
  return {
    code: "usage_impossible",
    detail: `${meter} must be ${what} from 0 to 2^53-1, not ${quantity}`,
    pointer: `/${meter}`,
  };
}

function unitQuantities(usage: Usage, found: Quantity[]): CostProblem | null {
  for (const field in usage) {
    if (isTokenMeter(field) || !isMeter(field)) continue;
    const problem = take(found, field, usage[field]);
    if (problem !== null) return problem;
  }
  return null;
}

/** Whether a usage states the same thing in several units, of which an offer bills one. */
export function statesTwice(found: readonly Quantity[], usage: Usage): boolean {
  return (
    SAME_THING.some((units) => found.filter(({ meter }) => units.includes(meter)).length > 1) ||
    SAME_TEXT.some(([tokens, characters]) => isStated(usage, tokens) && isStated(usage, characters))
  );
}

function isStated(usage: Usage, meter: Meter): boolean {
  return (usage[meter] ?? 0) > 0;
}

function inMeterOrder(a: Quantity, b: Quantity): number {
  return METERS.indexOf(a.meter) - METERS.indexOf(b.meter);
}

/** Where a usage states the same thing in several units, the first that the offer sells bills it, else the first of all. */
function countOnce(found: readonly Quantity[], offer: Offer, usage: Usage): void {
  for (const units of SAME_THING) {
    const stated = units.filter((meter) => found.some((quantity) => quantity.meter === meter));
    if (stated.length > 1) billOneOf(found, stated, offer);
  }
  for (const units of SAME_TEXT) {
    if (units.every((meter) => isStated(usage, meter))) billOneOf(found, units, offer);
  }
}

function billOneOf(found: readonly Quantity[], units: readonly Meter[], offer: Offer): void {
  const billed = units.find((meter) => sells(offer, meter)) ?? units[0];
  for (const quantity of found) {
    if (billed === undefined || quantity.meter === billed || !units.includes(quantity.meter)) continue;
    quantity.counted = once(quantity.meter, billed);
  }
}

function once(meter: Meter, billed: Meter): CostWarning {
  return { code: "counted_once", detail: `${meter} states what ${billed} already bills: not billed a second time` };
}

function sells(offer: Offer, meter: Meter): boolean {
  return statedSlots(offer).some((slot) => slot.meter === meter);
}
