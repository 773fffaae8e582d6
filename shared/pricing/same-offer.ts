import type { Decimal } from "../money/decimal.ts";
import type { CacheMinimum, Limits, Offer } from "./offer.ts";
import type { Multiplier, Opinion, Provenance, RateCondition, RateSlot, SourcedRate } from "./rate.ts";

/**
 * Whether two states of an offer are certainly the same but for the instants at which they were read: what is encoded of them, instants
 * apart, is then the same text. False where that takes an encoding to tell (the same number or condition, stated in another form).
 */
export function isSameOffer(a: Offer, b: Offer): boolean {
  return (
    a.id === b.id &&
    a.price_type === b.price_type &&
    a.price_status === b.price_status &&
    a.estimated === b.estimated &&
    a.model === b.model &&
    (a.last_seen === undefined) === (b.last_seen === undefined) &&
    isSameDescription(a, b) &&
    areSame(a.sources, b.sources) &&
    areSame(a.rates, b.rates, isSameRate) &&
    (a.withheld === b.withheld || areSame(a.withheld ?? [], b.withheld ?? [], isSamePlace))
  );
}

function isSameDescription(a: Offer, b: Offer): boolean {
  return (
    a.provider === b.provider &&
    a.declared_provider === b.declared_provider &&
    a.name === b.name &&
    a.mode === b.mode &&
    a.deprecation_date === b.deprecation_date &&
    areSame(a.aliases, b.aliases) &&
    areSame(a.capabilities, b.capabilities) &&
    areSame(a.flags, b.flags) &&
    areSame(a.multipliers, b.multipliers, isSameMultiplier) &&
    isSameLimit(a.limits, b.limits) &&
    isSameMinimum(a.cache_minimum, b.cache_minimum)
  );
}

function areSame<T>(a: readonly T[], b: readonly T[], isSame?: (one: T, other: T) => boolean): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((one, at) => {
    const other = b[at];
    return one === other || (isSame !== undefined && other !== undefined && isSame(one, other));
  });
}

function isSameRate(a: SourcedRate, b: SourcedRate): boolean {
  return (
    isSamePlace(a, b) && isSameUsd(a.usd, b.usd) && isSameOrigin(a, b) && areSame(a.dissents, b.dissents, isSameOpinion)
  );
}

function isSamePlace(a: RateSlot, b: RateSlot): boolean {
  return (
    a.meter === b.meter &&
    a.tier === b.tier &&
    a.precedence === b.precedence &&
    isSameCondition(a.condition, b.condition)
  );
}

function isSameCondition(a: RateCondition | null, b: RateCondition | null): boolean {
  return a === b || (a !== null && b !== null && JSON.stringify(a) === JSON.stringify(b));
}

function isSameOpinion(a: Opinion, b: Opinion): boolean {
  return isSameOrigin(a, b) && isSameUsd(a.usd, b.usd);
}

function isSameOrigin(a: Provenance, b: Provenance): boolean {
  return a.source === b.source && a.source_key === b.source_key;
}

function isSameUsd(a: Decimal, b: Decimal): boolean {
  return a.coefficient === b.coefficient && a.scale === b.scale;
}

function isSameMultiplier(a: Multiplier, b: Multiplier): boolean {
  return a.kind === b.kind && a.name === b.name && isSameUsd(a.factor, b.factor);
}

function isSameLimit(a: Limits, b: Limits): boolean {
  return (
    a.context_tokens === b.context_tokens &&
    a.max_input_tokens === b.max_input_tokens &&
    a.max_output_tokens === b.max_output_tokens
  );
}

function isSameMinimum(a: CacheMinimum | undefined, b: CacheMinimum | undefined): boolean {
  return a === b || (a?.tokens === b?.tokens && a?.source === b?.source && a?.as_of === b?.as_of);
}
