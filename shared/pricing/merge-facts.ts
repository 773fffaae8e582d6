import type { AcceptedOffer } from "./accepted.ts";
import type { Draft } from "./draft.ts";
import type { Entry } from "./listing.ts";
import { limitsOf, type Limits, type Offer } from "./offer.ts";

type Facts = Pick<
  Offer,
  | "id"
  | "provider"
  | "declared_provider"
  | "aliases"
  | "name"
  | "mode"
  | "multipliers"
  | "limits"
  | "capabilities"
  | "cache_minimum"
  | "deprecation_date"
>;

/** The winner's facts; what it does not state is taken from the next source that does. */
export function mergedFacts(winner: AcceptedOffer, entries: readonly Entry[]): Facts {
  return entries.length === 1 ? winner : sharedFacts(winner, entries);
}

function sharedFacts(winner: AcceptedOffer, entries: readonly Entry[]): Facts {
  const all = [winner, ...entries.map(({ offer }) => offer).filter((offer) => offer !== winner)];
  const name = firstOf(all, (offer) => offer.name);
  const minimum = firstOf(all, (offer) => offer.cache_minimum);
  const deprecation = firstOf(all, (offer) => offer.deprecation_date);
  const facts: Draft<Facts> = {
    id: winner.id,
    provider: winner.provider,
    declared_provider: winner.declared_provider,
    aliases: [...new Set(all.flatMap((offer) => offer.aliases))],
    mode: firstOf(all, ({ mode }) => (mode === "unknown" ? undefined : mode)) ?? "unknown",
    // A multiplier belongs to the prices it multiplies.
    multipliers: winner.multipliers,
    limits: mergedLimits(all),
    capabilities: firstOf(all, ({ capabilities }) => (capabilities.length > 0 ? capabilities : undefined)) ?? [],
  };
  if (name !== undefined) facts.name = name;
  if (minimum !== undefined) facts.cache_minimum = minimum;
  if (deprecation !== undefined) facts.deprecation_date = deprecation;
  return facts;
}

function firstOf<T>(offers: readonly AcceptedOffer[], read: (offer: AcceptedOffer) => T | undefined): T | undefined {
  for (const offer of offers) {
    const value = read(offer);
    if (value !== undefined) return value;
  }
  return undefined;
}

function mergedLimits(offers: readonly AcceptedOffer[]): Limits {
  const context = firstOf(offers, ({ limits }) => limits.context_tokens);
  const input = firstOf(offers, ({ limits }) => limits.max_input_tokens);
  const output = firstOf(offers, ({ limits }) => limits.max_output_tokens);
  return limitsOf(context, input, output);
}
