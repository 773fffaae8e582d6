import type { Draft } from "../../draft.ts";
import type { Flag, SourceOffer } from "../../offer.ts";
import { offerId, providerFamily } from "../../providers.ts";
import type { RejectedRow } from "../../source.ts";
import { textsIn } from "../json.ts";
import { isObject } from "../../../text/json.ts";
import { priceKind } from "../price-kind.ts";
import type { PriceKind } from "../price-kind.ts";
import { rowFlags } from "../row-flags.ts";
import { isProviderName, keyRefusal, reportableKey } from "../row-key.ts";
import { quote } from "../usd.ts";
import { readCapabilities, readFacts, readMode } from "./facts.ts";
import { readPrices } from "./prices.ts";
import type { RowPrices } from "./prices.ts";
import type { Recall } from "./recall.ts";
import { sortFields } from "./row-fields.ts";
import type { RowFields } from "./stated-facts.ts";

/** Capacity bought for months at a price by the second. */
const COMMITMENT = /(?:^|\/)\d+-month-commitment(?:\/|$)/;

/** OpenRouter's own entries choose a model per request; LiteLLM's copies of them carry zeros for prices. */
const OPENROUTER_ROUTERS = "openrouter/openrouter/";

/** One row read: an offer, or the reason why there is none. */
export interface RowReading {
  readonly offer: SourceOffer | null;
  readonly rejected: readonly RejectedRow[];
  readonly unknown: readonly string[];
}

export function readRow(key: string, value: unknown, recall: Recall): RowReading {
  const hostile = keyRefusal(key);
  if (hostile !== null) return refused(key, hostile.reason, hostile.detail);
  if (!isObject(value)) return refused(key, "not_an_object", quote(value));
  const fields = sortFields(value, recall);
  const declared = fields.facts.litellm_provider;
  if (typeof declared !== "string" || declared === "")
    return refused(key, "no_provider", "litellm_provider is missing");
  if (!isProviderName(declared)) return refused(key, "bad_provider", quote(declared));
  return readModel(key, fields, declared, recall);
}

function readModel(key: string, fields: RowFields, declared: string, recall: Recall): RowReading {
  const provider = providerFamily(declared);
  const mode = readMode(fields.facts, declared);
  const prices = readPrices(fields.prices, { key, mode, provider, recall });
  if (prices.broken !== null) return { offer: null, rejected: [prices.broken], unknown: prices.unknown };
  const id = offerId(provider, declared, key);
  const kind = rowPriceKind(key, provider, mode, prices);
  const { limits, cache_minimum, deprecation_date } = readFacts(fields.facts);
  const offer: Draft<SourceOffer> = {
    id,
    key,
    provider,
    declared_provider: declared,
    aliases: aliasesOf(key, fields.facts.aliases, id),
    mode,
    multipliers: prices.multipliers,
    limits,
    capabilities: recall.capabilities(readCapabilities(fields, mode, kind.rates)),
    flags: litellmFlags(key, mode),
    price_type: kind.price_type,
    rates: kind.rates,
  };
  if (cache_minimum !== undefined) offer.cache_minimum = cache_minimum;
  if (deprecation_date !== undefined) offer.deprecation_date = deprecation_date;
  return { offer, rejected: prices.rejected, unknown: prices.unknown };
}

function rowPriceKind(key: string, provider: string, mode: SourceOffer["mode"], prices: RowPrices): PriceKind {
  if (COMMITMENT.test(key)) return { price_type: "not_per_token", rates: [] };
  const kind = priceKind(provider, key, mode, prices.rates);
  return prices.dedicated && kind.price_type !== "paid" ? { price_type: "not_per_token", rates: [] } : kind;
}

function litellmFlags(key: string, mode: SourceOffer["mode"]): readonly Flag[] {
  const flags = rowFlags(key, mode);
  return key.startsWith(OPENROUTER_ROUTERS) && !flags.includes("router") ? [...flags, "router"] : flags;
}

function aliasesOf(key: string, stated: unknown, id: string): readonly string[] {
  const declared = textsIn(stated);
  if (declared.length === 0) return key === id ? [] : [key];
  return [key, ...declared.filter((alias) => keyRefusal(alias) === null)].filter((alias) => alias !== id);
}

function refused(key: string, reason: string, detail: string): RowReading {
  return { offer: null, rejected: [{ key: reportableKey(key), reason, detail }], unknown: [] };
}
