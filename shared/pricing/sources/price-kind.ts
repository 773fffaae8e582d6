import { isZero } from "../../money/decimal.ts";
import type { Meter } from "../meter.ts";
import type { Mode, PriceType } from "../offer.ts";
import { isKnownFree } from "../providers.ts";
import type { Rate } from "../rate.ts";
import { isPositive } from "./usd.ts";

/** Modes that answer in tokens of their own: a zero output price there is a missing one, elsewhere it is the rule. */
const GENERATING: ReadonlySet<Mode> = new Set<Mode>(["chat", "responses", "completion", "realtime", "unknown"]);

/** Extras beside the tokens: their price alone does not make 0/0 tokens a price. */
const EXTRAS: ReadonlySet<Meter> = new Set<Meter>(["web_searches", "code_interpreter_sessions"]);

/** Meters billed per call, beside which a zero token price is meant. */
const PER_CALL: ReadonlySet<Meter> = new Set<Meter>(["requests", "queries"]);

export interface PriceKind {
  readonly price_type: PriceType;
  readonly rates: readonly Rate[];
}

/**
 * What kind of price the rates of one row make, and which of its zeros are prices.
 * A zero is free only for a known-free seller or id; a row of zeros is otherwise of unknown price and keeps them for the gates to see.
 */
export function priceKind(provider: string, id: string, mode: Mode, rates: readonly Rate[]): PriceKind {
  const positive = rates.filter((rate) => isPositive(rate.usd));
  if (positive.length === 0) return { price_type: isKnownFree(provider, id) ? "free" : "unknown", rates };
  const generates = GENERATING.has(mode);
  if (generates && statesOnlyZeroTokens(rates) && positive.every((rate) => EXTRAS.has(rate.meter))) {
    return { price_type: "unknown", rates };
  }
  if (positive.length === rates.length) return { price_type: "paid", rates };
  return {
    price_type: "paid",
    rates: rates.filter((rate) => isPositive(rate.usd) || isMeantZero(rate, rates, generates)),
  };
}

function statesOnlyZeroTokens(rates: readonly Rate[]): boolean {
  const base = rates.filter((rate) => rate.meter === "input_tokens" || rate.meter === "output_tokens");
  return base.length > 0 && base.every((rate) => isZero(rate.usd));
}

/** Which zeros of a paid row are its price; all others are dropped, so that nothing is billed at a silent zero. */
function isMeantZero(zero: Rate, rates: readonly Rate[], generates: boolean): boolean {
  switch (zero.meter) {
    case "cache_write_tokens":
    case "cache_write_1h_tokens":
      return rates.some((rate) => rate.meter === "cache_read_tokens" && isPositive(rate.usd));
    case "input_tokens":
      return !generates || rates.some((rate) => PER_CALL.has(rate.meter) && isPositive(rate.usd));
    case "output_tokens":
      return !generates;
    default:
      return false;
  }
}
