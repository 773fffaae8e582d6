import { brokenBound } from "./gate-bounds.ts";
import { AGREEMENT, agrees, magnitude } from "./magnitude.ts";
import type { Meter } from "./meter.ts";
import type { PriceStatus, SourceOffer } from "./offer.ts";
import type { Opinion, Rate, RateSlot, SourceName } from "./rate.ts";
import { baseRate, bySlot, isSameSlot, slotKey } from "./slot.ts";

/** What one more source says of an offer that another source won. */
export interface Voice {
  readonly source: SourceName;
  readonly key: string;
  readonly as_of: string;
  readonly rates: readonly Rate[];
  /** `live`: an independent source; `bundled`: older by construction, its dissent alone disputes nothing; `copy`: no evidence. */
  readonly weight: "live" | "bundled" | "copy";
}

export interface Consensus {
  readonly status: Extract<PriceStatus, "agreed" | "disputed" | "single_source">;
  /** Disputed, and cheaper on input or output than an independent source says. */
  readonly is_cheap: boolean;
}

/**
 * Decided by the base input and output prices, or by all prices that both state where there are none:
 * agreed when an independent source states the same within 0.5%, disputed when the live ones only state others.
 */
export function consensus(rates: readonly Rate[], voices: readonly Voice[]): Consensus {
  if (voices.length === 0) return ALONE;
  const verdicts = voices.map((voice) => ({ voice, verdict: compared(rates, voice.rates) }));
  const has = (weight: Voice["weight"], verdict: Verdict) =>
    verdicts.some((each) => each.voice.weight === weight && each.verdict === verdict);
  if (has("live", "same")) return { status: "agreed", is_cheap: false };
  if (has("live", "other")) {
    const live = voices.filter(({ weight }) => weight === "live");
    return { status: "disputed", is_cheap: live.some((voice) => isCheaper(rates, voice.rates)) };
  }
  return { status: has("bundled", "same") ? "agreed" : "single_source", is_cheap: false };
}

const ALONE: Consensus = { status: "single_source", is_cheap: false };

type Verdict = "same" | "other" | "silent";

const BASE: readonly Meter[] = ["input_tokens", "output_tokens"];

function compared(rates: readonly Rate[], others: readonly Rate[]): Verdict {
  const base = BASE.map((meter) => [baseRate(rates, meter), baseRate(others, meter)] as const);
  const pairs = base.every(([own]) => own === undefined) ? sharedSlots(rates, others) : base;
  const stated = pairs.filter(([own, other]) => own !== undefined && other !== undefined);
  if (stated.length === 0) return "silent";
  return stated.every(([own, other]) => own && other && agrees(own.usd, other.usd)) ? "same" : "other";
}

function sharedSlots(rates: readonly Rate[], others: readonly Rate[]): readonly (readonly [Rate, Rate | undefined])[] {
  const said = bySlot(others);
  return rates.map((rate) => [rate, said.get(slotKey(rate))]);
}

function isCheaper(rates: readonly Rate[], others: readonly Rate[]): boolean {
  return BASE.some((meter) => {
    const own = baseRate(rates, meter);
    const other = baseRate(others, meter);
    return own !== undefined && other !== undefined && magnitude(own.usd) < magnitude(other.usd) * (1 - AGREEMENT);
  });
}

/** What every voice says of one place; a statement that breaks a bound is not repeated. */
export function dissentsOf(voices: readonly Voice[]): (rate: RateSlot) => readonly Opinion[] {
  if (voices.length === 0) return () => NONE;
  return (place) =>
    voices.flatMap((voice) =>
      opinion(
        voice,
        voice.rates.find((rate) => isSameSlot(rate, place)),
      ),
    );
}

const NONE: readonly Opinion[] = [];

function opinion({ source, key, as_of, rates }: Voice, said: Rate | undefined): readonly Opinion[] {
  if (said === undefined || brokenBound(said, { id: key, rates }) !== null) return NONE;
  return [{ source, source_key: key, as_of, usd: said.usd }];
}

/** What a source row says, as a voice. */
export function voiceOf(offer: SourceOffer, source: SourceName, as_of: string, weight: Voice["weight"]): Voice {
  return { source, key: offer.key, as_of: offer.as_of ?? as_of, rates: offer.rates, weight };
}
