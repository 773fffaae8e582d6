import { CAPABILITIES } from "../offer.ts";
import type { Capability, Limits, Mode, SourceOffer } from "../offer.ts";
import { foreignProvider } from "../providers.ts";
import type { Rate } from "../rate.ts";
import { priceKind } from "./price-kind.ts";
import { onePerSlot } from "./rate-slots.ts";
import { rowFlags } from "./row-flags.ts";

/** What a list by provider and model says of one model, in common terms. */
export interface OpinionRow {
  /** As the source spells the provider. */
  readonly declared: string;
  readonly model: string;
  readonly name?: string;
  readonly mode: Mode;
  readonly rates: readonly Rate[];
  readonly limits: Limits;
  readonly capabilities: readonly Capability[];
  /** Other ids of the same model at the same provider. */
  readonly also: readonly string[];
  readonly deprecation_date?: string;
  readonly as_of?: string;
}

/**
 * The offer of a source that is an opinion beside the price lists of the sellers: a zero it cannot vouch for is left out,
 * so that an opinion is a price or nothing.
 */
export function opinionOffer(row: OpinionRow): SourceOffer {
  const provider = foreignProvider(row.declared);
  const id = `${provider}/${row.model}`;
  const key = `${row.declared}/${row.model}`;
  const kind = priceKind(provider, id, row.mode, onePerSlot(row.rates.map((rate) => ({ rate, rank: 0 }))));
  const found = new Set(row.capabilities);
  if (kind.rates.some((rate) => rate.meter === "cache_read_tokens")) found.add("prompt_caching");
  return {
    id,
    key,
    provider,
    declared_provider: row.declared,
    aliases: aliasesOf(row, provider, id),
    ...(row.name === undefined ? {} : { name: row.name.slice(0, 256) }),
    mode: row.mode,
    multipliers: [],
    limits: row.limits,
    capabilities: CAPABILITIES.filter((capability) => found.has(capability)),
    ...(row.deprecation_date === undefined ? {} : { deprecation_date: row.deprecation_date }),
    ...(row.as_of === undefined ? {} : { as_of: row.as_of }),
    flags: rowFlags(row.model, row.mode),
    price_type: kind.price_type,
    rates: kind.price_type === "unknown" ? [] : kind.rates,
  };
}

/** OpenRouter's own id is a name of its offer wherever it is read; other keys are this source's composition and name nothing. */
function aliasesOf(row: OpinionRow, provider: string, id: string): readonly string[] {
  const own = provider === "openrouter" && row.model.includes("/") ? [row.model] : [];
  return [...new Set([...own, ...row.also.map((model) => `${provider}/${model}`)])].filter((alias) => alias !== id);
}
